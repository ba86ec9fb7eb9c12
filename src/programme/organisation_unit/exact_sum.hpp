// A sum of whole numbers times shares, exact without limit of terms.
//
// A common denominator of many shares leaves 128 bits after a few splits (ten totals of six digits
// make sixty). So the sum is kept as a whole part and one proper fraction for each denominator:
//
//   1,204 + 17/600 + 399/1,000        added term by term, in any order: the same parts
//
// Only comparing and rounding need the fractions together; they are added there digit by digit in
// base 2^32, to as many digits as decide the question (two different sums of fractions with
// denominators d1 … dn differ by at least 1/(d1 × … × dn)).
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>

#include "base/decimal.hpp"

namespace exemplar::programme {

// The largest denominator of a share.
inline constexpr i128 kShareDenominatorMax = 1'000'000'000'000'000'000;

class ExactSum {
 public:
  ExactSum() = default;
  explicit ExactSum(int64_t whole) : whole_(whole) {}

  // Adds value × share; 0 <= share <= 1, denominator at most kShareDenominatorMax.
  void add(int64_t value, const Ratio& share);
  void add(const ExactSum& other);

  bool is_whole() const;
  // The whole sum as one ratio; none where its denominator does not fit.
  std::optional<Ratio> ratio() const;
  // sum × 10^digits rounded to an integer; 0 <= digits <= 9.
  i128 rounded(int digits, RoundingMode mode) const;
  double to_double() const;

  // By value, however the sum was put together.
  friend std::strong_ordering operator<=>(const ExactSum& a, const ExactSum& b);
  friend bool operator==(const ExactSum& a, const ExactSum& b) { return (a <=> b) == 0; }

 private:
  struct Floor {
    i128 floor;
    bool whole;  // the sum is its floor
  };

  void add_fraction(i128 numerator, i128 denominator);
  ExactSum negated() const;
  ExactSum times(i128 factor) const;
  Floor floor() const;

  i128 whole_ = 0;
  std::map<i128, i128> numerators_;  // by denominator; 0 < numerator < denominator
};

}  // namespace exemplar::programme
