// Numbers and dates: exact where every operand is exact, else doubles. Elementary functions come
// from SLEEF, whose results do not depend on the processor.
#include <sleef.h>

#include <cassert>
#include <cmath>

#include "base/date.hpp"
#include "engine/compute/exact.hpp"
#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

namespace {

Cell too_large() {
  return unknown_cell(Pool::plain(ReasonKind::TooLarge));
}
Cell outside() {
  return unknown_cell(Pool::plain(ReasonKind::OutsideDomain));
}

// Nothing was due, or there is no base: known from the operands, whose status it has.
Cell not_applicable_by(Cell result, ReasonKind why) {
  result.answer = Answer::NotApplicable;
  result.reason = Pool::plain(why);
  return result;
}

Cell with_exact(Cell cell, const std::optional<Ratio>& value) {
  if (!value) return too_large();
  cell.exact = *value;
  return cell;
}

Cell with_real(Cell cell, double value) {
  if (!std::isfinite(value)) return outside();
  cell.real = value;
  return cell;
}

bool is_zero(const Cell& cell, ValueType type) {
  return type == ValueType::Real ? cell.real == 0 : cell.exact.numerator == 0;
}

// 0 / 0: nothing was due. x / 0: a contradiction in the data.
std::optional<Cell> division_problem(const Cell& result, const Cell& a, ValueType a_type,
                                     const Cell& b, ValueType b_type) {
  if (!is_zero(b, b_type)) return std::nullopt;
  if (is_zero(a, a_type)) return not_applicable_by(result, ReasonKind::NothingDue);
  return unknown_cell(Pool::plain(ReasonKind::DivisionByZero));
}

struct Operands {
  const Node& node;
  Cells cells;
  std::span<const ValueType> types;
  bool exact() const { return node.type != ValueType::Real; }
  double real(size_t i) const { return number_of(*cells[i], types[i]); }
  const Ratio& ratio(size_t i) const { return cells[i]->exact; }
};

// A day that many days on; none beyond the years that dates are written in.
Cell moved_date(const Operands& x, Cell result) {
  static const Date kFirst = *make_date(1, 1, 1);
  static const Date kLast = *make_date(9999, 12, 31);
  const auto day = x.node.op == Op::Add ? exact_add(x.ratio(0), x.ratio(1))
                                        : exact_subtract(x.ratio(0), x.ratio(1));
  if (!day) return too_large();
  const i128 days = day->numerator / day->denominator;
  if (days < kFirst.days || days > kLast.days) return too_large();
  result.exact = {days, 1};
  return result;
}

Cell four_operations(const Operands& x, Cell result) {
  if (x.node.type == ValueType::Date) return moved_date(x, result);
  switch (x.node.op) {
    case Op::Add:
      return x.exact() ? with_exact(result, exact_add(x.ratio(0), x.ratio(1)))
                       : with_real(result, x.real(0) + x.real(1));
    case Op::Subtract:
      return x.exact() ? with_exact(result, exact_subtract(x.ratio(0), x.ratio(1)))
                       : with_real(result, x.real(0) - x.real(1));
    case Op::Multiply:
      return x.exact() ? with_exact(result, exact_multiply(x.ratio(0), x.ratio(1)))
                       : with_real(result, x.real(0) * x.real(1));
    default:
      if (const auto problem =
              division_problem(result, *x.cells[0], x.types[0], *x.cells[1], x.types[1])) {
        return *problem;
      }
      return x.exact() ? with_exact(result, exact_divide(x.ratio(0), x.ratio(1)))
                       : with_real(result, x.real(0) / x.real(1));
  }
}

Cell power(const Operands& x, Cell result) {
  const Ratio exponent = x.node.quantity;
  if (x.exact()) {
    const i128 times = exponent.numerator < 0 ? -exponent.numerator : exponent.numerator;
    std::optional<Ratio> value = Ratio{1, 1};
    for (i128 i = 0; i < times && value; ++i) value = exact_multiply(*value, x.ratio(0));
    if (!value || exponent.numerator >= 0) return with_exact(result, value);
    if (value->numerator == 0) return unknown_cell(Pool::plain(ReasonKind::DivisionByZero));
    return with_exact(result, exact_divide({1, 1}, *value));
  }
  const double base = x.real(0);
  if (base < 0 && exponent.denominator != 1) return outside();
  if (base == 0 && exponent.numerator < 0) return outside();
  return with_real(result, Sleef_cinz_powd1_u10purec(base, exponent.to_double()));
}

Cell changes(const Operands& x, Cell result) {
  if (is_zero(*x.cells[1], x.types[1])) {
    return not_applicable_by(result, ReasonKind::NoBase);
  }
  if (!x.exact()) {
    const double change = x.real(0) - x.real(1);
    return with_real(result, x.node.op == Op::Change ? change : change / x.real(1));
  }
  auto change = exact_subtract(x.ratio(0), x.ratio(1));
  if (x.node.op == Op::ChangeShare && change) change = exact_divide(*change, x.ratio(1));
  return with_exact(result, change);
}

Cell clip(const Node& node, Cells cells, std::span<const ValueType> types, Cell result) {
  // args: x, low, high; an absent bound is a null cell.
  if (node.type != ValueType::Real) {
    Ratio value = cells[0]->exact;
    if (cells[1] != nullptr) {
      const auto order = exact_compare(value, cells[1]->exact);
      if (!order) return too_large();
      if (*order < 0) value = cells[1]->exact;
    }
    if (cells[2] != nullptr) {
      const auto order = exact_compare(value, cells[2]->exact);
      if (!order) return too_large();
      if (*order > 0) value = cells[2]->exact;
    }
    return with_exact(result, value);
  }
  double value = number_of(*cells[0], types[0]);
  if (cells[1] != nullptr) value = std::max(value, number_of(*cells[1], types[1]));
  if (cells[2] != nullptr) value = std::min(value, number_of(*cells[2], types[2]));
  return with_real(result, value);
}

// args: x, (bound, value)…, else; node.text lists the comparisons, a blank after each.
Cell band(const Node& node, Cells cells, std::span<const ValueType> types) {
  std::string_view signs = node.text;
  std::vector<const Cell*> used{cells[0]};
  size_t chosen = cells.size() - 1;
  for (size_t i = 1; i + 1 < cells.size(); i += 2) {
    const std::string_view sign = signs.substr(0, signs.find(' '));
    signs = signs.substr(sign.size() + 1);
    const Cell* const pair[] = {cells[0], cells[i]};
    if (const auto missing = missing_operand(pair)) return *missing;
    used.push_back(cells[i]);
    const auto order = exact_compare(cells[0]->exact, cells[i]->exact);
    if (!order) return too_large();
    const bool inside = sign == "<"    ? *order < 0
                        : sign == "<=" ? *order <= 0
                        : sign == ">"  ? *order > 0
                        : sign == ">=" ? *order >= 0
                        : sign == "="  ? *order == 0
                                       : *order != 0;
    if (inside) {
      chosen = i + 1;
      break;
    }
  }
  Cell result = *cells[chosen];
  if (!result.known()) return result;
  const Cell used_status = known_from(used);
  result.status = std::min(result.status, used_status.status);
  result.correction_pending = result.correction_pending || used_status.correction_pending;
  if (node.type == ValueType::Real) result.real = number_of(*cells[chosen], types[chosen]);
  return result;
}

Cell choose(const Node& node, Cells cells, std::span<const ValueType> types) {
  const Cell* const subject[] = {cells[0]};
  if (const auto missing = missing_operand(subject)) return *missing;
  size_t chosen = cells.size() - 1;
  for (size_t i = 1; i + 1 < cells.size(); i += 2) {
    if (cells[i]->exact.numerator == cells[0]->exact.numerator) {
      chosen = i + 1;
      break;
    }
  }
  Cell result = *cells[chosen];
  if (!result.known()) return result;
  result.status = std::min(result.status, cells[0]->status);
  result.correction_pending = result.correction_pending || cells[0]->correction_pending;
  if (node.type == ValueType::Real) result.real = number_of(*cells[chosen], types[chosen]);
  return result;
}

// floor(x / step) × gain; with part = counts the ceiling.
Cell steps(const Operands& x, Cell result) {
  const auto count = exact_divide(x.ratio(0), x.ratio(1));
  if (!count) return too_large();
  const i128 whole = x.node.flag ? exact_ceiling(*count) : exact_floor(*count);
  if (x.exact()) return with_exact(result, exact_multiply({whole, 1}, x.ratio(2)));
  return with_real(result, static_cast<double>(whole) * x.real(2));
}

// The straight line between the two anchors around x; level beyond the first and the last.
Cell interpolate(const Operands& x, Cell result) {
  const size_t anchors = (x.cells.size() - 1) / 2;
  const auto from = [&](size_t k) { return 1 + 2 * k; };
  if (!x.exact()) {
    const double value = x.real(0);
    if (value <= x.real(from(0))) return with_real(result, x.real(from(0) + 1));
    for (size_t k = 1; k < anchors; ++k) {
      const double x0 = x.real(from(k - 1));
      const double y0 = x.real(from(k - 1) + 1);
      const double x1 = x.real(from(k));
      const double y1 = x.real(from(k) + 1);
      if (value < x1) return with_real(result, y0 + (value - x0) * (y1 - y0) / (x1 - x0));
    }
    return with_real(result, x.real(from(anchors - 1) + 1));
  }
  const Ratio& value = x.ratio(0);
  const auto below = [&](size_t k) {
    const auto order = exact_compare(value, x.ratio(from(k)));
    return order && *order < 0;
  };
  if (below(0)) return with_exact(result, x.ratio(from(0) + 1));
  for (size_t k = 1; k < anchors; ++k) {
    if (!below(k)) continue;
    const auto run = exact_subtract(x.ratio(from(k)), x.ratio(from(k - 1)));
    const auto rise = exact_subtract(x.ratio(from(k) + 1), x.ratio(from(k - 1) + 1));
    const auto part = exact_subtract(value, x.ratio(from(k - 1)));
    if (!run || !rise || !part) return too_large();
    const auto slope = exact_divide(*rise, *run);
    const auto gain = slope ? exact_multiply(*part, slope->reduced()) : std::nullopt;
    if (!gain) return too_large();
    return with_exact(result, exact_add(x.ratio(from(k - 1) + 1), *gain));
  }
  return with_exact(result, x.ratio(from(anchors - 1) + 1));
}

Cell weighted_mean(const Operands& x, Cell result) {
  if (x.exact()) {
    std::optional<Ratio> sum = Ratio{0, 1};
    std::optional<Ratio> weights = Ratio{0, 1};
    for (size_t i = 0; i < x.cells.size() && sum && weights; i += 2) {
      const auto term = exact_multiply(x.ratio(i), x.ratio(i + 1));
      sum = term ? exact_add(*sum, *term) : std::nullopt;
      weights = exact_add(*weights, x.ratio(i + 1));
    }
    if (!sum || !weights) return too_large();
    if (weights->numerator == 0) return not_applicable_by(result, ReasonKind::NothingDue);
    return with_exact(result, exact_divide(*sum, *weights));
  }
  double sum = 0;
  double weights = 0;
  for (size_t i = 0; i < x.cells.size(); i += 2) {
    sum += x.real(i) * x.real(i + 1);
    weights += x.real(i + 1);
  }
  if (weights == 0) return not_applicable_by(result, ReasonKind::NothingDue);
  return with_real(result, sum / weights);
}

// Wilson's score interval for a proportion, 95 % (Wilson 1927; z = 1.959964). It ends at exactly 0
// where nobody was counted, at exactly 1 where everybody was: rounding would leave it beside them.
Cell proportion(const Operands& x, Cell result) {
  constexpr double kZ = 1.959963984540054;
  const double k = x.real(0);
  const double n = x.real(1);
  if (n == 0) {
    return k == 0 ? not_applicable_by(result, ReasonKind::NothingDue)
                  : unknown_cell(Pool::plain(ReasonKind::DivisionByZero));
  }
  if (k < 0 || n < 0 || k > n) return outside();
  if (k == 0 && !x.node.flag) return with_real(result, 0);
  if (k == n && x.node.flag) return with_real(result, 1);
  const double p = k / n;
  const double scale = 1 + kZ * kZ / n;
  const double centre = (p + kZ * kZ / (2 * n)) / scale;
  const double half = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n)) / scale;
  const double bound = x.node.flag ? centre + half : centre - half;
  return with_real(result, std::min(1.0, std::max(0.0, bound)));
}

