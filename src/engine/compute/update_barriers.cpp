// How a change passes what looks at other units: the unit above, sets of units, one unit.
#include <algorithm>
#include <bit>
#include <functional>
#include <numeric>

#include "engine/compute/kernels.hpp"
#include "engine/compute/update.hpp"

namespace exemplar::engine {

namespace {

bool same_cell(const Cell& a, const Cell& b, ValueType type) {
  if (mark_of(a) != mark_of(b)) return false;
  if (a.answer != kKnown || type == ValueType::Truth) return true;
  if (type == ValueType::Real) {
    return std::bit_cast<uint64_t>(a.real) == std::bit_cast<uint64_t>(b.real);
  }
  const Ratio x = a.exact.reduced();
  const Ratio y = b.exact.reduced();
  return x.numerator == y.numerator && x.denominator == y.denominator;
}

bool same_way(const Normalised& a, const Normalised& b) {
  return a.known == b.known && a.spread == b.spread && a.from == b.from && a.range == b.range;
}

}  // namespace

void in_order(std::vector<uint32_t>& units) {
  // Mostly they are.
  if (std::is_sorted(units.begin(), units.end(), std::less_equal<>())) return;
  std::sort(units.begin(), units.end());
  units.erase(std::unique(units.begin(), units.end()), units.end());
}

std::vector<uint32_t> all_of(size_t units) {
  std::vector<uint32_t> all(units);
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

std::vector<uint32_t> Update::below(const Step& step, const std::vector<uint32_t>& units) {
  const Groups& children = evaluation_.groups(UnitSet::Children, {}, step.instance.period);
  std::vector<uint32_t> result;
  for (const uint32_t unit : units) {
    const int32_t group = children.group_of[unit];
    if (group < 0) continue;
    const auto& of = children.groups[static_cast<size_t>(group)];
    result.insert(result.end(), of.begin(), of.end());
  }
  in_order(result);
  return result;
}

std::vector<uint32_t> Update::of_unit(uint32_t index, const std::vector<uint32_t>& units) {
  Step& step = live_.plan.steps[index];
  const Node& node = evaluation_.graph_[step.instance.node];
  const int32_t unit = evaluation_.source_.unit_with_code(node.selector.text, step.instance.period);
  if (unit < 0 || !std::binary_search(units.begin(), units.end(), static_cast<uint32_t>(unit))) {
    return {};
  }
  const Cell cell = argument(step, 0)[static_cast<size_t>(unit)];
  if (same_cell(cell, step.constant, node.type)) return {};
  step.constant = cell;
  return all_of(evaluation_.source_.unit_count());
}

const Column& Update::argument(const Step& step, size_t i) const {
  return evaluation_.columns_.at(live_.plan.steps[step.args[i]].instance.key());
}

const Groups::Reverse& Update::reverse_of(const Groups& sets) {
  const auto [found, added] = live_.reverse.try_emplace(&sets);
  if (added) found->second = sets.reverse();
  return found->second;
}

std::vector<uint32_t> Update::groups_with(const Groups& sets, const std::vector<uint32_t>& units) {
  const Groups::Reverse& reverse = reverse_of(sets);
  std::vector<uint32_t> result;
  for (const uint32_t unit : units) {
    const auto& of = reverse.groups_with[unit];
    result.insert(result.end(), of.begin(), of.end());
  }
  in_order(result);
  return result;
}

// What the group's members come to: pieces without a changed unit are kept.
Fold Update::folded(uint32_t index, const Groups& sets, uint32_t group,
                    const std::vector<uint32_t>& units) {
  const Step& step = live_.plan.steps[index];
  const std::vector<uint32_t>& members = sets.groups[group];
  const size_t size = evaluation_.options_.block;
  const size_t pieces = (members.size() + size - 1) / size;
  auto& kept = live_.folds[index];
  if (kept.size() < sets.groups.size()) kept.resize(sets.groups.size());
  std::vector<Fold>& folds = kept[group];
  const bool first_time = folds.size() != pieces;
  if (first_time) folds.assign(pieces, {});
  const auto fold = [&](size_t piece) {
    const auto of =
        std::span(members).subspan(piece * size, std::min(size, members.size() - piece * size));
    folds[piece] = {};
    for (size_t a = 0; a < step.args.size(); ++a) {
      folds[piece].add(argument(step, a).gather(of, old_));
    }
  };
  if (first_time) {
    for (size_t piece = 0; piece < pieces; ++piece) fold(piece);
  } else {
    size_t last = SIZE_MAX;
    for (const uint32_t unit : units) {
      const auto at = std::lower_bound(members.begin(), members.end(), unit);
      if (at == members.end() || *at != unit) continue;
      const size_t piece = static_cast<size_t>(at - members.begin()) / size;
      if (piece != last) fold(piece);
      last = piece;
    }
  }
  Fold whole;
  for (const Fold& piece : folds) whole.add(piece);
  return whole;
}

std::vector<uint32_t> Update::groups(uint32_t index, const std::vector<uint32_t>& units) {
  const Step& step = live_.plan.steps[index];
  const Node& node = evaluation_.graph_[step.instance.node];
  Barriers::OfGroups& of = live_.barriers.of_groups.at(index);
  std::vector<uint32_t> result;
  for (const uint32_t group : groups_with(*of.groups, units)) {
    const Fold fold = folded(index, *of.groups, group, units);
    const Cell cell = evaluation_.group_cell(live_.plan, step, of.groups->groups[group], fold);
    if (same_cell(cell, of.cells[group], node.type)) continue;
    of.cells[group] = cell;
    const auto& asked = reverse_of(*of.groups).asked_by[group];
    result.insert(result.end(), asked.begin(), asked.end());
  }
  in_order(result);
  return result;
}

// `units`: whose argument changed; then whose own cell may be another one.
bool Update::normalised(uint32_t index, std::vector<uint32_t>& units) {
  const Step& step = live_.plan.steps[index];
  const Node& node = evaluation_.graph_[step.instance.node];
  Barriers::OfMembers& of = live_.barriers.normalised.at(index);
  std::vector<uint32_t> result;
  for (const uint32_t unit : units) {
    if (of.sets->place_in[unit] >= 0) result.push_back(unit);
  }
  for (const uint32_t group : groups_with(*of.sets, units)) {
    const Normalised now = normalised_by(node, folded(index, *of.sets, group, units));
    if (!now.possible) return false;
    if (same_way(now, of.by_group[group])) continue;
    of.by_group[group] = now;
    for (const uint32_t unit : of.sets->groups[group]) {
      if (of.sets->place_in[unit] == static_cast<int32_t>(group)) result.push_back(unit);
    }
  }
  in_order(result);
  units = std::move(result);
  return true;
}

}  // namespace exemplar::engine
