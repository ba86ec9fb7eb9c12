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

std::optional<int> World::unit_with_code(std::string_view code) const {
  return index_of(units, [&](const Unit& unit) { return unit.code == code; });
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

bool World::is_under(int unit, int ancestor) const {
  for (int at = unit; at >= 0; at = units[static_cast<size_t>(at)].parent) {
    if (at == ancestor) return true;
  }
  return false;
}

Value World::fact(int indicator, int period, int unit, const std::string& category) const {
  const Indicator& one = indicators[static_cast<size_t>(indicator)];
  const auto row = one.facts.find(category);
  const std::string what = one.id + (category.empty() ? "" : "{" + category + "}");
  if (row == one.facts.end()) return unknown(what, one.type);
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
  return copy;
}

World with_units_ordered(const World& world, const std::vector<int>& order) {
  World result = clone(world);
  std::vector<int> place(order.size());
  for (size_t i = 0; i < order.size(); ++i)
    place[static_cast<size_t>(order[i])] = static_cast<int>(i);
  for (size_t i = 0; i < order.size(); ++i) {
    result.units[i] = world.units[static_cast<size_t>(order[i])];
    int& parent = result.units[i].parent;
    if (parent >= 0) parent = place[static_cast<size_t>(parent)];
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
