#include "base/decimal.hpp"

#include <cmath>

namespace exemplar {

std::string to_string(i128 value) {
  if (value == 0) return "0";
  const bool negative = value < 0;
  auto magnitude =
      negative ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
  std::string digits;
  while (magnitude > 0) {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(magnitude % 10)));
    magnitude /= 10;
  }
  return negative ? "-" + digits : digits;
}

i128 power_of_ten(int exponent) {
  i128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

i128 gcd(i128 a, i128 b) {
  if (a < 0) a = -a;
  if (b < 0) b = -b;
  while (b != 0) {
    const i128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

std::string_view name_of(RoundingMode mode) {
  switch (mode) {
    case RoundingMode::HalfAwayFromZero:
      return "half_away";
    case RoundingMode::Truncate:
      return "truncate";
    case RoundingMode::HalfEven:
      return "half_even";
  }
  return "";
}

std::optional<RoundingMode> rounding_mode_named(std::string_view name) {
  for (const RoundingMode mode :
       {RoundingMode::HalfAwayFromZero, RoundingMode::Truncate, RoundingMode::HalfEven}) {
    if (name_of(mode) == name) return mode;
  }
  return std::nullopt;
}

bool Decimal::operator==(const Decimal& other) const {
  return units * power_of_ten(other.digits) == other.units * power_of_ten(digits);
}

double Decimal::to_double() const {
  // Both operands are exact doubles (|units| < 10^15 < 2^53, digits <= 22): one correct rounding.
  return static_cast<double>(units) / static_cast<double>(power_of_ten(digits));
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  bool negative = false;
  size_t i = 0;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) {
    negative = text[i] == '-';
    ++i;
  }
  Decimal result;
  int significant = 0;
  bool any = false;
  bool after_point = false;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.') {
      if (after_point || !any) return std::nullopt;
      after_point = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    any = true;
    if (significant > 0 || c != '0') ++significant;
    if (significant > 15) return std::nullopt;
    result.units = result.units * 10 + (c - '0');
    if (after_point) ++result.digits;
    if (result.digits > 15) return std::nullopt;
  }
  if (!any || text.back() == '.') return std::nullopt;
  if (negative) result.units = -result.units;
  return result;
}

std::string plain(Decimal decimal) {
  const bool negative = decimal.units < 0;
  std::string digits =
      to_string(negative ? -static_cast<i128>(decimal.units) : static_cast<i128>(decimal.units));
  if (decimal.digits > 0) {
    const auto wanted = static_cast<size_t>(decimal.digits) + 1;
    if (digits.size() < wanted) digits.insert(0, wanted - digits.size(), '0');
    digits.insert(digits.size() - static_cast<size_t>(decimal.digits), ".");
  }
  return negative ? "-" + digits : digits;
}

std::optional<Decimal> with_digits(Decimal decimal, int digits) {
  i128 units = decimal.units;
  if (digits >= decimal.digits) {
    units *= power_of_ten(digits - decimal.digits);
  } else {
    const i128 divisor = power_of_ten(decimal.digits - digits);
    if (units % divisor != 0) return std::nullopt;
    units /= divisor;
  }
  const i128 limit = power_of_ten(15);
  if (units >= limit || units <= -limit) return std::nullopt;
  return Decimal{static_cast<int64_t>(units), digits};
}

double Ratio::to_double() const {
  const Ratio r = reduced();
  return static_cast<double>(r.numerator) / static_cast<double>(r.denominator);
}

Ratio Ratio::reduced() const {
  const i128 divisor = gcd(numerator, denominator);
  return divisor <= 1 ? *this : Ratio{numerator / divisor, denominator / divisor};
}

std::strong_ordering compare(const Ratio& a, const Ratio& b) {
  if (a.denominator == b.denominator) return a.numerator <=> b.numerator;
  return a.numerator * b.denominator <=> b.numerator * a.denominator;
}

bool operator==(const Ratio& a, const Ratio& b) {
  return compare(a, b) == 0;
}

i128 round_to_integer(const Ratio& ratio, int digits, RoundingMode mode) {
  // Whole part first, so that only the remainder (< denominator) is scaled.
  i128 whole = ratio.numerator / ratio.denominator;
  i128 rest = ratio.numerator % ratio.denominator;
  const bool negative = rest < 0;
  if (negative) rest = -rest;
  i128 fraction = 0;
  for (int i = 0; i < digits; ++i) {
    // rest × 10 as ten additions modulo the denominator: the product itself may exceed 128 bits.
    i128 remainder = 0;
    int digit = 0;
    for (int j = 0; j < 10; ++j) {
      if (remainder >= ratio.denominator - rest) {
        remainder -= ratio.denominator - rest;
        ++digit;
      } else {
        remainder += rest;
      }
    }
    fraction = fraction * 10 + digit;
    rest = remainder;
  }
  i128 result = whole * power_of_ten(digits) + (negative ? -fraction : fraction);
  const bool tie = rest == ratio.denominator - rest;
  const bool above = rest > ratio.denominator - rest;
  bool away = false;
  switch (mode) {
    case RoundingMode::HalfAwayFromZero:
      away = above || tie;
      break;
    case RoundingMode::Truncate:
      break;
    case RoundingMode::HalfEven:
      away = above || (tie && result % 2 != 0);
      break;
  }
  if (away) result += negative ? -1 : 1;
  return result;
}

Ratio rounded(const Ratio& ratio, int digits, RoundingMode mode) {
  return {round_to_integer(ratio, digits, mode), power_of_ten(digits)};
}

std::optional<i128> round_to_integer(double value, int digits, RoundingMode mode) {
  if (!std::isfinite(value)) return std::nullopt;
  const auto scale = static_cast<double>(power_of_ten(digits));
  // value × scale = high + low exactly (fused multiply-add gives the product's rounding error).
  const double high = value * scale;
  const double low = std::fma(value, scale, -high);
  if (std::fabs(high) >= 9.2e18) return std::nullopt;
  if (std::fabs(high) >= 0x1p52) {
    // `high` is whole and the fraction is all in `low` (whose last bit is above 2^-40 for up to 15
    // digits, so that every step here is exact). The rest is brought to the sign of the result.
    const double low_whole = std::trunc(low);
    i128 sum = static_cast<i128>(high) + static_cast<i128>(low_whole);
    double part = low - low_whole;
    if (part != 0 && (part < 0) != (high < 0)) {
      sum += part < 0 ? -1 : 1;
      part += part < 0 ? 1 : -1;
    }
    const double distance = std::fabs(part);
    const bool outward =
        mode != RoundingMode::Truncate &&
        (distance > 0.5 ||
         (distance == 0.5 && (mode == RoundingMode::HalfAwayFromZero || sum % 2 != 0)));
    return outward ? sum + (high < 0 ? -1 : 1) : sum;
  }
  const double whole = std::trunc(high);
  i128 result = static_cast<i128>(whole);
  // The exact rest is (high - whole) + low; |high - whole| < 1 is exact.
  double rest = high - whole;
  const bool negative = rest < 0 || (rest == 0 && (low < 0 || (low == 0 && value < 0)));
  if (rest == 0 && low != 0 && whole != 0 && (low < 0) != (whole < 0)) {
    // Just short of `whole` towards zero: the true integer part is one nearer to zero.
    if (mode == RoundingMode::Truncate) result -= whole < 0 ? -1 : 1;
    return result;
  }
  if (mode == RoundingMode::Truncate) return result;
  const double magnitude = std::fabs(rest);
  const double low_outward = negative ? -low : low;
  const bool above = magnitude > 0.5 || (magnitude == 0.5 && low_outward > 0);
  const bool tie = magnitude == 0.5 && low_outward == 0;
  const bool away = above || (tie && (mode == RoundingMode::HalfAwayFromZero || result % 2 != 0));
  if (away) result += negative ? -1 : 1;
  return result;
}

std::optional<i128> checked_multiply(i128 a, i128 b) {
  i128 product;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

std::optional<i128> checked_add(i128 a, i128 b) {
  i128 sum;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

}  // namespace exemplar
