#include "programme/assessment/withheld.hpp"

#include <algorithm>
#include <set>

namespace exemplar::programme {

using engine::NodeId;
using engine::Op;
using engine::PeriodIndex;

namespace {

// Nodes from which a marked one can be reached, by arguments, are marked.
void mark_all_above(const engine::Graph& graph, std::vector<char>& marked) {
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
      if (marked[i] != 0) continue;
      const auto& args = graph.nodes[i].args;
      const bool found = std::any_of(args.begin(), args.end(), [&](NodeId arg) {
        return arg.valid() && marked[arg.index()] != 0;
      });
      if (!found) continue;
      marked[i] = 1;
      changed = true;
    }
  }
}

}  // namespace

Secrecy::Secrecy(const CompiledRules& rules, FactSource& source)
    : rules_(rules), source_(source), about_people_(rules.graph.nodes.size(), 0) {
  for (size_t i = 0; i < about_people_.size(); ++i) {
    const engine::Node& node = rules.graph.nodes[i];
    if (node.op != Op::Input) continue;
    const Indicator& indicator = (*rules.definitions)[rules.inputs[node.index]];
    about_people_[i] = indicator.about == About::People ? 1 : 0;
  }
  mark_all_above(rules.graph, about_people_);
  // A derived indicator may be declared to be about people where no input is.
  for (size_t i = 0; i < rules.derived.size(); ++i) {
    const NodeId node = rules.graph.formulas[i];
    if (node.valid() && (*rules.definitions)[rules.derived[i]].about == About::People) {
      about_people_[node.index()] = 1;
    }
  }
  mark_all_above(rules.graph, about_people_);
}

bool Secrecy::nothing_below(size_t unit, PeriodIndex period) {
  const auto& parents = source_.parents(period, {});
  if (unit >= parents.size()) return false;
  return std::find(parents.begin(), parents.end(), static_cast<int32_t>(unit)) == parents.end();
}

bool Secrecy::about_people(NodeId node) const {
  return node.valid() && about_people_[node.index()] != 0;
}

bool Secrecy::tells_of_people(NodeId node, size_t unit, PeriodIndex period) {
  if (!about_people(node)) return false;
  std::set<std::pair<uint32_t, size_t>> seen;
  std::vector<std::pair<NodeId, size_t>> open = {{node, unit}};
  while (!open.empty()) {
    const auto [id, at] = open.back();
    open.pop_back();
    if (!about_people(id) || !seen.insert({id.value, at}).second) continue;
    if (nothing_below(at, period)) return true;
    const engine::Node& one = rules_.graph[id];
    switch (one.op) {
      case Op::AtParent:
      case Op::AtUnit: {
        const auto& parents = source_.parents(period, {});
        const int32_t there = one.op == Op::AtUnit
                                  ? source_.unit_with_code(one.selector.text, period)
                              : at < parents.size() ? parents[at]
                                                    : -1;
        if (there >= 0) open.emplace_back(one.args[0], static_cast<size_t>(there));
        break;
      }
      case Op::AggregateUnits:
      case Op::CompareUnits:
        // Over many units: no one unit's number.
        break;
      default:
        for (const NodeId arg : one.args) open.emplace_back(arg, at);
    }
  }
  return false;
}

bool Secrecy::withheld(NodeId node, size_t unit, PeriodIndex period) {
  return about_people(node) && rules_.graph[node].type != engine::ValueType::Truth &&
         tells_of_people(node, unit, period);
}

}  // namespace exemplar::programme
