#include "dialect/sql/operands.hpp"

#include <cmath>
#include <numeric>
#include <set>
#include <tuple>

namespace exemplar::dialect {

using engine::Node;
using engine::Op;
using engine::PeriodIndex;

namespace {

// In which periods a node reads its operands.
std::vector<PeriodIndex> periods_read(engine::Source& source, const Node& node,
                                      PeriodIndex period) {
  if (node.op != Op::Shift && !node.selector.is_many()) return {period};
  return source.select(period, node.selector).value_or(std::vector<PeriodIndex>{});
}

// Of which units.
std::vector<size_t> units_read(engine::Source& source, const Node& node, PeriodIndex period,
                               size_t unit) {
  switch (node.op) {
    case Op::AtParent:
    case Op::AtUnit: {
      const int32_t other = node.op == Op::AtUnit
                                ? source.unit_with_code(node.selector.text, period)
                                : source.parents(period, {})[unit];
      if (other < 0) return {};
      return {static_cast<size_t>(other)};
    }
    case Op::AggregateUnits:
    case Op::CompareUnits:
    case Op::Quota: {
      std::vector<size_t> all(source.unit_count());
      std::iota(all.begin(), all.end(), size_t{0});
      return all;
    }
    default:
      return {unit};
  }
}

}  // namespace

double largest_operand(engine::Evaluation& evaluation, engine::NodeId node, PeriodIndex period,
                       size_t unit) {
  using Place = std::tuple<engine::NodeId, PeriodIndex, size_t>;
  const engine::Graph& graph = evaluation.graph();
  double most = 0;
  std::set<Place> seen;
  std::vector<Place> open{{node, period, unit}};
  while (!open.empty()) {
    const Place next = open.back();
    open.pop_back();
    if (!seen.insert(next).second) continue;
    const auto& [id, when, whose] = next;
    const Node& what = graph[id];
    const engine::Cell cell = evaluation.column(id, when)[whose];
    if (cell.known() && what.type == engine::ValueType::Real) {
      most = std::max(most, std::fabs(cell.real));
    }
    if (cell.known() && what.type == engine::ValueType::Exact) {
      most = std::max(most, std::fabs(cell.exact.to_double()));
    }
    for (const PeriodIndex other : periods_read(evaluation.source(), what, when)) {
      for (const size_t of : units_read(evaluation.source(), what, when, whose)) {
        for (const engine::NodeId arg : what.args) {
          if (arg.valid()) open.emplace_back(arg, other, of);
        }
      }
    }
  }
  return most;
}

}  // namespace exemplar::dialect