Cell function_of_one(const Operands& x, Cell result) {
  const double value = x.real(0);
  switch (x.node.function) {
    case FunctionId::Ln:
      return value > 0 ? with_real(result, Sleef_cinz_logd1_u10purec(value)) : outside();
    case FunctionId::Log10:
      return value > 0 ? with_real(result, Sleef_cinz_log10d1_u10purec(value)) : outside();
    case FunctionId::Exp:
      return with_real(result, Sleef_cinz_expd1_u10purec(value));
    case FunctionId::Sqrt:
      return value >= 0 ? with_real(result, std::sqrt(value)) : outside();
    default:
      assert(false && "a function without a kernel");
      return outside();
  }
}

Cell rounded_cell(const Operands& x, Cell result) {
  if (x.types[0] == ValueType::Exact) {
    const Ratio& value = x.ratio(0);
    const i128 scale = power_of_ten(x.node.digits);
    if (!checked_multiply(value.numerator / value.denominator, scale)) return too_large();
    result.exact = rounded(x.ratio(0), x.node.digits, x.node.mode);
    return result;
  }
  const auto units = round_to_integer(x.real(0), x.node.digits, x.node.mode);
  if (!units) return too_large();
  result.exact = {*units, power_of_ten(x.node.digits)};
  return result;
}

