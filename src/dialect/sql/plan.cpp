#include "dialect/sql/plan.hpp"

#include <algorithm>

namespace exemplar::dialect {

using engine::Graph;
using engine::Node;
using engine::NodeId;
using engine::Op;

NodeId meant(const Graph& graph, NodeId node) {
  while (graph[node].op == Op::Named) node = graph[node].args[0];
  return node;
}

bool elementwise(const Node& node) {
  switch (node.op) {
    case Op::Input:
    case Op::Attribute:
    case Op::MonthsActive:
    case Op::Under:
    case Op::Shift:
    case Op::AtParent:
    case Op::AtUnit:
    case Op::AggregateUnits:
    case Op::AggregatePeriods:
    case Op::CompareUnits:
    case Op::Quota:
      return false;
    default:
      return true;
  }
}

bool needs_rows(const Node& node) {
  if (node.op != Op::AggregateList && node.op != Op::AggregateCategories) return false;
  switch (node.function) {
    case engine::FunctionId::Median:
    case engine::FunctionId::GeometricMean:
    case engine::FunctionId::HarmonicMean:
    case engine::FunctionId::StandardDeviation:
      return true;
    default:
      return false;
  }
}

size_t Plan::list_of(NodeId node) const {
  const auto found = std::find(lists.begin(), lists.end(), paths[node.index()]);
  return static_cast<size_t>(found - lists.begin());
}

namespace {

SelectorPaths followed(const SelectorPaths& paths, const engine::Selector& selector) {
  SelectorPaths result;
  for (SelectorPath path : paths) {
    path.push_back(selector_key(selector));
    result.insert(std::move(path));
  }
  return result;
}

}  // namespace

Plan plan_of(const Graph& graph, const std::vector<NodeId>& named, const SelectorPaths& asked) {
  Plan plan;
  plan.needed.assign(graph.nodes.size(), false);
  plan.stage.assign(graph.nodes.size(), false);
  plan.paths.resize(graph.nodes.size());
  for (const NodeId output : named) {
    if (!output.valid()) continue;
    const size_t node = meant(graph, output).index();
    plan.needed[node] = plan.stage[node] = true;
    plan.paths[node].insert(asked.begin(), asked.end());
  }
  // A node comes after its arguments, so that from the end each is complete when it is reached.
  for (size_t i = graph.nodes.size(); i-- > 0;) {
    const Node& node = graph.nodes[i];
    if (!plan.needed[i]) continue;
    const bool rows = !elementwise(node) || needs_rows(node);
    plan.stage[i] = plan.stage[i] || rows;
    const bool elsewhere = node.op == Op::Shift ||
                           ((node.op == Op::AggregateUnits || node.op == Op::AggregatePeriods) &&
                            node.selector.is_many());
    const SelectorPaths paths = elsewhere ? followed(plan.paths[i], node.selector) : plan.paths[i];
    for (const NodeId arg : node.args) {
      if (!arg.valid()) continue;
      const size_t below = meant(graph, arg).index();
      const bool has_name = graph[arg].op == Op::Named && graph.nodes[below].op != Op::Constant;
      plan.needed[below] = true;
      plan.stage[below] = plan.stage[below] || rows || has_name;
      plan.paths[below].insert(paths.begin(), paths.end());
    }
  }
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!plan.stage[i]) continue;
    if (std::find(plan.lists.begin(), plan.lists.end(), plan.paths[i]) == plan.lists.end()) {
      plan.lists.push_back(plan.paths[i]);
    }
  }
  return plan;
}

std::string selector_key(const engine::Selector& selector) {
  using Kind = engine::Selector::Kind;
  static constexpr const char* kSteps[] = {"days", "weeks", "months", "quarters", "years"};
  std::string step = kSteps[static_cast<int>(selector.step)];
  switch (selector.kind) {
    case Kind::Previous:
      return "previous";
    case Kind::LastYear:
      return "last year";
    case Kind::Parts:
      return step;
    case Kind::LastSeveral:
      return "last " + std::to_string(selector.count) + " " + step;
    case Kind::Fixed:
      return "= " + selector.text;
    default:
      return "none";
  }
}

}  // namespace exemplar::dialect
