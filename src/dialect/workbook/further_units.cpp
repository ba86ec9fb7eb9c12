// The units that results look at besides their own: those above, beside and compared.
#include <algorithm>
#include <set>

#include "dialect/workbook/steps.hpp"

namespace exemplar::dialect {

using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::PeriodIndex;

std::vector<uint32_t> further_units(engine::Evaluation& evaluation,
                                    const std::vector<NodeId>& nodes, PeriodIndex period,
                                    const std::vector<uint32_t>& units) {
  const engine::Graph& graph = evaluation.graph();
  engine::Source& source = evaluation.source();
  std::set<std::pair<uint32_t, PeriodIndex>> seen;
  std::vector<std::pair<NodeId, PeriodIndex>> open;
  std::vector<std::pair<NodeId, PeriodIndex>> looking;  // those that look at other units
  for (const NodeId node : nodes) {
    if (node.valid()) open.emplace_back(node, period);
  }
  while (!open.empty()) {
    const auto [id, at] = open.back();
    open.pop_back();
    if (!seen.emplace(id.value, at).second) continue;
    const Node& node = graph[id];
    std::vector<PeriodIndex> below{at};
    if (node.op == Op::Shift || node.selector.is_many()) {
      below = source.select(at, node.selector).value_or(std::vector<PeriodIndex>{});
    }
    for (const NodeId arg : node.args) {
      for (const PeriodIndex other : below) {
        if (arg.valid()) open.emplace_back(arg, other);
      }
    }
    if (node.op == Op::AtParent || node.op == Op::AtUnit || node.op == Op::AggregateUnits ||
        node.op == Op::CompareUnits) {
      looking.emplace_back(id, at);
    }
  }
  std::set<uint32_t> all(units.begin(), units.end());
  for (size_t before = 0; before != all.size();) {
    before = all.size();
    const std::vector<uint32_t> now(all.begin(), all.end());
    for (const auto& [id, at] : looking) {
      const Node& node = graph[id];
      if (node.op == Op::AtUnit) {
        if (const int32_t other = source.unit_with_code(node.selector.text, at); other >= 0) {
          all.insert(static_cast<uint32_t>(other));
        }
      } else if (node.op == Op::AtParent) {
        const auto& parents = source.parents(at, {});
        for (const uint32_t unit : now) {
          if (parents[unit] >= 0) all.insert(static_cast<uint32_t>(parents[unit]));
        }
      } else {
        const auto& groups = evaluation.groups(node.set, node.text, at);
        std::set<int32_t> asked;
        for (const uint32_t unit : now) {
          if (groups.group_of[unit] >= 0) asked.insert(groups.group_of[unit]);
        }
        for (const int32_t group : asked) {
          const auto& members = groups.groups[static_cast<size_t>(group)];
          all.insert(members.begin(), members.end());
        }
      }
    }
  }
  std::vector<uint32_t> further;
  for (const uint32_t unit : all) {
    if (std::find(units.begin(), units.end(), unit) == units.end()) further.push_back(unit);
  }
  return further;
}

}  // namespace exemplar::dialect
