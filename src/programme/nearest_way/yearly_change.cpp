#include "programme/nearest_way/yearly_change.hpp"

#include <algorithm>

#include "engine/compute/exact.hpp"
#include "programme/nearest_way/bisection.hpp"

namespace exemplar::programme {

using engine::Node;
using engine::NodeId;
using engine::Op;

YearlyChange::YearlyChange(AssessmentRun& run) : run_(run) {}

const std::vector<YearlyChange::Group>& YearlyChange::groups(size_t criterion) {
  if (const auto found = groups_.find(criterion); found != groups_.end()) return found->second;
  const engine::Graph& graph = run_.rules().graph;
  const UnitRegister& units = run_.rules().definitions->units;
  const Date day = run_.result().day;
  std::vector<Group> result(units.size());
  std::map<std::string, int> kinds;
  for (size_t unit = 0; unit < result.size(); ++unit) {
    const UnitVersion* version = units.version_at(OrganisationUnitId(unit), day);
    const std::string kind = version == nullptr ? "" : version->kind;
    result[unit] = {{0, kinds.emplace(kind, static_cast<int>(kinds.size())).first->second}};
  }
  std::vector<NodeId> asked;
  for (const NodeId id : nodes_at_home(graph, graph.criteria[criterion].answer)) {
    const Node& node = graph[id];
    // Code and name (1, 2) tell every unit from every other.
    const bool property = node.op == Op::Attribute && node.index != 1 && node.index != 2;
    const bool sorts =
        node.type == engine::ValueType::Text || node.type == engine::ValueType::Truth;
    if (property && sorts) asked.push_back(id);
  }
  for (const NodeId id : asked) {
    const engine::Column& column = run_.evaluation().column(id, run_.period());
    for (size_t unit = 0; unit < result.size(); ++unit) {
      result[unit].emplace_back(static_cast<int>(column[unit].answer),
                                static_cast<int64_t>(column[unit].exact.numerator));
    }
  }
  return groups_.emplace(criterion, std::move(result)).first->second;
}

// Since the year before, in the lever's direction; none where either year is not known, or the
// definition changed in between.
const std::vector<std::optional<int64_t>>& YearlyChange::moved(uint32_t lever) {
  if (const auto found = moved_.find(lever); found != moved_.end()) return found->second;
  FactSource& source = run_.source();
  const Indicator& what = (*run_.rules().definitions)[run_.rules().inputs[lever]];
  const engine::PeriodIndex before = source.index_of(same_period_last_year(run_.result().period));
  std::vector<std::optional<int64_t>> result(source.unit_count());
  if (source.comparable(lever, before, run_.period())) {
    engine::Pool pool;
    constexpr auto kType = engine::ValueType::Exact;
    const engine::Column now = source.input_column(lever, {}, run_.period(), kType, pool);
    const engine::Column then = source.input_column(lever, {}, before, kType, pool);
    const auto& taking_part = source.participants(run_.period());
    for (size_t unit = 0; unit < result.size(); ++unit) {
      if (taking_part[unit] == 0) continue;
      const engine::Cell value = now[unit];
      const engine::Cell earlier = then[unit];
      if (!value.known() || !earlier.known()) continue;
      const auto change = engine::exact_subtract(value.exact, earlier.exact);
      const auto scaled = change
                              ? engine::exact_multiply(*change, Ratio{power_of_ten(what.digits), 1})
                              : std::nullopt;
      if (!scaled) continue;
      const Ratio whole = scaled->reduced();
      if (whole.denominator != 1) continue;
      result[unit] = direction_of(what.lever) * static_cast<int64_t>(whole.numerator);
    }
  }
  return moved_.emplace(lever, std::move(result)).first->second;
}

ChangeCompared YearlyChange::compare(size_t criterion, uint32_t lever, size_t unit,
                                     int64_t change) {
  const std::vector<Group>& group_of = groups(criterion);
  const auto& changes = moved(lever);
  const auto key = std::make_pair(criterion, lever);
  auto found = ascending_.find(key);
  if (found == ascending_.end()) {
    std::map<Group, std::vector<int64_t>> ascending;
    for (size_t i = 0; i < changes.size(); ++i) {
      if (changes[i]) ascending[group_of[i]].push_back(*changes[i]);
    }
    for (auto& [group, values] : ascending) std::sort(values.begin(), values.end());
    found = ascending_.emplace(key, std::move(ascending)).first;
  }
  const auto group = found->second.find(group_of[unit]);
  ChangeCompared result;
  if (group == found->second.end()) return result;
  const std::vector<int64_t>& values = group->second;
  result.compared = values.size();
  result.alike =
      static_cast<size_t>(values.end() - std::lower_bound(values.begin(), values.end(), change));
  if (changes[unit] && *changes[unit] >= change) --result.alike;
  if (values.size() < kComparedMin) return result;
  // Nearest rank: the ⌈0.9 n⌉th.
  const int64_t p90 = values[(values.size() * 9 + 9) / 10 - 1];
  if (p90 > 0) result.difficulty = static_cast<double>(change) / static_cast<double>(p90);
  return result;
}

}  // namespace exemplar::programme
