// Floors: is a denominator kept above a bound, wherever its ratio matters?
//
//   if due >= 20 then done / due >= 90 % else no_data("few")      fact: due >= 20 holds
//   due < 20 or done / due >= 90 %                                fact: due < 20 does not hold
#include <algorithm>

#include "programme/assessment/harm_walk.hpp"

namespace exemplar::programme {

using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::Operator;

namespace {

Operator negated(Operator op) {
  switch (op) {
    case Operator::Equal:
      return Operator::NotEqual;
    case Operator::NotEqual:
      return Operator::Equal;
    case Operator::Less:
      return Operator::GreaterOrEqual;
    case Operator::LessOrEqual:
      return Operator::Greater;
    case Operator::Greater:
      return Operator::LessOrEqual;
    default:
      return Operator::Less;
  }
}

bool wants_more(Operator op) {
  return op == Operator::Greater || op == Operator::GreaterOrEqual;
}

}  // namespace

uint32_t HarmWalk::with_fact(uint32_t facts, NodeId node, bool holds) {
  const auto [found, is_new] = known_facts_.try_emplace({facts, node.value, holds}, 0);
  if (is_new) {
    facts_.push_back({facts, node, holds});
    found->second = static_cast<uint32_t>(facts_.size() - 1);
  }
  return found->second;
}

bool HarmWalk::floored(NodeId whole, uint32_t facts, int depth) {
  constexpr int kDepthMax = 6;
  whole = strip(whole);
  const Node& node = at(whole);
  if (node.number.low > 0) return true;
  if (depth > kDepthMax) return false;
  for (uint32_t i = facts; i != 0; i = facts_[i].before) {
    const Fact fact = facts_[i];
    if (floors(fact.node, fact.holds, whole, facts, depth)) return true;
  }
  const auto arg_floored = [&](NodeId arg) { return floored(arg, facts, depth + 1); };
  if (node.op == Op::Add) {
    const bool none_below = at(node.args[0]).number.low >= 0 && at(node.args[1]).number.low >= 0;
    return none_below && std::any_of(node.args.begin(), node.args.end(), arg_floored);
  }
  return node.op == Op::Multiply && std::all_of(node.args.begin(), node.args.end(), arg_floored);
}

// Does the fact keep `whole` above a bound greater than 0?
bool HarmWalk::floors(NodeId fact, bool holds, NodeId whole, uint32_t facts, int depth) {
  fact = strip(fact);
  const Node& node = at(fact);
  switch (node.op) {
    case Op::Not:
      return floors(node.args[0], !holds, whole, facts, depth);
    case Op::And:
    case Op::Or:
      if (holds != (node.op == Op::And)) return false;
      return std::any_of(node.args.begin(), node.args.end(), [&](NodeId arg) {
        return !is_border(arg) && floors(arg, holds, whole, facts, depth);
      });
    case Op::Compare:
      return comparison_floors(node, holds, whole, facts, depth);
    default:
      return false;
  }
}

bool HarmWalk::comparison_floors(const Node& fact, bool holds, NodeId whole, uint32_t facts,
                                 int depth) {
  for (const bool is_left : {true, false}) {
    const NodeId side = strip(fact.args[is_left ? 0 : 1]);
    const NodeId other = strip(fact.args[is_left ? 1 : 0]);
    Operator op = holds ? fact.comparison : negated(fact.comparison);
    if (!is_left) {
      op = op == Operator::Less             ? Operator::Greater
           : op == Operator::LessOrEqual    ? Operator::GreaterOrEqual
           : op == Operator::Greater        ? Operator::Less
           : op == Operator::GreaterOrEqual ? Operator::LessOrEqual
                                            : op;
    }
    const long double bound = at(other).number.low;
    const bool at_least_bound = wants_more(op) || op == Operator::Equal;
    if (at(side).type != engine::ValueType::Exact) continue;
    if (side == whole) {
      if (op == Operator::Greater && bound >= 0) return true;
      if (at_least_bound && bound > 0) return true;
      if (op == Operator::NotEqual && constant(other) == 0.0L && at(whole).number.low >= 0) {
        return true;
      }
      if (at_least_bound && has_inputs(other) && floored(other, facts, depth + 2)) return true;
    }
    // whole / due >= 95 %, and something keeps `due` up.
    if (at(side).op == Op::Divide && strip(at(side).args[0]) == whole && at_least_bound &&
        bound > 0 && floored(at(side).args[1], facts, depth + 2)) {
      return true;
    }
  }
  return false;
}

}  // namespace exemplar::programme
