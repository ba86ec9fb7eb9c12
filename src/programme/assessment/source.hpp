// What the engine asks of the world, answered from definitions and facts: which units there are,
// which periods a selector means, and every reported value in the status view and geography asked
// for.
//
// Geography: as it was (the units valid on the period's last day, each with its own values), or
// restated into the units of another day (values moved along merges and splits).
//
// A value that a unit did not report itself may come from below: an indicator that adds up over
// units is added up over the participants under the unit.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/compute/source.hpp"
#include "programme/assessment/rules.hpp"
#include "programme/data_set/fact.hpp"
#include "programme/organisation_unit/restatement.hpp"

namespace exemplar::programme {

// An old unit's part in a unit of another day.
struct RestatedFrom {
  OrganisationUnitId unit;
  ShareBounds share;

  bool whole() const { return share.known() && share.lower == Ratio{1, 1}; }
};

struct View {
  Status floor = Status::Reported;
  std::optional<Date> geography;  // none: as it was
};

class FactSource final : public engine::Source {
 public:
  FactSource(const CompiledRules& rules, const Facts& facts, View view);

  // Periods are numbered as they are first spoken of.
  engine::PeriodIndex index_of(const Period& period);
  const Period& period(engine::PeriodIndex index) const { return periods_[index]; }

  // Replaces the values of an input, for what-if questions; none: as reported.
  using Change = std::function<void(IndicatorId, const Period&, engine::CellVector&)>;
  void what_if(Change change) { change_ = std::move(change); }

  // Set once the participants are known; before that nothing is added up from below.
  void set_participants(engine::PeriodIndex period, std::vector<char> taking_part);
  // The day on which units, names and parents are looked up for a period.
  Date day_of(engine::PeriodIndex period) const;
  // The day on which the programme's list of participants for a period is made.
  Date participants_day(engine::PeriodIndex period) const;
  // Looks at units as they were on that day, whatever the period; none: on day_of() again.
  void look_at_units_on(std::optional<Date> day) { looked_at_on_ = day; }

  // What was reported (over time and geography), before anything is added up from below.
  engine::CellVector reported_input(uint32_t index, const std::string& category,
                                    engine::PeriodIndex period, engine::Pool& pool);
  // The units whose values make up `whole` (-1: everything): its participants, or, for those below
  // a unit that reported the value itself, the highest such unit in their place, each once.
  std::vector<uint32_t> parts_of(const engine::CellVector& reported, engine::PeriodIndex period,
                                 int32_t whole);

  // The units of that period whose values stand behind the unit's in the geography asked for. None:
  // its values are its own, or it came from no unit of that period.
  std::vector<RestatedFrom> restated_from(OrganisationUnitId unit, engine::PeriodIndex period);

  size_t unit_count() const override { return units().size(); }
  engine::CellVector input(uint32_t index, const std::string& category, engine::PeriodIndex period,
                           engine::Pool& pool) override;
  engine::CellVector attribute(uint32_t index, engine::PeriodIndex period,
                               engine::Pool& pool) override;
  engine::CellVector months_active(bool lineage, engine::PeriodIndex period,
                                   engine::Pool& pool) override;
  Date first_day(engine::PeriodIndex period) override;
  Date last_day(engine::PeriodIndex period) override;
  std::optional<std::vector<engine::PeriodIndex>> select(engine::PeriodIndex period,
                                                         const engine::Selector& selector) override;
  bool comparable(uint32_t input, engine::PeriodIndex a, engine::PeriodIndex b) override;
  const std::vector<int32_t>& parents(engine::PeriodIndex period,
                                      const std::string& hierarchy) override;
  const std::vector<char>& participants(engine::PeriodIndex period) override;
  int32_t unit_with_code(const std::string& code, engine::PeriodIndex period) override;

 private:
  const UnitRegister& units() const { return rules_.definitions->units; }
  const Indicator& indicator(uint32_t input) const {
    return (*rules_.definitions)[rules_.inputs[input]];
  }
  engine::CellVector reported(uint32_t input, const std::string& category, const Period& period,
                              engine::Pool& pool);
  engine::CellVector over_time(uint32_t input, const std::string& category, const Period& period,
                               engine::Pool& pool);
  engine::CellVector restated(uint32_t input, const engine::CellVector& as_was,
                              engine::PeriodIndex period, engine::Pool& pool);
  engine::Cell restated_cell(const Indicator& what, const engine::CellVector& as_was,
                             const std::vector<RestatedFrom>& from, engine::Pool& pool) const;
  const Restatement& restatement();
  void add_up_from_below(uint32_t input, engine::PeriodIndex period, engine::CellVector& column,
                         engine::Pool& pool);
  template <typename Visit>
  void each_part(const engine::CellVector& reported, engine::PeriodIndex period, Visit visit);
  static bool reported_itself(const engine::Cell& cell);
  engine::Cell cell_of(const Fact& fact, bool pending, engine::Pool& pool) const;
  const Calendar& calendar_of(const Indicator& indicator) const;

  const CompiledRules& rules_;
  const Facts& facts_;
  View view_;
  std::vector<Period> periods_;
  std::map<std::pair<Date, std::string>, std::vector<int32_t>> parents_;
  std::map<engine::PeriodIndex, std::vector<char>> participants_;
  std::vector<char> nobody_;
  std::optional<Date> looked_at_on_;
  std::map<std::pair<std::string, Date>, int32_t> codes_;
  std::optional<Restatement> restatement_;  // onto the geography asked for
  Change change_;
};

}  // namespace exemplar::programme
