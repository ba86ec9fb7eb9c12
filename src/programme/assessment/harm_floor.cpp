// Floors: how large is a denominator at least, wherever its ratio matters?
//
//   if due >= 20 then done / due >= 90 % else no_data("few")      fact: due >= 20 holds        20
//   due < 20 or done / due >= 90 %                                fact: due < 20 does not hold 20
//   due = 0 or done / due >= 90 %                                 fact: due = 0 does not hold   1
#include <algorithm>
#include <cmath>

#include "programme/assessment/harm.hpp"
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

bool HarmWalk::floored(NodeId whole, uint32_t facts) {
  whole = strip(whole);
  // 98 % of a number of cases is as many cases as that number.
  for (int i = 0; i < 8 && at(whole).op == Op::Multiply; ++i) {
    const std::vector<NodeId>& factors = at(whole).args;
    const size_t fixed = constant(factors[0]).value_or(0) > 0 ? 0 : 1;
    if (constant(factors[fixed]).value_or(0) <= 0) break;
    whole = strip(factors[1 - fixed]);
  }
  const long double least = least_of(whole, facts);
  return is_measured(whole) ? least > 0 : least >= kLeastDenominator;
}

// m² and VND are no cases that could be too few.
bool HarmWalk::is_measured(NodeId id) {
  const auto& below = inputs_of(id);
  return std::all_of(below.begin(), below.end(), [this](uint32_t input) {
    const IndicatorKind kind = (*rules_.definitions)[rules_.inputs[input]].kind;
    return kind == IndicatorKind::Amount || kind == IndicatorKind::Mark;
  });
}

// What is above a bound: of whole numbers the next one.
long double HarmWalk::above(long double bound, NodeId id) const {
  if (!is_whole(id)) return std::nextafter(bound, std::numeric_limits<long double>::infinity());
  return std::floor(bound) + 1;
}

bool HarmWalk::is_whole(NodeId id) const {
  const Node& node = at(id);
  return node.type == engine::ValueType::Exact && node.number.fixed_denominator == 1;
}

// A number that `id` is never below while the facts hold; below 0 where nothing is known.
long double HarmWalk::least_of(NodeId id, uint32_t facts, int depth) {
  constexpr int kDepthMax = 6;
  id = strip(id);
  const Node& node = at(id);
  long double least = node.number.low;
  if (depth > kDepthMax) return least;
  for (uint32_t i = facts; i != 0; i = facts_[i].before) {
    const Fact fact = facts_[i];
    least = std::max(least, least_by(fact.node, fact.holds, id, facts, depth));
  }
  if (node.op == Op::Add || node.op == Op::Multiply) {
    const long double a = least_of(node.args[0], facts, depth + 1);
    const long double b = least_of(node.args[1], facts, depth + 1);
    if (node.op == Op::Add) least = std::max(least, a + b);
    if (node.op == Op::Multiply && a >= 0 && b >= 0) least = std::max(least, a * b);
  }
  return is_whole(id) ? std::ceil(least - 1e-9L) : least;
}

// What the fact alone says of `whole`.
long double HarmWalk::least_by(NodeId fact, bool holds, NodeId whole, uint32_t facts, int depth) {
  fact = strip(fact);
  const Node& node = at(fact);
  long double least = kNothingKnown;
  switch (node.op) {
    case Op::Not:
      return least_by(node.args[0], !holds, whole, facts, depth);
    case Op::And:
    case Op::Or:
      if (holds != (node.op == Op::And)) return least;
      for (const NodeId arg : node.args) {
        if (!is_border(arg)) least = std::max(least, least_by(arg, holds, whole, facts, depth));
      }
      return least;
    case Op::Compare:
      return least_by_comparison(node, holds, whole, facts, depth);
    default:
      return least;
  }
}

long double HarmWalk::least_by_comparison(const Node& fact, bool holds, NodeId whole,
                                          uint32_t facts, int depth) {
  long double least = kNothingKnown;
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
    const bool at_least_bound = wants_more(op) || op == Operator::Equal;
    if (at(side).type != engine::ValueType::Exact) continue;
    if (side == whole) {
      const long double low = at(whole).number.low;
      if (op == Operator::NotEqual && constant(other) == 0.0L && low >= 0) {
        least = std::max(least, above(0, whole));
      }
      if (!at_least_bound) continue;
      const long double bound =
          has_inputs(other) ? least_of(other, facts, depth + 2) : at(other).number.low;
      least = std::max(least, op == Operator::Greater ? above(bound, whole) : bound);
    }
    // whole / due >= 95 %, and something keeps `due` up.
    const Node& ratio = at(side);
    if (ratio.op != Op::Divide || strip(ratio.args[0]) != whole || !at_least_bound) continue;
    const long double share = at(other).number.low;
    const long double of = least_of(ratio.args[1], facts, depth + 2);
    if (share > 0 && of > 0) least = std::max(least, share * of);
  }
  return least;
}

}  // namespace exemplar::programme
