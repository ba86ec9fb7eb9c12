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
#include <memory>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/compute/evaluate.hpp"
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

  // What is added to known values of an indicator in a period, for what-if questions, by unit in
  // units of the last of `digits`; null: as reported.
  struct Added {
    const std::map<uint32_t, int64_t>* to = nullptr;
    int digits = 0;
  };
  using Change = std::function<Added(IndicatorId, const Period&)>;
  void what_if(Change change) { change_ = std::move(change); }

  // Newer values than those of the facts, from now on: those that the changes made of the present
  // ones, or any others.
  void change_values(std::span<const ReportedValues::Change> changes,
                     std::shared_ptr<const ReportedValues> values);
  void set_values(std::shared_ptr<const ReportedValues> values);
  // Before the change is made: the cells, of those that an evaluation reads, which it may change: its own, those of
  // periods that it is a part of, of units that it was restated into, and of the units above.
  std::vector<engine::Evaluation::InputChange> dependents(
      const ReportedValues::Change& change, const std::vector<engine::Evaluation::InputRead>& read);

  // Set once the participants are known; before that nothing is added up from below.
  void set_participants(engine::PeriodIndex period, std::vector<char> taking_part);
  // The day on which units, names and parents are looked up for a period.
  Date day_of(engine::PeriodIndex period) const;
  // The day on which the programme's list of participants for a period is made.
  Date participants_day(engine::PeriodIndex period) const;
  // Looks at units as they were on that day, whatever the period; none: on day_of() again.
  void look_at_units_on(std::optional<Date> day) { looked_at_on_ = day; }

  // What was reported (over time and geography), before anything is added up from below.
  engine::Cell reported_input(uint32_t index, const std::string& category,
                              engine::PeriodIndex period, size_t unit, engine::Pool& pool);
  engine::CellVector reported_cells(uint32_t index, const std::string& category,
                                    engine::PeriodIndex period, engine::Pool& pool);
  // The units whose values make up `whole` (-1: everything): its participants, or, for those below
  // a unit that reported the value itself, the highest such unit in their place, each once.
  std::vector<uint32_t> parts_of(const engine::CellVector& reported, engine::PeriodIndex period,
                                 int32_t whole);

  // The units of that period whose values stand behind the unit's in the geography asked for. None:
  // its values are its own, or it came from no unit of that period.
  std::vector<RestatedFrom> restated_from(OrganisationUnitId unit, engine::PeriodIndex period);

  size_t unit_count() const override { return units().size(); }
  engine::Cell input(uint32_t index, const std::string& category, engine::PeriodIndex period,
                     size_t unit, engine::Pool& pool) override;
  engine::Column input_column(uint32_t index, const std::string& category,
                              engine::PeriodIndex period, engine::ValueType type,
                              engine::Pool& pool) override;
  engine::CellVector input_cells(uint32_t index, const std::string& category,
                                 engine::PeriodIndex period, std::span<const uint32_t> units,
                                 engine::Pool& pool) override;
  engine::Cell attribute(uint32_t index, engine::PeriodIndex period, size_t unit,
                         engine::Pool& pool) override;
  engine::Cell months_active(bool lineage, engine::PeriodIndex period, size_t unit,
                             engine::Pool& pool) override;
  Date first_day(engine::PeriodIndex period) override;
  Date last_day(engine::PeriodIndex period) override;
  std::optional<std::vector<engine::PeriodIndex>> select(engine::PeriodIndex period,
                                                         const engine::Selector& selector) override;
  bool comparable(uint32_t input, engine::PeriodIndex a, engine::PeriodIndex b) override;
  const std::vector<int32_t>& parents(engine::PeriodIndex period,
                                      const std::string& hierarchy) override;
  const std::vector<char>& participants(engine::PeriodIndex period) override;
  const std::vector<char>& existing(engine::PeriodIndex period) override {
    return valid_on(day_of(period));
  }
  int32_t unit_with_code(const std::string& code, engine::PeriodIndex period) override;

 private:
  const ReportedValues& values() const {
    return changed_values_ ? *changed_values_ : facts_.values();
  }
  const UnitRegister& units() const { return rules_.definitions->units; }
  const Indicator& indicator(uint32_t input) const {
    return (*rules_.definitions)[rules_.inputs[input]];
  }
  ColumnKey key_of(uint32_t input, const std::string& category, const Period& period) const {
    return {rules_.inputs[input], period, category};
  }
  // 1: the unit exists on that day.
  const std::vector<char>& valid_on(Date day);
  // The indicator's own periods that make up the period; none: it is no union of them.
  const std::optional<std::vector<Period>>& pieces_of(uint32_t input, const Period& period);
  engine::Cell reported(uint32_t input, const std::string& category, const Period& period,
                        size_t unit, engine::Pool& pool);
  engine::Cell over_time(uint32_t input, const std::string& category, const Period& period,
                         size_t unit, engine::Pool& pool);
  engine::Cell restated(uint32_t input, const std::string& category, engine::PeriodIndex period,
                        size_t unit, engine::Pool& pool);
  engine::Cell restated_cell(const Indicator& what, const engine::CellVector& as_was,
                             const std::vector<RestatedFrom>& from, engine::Pool& pool) const;
  const Restatement& restatement();

  bool adds_up(uint32_t input) const;
  // The units below it whose values make up its own.
  std::vector<uint32_t> parts_below(uint32_t input, const std::string& category,
                                    engine::PeriodIndex period, uint32_t whole, engine::Pool& pool);
  // What was reported, and 1 for each unit that exists and reported nothing.
  struct Own {
    engine::Column column;
    std::vector<char> silent;
    // The stored column, but for units that do not exist.
    bool plain = false;
    // Units with participants below them that did report the value.
    size_t spoken = 0;
  };
  using OwnKey = std::tuple<uint32_t, std::string, engine::PeriodIndex>;
  void change_own(const OwnKey& key, Own& own, const ReportedValues::Change& change);
  engine::Cell added_up(uint32_t input, const Own& own, const std::vector<uint32_t>& parts);
  Own own_column(uint32_t input, const std::string& category, engine::PeriodIndex period,
                 engine::ValueType type, engine::Pool& pool);
  bool is_plain(uint32_t input, const std::string& category, const Period& period,
                engine::ValueType type);
  engine::Column stored_column(const ColumnKey& key, const std::vector<char>& valid) const;
  template <typename Reported, typename Visit>
  void each_part(const Reported& reported, engine::PeriodIndex period, Visit visit);
  static bool reported_itself(const engine::Cell& cell);
  // Who stands below whom, with or without participants further down.
  struct Below {
    std::vector<std::vector<uint32_t>> children;
    std::vector<char> has_participants;               // strictly below
    std::vector<uint32_t> wholes;                     // the units with participants below them
    std::vector<std::vector<uint32_t>> participants;  // of each whole, by unit, in ascending order
  };
  const Below& below(engine::PeriodIndex period);
  const Calendar& calendar_of(const Indicator& indicator) const;

  const CompiledRules& rules_;
  const Facts& facts_;
  std::shared_ptr<const ReportedValues> changed_values_;  // null: the facts' own
  View view_;
  std::vector<Period> periods_;
  std::vector<DateRange> days_;  // of each period
  std::map<std::pair<Date, std::string>, std::vector<int32_t>> parents_;
  std::map<engine::PeriodIndex, std::vector<char>> participants_;
  std::vector<char> nobody_;
  std::optional<Date> looked_at_on_;
  std::map<std::pair<std::string, Date>, int32_t> codes_;
  std::optional<Restatement> restatement_;  // onto the geography asked for
  Change change_;
  std::map<IndicatorId, std::map<OwnKey, Own>> own_;  // kept once values change
  std::map<Date, std::vector<char>> valid_on_;
  std::map<std::pair<uint32_t, Period>, std::optional<std::vector<Period>>> pieces_;
  std::map<std::pair<Date, const std::vector<char>*>, Below> below_;
};

}  // namespace exemplar::programme
