// Functions of one unit's numbers: rounding, bounds, points, change, logarithms, intervals.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "oracle/oracle.hpp"

namespace exemplar::oracle {

using engine::FunctionId;
using engine::Operator;

Number Oracle::add(const Number& a, const Number& b) {
  if (a.floating || b.floating) return floating(a.to_double() + b.to_double());
  Number result = exactly(a.exact + b.exact);
  result.divided = a.divided || b.divided;
  result.unlike = a.unlike || b.unlike || (a.divided && b.divided);
  return result;
}

Number Oracle::subtract(const Number& a, const Number& b) {
  Number negative = b;
  negative.exact = -negative.exact;
  negative.approximate = -negative.approximate;
  return add(a, negative);
}

Number Oracle::multiply(const Number& a, const Number& b) {
  if (a.floating || b.floating) return floating(a.to_double() * b.to_double());
  Number result = exactly(a.exact * b.exact);
  result.divided = a.divided || b.divided;
  result.unlike = a.unlike || b.unlike;
  return result;
}

Number Oracle::divide(const Number& a, const Number& b) {
  if (a.floating || b.floating || b.exact == 0) {
    return floating(a.to_double() / apart_from_zero(b.to_double()));
  }
  Number result = exactly(a.exact / b.exact);
  result.divided = true;
  result.unlike = a.unlike || b.unlike;
  return result;
}

Number Oracle::sum(const std::vector<Number>& numbers) {
  Number result = exactly(0);
  for (const Number& one : numbers) result = add(result, one);
  return result;
}

Value Oracle::finite(double value, const char* reason) {
  if (!std::isfinite(value)) return unknown(reason);
  return number(floating(value));
}

Value Oracle::round(const Value& x, int digits, RoundingMode mode) {
  if (!x.known()) return x;
  if (x.number.floating && !std::isfinite(x.number.approximate)) return unknown("no number");
  reach(fmt::format("round {}", name_of(mode)));
  Value result = x;
  const bool is_floating = x.number.floating;
  Rational before = is_floating ? Rational(x.number.approximate) : x.number.exact;
  if (is_floating || x.number.unlike) before = beside_a_turn(before, digits, mode);
  result.number = exactly(rounded(before, digits, mode));
  if (!is_floating) {
    const Rational twice = 2 * (before - result.number.exact);
    const Rational step = rational(Decimal{1, digits});
    if (twice == step || twice == -step) reach(fmt::format("round {}, on a half", name_of(mode)));
  }
  return result;
}

Value Oracle::round_call(const Expr& expr, const At& at) {
  const Value x = eval(*expr.args[0], at);
  const Value digits = eval(*expr.args[1], at);
  RoundingMode mode = RoundingMode::HalfAwayFromZero;
  if (const auto* option = expr.option("mode")) {
    mode = rounding_mode_named(option->value->text).value();
  }
  return round(x, boost::multiprecision::numerator(digits.number.exact).convert_to<int>(), mode);
}

// Functions whose arguments are simply all needed.
Value Oracle::pointwise(FunctionId id, const Expr& expr, const At& at) {
  std::vector<Value> args;
  std::vector<const Value*> pointers;
  for (const auto& arg : expr.args) args.push_back(eval(*arg, at));
  Standing standing;
  for (const Value& arg : args) {
    pointers.push_back(&arg);
    standing = lowest(standing, arg.standing);
  }
  if (const auto gap = missing(pointers, id == FunctionId::AddMonths ? Type::Date : Type::Number)) {
    return *gap;
  }
  // A bound that touches x gives the same value either way: nothing is fragile about it.
  const auto lower_of = [&](const Number& a, const Number& b) {
    return order_of_like(a, b) <= 0 ? a : b;
  };
  const auto higher_of = [&](const Number& a, const Number& b) {
    return order_of_like(a, b) >= 0 ? a : b;
  };
  const Number& x = args[0].number;
  Value result;
  switch (id) {
    case FunctionId::Abs:
      result = number(order_of_like(x, exactly(0)) < 0 ? subtract(exactly(0), x) : x);
      break;
    case FunctionId::Clip:
      result = number(lower_of(higher_of(x, args[1].number), args[2].number));
      break;
    case FunctionId::Cap:
      result = number(lower_of(x, args[1].number));
      break;
    case FunctionId::Floor:
      result = number(higher_of(x, args[1].number));
      break;
    case FunctionId::Goalposts: {
      const Number width = subtract(args[2].number, args[1].number);
      if (is_zero(width)) return unknown("the goalposts stand at the same place");
      const Number share = divide(subtract(x, args[1].number), width);
      result = number(lower_of(higher_of(share, exactly(0)), exactly(1)));
      break;
    }
    case FunctionId::Change:
    case FunctionId::ChangeShare:
      if (is_zero(args[1].number)) {
        reach("change: no base");
        return not_applicable("no base");
      }
      result = number(subtract(x, args[1].number));
      if (id == FunctionId::ChangeShare) result = number(divide(result.number, args[1].number));
      result.standing = standing;
      return result;
    case FunctionId::AddMonths:
      result = date(add_months(args[0].date, floor_of(args[1].number.exact).convert_to<int>()));
      break;
    case FunctionId::Ln:
    case FunctionId::Log10: {
      if (order(x, exactly(0)) <= 0) return unknown("the logarithm of 0 or less");
      const double at_x = x.to_double();
      result = finite(id == FunctionId::Ln ? std::log(at_x) : std::log10(at_x), "no logarithm");
      break;
    }
    case FunctionId::Exp:
      result = finite(std::exp(x.to_double()), "too large");
      break;
    case FunctionId::Sqrt:
      if (order(x, exactly(0)) < 0) return unknown("the square root of a negative number");
      result = finite(std::sqrt(x.to_double()), "no square root");
      break;
    case FunctionId::ProportionLow:
    case FunctionId::ProportionHigh:
      result = proportion(id, args[0], args[1]);
      break;
    default:
      throw std::logic_error("no such function of numbers: " + expr.text);
  }
  if (id == FunctionId::Abs || id == FunctionId::Clip || id == FunctionId::Cap ||
      id == FunctionId::Floor || id == FunctionId::Goalposts) {
    // An exact bound chosen over a double is a double to whoever types a formula as a whole.
    for (const Value& arg : args) {
      if (arg.number.floating || arg.number.unlike) result.number.unlike = true;
    }
  }
  if (result.known()) result.standing = standing;
  return result;
}

// Wilson's 95 % interval: (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), p = k/n. With k = 0
// the root is z/2n and the low end 0, with k = n the high end 1.
Value Oracle::proportion(FunctionId id, const Value& k, const Value& n) {
  const double count = n.number.to_double();
  const double hits = k.number.to_double();
  if (count == 0 && hits == 0) return not_applicable("nobody was asked");
  if (count <= 0 || hits < 0 || hits > count) return unknown("more than were asked");
  if (id == FunctionId::ProportionLow && is_zero(k.number)) return number(floating(0));
  if (id == FunctionId::ProportionHigh && order(k.number, n.number) == 0) {
    return number(floating(1));
  }
  const double z = 1.959963984540054;
  const double p = hits / count;
  const double middle = p + z * z / (2 * count);
  const double reach_of = z * std::sqrt(p * (1 - p) / count + z * z / (4 * count * count));
  const double end = id == FunctionId::ProportionLow ? middle - reach_of : middle + reach_of;
  return number(floating(end / (1 + z * z / count)));
}

Value Oracle::band(const Expr& expr, const At& at) {
  const Value x = eval(*expr.args[0], at);
  if (!x.known()) return x;
  for (const engine::Anchor& anchor : expr.anchors) {
    const Value threshold = eval(*anchor.at, at);
    const Value holds = compare(anchor.comparison.value_or(Operator::Equal), x, threshold);
    if (!holds.known()) return holds;
    if (!holds.truth) continue;
    Value value = eval(*anchor.value, at);
    value.standing = lowest(value.standing, holds.standing);
    return value;
  }
  if (!expr.otherwise) return unknown("no band holds it");
  Value value = eval(*expr.otherwise, at);
  value.standing = lowest(value.standing, x.standing);
  return value;
}

Value Oracle::choose(const Expr& expr, const At& at) {
  return band(expr, at);
}

// steps(x, 100 -> 0.5): 0.5 for every full 100; with part = counts for every begun one.
Value Oracle::steps(const Expr& expr, const At& at) {
  const Value x = eval(*expr.args[0], at);
  const engine::Anchor& anchor = expr.anchors.at(0);
  const Value size = eval(*anchor.at, at);
  const Value worth = eval(*anchor.value, at);
  if (const auto gap = missing({&x, &size, &worth}, Type::Number)) return *gap;
  if (is_zero(size.number)) return unknown("steps of size 0");
  const Number quotient = divide(x.number, size.number);
  if (!std::isfinite(quotient.to_double())) return unknown("no number");
  Rational exact = quotient.floating ? Rational(quotient.approximate) : quotient.exact;
  if (quotient.floating || quotient.unlike) {
    exact = beside_a_turn(exact, 0, RoundingMode::Truncate);
  }
  const engine::Option* part = expr.option("part");
  const bool counts = part != nullptr && part->value->text == "counts";
  if (boost::multiprecision::denominator(exact) != 1) {
    reach(counts ? "steps part = counts, a part" : "steps part = ignored, a part");
  }
  const Rational whole = counts ? Rational(-floor_of(-exact)) : Rational(floor_of(exact));
  Value result = number(multiply(exactly(whole), worth.number));
  result.standing = lowest(x.standing, lowest(size.standing, worth.standing));
  return result;
}

Value Oracle::interpolate(const Expr& expr, const At& at) {
  const Value x = eval(*expr.args[0], at);
  std::vector<std::pair<Value, Value>> anchors;
  for (const engine::Anchor& anchor : expr.anchors) {
    anchors.emplace_back(eval(*anchor.at, at), eval(*anchor.value, at));
  }
  std::vector<const Value*> needed = {&x};
  Standing standing = x.standing;
  for (const auto& [place, value] : anchors) {
    needed.push_back(&place);
    needed.push_back(&value);
    standing = lowest(standing, lowest(place.standing, value.standing));
  }
  if (const auto gap = missing(needed, Type::Number)) return *gap;
  // The line is continuous: which side of an anchor matters nothing.
  Number y = anchors.back().second.number;
  if (order_of_like(x.number, anchors.front().first.number) <= 0) {
    y = anchors.front().second.number;
  } else {
    for (size_t i = 1; i < anchors.size(); ++i) {
      const auto& [x0, y0] = anchors[i - 1];
      const auto& [x1, y1] = anchors[i];
      if (order_of_like(x.number, x1.number) > 0) continue;
      const Number share = divide(subtract(x.number, x0.number), subtract(x1.number, x0.number));
      y = add(y0.number, multiply(share, subtract(y1.number, y0.number)));
      break;
    }
  }
  // Points are no part of the exact fragment.
  y.unlike = y.unlike || x.number.divided || x.number.floating;
  Value result = number(y);
  result.standing = standing;
  return result;
}

Value Oracle::weighted_mean(const Expr& expr, const At& at) {
  std::vector<Value> values;
  std::vector<Value> weights;
  for (const engine::Anchor& anchor : expr.anchors) {
    values.push_back(eval(*anchor.at, at));
    weights.push_back(eval(*anchor.value, at));
  }
  std::vector<const Value*> needed;
  Standing standing;
  for (size_t i = 0; i < values.size(); ++i) {
    needed.push_back(&values[i]);
    needed.push_back(&weights[i]);
    standing = lowest(standing, lowest(values[i].standing, weights[i].standing));
  }
  if (const auto gap = missing(needed, Type::Number)) return *gap;
  Number top = exactly(0);
  Number bottom = exactly(0);
  for (size_t i = 0; i < values.size(); ++i) {
    top = add(top, multiply(values[i].number, weights[i].number));
    bottom = add(bottom, weights[i].number);
  }
  if (is_zero(bottom)) return not_applicable("the weights sum to 0");
  Value result = number(divide(top, bottom));
  result.number.unlike = true;
  result.standing = standing;
  return result;
}

}  // namespace exemplar::oracle
