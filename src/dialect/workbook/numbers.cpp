// Numbers and dates: every operand must be known; what has no result says so in the answer.
#include <cmath>

#include "dialect/workbook/formulas.hpp"

namespace exemplar::dialect {

using engine::FunctionId;
using engine::Node;
using engine::Op;
using engine::ValueType;

namespace {

Written plain_value(const std::vector<Operand>& x, std::string value) {
  return {missing(x), std::move(value), false, false, {}};
}

std::string in_parentheses(const Operand& x) {
  return x.value.starts_with("-") ? "(" + x.value + ")" : x.value;
}

}  // namespace

std::optional<Written> Formulas::arithmetic(const Node& node) {
  const auto x = operands(node);
  switch (node.op) {
    case Op::Add:
    case Op::Subtract:
      if (node.type == ValueType::Date) return moved_day(node, x);
      return plain_value(x, x[0].value + (node.op == Op::Add ? "+" : "-") + x[1].value);
    case Op::Multiply:
      return plain_value(x, x[0].value + "*" + x[1].value);
    case Op::Divide:
    case Op::Change:
    case Op::ChangeShare:
      return division(node, x);
    case Op::Negate:
      return plain_value(x, "-" + in_parentheses(x[0]));
    case Op::Abs:
      return plain_value(x, "ABS(" + x[0].value + ")");
    case Op::Power:
      return power(node, x);
    case Op::Round:
      return rounding(node, x);
    case Op::Clip: {
      // args: x, low, high; an absent bound is no operand.
      std::string value = x[0].value;
      size_t next = 1;
      if (node.args[1].valid()) value = "MAX(" + value + "," + x[next++].value + ")";
      if (node.args[2].valid()) value = "MIN(" + value + "," + x[next].value + ")";
      return plain_value(x, std::move(value));
    }
    case Op::AddMonths:
      return plain_value(x, "EDATE(" + x[0].value + "," + x[1].value + ")");
    case Op::Function1:
      return of_one(node, x);
    case Op::Proportion:
      return wilson(node, x);
    case Op::WeightedMean:
      return weighted(node, x);
    case Op::Steps:
      return steps_of(node, x);
    case Op::Interpolate:
      return interpolated(node, x);
    default:
      return refuse(msg("this step has no formula"));
  }
}

// 0 / 0: nothing was due. x / 0: a contradiction in the data. A change from 0 has no base.
std::optional<Written> Formulas::division(const Node& node, const std::vector<Operand>& x) {
  const auto below = is_zero(node.args[1], x[1]);
  const auto above = is_zero(node.args[0], x[0]);
  if (!below || !above) return too_many_digits();
  Written result;
  const std::string difference = x[0].value + "-" + x[1].value;
  result.value = node.op == Op::Divide   ? x[0].value + "/" + x[1].value
                 : node.op == Op::Change ? difference
                                         : "(" + difference + ")/" + x[1].value;
  const std::string without = node.op == Op::Divide ? "IF(" + *above + ",3,1)" : "3";
  result.answer =
      where_known(missing(x), *below == "FALSE" ? "2" : "IF(" + *below + "," + without + ",2)");
  return result;
}

// Days beyond the years that dates are written in are too large.
std::optional<Written> Formulas::moved_day(const Node& node, const std::vector<Operand>& x) {
  for (const Operand& one : x) {
    if (one.node->type == ValueType::Exact && one.node->number.fixed_denominator != 1) {
      return refuse(msg("days are counted whole"));
    }
  }
  Written result;
  result.value = x[0].value + (node.op == Op::Add ? "+" : "-") + x[1].value;
  constexpr int kFirst = -693593;  // 0001-01-01
  constexpr int kLast = 2958465;   // 9999-12-31
  const auto& moved = x[1].node->number;
  const bool may_leave = std::fabs(moved.low) > 1'000'000 || std::fabs(moved.high) > 1'000'000;
  const std::string inside =
      may_leave ? fmt::format("IF(OR({0}<{1},{0}>{2}),1,2)", result.value, kFirst, kLast) : "2";
  result.answer = where_known(missing(x), inside);
  return result;
}

std::optional<Written> Formulas::power(const Node& node, const std::vector<Operand>& x) {
  const Ratio exponent = node.quantity.reduced();
  const bool whole_exponent = exponent.denominator == 1;
  if (node.type != ValueType::Real && exponent.numerator == 0) return plain_value(x, "1");
  std::string domain = "2";
  if (exponent.numerator < 0) {
    const auto zero = is_zero(node.args[0], x[0]);
    if (!zero) return too_many_digits();
    domain = "IF(" + *zero + ",1,2)";
  }
  if (!whole_exponent) domain = "IF(" + x[0].value + "<0,1," + domain + ")";
  return Written{where_known(missing(x), domain),
                 "POWER(" + x[0].value + "," + number_literal(exponent) + ")",
                 false,
                 false,
                 {}};
}

// Half away from zero is what ROUND does, as long as a value that is no tie is not within the 15th
// digit of one; the other ways cut a little above, nearer than the next different value.
std::optional<Written> Formulas::rounding(const Node& node, const std::vector<Operand>& x) {
  const engine::NumberInfo& info = x[0].node->number;
  const std::string digits = std::to_string(node.digits);
  const auto ten = power_of_ten(node.digits);
  if (x[0].node->type == ValueType::Real) {
    if (node.mode == RoundingMode::HalfAwayFromZero) {
      return plain_value(x, "ROUND(" + x[0].value + "," + digits + ")");
    }
    if (node.mode == RoundingMode::Truncate) {
      return plain_value(x, "TRUNC(" + x[0].value + "," + digits + ")");
    }
    const std::string scaled = "ABS(" + x[0].value + ")*" + to_string(ten);
    return plain_value(x, fmt::format("SIGN({0})*IF(MOD({1},2)=0.5,INT({1}),ROUND({1},0))/{2}",
                                      x[0].value, scaled, to_string(ten)));
  }
  if (info.exact && info.fixed_denominator != 0 && ten % info.fixed_denominator == 0) {
    return plain_value(x, x[0].value);  // has no more digits than that
  }
  // A value that is no tie is at least 1/2d away from one, one that is not whole 1/d from that.
  const long double apart = 2 * static_cast<long double>(ten) * info.denominator_bound;
  const long double widest = std::max(std::fabs(info.low), std::fabs(info.high));
  const long double most = std::isfinite(widest) ? widest : info.numerator_bound;
  if (!info.exact || std::max(most, 1.0L) * apart >= kQuotientLimit) return too_many_digits();
  const std::string little = "1/" + to_string(static_cast<i128>(4 * info.denominator_bound));
  const std::string scaled = "ABS(" + x[0].value + ")*" + to_string(ten);
  if (node.mode == RoundingMode::Truncate) {
    return plain_value(
        x, fmt::format("SIGN({})*INT({}+{})/{}", x[0].value, scaled, little, to_string(ten)));
  }
  const std::string up = "INT(" + scaled + "+0.5+" + little + ")";
  // ROUND alone would miss a tie that a difference of nearly equal numbers has reached with an error
  // in its last digits.
  if (node.mode == RoundingMode::HalfAwayFromZero) {
    return plain_value(x, fmt::format("SIGN({})*{}/{}", x[0].value, up, to_string(ten)));
  }
  return plain_value(
      x, fmt::format("SIGN({0})*({1}-IF(AND(ABS({2}+0.5-{1})<{3},MOD({1},2)=1),1,0))/{4}",
                     x[0].value, up, scaled, little, to_string(ten)));
}

std::optional<Written> Formulas::of_one(const Node& node, const std::vector<Operand>& x) {
  std::string name = "EXP";
  std::string outside = x[0].value + ">709";
  switch (node.function) {
    case FunctionId::Ln:
    case FunctionId::Log10:
      name = node.function == FunctionId::Ln ? "LN" : "LOG10";
      outside = x[0].value + "<=0";
      break;
    case FunctionId::Sqrt:
      name = "SQRT";
      outside = x[0].value + "<0";
      break;
    default:
      break;
  }
  const std::string domain = x[0].constant ? "2" : "IF(" + outside + ",1,2)";
  return Written{where_known(missing(x), domain), name + "(" + x[0].value + ")", false, false, {}};
}

// Wilson's score interval for a proportion, 95 %; from exactly 0, where k is 0, and to exactly 1,
// where it is n.
std::optional<Written> Formulas::wilson(const Node& node, const std::vector<Operand>& x) {
  const auto none = is_zero(node.args[1], x[1]);
  const auto nothing = is_zero(node.args[0], x[0]);
  const auto end = node.flag
                       ? compared(node.args[0], x[0], engine::Operator::Equal, node.args[1], x[1])
                       : nothing;
  if (!none || !nothing || !end) return too_many_digits();
  const std::string& k = x[0].value;
  const std::string& n = x[1].value;
  constexpr std::string_view kZ = "1.959963984540054";
  const std::string p = "(" + k + "/" + n + ")";
  const std::string square = fmt::format("({0}*{0})", kZ);
  Written result;
  result.value = fmt::format(
      "IF({5},{6},MIN(1,MAX(0,({0}+{1}/(2*{2}){3}{4}*SQRT({0}*(1-{0})/{2}+{1}/(4*{2}*{2})))/"
      "(1+{1}/{2}))))",
      p, square, n, node.flag ? "+" : "-", kZ, *end, node.flag ? 1 : 0);
  result.answer = where_known(
      missing(x),
      fmt::format("IF({},IF({},3,1),IF(OR({}<0,{}<0,{}>{}),1,2))", *none, *nothing, k, n, k, n));
  return result;
}

// args: value, weight, value, weight …
std::optional<Written> Formulas::weighted(const Node& node, const std::vector<Operand>& x) {
  std::vector<std::string> terms;
  std::vector<std::string> weights;
  long double scale = 2;
  bool constant = true;
  for (size_t i = 0; i < x.size(); i += 2) {
    terms.push_back(x[i].value + "*" + x[i + 1].value);
    weights.push_back(x[i + 1].value);
    scale *= x[i + 1].node->type == ValueType::Exact ? x[i + 1].node->number.denominator_bound : 1;
    constant = constant && x[i + 1].constant;
  }
  const std::string sum = "(" + joined(weights, "+") + ")";
  Written result;
  result.value = "(" + joined(terms, "+") + ")/" + sum;
  result.answer = missing(x);
  if (constant && node.type != ValueType::Real) {
    i128 total = 0;
    for (size_t i = 1; i < x.size(); i += 2) total += x[i].constant->numerator > 0 ? 1 : 0;
    if (total > 0) return result;
  }
  if (scale >= kQuotientLimit) return too_many_digits();
  result.answer = where_known(result.answer, fmt::format("IF(ROUND({}*{},0)=0,3,2)", sum,
                                                         to_string(static_cast<i128>(scale))));
  return result;
}

}  // namespace exemplar::dialect
