// Reported values in columns: for each indicator, period and category one packed column over all
// units, with each value's status. What an evaluation reads; who reported it, when and from which
// source stays outside (fact.hpp) and is fetched for an explanation.
//
//   (areas, 2023, total)           ─▶  ▇▇▇▇▇▇▇▇ ▇▇▇▇▇▇▇▇ …   chunks of units, 9 bytes a value
//   (areas, 2023, kind=urban)      ─▶  ▁▁▇▁▁▁▇▁ …             sparse where little is reported
//                                       └─ unit 2 was reported, then verified: its older value lies
//                                          beside the column, for views that ask for a status
//
// A change makes a new version that shares every chunk it does not touch, so readers keep theirs.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "engine/column/column.hpp"
#include "programme/indicator/indicator.hpp"
#include "programme/organisation_unit/organisation_unit.hpp"
#include "programme/period/period.hpp"

namespace exemplar::programme {

enum class Status : uint8_t { Draft, Reported, Verified, Decided };
std::string_view name_of(Status status);  // "draft", "reported", …
inline constexpr size_t kStatuses = 4;

// "kind_of_offence=robbery"; empty: the total over all categories.
using CategoryKey = std::string;

// Whose column it is. Periods of the same days are one.
struct ColumnKey {
  IndicatorId indicator;
  Period period;
  CategoryKey category;
};

// One value: a whole number over 10^digits (the indicator's), a truth in the mark's answer, a day
// as days since 1970-01-01, a text as its index in the values' texts; or not applicable.
struct ReportedValue {
  OrganisationUnitId unit;
  engine::Mark mark = engine::kMarkUnknown;  // answer and status
  int64_t number = 0;

  Status status() const { return static_cast<Status>(engine::status_of(mark)); }
  bool operator==(const ReportedValue&) const = default;
};

class ReportedValues {
 public:
  // The newest value of each unit at or above the floor, pending where a newer one below it waits
  // (drafts are nobody's business but their form's). Units beyond the column's end, and those
  // without such a value, are unknown. Null: nothing was ever recorded there.
  const engine::Column* column(const ColumnKey& key, Status floor) const;
  bool any(const ColumnKey& key) const { return find(key) != nullptr; }
  // Whether anything was ever recorded of that unit there.
  bool any(const ColumnKey& key, OrganisationUnitId unit) const;
  // The periods for which the indicator has any value, in order of their first day.
  std::vector<Period> periods_of(IndicatorId indicator) const;
  const std::string& text(int64_t index) const { return (*texts_)[static_cast<size_t>(index)]; }
  // How the column's values are written.
  struct Form {
    engine::ValueType type = engine::ValueType::Exact;
    int digits = 0;  // of numbers
    bool operator==(const Form&) const = default;
  };

  // A newer value, recorded after all others. Of a text `text` counts, not value.number. All
  // changes of one column have the form of its indicator.
  struct Change {
    ColumnKey key;
    Form form;
    ReportedValue value;
    std::string text;
  };
  ReportedValues with(std::span<const Change> changes) const;

  // Where two values of a unit that follow each other are the same with the same status: perhaps one
  // fact written twice. In order of indicator, days, category and unit.
  struct At {
    ColumnKey key;
    OrganisationUnitId unit;
  };
  std::vector<At> said_again() const;

  // Of each column one value alone is kept, and nothing of what it says: it tells which columns there
  // are.
  bool is_outline() const { return is_outline_; }

  size_t size() const;   // values, older ones included
  size_t bytes() const;  // in memory, at rest
  std::vector<ColumnKey> keys() const;

 private:
  friend class ReportedValuesBuilder;
  struct Entry;
  // By days and category.
  struct Place {
    Date first;
    Date last;
    CategoryKey category;
    auto operator<=>(const Place&) const = default;
  };
  using OfIndicator = std::map<Place, std::shared_ptr<const Entry>>;
  using Texts = std::vector<std::string>;

  static Place place_of(const ColumnKey& key);
  const Entry* find(const ColumnKey& key) const;
  OfIndicator& changeable(IndicatorId indicator);
  static std::shared_ptr<const Entry> entry_of(const Period& period, const Form& form,
                                               std::vector<ReportedValue>& values, size_t units);

  std::vector<std::shared_ptr<const OfIndicator>> indicators_;
  std::shared_ptr<const Texts> texts_ = std::make_shared<const Texts>();
  bool is_outline_ = false;
};

// Collects values, then makes the columns. Values of one column may come in any order of units; for
// a unit they come in the order in which they were recorded.
class ReportedValuesBuilder {
 public:
  // A value and the number of its column.
  struct Addressed {
    uint32_t column = 0;
    ReportedValue value;
  };
  // How far the builder had come.
  using Mark = std::vector<size_t>;
  enum class Keep { All, Outline };

  explicit ReportedValuesBuilder(Keep keep = Keep::All);
  ~ReportedValuesBuilder();

  // A number for that column; the same for the same. A column that gets no value is not made.
  uint32_t column(const ColumnKey& key, ReportedValues::Form form);
  void add(uint32_t column, const ReportedValue& value);
  void add(std::span<const Addressed> values);  // in their order
  int64_t text(const std::string& text);        // its index

  // Everything added since the mark was taken is forgotten again, texts excepted.
  Mark mark() const;
  void back_to(const Mark& mark);

  // Columns are made on several threads, each giving back the memory of what it was made from.
  // All have the units up to the last that has any value. Nothing is left in the builder.
  ReportedValues take(unsigned threads = 1);

 private:
  struct Pending;

  Keep keep_;
  std::map<std::pair<IndicatorId, ReportedValues::Place>, uint32_t> places_;
  std::vector<std::unique_ptr<Pending>> pending_;
  std::vector<std::string> texts_;
  std::map<std::string, int64_t, std::less<>> text_index_;
};

}  // namespace exemplar::programme
