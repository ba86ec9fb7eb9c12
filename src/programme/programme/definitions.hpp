// Everything an office defines: its units, indicators, documents and programmes with their criteria
// sets and targets. A pack and a running office both yield Definitions and Facts; whoever reads them cannot
// tell which it was.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/date.hpp"
#include "base/message.hpp"
#include "programme/criteria_set/criteria_set.hpp"
#include "programme/document/document.hpp"
#include "programme/indicator/indicator.hpp"
#include "programme/indicator/quota.hpp"
#include "programme/organisation_unit/organisation_unit.hpp"
#include "programme/period/calendar.hpp"
#include "programme/target/target.hpp"

namespace exemplar::programme {

struct ComparisonBaseline {
  std::string indicator;  // "*": every one
  std::string period;
  std::string against;
  Text reason;
  RoundingMode rounding = RoundingMode::HalfAwayFromZero;
  int digits = 2;
  Place place;
};

struct Programme {
  std::string id;
  Text name;
  std::string calendar;
  Text calendar_note;
  std::string hierarchy;
  std::vector<std::string> group_by;  // kinds; results are grouped by the ancestor of such a kind
  FormulaText participants;
  enum class ParticipantsOn {
    LastDay,
    FirstDay,
    FixedDay
  } participants_on = ParticipantsOn::LastDay;
  Date participants_day;
  std::string main_level;
  std::string near_level;
  std::vector<ComparisonBaseline> baselines;
  std::vector<CriteriaSet> sets;
  std::vector<Target> targets;
  Place place;

  const CriteriaSet* set_named(std::string_view id) const;
  // The sets that judge a period ending on that day.
  std::vector<const CriteriaSet*> sets_for(Date last_day) const;
};

struct UnitKind {
  std::string id;
  Text name;
  Place place;
};

struct Definitions {
  std::string office_id;
  Text office_name;
  Text office_note;
  std::string zone;
  bool decimal_comma = false;  // in the tables that people write
  Date records_from = kOpenPast;
  std::vector<Calendar> calendars;
  std::vector<UnitKind> kinds;
  UnitRegister units;
  std::vector<CategoryDimension> categories;
  std::vector<Indicator> indicators;
  std::vector<Quota> quotas;
  std::vector<Document> documents;
  std::vector<Programme> programmes;

  const Calendar* calendar(std::string_view id) const;
  const Programme* programme(std::string_view id) const;
  const CategoryDimension* category(std::string_view id) const;
  const Document* document(std::string_view id) const;
  std::optional<IndicatorId> indicator(std::string_view id) const;
  const Indicator& operator[](IndicatorId id) const { return indicators[id.index()]; }
  // After indicators are complete: makes indicator() a hash lookup.
  void index();

 private:
  std::unordered_map<std::string, uint32_t> indicator_index_;
};

}  // namespace exemplar::programme
