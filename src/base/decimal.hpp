// Exact numbers: reported decimals, ratios of 128-bit integers, and rounding as on paper.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace exemplar {

using i128 = __int128;

std::string to_string(i128 value);
i128 power_of_ten(int exponent);  // 0 <= exponent <= 38
i128 gcd(i128 a, i128 b);         // of the absolute values; gcd(0, 0) = 0

// How a number is brought to fewer digits. The default everywhere is HalfAwayFromZero, as on
// paper (2.675 to 2 digits is 2.68); two published official figures of 2023 are truncated.
enum class RoundingMode { HalfAwayFromZero, Truncate, HalfEven };

std::string_view name_of(RoundingMode mode);  // "half_away", "truncate", "half_even"
std::optional<RoundingMode> rounding_mode_named(std::string_view name);

// A reported number: units × 10^-digits, at most 15 significant digits.
struct Decimal {
  int64_t units = 0;
  int digits = 0;

  // By value: 1.50 = 1.5.
  bool operator==(const Decimal& other) const;
  double to_double() const;
};

// Reads "1234.5" ('.' as the sign, no grouping, optional leading '-'). Refuses exponents, more
// than 15 significant digits and anything else. Grouped and Vietnamese forms: base/number.hpp.
std::optional<Decimal> parse_decimal(std::string_view text);
// "1234.50": as many decimals as `digits`, '.' as the sign.
std::string plain(Decimal decimal);
// The same value with another number of digits; no value if that would lose any.
std::optional<Decimal> with_digits(Decimal decimal, int digits);

// numerator / denominator with denominator > 0, not necessarily in lowest terms.
struct Ratio {
  i128 numerator = 0;
  i128 denominator = 1;

  double to_double() const;
  // In lowest terms.
  Ratio reduced() const;
};

// Cross-multiplied; both products must be below 2^127 (the checker proves it from bounds).
std::strong_ordering compare(const Ratio& a, const Ratio& b);
bool operator==(const Ratio& a, const Ratio& b);

// ratio × 10^digits, rounded to an integer by `mode`; by integer division, exact.
i128 round_to_integer(const Ratio& ratio, int digits, RoundingMode mode);
Ratio rounded(const Ratio& ratio, int digits, RoundingMode mode);
// The same for a double, taken at its exact binary value. |value| × 10^digits must be < 2^63.
std::optional<i128> round_to_integer(double value, int digits, RoundingMode mode);

// Multiplication and addition that say when they leave 128 bits.
std::optional<i128> checked_multiply(i128 a, i128 b);
std::optional<i128> checked_add(i128 a, i128 b);

}  // namespace exemplar