Cell add_months_cell(const Operands& x, Cell result) {
  const Date day{static_cast<int32_t>(x.ratio(0).numerator)};
  const i128 months = x.ratio(1).numerator;
  if (months > 100'000 || months < -100'000) return too_large();
  const i128 year = civil(day).year + months / 12;
  if (year < 2 || year > 9997) return too_large();
  result.exact = {add_months(day, static_cast<int>(months)).days, 1};
  return result;
}

}  // namespace

double number_of(const Cell& cell, ValueType type) {
  return type == ValueType::Real ? cell.real : cell.exact.to_double();
}

Cell arithmetic(const Node& node, Cells cells, std::span<const ValueType> types) {
  if (node.op == Op::Band) return band(node, cells, types);
  if (node.op == Op::Choose) return choose(node, cells, types);
  // Only cap and floor have an absent bound.
  std::vector<const Cell*> bounds;
  Cells present = cells;
  if (node.op == Op::Clip) {
    for (const Cell* cell : cells) {
      if (cell != nullptr) bounds.push_back(cell);
    }
    present = bounds;
  }
  if (const auto missing = missing_operand(present)) return *missing;
  const Cell result = known_from(present);
  const Operands x{node, cells, types};
  switch (node.op) {
    case Op::Negate:
      return x.exact() ? with_exact(result, Ratio{-x.ratio(0).numerator, x.ratio(0).denominator})
                       : with_real(result, -x.real(0));
    case Op::Abs:
      return x.exact() ? with_exact(result, Ratio{x.ratio(0).numerator < 0 ? -x.ratio(0).numerator
                                                                           : x.ratio(0).numerator,
                                                  x.ratio(0).denominator})
                       : with_real(result, std::fabs(x.real(0)));
    case Op::Power:
      return power(x, result);
    case Op::Round:
      return rounded_cell(x, result);
    case Op::Clip:
      return clip(node, cells, types, result);
    case Op::Steps:
      return steps(x, result);
    case Op::Interpolate:
      return interpolate(x, result);
    case Op::WeightedMean:
      return weighted_mean(x, result);
    case Op::Change:
    case Op::ChangeShare:
      return changes(x, result);
    case Op::Function1:
      return function_of_one(x, result);
    case Op::Proportion:
      return proportion(x, result);
    case Op::AddMonths:
      return add_months_cell(x, result);
    default:
      return four_operations(x, result);
  }
}

}  // namespace exemplar::engine
