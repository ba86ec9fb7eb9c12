// How a change moves places, and quotas.
#include <algorithm>
#include <map>

#include "engine/compute/update.hpp"

namespace exemplar::engine {

// Places and quotas: the column of all units again; places from an order in which only what
// changed has moved.
void Update::whole(uint32_t index, const std::vector<uint32_t>& units) {
  const Step& step = live_.plan.steps[index];
  const Node& node = evaluation_.graph_[step.instance.node];
  if (node.op == Op::CompareUnits && node.function == FunctionId::Rank &&
      places(index, node, units)) {
    return;
  }
  live_.places.erase(index);
  const CellVector cells =
      node.op == Op::Quota
          ? evaluation_.quota(node, argument(step, 0), argument(step, 1), step.instance.period)
          : evaluation_.compare_units(node, argument(step, 0), step.instance.period);
  const Column made = column_of(cells, node.type);
  const std::vector<uint32_t> all = all_of(made.size());
  apply(index, all, made.block(0, made.size(), buffer_));
}

namespace {

std::optional<Keyed> keyed(const Column& column, uint32_t unit, bool highest_first,
                           double& denominator, bool& possible, BlockBuffer& buffer) {
  const Block block = column.gather({&unit, 1}, buffer);
  if (!is_known(block.mark_at(0))) return std::nullopt;
  if (denominator == 0) denominator = block.denominator;
  possible = possible && block.form == Form::Whole && block.denominator == denominator;
  if (!possible) return std::nullopt;
  const auto number = static_cast<int64_t>(block.numbers[0]);
  return Keyed{highest_first ? -number : number, unit};
}

}  // namespace

bool Update::places(uint32_t index, const Node& node, const std::vector<uint32_t>& units) {
  const Step& step = live_.plan.steps[index];
  const Column& values = argument(step, 0);
  const Groups& sets = evaluation_.groups(node.set, node.text, step.instance.period);
  auto [found, added] = live_.places.try_emplace(index);
  Evaluation::Live::Places& state = found->second;
  std::map<uint32_t, Positions> touched;  // by group
  if (added) {
    state.orders.resize(sets.groups.size());
    for (uint32_t group = 0; group < sets.groups.size(); ++group) {
      auto order = order_of(values, sets.groups[group], node.flag, state.denominator);
      if (!order) return false;
      state.orders[group] = std::move(*order);
    }
    for (const uint32_t group : groups_with(sets, units)) {
      touched[group] = {0, state.orders[group].known.size()};
    }
  } else {
    const Column& old = before_.at(step.args[0]);
    bool possible = true;
    for (const uint32_t unit : units) {
      const auto from = keyed(old, unit, node.flag, state.denominator, possible, old_);
      const auto to = keyed(values, unit, node.flag, state.denominator, possible, old_);
      if (!possible) return false;
      for (const uint32_t group : reverse_of(sets).groups_with[unit]) {
        state.orders[group].move({from, old.mark(unit)}, {to, values.mark(unit)}, touched[group]);
      }
    }
  }
  std::vector<std::pair<uint32_t, Cell>> cells;
  std::vector<double> numbers;
  for (const auto& [group, some] : touched) {
    const Order& order = state.orders[group];
    const Positions positions = places_touched(order.known, node.ties, some);
    numbers.resize(positions.end - positions.first);
    places_of(order.known, node.ties, positions, numbers);
    Cell cell = cell_of(order.mark());
    const auto denominator = static_cast<i128>(place_denominator(node.ties));
    for (size_t i = 0; i < numbers.size(); ++i) {
      const uint32_t unit = order.known[positions.first + i].unit;
      if (sets.place_in[unit] != static_cast<int32_t>(group)) continue;
      cell.exact = {static_cast<i128>(numbers[i]), denominator};
      cells.emplace_back(unit, cell);
    }
  }
  for (const uint32_t unit : units) {
    if (sets.place_in[unit] >= 0 && !is_known(values.mark(unit))) {
      cells.emplace_back(unit, cell_of(values.mark(unit)));
    }
  }
  std::sort(cells.begin(), cells.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<uint32_t> changed;
  places_.start(cells.size(), Form::Whole, place_denominator(node.ties));
  for (size_t i = 0; i < cells.size(); ++i) {
    changed.push_back(cells[i].first);
    places_.set(i, cells[i].second);
  }
  places_.marks_written();
  apply(index, changed, places_.block());
  return true;
}

}  // namespace exemplar::engine
