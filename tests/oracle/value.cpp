#include "oracle/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace exemplar::oracle {

using boost::multiprecision::cpp_int;

namespace {

cpp_int ten_to(int exponent) {
  return boost::multiprecision::pow(cpp_int(10), exponent);
}

Rational scaled(const Rational& value, int digits) {
  return digits >= 0 ? value * Rational(ten_to(digits)) : value / Rational(ten_to(-digits));
}

}  // namespace

double Number::to_double() const {
  return floating ? approximate : exact.convert_to<double>();
}

Number exactly(Rational value) {
  Number result;
  result.exact = std::move(value);
  return result;
}

Number floating(double value) {
  Number result;
  result.floating = true;
  result.approximate = value;
  return result;
}

Rational rational(Decimal decimal, int power) {
  return scaled(Rational(cpp_int(decimal.units)), power - decimal.digits);
}

Rational rounded(const Rational& value, int digits, RoundingMode mode) {
  const Rational wanted = scaled(value, digits);
  const cpp_int top = abs(boost::multiprecision::numerator(wanted));
  const cpp_int bottom = boost::multiprecision::denominator(wanted);
  cpp_int whole = top / bottom;
  const cpp_int twice_rest = 2 * (top % bottom);
  if (mode == RoundingMode::HalfAwayFromZero && twice_rest >= bottom) ++whole;
  if (mode == RoundingMode::HalfEven &&
      (twice_rest > bottom || (twice_rest == bottom && whole % 2 == 1))) {
    ++whole;
  }
  if (wanted < 0) whole = -whole;
  return scaled(Rational(whole), -digits);
}

cpp_int floor_of(const Rational& value) {
  const cpp_int top = boost::multiprecision::numerator(value);
  const cpp_int bottom = boost::multiprecision::denominator(value);
  cpp_int whole = top / bottom;
  if (top < 0 && whole * bottom != top) --whole;
  return whole;
}

double distance_to_turn(double value, int digits, RoundingMode mode) {
  const double wanted = std::fabs(value) * std::pow(10.0, digits);
  const double rest = wanted - std::floor(wanted);
  const double distance =
      mode == RoundingMode::Truncate ? std::min(rest, 1 - rest) : std::fabs(rest - 0.5);
  return distance / std::max(1.0, wanted);
}

Standing lowest(const Standing& a, const Standing& b) {
  return {std::min(a.status, b.status), a.open || b.open};
}

Standing highest(const Standing& a, const Standing& b) {
  return {std::max(a.status, b.status), a.open || b.open};
}

int Value::code() const {
  switch (state) {
    case State::Unknown:
      return 1;
    case State::NotApplicable:
      return 3;
    case State::Known:
      return type == Type::Truth && !truth ? 0 : 2;
  }
  return 1;
}

Value truth(bool value) {
  Value result;
  result.type = Type::Truth;
  result.truth = value;
  return result;
}

Value number(Number value) {
  Value result;
  result.number = std::move(value);
  return result;
}

Value number(Rational value) {
  return number(exactly(std::move(value)));
}

Value date(Date value) {
  Value result;
  result.type = Type::Date;
  result.date = value;
  return result;
}

Value text(std::string value) {
  Value result;
  result.type = Type::Text;
  result.text = std::move(value);
  return result;
}

Value unknown(std::string reason, Type type) {
  Value result;
  result.type = type;
  result.state = State::Unknown;
  result.reason = std::move(reason);
  result.standing.open = true;
  return result;
}

Value not_applicable(std::string reason, Type type) {
  Value result = unknown(std::move(reason), type);
  result.state = State::NotApplicable;
  return result;
}

bool agree(const Value& a, const Value& b) {
  if (a.state != b.state) return false;
  if (!a.known()) return true;
  if (a.type != b.type) return false;
  if (!a.standing.open && !b.standing.open && a.standing.status != b.standing.status) return false;
  switch (a.type) {
    case Type::Truth:
      return a.truth == b.truth;
    case Type::Date:
      return a.date == b.date;
    case Type::Text:
      return a.text == b.text;
    case Type::Number:
      break;
  }
  if (!a.number.floating && !b.number.floating) return a.number.exact == b.number.exact;
  const double x = a.number.to_double();
  const double y = b.number.to_double();
  return std::fabs(x - y) <= 1e-12 * std::max({1.0, std::fabs(x), std::fabs(y)});
}

bool same_bits(const Value& a, const Value& b) {
  if (!a.known() || !b.known() || a.type != Type::Number || b.type != Type::Number) return true;
  return a.number.to_double() == b.number.to_double();
}

std::string_view name_of(Status status) {
  switch (status) {
    case Status::Draft:
      return "draft";
    case Status::Reported:
      return "reported";
    case Status::Verified:
      return "verified";
    case Status::Decided:
      return "decided";
  }
  return "";
}

std::string shown(const Value& value) {
  if (value.unknown()) return "unknown";
  if (value.not_applicable()) return "not applicable";
  switch (value.type) {
    case Type::Truth:
      return value.truth ? "met" : "not met";
    case Type::Date:
      return iso(value.date);
    case Type::Text:
      return "\"" + value.text + "\"";
    case Type::Number:
      break;
  }
  if (value.number.floating) return fmt::format("~{:.12g}", value.number.approximate);
  for (int digits = 0; digits <= 15; ++digits) {
    const Rational whole = scaled(value.number.exact, digits);
    if (boost::multiprecision::denominator(whole) != 1) continue;
    std::string all = cpp_int(abs(boost::multiprecision::numerator(whole))).str();
    if (all.size() <= static_cast<size_t>(digits)) {
      all.insert(0, static_cast<size_t>(digits) + 1 - all.size(), '0');
    }
    if (digits > 0) all.insert(all.size() - static_cast<size_t>(digits), ".");
    return (whole < 0 ? "-" : "") + all;
  }
  return value.number.exact.str();
}

}  // namespace exemplar::oracle
