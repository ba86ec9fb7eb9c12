// Published figures, each under its declared rounding, and the intervals against known values.
#include <cmath>

#include "programme/assessment/comparison.hpp"

namespace exemplar::programme {

namespace {

constexpr auto kHalfAway = RoundingMode::HalfAwayFromZero;

Ratio whole(int64_t number) {
  return {number, 1};
}

struct Published {
  int64_t value;
  int64_t change;
  Decimal percent;
};

}  // namespace

TEST(PublishedFigures, ChangesAgainstTheSamePeriod) {
  const std::vector<Published> table = {
      {14977, -2679, {-1517, 2}}, {6857, -772, {-1012, 2}}, {11161, -2484, {-1820, 2}},
      {5735, 186, {335, 2}},      {1405, 88, {668, 2}},     {4422, -351, {-735, 2}},
      {4690, -781, {-1428, 2}},   {37, -24, {-3934, 2}},
  };
  for (const Published& one : table) {
    const auto percent =
        percent_change(whole(one.value), whole(one.value - one.change), kHalfAway, 2);
    ASSERT_TRUE(percent);
    EXPECT_EQ(plain(*percent), plain(one.percent)) << one.value;
  }
}

TEST(PublishedFigures, Shares) {
  EXPECT_EQ(plain(*percent_of(whole(39250), whole(47062), kHalfAway, 2)), "83.40");
  EXPECT_EQ(plain(*percent_of(whole(3220), whole(4409), kHalfAway, 2)), "73.03");
  // Two official figures are truncated: rounding would give one more in the last place.
  EXPECT_EQ(plain(*percent_of(whole(3372), whole(4422), RoundingMode::Truncate, 2)), "76.25");
  EXPECT_EQ(plain(*percent_of(whole(3372), whole(4422), kHalfAway, 2)), "76.26");
  EXPECT_EQ(plain(*percent_of(whole(6650), whole(7528), RoundingMode::Truncate, 2)), "88.33");
  EXPECT_EQ(plain(*percent_of(whole(6650), whole(7528), kHalfAway, 2)), "88.34");
}

TEST(PercentChange, ABaseOfZeroIsNoBase) {
  EXPECT_FALSE(percent_change(whole(5), whole(0), kHalfAway, 2));
  EXPECT_FALSE(percent_change(whole(0), whole(0), kHalfAway, 2));
  EXPECT_EQ(plain(*percent_change(whole(0), whole(5), kHalfAway, 2)), "-100.00");
}

TEST(PercentChange, RatiosAreExact) {
  // From 1/3 to 1/2: half as much again.
  EXPECT_EQ(plain(*percent_change({1, 2}, {1, 3}, kHalfAway, 2)), "50.00");
  // 0.125 % exactly: a tie, away from zero.
  EXPECT_EQ(plain(*percent_change(whole(80100), whole(80000), kHalfAway, 2)), "0.13");
  EXPECT_EQ(plain(*percent_change(whole(80100), whole(80000), RoundingMode::HalfEven, 2)), "0.12");
}

// Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3 (score).
TEST(Intervals, WilsonAgainstNewcombesTable) {
  struct Known {
    double k, n, low, high;
  };
  for (const Known& one : {Known{81, 263, 0.2553, 0.3662}, Known{15, 148, 0.0624, 0.1605},
                           Known{0, 20, 0.0, 0.1611}, Known{1, 29, 0.0061, 0.1718}}) {
    const Interval interval = wilson_interval(one.k, one.n);
    EXPECT_NEAR(interval.low, one.low, 0.00005);
    EXPECT_NEAR(interval.high, one.high, 0.00005);
  }
}

TEST(Intervals, RateRatioTurnsTheShareOfTheSumBack) {
  const Interval ratio = rate_ratio_interval(37, 61);
  const Interval share = wilson_interval(37, 98);
  EXPECT_NEAR(ratio.low / (1 + ratio.low), share.low, 1e-12);
  EXPECT_NEAR(ratio.high / (1 + ratio.high), share.high, 1e-12);
  // Close to the usual logarithmic interval where counts are large.
  const Interval large = rate_ratio_interval(14977, 17656);
  const double r = 14977.0 / 17656.0;
  const double e = 1.959963984540054 * std::sqrt(1 / 14977.0 + 1 / 17656.0);
  EXPECT_NEAR(large.low, r * std::exp(-e), 1e-5);
  EXPECT_NEAR(large.high, r * std::exp(e), 1e-5);
}

TEST(Intervals, SwappingTheCountsInvertsTheRatio) {
  for (const auto& [a, b] : {std::pair{3.0, 7.0}, {50.0, 20.0}, {1.0, 1.0}}) {
    const Interval one = rate_ratio_interval(a, b);
    const Interval other = rate_ratio_interval(b, a);
    EXPECT_NEAR(one.low * other.high, 1.0, 1e-9);
    EXPECT_NEAR(one.high * other.low, 1.0, 1e-9);
  }
}

TEST(Intervals, NoneLeftKeepsAFiniteUpperEnd) {
  const Interval ratio = rate_ratio_interval(0, 5);
  EXPECT_EQ(ratio.low, 0.0);
  EXPECT_GT(ratio.high, 0.1);
  EXPECT_LT(ratio.high, 1.0);
}

}  // namespace exemplar::programme
