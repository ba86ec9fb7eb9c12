#include "programme/nearest_way/levers.hpp"

#include <algorithm>

namespace exemplar::programme {

using engine::Graph;
using engine::Node;
using engine::NodeId;
using engine::Op;

bool looks_at_others(const Node& node) {
  switch (node.op) {
    case Op::AtParent:
    case Op::AtUnit:
    case Op::AggregateUnits:
    case Op::CompareUnits:
    case Op::Quota:
      return true;
    default:
      return false;
  }
}

namespace {

// What stands below is the value of another unit or period.
bool leaves_home(const Node& node) {
  return looks_at_others(node) || node.op == Op::Shift || node.op == Op::AggregatePeriods;
}

enum class Below { AtHome, Anywhere };

// Every node from `from` down, each once.
template <typename Visit>
void walk(const Graph& graph, NodeId from, Below below, Visit visit) {
  std::vector<char> seen(graph.nodes.size(), 0);
  std::vector<NodeId> open{from};
  while (!open.empty()) {
    const NodeId next = open.back();
    open.pop_back();
    if (!next.valid() || seen[next.index()] != 0) continue;
    seen[next.index()] = 1;
    visit(next);
    if (below == Below::AtHome && leaves_home(graph[next])) continue;
    open.insert(open.end(), graph[next].args.begin(), graph[next].args.end());
  }
}

bool is_input(const Node& node, uint32_t input) {
  return node.op == Op::Input && node.index == input && node.text.empty();
}

// What is reported in the same unit of measure as the numerator is a whole; a norm is none.
bool is_reported(const Graph& graph, NodeId node) {
  bool any = false;
  bool only = true;
  walk(graph, node, Below::AtHome, [&](NodeId id) {
    const Op op = graph[id].op;
    any = any || op == Op::Input;
    only = only && (op == Op::Input || op == Op::Named || op == Op::Add || op == Op::Subtract);
  });
  return any && only;
}

}  // namespace

NodeId meant(const Graph& graph, NodeId node) {
  while (graph[node].op == Op::Named) node = graph[node].args[0];
  return node;
}

std::vector<NodeId> nodes_at_home(const Graph& graph, NodeId node) {
  std::vector<NodeId> found;
  walk(graph, node, Below::AtHome, [&](NodeId id) { found.push_back(id); });
  std::sort(found.begin(), found.end());
  return found;
}

bool may_move(const CompiledRules& rules, uint32_t input) {
  const Indicator& what = (*rules.definitions)[rules.inputs[input]];
  if (what.lever == Lever::None || !what.numeric() || what.derived()) return false;
  if (what.kind == IndicatorKind::Count || what.receipts) return false;
  if (what.about == About::People || what.about == About::Event) return false;
  return std::none_of(rules.graph.nodes.begin(), rules.graph.nodes.end(), [&](const Node& node) {
    return node.op == Op::Input && node.index == input && !node.text.empty();
  });
}

std::vector<uint32_t> levers_of(const CompiledRules& rules, NodeId node) {
  std::vector<uint32_t> found;
  walk(rules.graph, node, Below::AtHome, [&](NodeId id) {
    const Node& one = rules.graph[id];
    if (one.op == Op::Input && one.text.empty() && may_move(rules, one.index)) {
      found.push_back(one.index);
    }
  });
  std::sort(found.begin(), found.end());
  return found;
}

bool reads(const Graph& graph, NodeId node, uint32_t input) {
  bool found = false;
  walk(graph, node, Below::AtHome, [&](NodeId id) { found = found || is_input(graph[id], input); });
  return found;
}

bool read_across_units(const Graph& graph, uint32_t input) {
  for (const Node& node : graph.nodes) {
    if (!looks_at_others(node)) continue;
    bool found = false;
    for (const NodeId arg : node.args) {
      walk(graph, arg, Below::Anywhere,
           [&](NodeId id) { found = found || is_input(graph[id], input); });
    }
    if (found) return true;
  }
  return false;
}

bool looks_across_units(const Graph& graph, NodeId node) {
  bool found = false;
  walk(graph, node, Below::Anywhere,
       [&](NodeId id) { found = found || looks_at_others(graph[id]); });
  return found;
}

Stops stops_of(const CompiledRules& rules, NodeId node, uint32_t input) {
  const Graph& graph = rules.graph;
  Stops stops;
  walk(graph, node, Below::AtHome, [&](NodeId id) {
    const Node& one = graph[id];
    if (one.args.size() != 2) return;
    const bool left = reads(graph, one.args[0], input);
    const bool right = reads(graph, one.args[1], input);
    if (one.op == Op::Divide && left && !right && one.number.unit.empty() &&
        is_reported(graph, one.args[1])) {
      stops.shares.push_back(id);
    }
    const bool numbers = graph[one.args[0]].type == engine::ValueType::Exact &&
                         graph[one.args[1]].type == engine::ValueType::Exact;
    if (one.op == Op::Compare && one.comparison == engine::Operator::Equal && numbers &&
        left != right) {
      stops.equalities.push_back(id);
    }
  });
  return stops;
}

}  // namespace exemplar::programme
