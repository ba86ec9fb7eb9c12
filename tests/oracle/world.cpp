#include "oracle/world.hpp"

namespace exemplar::oracle {

namespace {

template <typename List, typename Matches>
std::optional<int> index_of(const List& list, Matches matches) {
  for (size_t i = 0; i < list.size(); ++i) {
    if (matches(list[i])) return static_cast<int>(i);
  }
  return std::nullopt;
}

engine::ExprPtr clone_or_null(const engine::ExprPtr& expr) {
  return expr ? engine::clone(*expr) : nullptr;
}

}  // namespace

const UnitState& Unit::on(Date day) const {
  const UnitState* found = this;
  for (const auto& [from, state] : changes) {
    if (from <= day) found = &state;
  }
  return *found;
}

const UnitState& World::state(int unit, int period) const {
  return units[static_cast<size_t>(unit)].on(periods[static_cast<size_t>(period)].last_day);
}

bool World::participates(int unit, int period) const {
  int of = period;
  if (lists_for && periods[static_cast<size_t>(*lists_for)].last_year != period) of = *lists_for;
  const Period& listed = periods[static_cast<size_t>(of)];
  const UnitState& state = units[static_cast<size_t>(unit)].on(
      list_day == ListDay::FirstDay ? listed.first_day : listed.last_day);
  return state.exists && state.participant;
}

int World::parent(int unit, int period, const std::string& hierarchy) const {
  const UnitState& at = state(unit, period);
  if (!at.exists) return -1;
  if (hierarchy.empty()) return at.parent;
  const auto other = at.other_parents.find(hierarchy);
  return other == at.other_parents.end() ? -1 : other->second;
}

std::optional<int> World::months_active(bool lineage, int unit, int period) const {
  if (!exists(unit, period)) return std::nullopt;
  const Unit& of = units[static_cast<size_t>(unit)];
  std::optional<int> months = lineage ? of.months_active_lineage : of.months_active;
  if (!months || !of.months_counted_from) return months;
  return *months +
         months_between(*of.months_counted_from, periods[static_cast<size_t>(period)].last_day + 1);
}

std::optional<int> World::unit_with_code(std::string_view code, int period) const {
  std::optional<int> found;
  for (int unit = 0; unit < static_cast<int>(units.size()); ++unit) {
    const UnitState& at = state(unit, period);
    if (!at.exists || (at.code != code && units[static_cast<size_t>(unit)].id != code)) continue;
    if (found) return std::nullopt;
    found = unit;
  }
  return found;
}

std::optional<int> World::period_named(std::string_view text) const {
  return index_of(periods, [&](const Period& period) { return period.text == text; });
}

std::optional<int> World::indicator_named(std::string_view id) const {
  return index_of(indicators, [&](const Indicator& indicator) { return indicator.id == id; });
}

std::optional<int> World::measure_named(std::string_view name) const {
  return index_of(measures, [&](const Measure& measure) { return measure.name == name; });
}

std::optional<int> World::criterion_named(std::string_view id) const {
  return index_of(criteria, [&](const Criterion& criterion) { return criterion.id == id; });
}

std::optional<int> World::level_named(std::string_view id) const {
  return index_of(levels, [&](const Level& level) { return level.id == id; });
}

bool World::is_under(int unit, int ancestor, int period, const std::string& hierarchy) const {
  for (int at = unit; at >= 0; at = parent(at, period, hierarchy)) {
    if (at == ancestor) return true;
  }
  return false;
}

Value World::fact(int indicator, int period, int unit, const std::string& category) const {
  const Indicator& one = indicators[static_cast<size_t>(indicator)];
  const auto row = one.facts.find(category);
  const std::string what = one.id + (category.empty() ? "" : "{" + category + "}");
  if (row == one.facts.end()) return unknown(what, one.type);
  if (!exists(unit, period)) return unknown(what + ": the unit does not exist then", one.type);
  const Fact& fact =
      row->second[static_cast<size_t>(period) * units.size() + static_cast<size_t>(unit)];
  if (fact.state == State::Unknown) return unknown(what, one.type);
  if (fact.state == State::NotApplicable)
    return not_applicable(what + ": " + fact.reason, one.type);
  Value value;
  switch (one.type) {
    case Type::Truth:
      value = truth(fact.truth);
      break;
    case Type::Number:
      value = number(rational(fact.number));
      break;
    case Type::Date:
      value = date(fact.date);
      break;
    case Type::Text:
      value = text(fact.text);
      break;
  }
  value.standing = {fact.status, false};
  return value;
}

Fact& World::at(int indicator, int period, int unit, const std::string& category) {
  auto& row = indicators[static_cast<size_t>(indicator)].facts[category];
  row.resize(periods.size() * units.size());
  return row[static_cast<size_t>(period) * units.size() + static_cast<size_t>(unit)];
}

World clone(const World& world) {
  World copy;
  copy.units = world.units;
  copy.periods = world.periods;
  copy.indicators = world.indicators;
  for (const Measure& measure : world.measures) {
    copy.measures.push_back(
        {measure.name, engine::clone(*measure.expr), measure.round, measure.mode});
  }
  for (const Criterion& one : world.criteria) {
    copy.criteria.push_back({one.id, one.group, clone_or_null(one.applies), clone_or_null(one.met),
                             clone_or_null(one.points), one.round, one.mode, one.max,
                             one.when_not_applicable, one.knock_out});
  }
  for (const Level& level : world.levels) copy.levels.push_back({level.id, clone(*level.when)});
  copy.assessable = clone_or_null(world.assessable);
  copy.list_day = world.list_day;
  copy.lists_for = world.lists_for;
  return copy;
}

World with_units_ordered(const World& world, const std::vector<int>& order) {
  World result = clone(world);
  std::vector<int> place(order.size());
  for (size_t i = 0; i < order.size(); ++i)
    place[static_cast<size_t>(order[i])] = static_cast<int>(i);
  for (size_t i = 0; i < order.size(); ++i) {
    result.units[i] = world.units[static_cast<size_t>(order[i])];
    const auto moved = [&](int& parent) {
      if (parent >= 0) parent = place[static_cast<size_t>(parent)];
    };
    const auto all_moved = [&](UnitState& state) {
      moved(state.parent);
      for (auto& [hierarchy, parent] : state.other_parents) moved(parent);
    };
    all_moved(result.units[i]);
    for (auto& [day, state] : result.units[i].changes) all_moved(state);
  }
  for (size_t k = 0; k < world.indicators.size(); ++k) {
    for (auto& [category, row] : result.indicators[k].facts) {
      const auto& from = world.indicators[k].facts.at(category);
      for (size_t p = 0; p * order.size() < row.size(); ++p) {
        for (size_t i = 0; i < order.size(); ++i) {
          row[p * order.size() + i] = from[p * order.size() + static_cast<size_t>(order[i])];
        }
      }
    }
  }
  return result;
}

}  // namespace exemplar::oracle
