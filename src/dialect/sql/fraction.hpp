// An exact number in SQL: a whole number over a whole number above 0, each an expression.
//
//   office_area 21,4 m²   →  office_area_value / 10      `fixed` 10: the same in every row
//   done / due            →  done_value / due_value      `fixed` 0: `per` is an expression
//
// Numbers written in the rules are worked out here, so that a comparison is the one inequality that
// a person would write.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/decimal.hpp"

namespace exemplar::dialect {

struct Fraction {
  std::string value = "0";
  std::string per = "1";
  i128 fixed = 1;  // 0: `per` varies

  static Fraction over(std::string value, i128 fixed);
  static Fraction varying(std::string value, std::string per);
  static Fraction of(const Ratio& ratio);
  std::optional<Ratio> constant() const;
};

std::optional<i128> whole_number(const std::string& expression);  // where it is written as one
std::string product(const std::string& a, const std::string& b);
std::string sum(const std::string& a, const std::string& b);
std::string difference(const std::string& a, const std::string& b);
// Brackets where an operator could tear it apart.
std::string bracketed(const std::string& expression);

// The least common multiple; none where a denominator varies or it grows beyond 10^37.
std::optional<i128> common(const Fraction& a, const Fraction& b);
// The whole number that it is over a multiple of its own denominator.
std::string scaled(const Fraction& a, i128 to);

Fraction add(const Fraction& a, const Fraction& b);
Fraction subtract(const Fraction& a, const Fraction& b);
Fraction multiply(const Fraction& a, const Fraction& b);
// b is not zero; where it may be below 0, its sign goes to the value.
enum class Sign : uint8_t { NeverNegative, Any };
Fraction divide(const Fraction& a, const Fraction& b, Sign sign_of_b);
Fraction negate(const Fraction& a);
// "a.value * b.per >= b.value * a.per"
std::string comparison(const Fraction& a, const std::string& sign, const Fraction& b);

}  // namespace exemplar::dialect
