#include "programme/nearest_way/changed_values.hpp"

#include "engine/compute/exact.hpp"
#include "programme/nearest_way/assumed_met.hpp"
#include "programme/nearest_way/levers.hpp"
#include "programme/period/calendar.hpp"

namespace exemplar::programme {

ChangedValues::ChangedValues(AssessmentRun& run, size_t units_looked_at)
    : run_(run),
      source_(run.rules(), run.facts(), run.result().view),
      evaluation_(run.rules().graph, source_),
      period_(source_.index_of(run.result().period)),
      one_by_one_(units_looked_at <= kFewUnits) {
  FactSource& own = run.source();
  const Period now = run.result().period;
  for (const Period& period : {now, same_period_last_year(now)}) {
    source_.set_participants(source_.index_of(period), own.participants(own.index_of(period)));
  }
  const auto& above = own.parents(run.period(), {});
  const auto& taking_part = own.participants(run.period());
  for (size_t unit = 0; unit < taking_part.size(); ++unit) {
    if (taking_part[unit] == 0) continue;
    for (int32_t a = above[unit]; a >= 0; a = above[static_cast<size_t>(a)]) {
      if (taking_part[static_cast<size_t>(a)] != 0) participants_in_levels_ = true;
    }
  }
  source_.what_if([this](IndicatorId indicator, const Period& period) -> FactSource::Added {
    const auto found = changed_.find(indicator);
    if (found == changed_.end() || !same_days(found->second.period, period)) return {};
    return {&found->second.units, found->second.digits};
  });
}

// Where the value of the assessed period is written: in that period, or, where its parts are added
// up (or the last one counts), in the last of them.
std::optional<Period> ChangedValues::written_in(uint32_t input) const {
  const CompiledRules& rules = run_.rules();
  const IndicatorId id = rules.inputs[input];
  const Indicator& what = (*rules.definitions)[id];
  const Period& whole = run_.result().period;
  if (run_.facts().values().any({id, whole, {}})) return whole;
  const std::string& wanted = what.calendar.empty() ? rules.programme->calendar : what.calendar;
  const Calendar* calendar = rules.definitions->calendar(wanted);
  const auto parts =
      nested(whole, calendar != nullptr ? *calendar : civil_calendar(), what.collected);
  if (!parts || parts->empty()) return std::nullopt;
  const bool settable = what.over_time == Combination::Sum || what.over_time == Combination::Last;
  if (parts->size() > 1 && !settable) return std::nullopt;
  return parts->back();
}

std::optional<int64_t> ChangedValues::own_value(uint32_t input, size_t unit) {
  const auto [found, added] = own_.try_emplace({input, unit});
  if (!added || !written_in(input)) return found->second;
  const Indicator& what = (*run_.rules().definitions)[run_.rules().inputs[input]];
  FactSource& own = run_.source();
  const engine::Cell cell = own.reported_input(input, {}, run_.period(), unit, evaluation_.pool());
  if (cell.answer != engine::kKnown) return std::nullopt;
  if (run_.result().view.geography &&
      !own.restated_from(OrganisationUnitId(unit), run_.period()).empty()) {
    return std::nullopt;
  }
  const auto scaled = engine::exact_multiply(cell.exact, Ratio{power_of_ten(what.digits), 1});
  if (!scaled) return std::nullopt;
  const Ratio whole = scaled->reduced();
  if (whole.denominator == 1) found->second = static_cast<int64_t>(whole.numerator);
  return found->second;
}

bool ChangedValues::put_together(uint32_t input, size_t unit) {
  if (own_value(input, unit)) return false;
  FactSource& own = run_.source();
  return own.input(input, {}, run_.period(), unit, evaluation_.pool()).answer == engine::kKnown;
}

void ChangedValues::set(const std::vector<ValueChange>& changes) {
  evaluation_.release();
  changed_.clear();
  for (const ValueChange& change : changes) {
    const IndicatorId id = run_.rules().inputs[change.input];
    auto found = changed_.find(id);
    if (found == changed_.end()) {
      const auto period = written_in(change.input);
      if (!period) continue;
      const int digits = (*run_.rules().definitions)[id].digits;
      found = changed_.emplace(id, Changed{*period, digits, {}}).first;
    }
    found->second.units[static_cast<uint32_t>(change.unit)] += change.by;
  }
}

engine::Cell ChangedValues::cell(engine::NodeId node, size_t unit) {
  return one_by_one_ ? evaluation_.cell(node, period_, unit)
                     : evaluation_.column(node, period_)[unit];
}

bool ChangedValues::reaches_other_units(uint32_t input) {
  const auto found = reaches_.find(input);
  if (found != reaches_.end()) return found->second;
  const Indicator& what = (*run_.rules().definitions)[run_.rules().inputs[input]];
  const bool added_up = participants_in_levels_ && what.over_units != Combination::None;
  return reaches_[input] = added_up || read_across_units(run_.rules().graph, input);
}

}  // namespace exemplar::programme
