// Comparisons of exact numbers on whole numbers.
#include <cmath>
#include <set>

#include "dialect/workbook/formulas.hpp"

namespace exemplar::dialect {

using engine::Node;
using engine::NodeId;
using engine::NumberInfo;
using engine::Op;
using engine::Operator;
using engine::ValueType;

namespace {

// The largest absolute value.
long double magnitude(const NumberInfo& info) {
  const long double widest = std::max(std::fabs(info.low), std::fabs(info.high));
  return std::isfinite(widest) ? widest : info.numerator_bound;
}

}  // namespace

// A rounded floating value has bounds in name only (the widest that fits); what is compared with it
// is never near those.
bool Formulas::floating_below(NodeId id) const {
  std::set<uint32_t> seen;
  std::vector<NodeId> open{id};
  while (!open.empty()) {
    const NodeId next = open.back();
    open.pop_back();
    if (!next.valid() || !seen.insert(next.value).second) continue;
    const Node& node = graph_[next];
    if (node.type == ValueType::Real) return true;
    if (node.type == ValueType::Truth) continue;
    open.insert(open.end(), node.args.begin(), node.args.end());
  }
  return false;
}

std::optional<Formulas::Whole> Formulas::whole(NodeId id) const {
  id = steps_.meant(id);
  const Node& node = graph_[id];
  const Operand x = operand(id);
  Whole result;
  if (x.constant) {
    const Ratio lowest = x.constant->reduced();
    result.factor = lowest.numerator;
    result.divisor = lowest.denominator;
    result.numerator_bound = std::fabs(static_cast<long double>(lowest.numerator));
    result.denominator_bound = static_cast<long double>(lowest.denominator);
    return result;
  }
  const NumberInfo& info = node.number;
  if (info.exact && info.fixed_denominator != 0) {
    const bool nominal = info.numerator_bound > kWholeLimit && floating_below(id);
    if (info.numerator_bound > kWholeLimit && !nominal) return std::nullopt;
    result.numerator = info.fixed_denominator == 1
                           ? x.value
                           : "ROUND(" + x.value + "*" + to_string(info.fixed_denominator) + ",0)";
    result.divisor = info.fixed_denominator;
    result.numerator_bound = nominal ? 1 : info.numerator_bound;
    result.denominator_bound = static_cast<long double>(info.fixed_denominator);
    return result;
  }
  if (node.op != Op::Divide || !info.exact) return std::nullopt;
  const auto above = whole(node.args[0]);
  const auto below = whole(node.args[1]);
  if (!above || !below || !above->denominator.empty() || !below->denominator.empty() ||
      below->numerator.empty()) {
    return std::nullopt;
  }
  const bool may_be_negative = graph_[node.args[1]].number.low < 0;
  result.numerator = above->numerator;
  if (may_be_negative)
    result.numerator = product({"SIGN(" + below->numerator + ")", above->numerator}, 1);
  result.denominator = may_be_negative ? "ABS(" + below->numerator + ")" : below->numerator;
  result.factor = above->factor * below->divisor;
  result.divisor = above->divisor * below->factor;
  const i128 common = gcd(result.factor, result.divisor);
  if (common > 1) {
    result.factor /= common;
    result.divisor /= common;
  }
  result.numerator_bound = above->numerator_bound * below->denominator_bound;
  result.denominator_bound = above->denominator_bound * below->numerator_bound;
  return result;
}

std::optional<std::string> Formulas::compared(NodeId a, const Operand& x, Operator sign, NodeId b,
                                              const Operand& y) const {
  const ValueType type = x.node->type;
  if (type == ValueType::Text || y.node->type == ValueType::Text) {
    if (sign != Operator::Equal && sign != Operator::NotEqual) return std::nullopt;
    const std::string same = "EXACT(" + x.value + "," + y.value + ")";
    return sign == Operator::Equal ? same : "NOT(" + same + ")";
  }
  const std::string between(engine::symbol_of(sign));
  if (type != ValueType::Exact || y.node->type != ValueType::Exact) {
    return x.value + between + y.value;
  }
  const auto left = whole(a);
  const auto right = whole(b);
  if (left && right && left->numerator_bound * right->denominator_bound <= kWholeLimit &&
      right->numerator_bound * left->denominator_bound <= kWholeLimit) {
    const i128 divisor = gcd(left->divisor, right->divisor);
    i128 left_factor = left->factor * (right->divisor / divisor);
    i128 right_factor = right->factor * (left->divisor / divisor);
    const i128 common = gcd(left_factor, right_factor);
    if (common > 1) {
      left_factor /= common;
      right_factor /= common;
    }
    return product({left->numerator, right->denominator}, left_factor) + between +
           product({right->numerator, left->denominator}, right_factor);
  }
  const NumberInfo& one = x.node->number;
  const NumberInfo& other = y.node->number;
  const long double scale = 2 * one.denominator_bound * other.denominator_bound;
  const long double near = std::min(magnitude(one), magnitude(other));
  if (!one.exact || !other.exact || scale >= kQuotientLimit || near * scale >= kQuotientLimit) {
    return std::nullopt;
  }
  return fmt::format("ROUND(({}-{})*{},0){}0", x.value, y.value,
                     to_string(static_cast<i128>(scale)), between);
}

std::optional<std::string> Formulas::is_zero(NodeId id, const Operand& x) const {
  if (x.constant) return x.constant->numerator == 0 ? "TRUE" : "FALSE";
  if (x.node->type != ValueType::Exact) return x.value + "=0";
  if (const auto parts = whole(id)) {
    if (parts->factor == 0) return "TRUE";
    return parts->numerator.empty() ? "FALSE" : parts->numerator + "=0";
  }
  const long double scale = 2 * x.node->number.denominator_bound;
  if (!x.node->number.exact || scale >= kQuotientLimit) return std::nullopt;
  return fmt::format("ROUND({}*{},0)=0", x.value, to_string(static_cast<i128>(scale)));
}

std::optional<std::string> Formulas::equal(NodeId a, const Operand& x, NodeId b, const Operand& y,
                                           ValueType type) const {
  if (type == ValueType::Truth) return x.answer + "=" + y.answer;
  if (type == ValueType::Real) return x.value + "=" + y.value;
  return compared(a, x, Operator::Equal, b, y);
}

}  // namespace exemplar::dialect
