#include "programme/assessment/projection.hpp"

#include <unordered_set>

#include "engine/compute/exact.hpp"
#include "engine/compute/kernels.hpp"

namespace exemplar::programme {

using engine::Cell;
using engine::CellVector;
using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::Operator;

namespace {

// Both sides of a comparison in one year.
struct Sides {
  Ratio left;
  Ratio right;
};

std::optional<Ratio> margin_of(const Sides& sides, bool as_share) {
  const auto apart = engine::exact_subtract(sides.left, sides.right);
  return apart && as_share ? engine::exact_divide(*apart, sides.right) : apart;
}

Ratio distance_of(const Ratio& margin) {
  return margin.numerator < 0 ? Ratio{-margin.numerator, margin.denominator} : margin;
}

// Whether the comparison holds with the margin that follows; none where it leaves 128 bits.
std::optional<bool> holds_next(Operator op, const Sides& now, const Sides& before, bool of_values) {
  const bool is_equality = op == Operator::Equal || op == Operator::NotEqual;
  const bool as_share = of_values && !is_equality && compare(now.right, before.right) != 0 &&
                        now.right.numerator > 0 && before.right.numerator > 0;
  auto margin = margin_of(now, as_share);
  auto last = margin_of(before, as_share);
  if (!margin || !last) return std::nullopt;
  if (is_equality) {
    margin = distance_of(*margin);
    last = distance_of(*last);
  }
  const auto change = engine::exact_subtract(*margin, *last);
  const auto next = change ? engine::exact_add(*margin, *change) : std::nullopt;
  if (!next) return std::nullopt;
  const i128 sign = next->numerator;
  switch (op) {
    case Operator::Equal:
      return sign <= 0;
    case Operator::NotEqual:
      return sign > 0;
    case Operator::Less:
      return sign < 0;
    case Operator::LessOrEqual:
      return sign <= 0;
    case Operator::Greater:
      return sign > 0;
    case Operator::GreaterOrEqual:
      return sign >= 0;
    default:
      return std::nullopt;
  }
}

// A condition made of other conditions.
std::optional<Cell> combine(const Node& node, engine::Cells cells) {
  switch (node.op) {
    case Op::And:
      return engine::conjunction(cells);
    case Op::Or:
      return engine::disjunction(cells);
    case Op::Not:
      return engine::negation(*cells[0]);
    case Op::AtLeast:
      return engine::at_least(node, cells);
    case Op::AnswerIs:
      return engine::answer_is(node, *cells[0]);
    case Op::Policy:
      return engine::policy(node, *cells[0]);
    case Op::Applies:
      return engine::applies(*cells[0], *cells[1]);
    case Op::If:
      return engine::choose_branch(*cells[0], *cells[1], *cells[2], node.type);
    case Op::OrElse:
      return *cells[cells[0]->answer == engine::Answer::Unknown ? 1 : 0];
    default:
      return std::nullopt;
  }
}

bool combines_conditions(const Node& node) {
  switch (node.op) {
    case Op::And:
    case Op::Or:
    case Op::Not:
    case Op::AtLeast:
    case Op::AnswerIs:
    case Op::Policy:
    case Op::Applies:
    case Op::If:
    case Op::OrElse:
      return node.type == engine::ValueType::Truth;
    default:
      return false;
  }
}

template <typename Look>
void for_each_below(const engine::Graph& graph, NodeId id, const Look& look) {
  std::unordered_set<uint32_t> seen;
  std::vector<NodeId> open{id};
  while (!open.empty()) {
    const NodeId next = open.back();
    open.pop_back();
    if (!next.valid() || !seen.insert(next.value).second) continue;
    look(graph[next]);
    open.insert(open.end(), graph[next].args.begin(), graph[next].args.end());
  }
}

}  // namespace

Projection::Projection(engine::Evaluation& evaluation, FactSource& source, engine::PeriodIndex now)
    : evaluation_(evaluation),
      source_(source),
      now_(now),
      before_(source.index_of(same_period_last_year(source.period(now)))) {}

const CellVector& Projection::column(NodeId id) {
  const engine::Graph& graph = evaluation_.graph();
  while (graph[id].op == Op::Named) id = graph[id].args[0];
  if (const auto found = columns_.find(id.value); found != columns_.end()) return found->second;
  const Node& node = graph[id];
  if (node.op == Op::Compare) return columns_[id.value] = compared(id);
  if (combines_conditions(node) || counts_conditions(id)) return columns_[id.value] = combined(id);
  return columns_[id.value] = engine::unpacked(evaluation_.column(id, now_));
}

CellVector Projection::combined(NodeId id) {
  const Node& node = evaluation_.graph()[id];
  std::vector<const CellVector*> parts;
  for (const NodeId arg : node.args) parts.push_back(&column(arg));
  CellVector result(source_.unit_count());
  std::vector<const Cell*> cells(parts.size());
  for (size_t unit = 0; unit < result.size(); ++unit) {
    for (size_t i = 0; i < parts.size(); ++i) cells[i] = &(*parts[i])[unit];
    if (const auto cell = combine(node, cells)) {
      result[unit] = *cell;
    } else if (node.op == Op::Share) {
      result[unit] = engine::share(node, cells);
    } else {
      result[unit] = engine::aggregate(node, cells, engine::ValueType::Truth, nullptr);
    }
  }
  return result;
}

// How many criteria are met, or their share: as many as are projected to be.
bool Projection::counts_conditions(NodeId id) const {
  const engine::Graph& graph = evaluation_.graph();
  while (graph[id].op == Op::Named) id = graph[id].args[0];
  const Node& node = graph[id];
  if (node.op != Op::Share && node.op != Op::AggregateList) return false;
  return !node.args.empty() && graph[node.args[0]].type == engine::ValueType::Truth;
}

CellVector Projection::compared(NodeId id) {
  const engine::Graph& graph = evaluation_.graph();
  const Node& node = graph[id];
  if (counts_conditions(node.args[0]) || counts_conditions(node.args[1])) {
    const CellVector& counted = column(node.args[0]);
    const CellVector& wanted = column(node.args[1]);
    CellVector result(source_.unit_count());
    for (size_t unit = 0; unit < result.size(); ++unit) {
      result[unit] = engine::compare_cells(node, counted[unit], wanted[unit]);
    }
    return result;
  }
  CellVector result = engine::unpacked(evaluation_.column(id, now_));
  const bool numbers = graph[node.args[0]].type == engine::ValueType::Exact &&
                       graph[node.args[1]].type == engine::ValueType::Exact;
  if (!numbers || !definitions_compare(id)) return result;
  const bool of_values = reads_values(node.args[0]) && reads_values(node.args[1]);
  const engine::Column& left = evaluation_.column(node.args[0], now_);
  const engine::Column& right = evaluation_.column(node.args[1], now_);
  const engine::Column& left_before = evaluation_.column(node.args[0], before_);
  const engine::Column& right_before = evaluation_.column(node.args[1], before_);
  for (size_t unit = 0; unit < result.size(); ++unit) {
    const bool known = left[unit].known() && right[unit].known() && left_before[unit].known() &&
                       right_before[unit].known();
    if (!known) continue;
    const auto holds = holds_next(node.comparison, {left[unit].exact, right[unit].exact},
                                  {left_before[unit].exact, right_before[unit].exact}, of_values);
    if (holds) result[unit].answer = *holds ? engine::Answer::Met : engine::Answer::NotMet;
  }
  return result;
}

// Not the same in every unit and period by its form alone.
bool Projection::reads_values(NodeId id) const {
  bool found = false;
  for_each_below(evaluation_.graph(), id, [&](const Node& node) {
    found = found || node.op == Op::Input || node.op == Op::Attribute;
  });
  return found;
}

bool Projection::definitions_compare(NodeId id) {
  bool all = true;
  for_each_below(evaluation_.graph(), id, [&](const Node& node) {
    all = all && (node.op != Op::Input || source_.comparable(node.index, before_, now_));
  });
  return all;
}

}  // namespace exemplar::programme
