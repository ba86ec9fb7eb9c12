#include "engine/compute/exact.hpp"

#include <cmath>

namespace exemplar::engine {

namespace {

std::optional<Ratio> add_once(const Ratio& a, const Ratio& b) {
  if (a.denominator == b.denominator) {
    const auto sum = checked_add(a.numerator, b.numerator);
    if (!sum) return std::nullopt;
    return Ratio{*sum, a.denominator};
  }
  const i128 divisor = gcd(a.denominator, b.denominator);
  const auto common = checked_multiply(a.denominator / divisor, b.denominator);
  const auto left = checked_multiply(a.numerator, b.denominator / divisor);
  const auto right = checked_multiply(b.numerator, a.denominator / divisor);
  if (!common || !left || !right) return std::nullopt;
  const auto sum = checked_add(*left, *right);
  if (!sum) return std::nullopt;
  return Ratio{*sum, *common};
}

std::optional<Ratio> multiply_once(const Ratio& a, const Ratio& b) {
  const auto numerator = checked_multiply(a.numerator, b.numerator);
  const auto denominator = checked_multiply(a.denominator, b.denominator);
  if (!numerator || !denominator) return std::nullopt;
  return Ratio{*numerator, *denominator};
}

}  // namespace

std::optional<Ratio> exact_add(const Ratio& a, const Ratio& b) {
  if (const auto sum = add_once(a, b)) return sum;
  return add_once(a.reduced(), b.reduced());
}

std::optional<Ratio> exact_subtract(const Ratio& a, const Ratio& b) {
  return exact_add(a, Ratio{-b.numerator, b.denominator});
}

std::optional<Ratio> exact_multiply(const Ratio& a, const Ratio& b) {
  if (const auto product = multiply_once(a, b)) return product;
  // Crosswise in lowest terms: as small as the product can be written.
  const Ratio x = Ratio{a.numerator, b.denominator}.reduced();
  const Ratio y = Ratio{b.numerator, a.denominator}.reduced();
  return multiply_once(x, y);
}

std::optional<Ratio> exact_divide(const Ratio& a, const Ratio& b) {
  const Ratio inverse =
      b.numerator < 0 ? Ratio{-b.denominator, -b.numerator} : Ratio{b.denominator, b.numerator};
  return exact_multiply(a, inverse);
}

std::optional<std::strong_ordering> exact_compare(const Ratio& a, const Ratio& b) {
  if (a.denominator == b.denominator) return a.numerator <=> b.numerator;
  auto left = checked_multiply(a.numerator, b.denominator);
  auto right = checked_multiply(b.numerator, a.denominator);
  if (!left || !right) {
    // Over the least common denominator: the products that the compiler has bounds for.
    const Ratio x = a.reduced();
    const Ratio y = b.reduced();
    const i128 divisor = gcd(x.denominator, y.denominator);
    left = checked_multiply(x.numerator, y.denominator / divisor);
    right = checked_multiply(y.numerator, x.denominator / divisor);
  }
  if (!left || !right) return std::nullopt;
  return *left <=> *right;
}

i128 exact_floor(const Ratio& a) {
  const i128 whole = a.numerator / a.denominator;
  return a.numerator % a.denominator < 0 ? whole - 1 : whole;
}

i128 exact_ceiling(const Ratio& a) {
  const i128 whole = a.numerator / a.denominator;
  return a.numerator % a.denominator > 0 ? whole + 1 : whole;
}

std::optional<Ratio> nearest_decimal(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  int digits = 18;
  while (digits > 0 && std::fabs(value) * static_cast<double>(power_of_ten(digits)) >= 1e15) {
    --digits;
  }
  const auto units = round_to_integer(value, digits, RoundingMode::HalfAwayFromZero);
  if (!units) return std::nullopt;
  return Ratio{*units, power_of_ten(digits)}.reduced();
}

}  // namespace exemplar::engine
