// Sums of shares: any order, any number of terms, every rounding mode.
#include "programme/organisation_unit/exact_sum.hpp"

#include "table_author.hpp"

namespace exemplar::programme {
namespace {

TEST(ExactSum, AddsSharesInAnyOrder) {
  ExactSum a;
  a.add(1, {1, 2});
  a.add(1, {1, 3});
  a.add(1, {1, 6});
  EXPECT_TRUE(a.is_whole());
  EXPECT_EQ(a, ExactSum(1));
  ExactSum b(2);
  b.add(-1, {5, 6});
  ExactSum c(1);
  c.add(1, {1, 6});
  EXPECT_EQ(b, c);
  EXPECT_EQ(b.ratio(), (Ratio{7, 6}));
  EXPECT_FALSE(b.is_whole());
  EXPECT_LT(a, b);
  EXPECT_GT(b, a);
  EXPECT_LT(ExactSum(-1), ExactSum());
  EXPECT_NEAR(b.to_double(), 7.0 / 6, 1e-15);
}

struct RoundingCase {
  int64_t value;
  Ratio share;
  int digits;
  int half_away, truncated, half_even;
};

TEST(ExactSum, RoundsByTheDeclaredMode) {
  const RoundingCase cases[] = {
      {5, {1, 2}, 0, 3, 2, 2},        {7, {1, 2}, 0, 4, 3, 4},    {-5, {1, 2}, 0, -3, -2, -2},
      {-7, {1, 2}, 0, -4, -3, -4},    {1, {2, 3}, 0, 1, 0, 1},    {1, {2, 3}, 2, 67, 66, 67},
      {-1, {2, 3}, 2, -67, -66, -67}, {9, {1, 1}, 1, 90, 90, 90}, {0, {1, 3}, 3, 0, 0, 0},
  };
  for (const RoundingCase& c : cases) {
    ExactSum sum;
    sum.add(c.value, c.share);
    EXPECT_EQ(sum.rounded(c.digits, RoundingMode::HalfAwayFromZero), c.half_away);
    EXPECT_EQ(sum.rounded(c.digits, RoundingMode::Truncate), c.truncated);
    EXPECT_EQ(sum.rounded(c.digits, RoundingMode::HalfEven), c.half_even);
  }
}

// Thirty totals of nine digits: their common denominator has some 250 digits.
TEST(ExactSum, HasNoLimitOfTerms) {
  std::vector<int64_t> totals;
  for (int64_t i = 0; i < 30; ++i) totals.push_back(999'999'937 - 2 * i * (i + 7));
  ExactSum parts;
  ExactSum rests;
  for (const int64_t total : totals) {
    parts.add(1'000'003, {total / 3, total});
    rests.add(1'000'003, {total - total / 3, total});
  }
  EXPECT_EQ(parts.ratio(), std::nullopt);
  EXPECT_FALSE(parts.is_whole());
  ExactSum all = parts;
  all.add(rests);
  EXPECT_TRUE(all.is_whole());
  EXPECT_EQ(all, ExactSum(30 * 1'000'003));
  EXPECT_LT(parts, rests);

  // A whole number that shows only when all its fractions are put together: 1 from many
  // denominators with no two equal.
  ExactSum hidden;
  for (const int64_t total : totals) hidden.add(1, {1, total});
  for (size_t i = 0; i + 1 < totals.size(); i += 2) {
    const i128 product = static_cast<i128>(totals[i]) * totals[i + 1];
    hidden.add(-1, {totals[i] + totals[i + 1], product});
  }
  EXPECT_EQ(hidden.ratio(), std::nullopt);
  EXPECT_TRUE(hidden.is_whole());
  EXPECT_EQ(hidden, ExactSum());
  ExactSum tie = hidden;
  tie.add(1, {1, 2});
  EXPECT_EQ(tie.rounded(0, RoundingMode::HalfAwayFromZero), 1);
  EXPECT_EQ(tie.rounded(0, RoundingMode::HalfEven), 0);
  ExactSum below = tie;
  below.add(-1, {1, kShareDenominatorMax});
  EXPECT_EQ(below.rounded(0, RoundingMode::HalfAwayFromZero), 0);
  EXPECT_LT(below, tie);
  ExactSum minus(-1);
  minus.add(hidden);
  EXPECT_EQ(minus.rounded(0, RoundingMode::Truncate), -1);
}

}  // namespace
}  // namespace exemplar::programme
