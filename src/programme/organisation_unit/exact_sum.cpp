#include "programme/organisation_unit/exact_sum.hpp"

#include <vector>

namespace exemplar::programme {

void ExactSum::add_fraction(i128 numerator, i128 denominator) {
  i128 quotient = numerator / denominator;
  i128 remainder = numerator % denominator;
  if (remainder < 0) {
    remainder += denominator;
    --quotient;
  }
  whole_ += quotient;
  if (remainder == 0) return;
  i128& held = numerators_[denominator];
  held += remainder;
  if (held >= denominator) {
    held -= denominator;
    ++whole_;
  }
  if (held == 0) numerators_.erase(denominator);
}

void ExactSum::add(int64_t value, const Ratio& share) {
  add_fraction(static_cast<i128>(value) * share.numerator, share.denominator);
}

void ExactSum::add(const ExactSum& other) {
  whole_ += other.whole_;
  for (const auto& [denominator, numerator] : other.numerators_) {
    add_fraction(numerator, denominator);
  }
}

ExactSum ExactSum::negated() const {
  ExactSum sum;
  sum.whole_ = -whole_;
  for (const auto& [denominator, numerator] : numerators_) {
    sum.add_fraction(-numerator, denominator);
  }
  return sum;
}

ExactSum ExactSum::times(i128 factor) const {
  ExactSum sum;
  sum.whole_ = whole_ * factor;
  for (const auto& [denominator, numerator] : numerators_) {
    sum.add_fraction(numerator * factor, denominator);
  }
  return sum;
}

ExactSum::Floor ExactSum::floor() const {
  if (numerators_.empty()) return {whole_, true};
  if (numerators_.size() == 1) return {whole_, false};
  if (const std::optional<Ratio> sum = ratio()) {
    const i128 quotient = sum->numerator / sum->denominator;
    const i128 remainder = sum->numerator % sum->denominator;
    return {quotient - (remainder < 0 ? 1 : 0), remainder == 0};
  }
  // Enough digits that the neglected tail, at most one last digit for each fraction, is smaller
  // than one part in the product of all denominators.
  int bits = 64;
  for (const auto& [denominator, numerator] : numerators_) {
    for (i128 rest = denominator; rest > 0; rest >>= 1) ++bits;
  }
  const size_t digits = static_cast<size_t>(bits) / 32 + 1;
  std::vector<uint64_t> sum(digits + 1);  // sum[0] is the whole part, sum[k] counts 2^(-32k)
  for (const auto& [denominator, numerator] : numerators_) {
    i128 rest = numerator;
    for (size_t k = 1; k <= digits; ++k) {
      rest <<= 32;
      sum[k] += static_cast<uint64_t>(rest / denominator);
      rest %= denominator;
    }
  }
  // The tail may lift the truncated sum over a whole number, exactly then when the sum is whole.
  const auto carried = [](std::vector<uint64_t> number) {
    for (size_t k = number.size() - 1; k > 0; --k) {
      number[k - 1] += number[k] >> 32;
      number[k] &= UINT32_MAX;
    }
    return number;
  };
  std::vector<uint64_t> lifted = sum;
  lifted.back() += numerators_.size();
  const uint64_t low = carried(sum)[0];
  const uint64_t high = carried(lifted)[0];
  if (high > low) return {whole_ + high, true};
  // Truncation never lies above the sum: a whole sum whose digits all come out exact.
  const std::vector<uint64_t> exact = carried(sum);
  bool no_fraction = true;
  for (size_t k = 1; k < exact.size(); ++k) no_fraction = no_fraction && exact[k] == 0;
  return {whole_ + low, no_fraction};
}

bool ExactSum::is_whole() const {
  return floor().whole;
}

std::optional<Ratio> ExactSum::ratio() const {
  Ratio sum{whole_, 1};
  for (const auto& [denominator, numerator] : numerators_) {
    const i128 common = gcd(sum.denominator, denominator);
    const auto left = checked_multiply(sum.numerator, denominator / common);
    const auto right = checked_multiply(numerator, sum.denominator / common);
    const auto below = checked_multiply(sum.denominator, denominator / common);
    if (!left || !right || !below) return std::nullopt;
    const auto above = checked_add(*left, *right);
    if (!above) return std::nullopt;
    sum = Ratio{*above, *below}.reduced();
  }
  return sum;
}

i128 ExactSum::rounded(int digits, RoundingMode mode) const {
  const bool negative = *this < ExactSum();
  ExactSum scaled = (negative ? negated() : *this).times(power_of_ten(digits));
  if (mode != RoundingMode::Truncate) scaled.add_fraction(1, 2);
  const Floor reached = scaled.floor();
  i128 value = reached.floor;
  const bool tie = reached.whole;  // half was added, so a whole number was a half
  if (mode == RoundingMode::HalfEven && tie && value % 2 != 0) --value;
  return negative ? -value : value;
}

double ExactSum::to_double() const {
  double sum = static_cast<double>(whole_);
  for (const auto& [denominator, numerator] : numerators_) {
    sum += static_cast<double>(numerator) / static_cast<double>(denominator);
  }
  return sum;
}

std::strong_ordering operator<=>(const ExactSum& a, const ExactSum& b) {
  ExactSum difference = a;
  difference.add(b.negated());
  const ExactSum::Floor result = difference.floor();
  if (result.floor != 0) return result.floor <=> i128{0};
  return result.whole ? std::strong_ordering::equal : std::strong_ordering::greater;
}

}  // namespace exemplar::programme
