// Reported values: who reported what for which unit and period, with its status and history.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "programme/data_set/reported_values.hpp"
#include "programme/document/source.hpp"
#include "programme/indicator/indicator.hpp"
#include "programme/organisation_unit/organisation_unit.hpp"
#include "programme/period/period.hpp"

namespace exemplar::programme {

struct Fact {
  IndicatorId indicator;
  Period period;
  OrganisationUnitId unit;
  CategoryKey category;
  // Exactly one of these says the value; not_applicable: none does, and `note` says why.
  enum class Kind : uint8_t { Number, Truth, Date, Text, NotApplicable } kind = Kind::Number;
  Decimal number;  // with the indicator's digits
  bool truth = false;
  Date date;
  std::string text;
  uint32_t revision = 0;  // order in which facts were recorded; larger is newer
  int64_t version = 0;    // the office's revision that recorded it; 0: of no running office
  std::optional<Date> reported_on;
  std::optional<Date> verified_on;
  std::optional<Date> decided_on;
  SourceId source;
  std::string by;
  std::string note;
  Place place;

  Status status() const {
    return decided_on    ? Status::Decided
           : verified_on ? Status::Verified
           : reported_on ? Status::Reported
                         : Status::Draft;
  }
};

engine::ValueType type_of(Fact::Kind kind);
// How columns of the indicator's values are written.
ReportedValues::Form form_of(const Indicator& indicator);
// The fact's value for a column of that form, which has at least the number's digits.
ReportedValue reported_value(const Fact& fact, const ReportedValues::Form& form,
                             ReportedValuesBuilder& builder);

// The cells whose facts were asked for; from several threads.
class CellsAsked {
 public:
  void add(const ColumnKey& key, OrganisationUnitId unit);
  std::vector<ReportedValues::At> take();  // some of them several times

 private:
  std::mutex mutex_;
  std::vector<ReportedValues::At> cells_;
};

// All facts, found by indicator, period, category and unit, and their values in columns. Immutable
// once built.
class Facts {
 public:
  Facts() = default;
  explicit Facts(std::vector<Fact> facts);
  // All values; who reported them, when and from where is known of these facts alone, which are all
  // those of their cells.
  Facts(ReportedValues values, std::vector<SourceId> sources, std::vector<Fact> facts = {});

  // From now on notes in `asked`, which must outlive this, of which cells anybody wants to know that.
  // Null: no more.
  void note_asked(CellsAsked* asked) { asked_ = asked; }

  const ReportedValues& values() const { return values_; }
  // The sources that any fact names.
  const std::vector<SourceId>& sources() const { return sources_; }
  // Those of which more than the value is known.
  const std::vector<Fact>& all() const { return facts_; }

  // The history of one cell, oldest first; empty where nothing was ever recorded.
  std::span<const uint32_t> history(IndicatorId indicator, const Period& period,
                                    const CategoryKey& category, OrganisationUnitId unit) const;
  // The newest fact at or above the status floor, and whether a newer one below it waits
  // ("correction pending"). Null where there is none.
  struct Viewed {
    const Fact* fact = nullptr;
    bool correction_pending = false;
  };
  Viewed view(IndicatorId indicator, const Period& period, const CategoryKey& category,
              OrganisationUnitId unit, Status floor) const;
  // Units with any fact of the indicator, period and category, with their histories.
  struct CellFacts {
    OrganisationUnitId unit;
    std::vector<uint32_t> history;  // indexes into all(), oldest first
  };
  std::span<const CellFacts> cells(IndicatorId indicator, const Period& period,
                                   const CategoryKey& category) const;
  // The same view of a cell already found.
  Viewed view(const CellFacts& cell, Status floor) const { return view(cell.history, floor); }

 private:
  Viewed view(std::span<const uint32_t> history, Status floor) const;
  // Makes the facts found by their cells. Their indexes, by unit and oldest first.
  std::vector<uint32_t> find_cells();

  struct Key {
    IndicatorId indicator;
    Date first;
    Date last;
    CategoryKey category;
    auto operator<=>(const Key&) const = default;
  };
  static Key key_of(const Fact& fact);

  ReportedValues values_;
  std::vector<SourceId> sources_;
  std::vector<Fact> facts_;
  std::map<Key, std::vector<CellFacts>> cells_;  // each ordered by unit
  CellsAsked* asked_ = nullptr;
};

}  // namespace exemplar::programme
