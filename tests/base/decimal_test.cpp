// base/decimal.hpp: rounding as on paper, at exact ties and one step beside them.
#include "base/decimal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

using namespace exemplar;

namespace {

constexpr auto kAway = RoundingMode::HalfAwayFromZero;
constexpr auto kTruncate = RoundingMode::Truncate;
constexpr auto kEven = RoundingMode::HalfEven;

TEST(Decimal, ParsesPlainNumbersOnly) {
  struct Row {
    std::string_view text;
    int64_t units;
    int digits;
  };
  for (const Row& row : std::vector<Row>{{"0", 0, 0},
                                         {"1234.5", 12345, 1},
                                         {"-1.50", -150, 2},
                                         {"0.001", 1, 3},
                                         {"007", 7, 0},
                                         {"-0", 0, 0},
                                         {"999999999999999", 999999999999999, 0},
                                         {"0.000000000000001", 1, 15}}) {
    const auto decimal = parse_decimal(row.text);
    ASSERT_TRUE(decimal) << row.text;
    EXPECT_EQ(decimal->units, row.units) << row.text;
    EXPECT_EQ(decimal->digits, row.digits) << row.text;
  }
  for (const char* text : {"", "-", ".", "1.", ".5", "1,5", "1e3", "1 000", "1.2.3", "--1", "0x1",
                           "1000000000000000", "0.0000000000000001", "nan", "1-"}) {
    EXPECT_FALSE(parse_decimal(text)) << text;
  }
}

TEST(Decimal, EqualsByValue) {
  EXPECT_EQ((Decimal{150, 2}), (Decimal{15, 1}));
  EXPECT_FALSE((Decimal{150, 2}) == (Decimal{150, 1}));
  EXPECT_EQ((Decimal{999999999999999, 0}), (Decimal{999999999999999, 0}));
  EXPECT_EQ((Decimal{0, 0}), (Decimal{0, 15}));
}

TEST(Decimal, OtherDigitsWithoutLoss) {
  EXPECT_EQ(with_digits({15, 1}, 3)->units, 1500);
  EXPECT_EQ(with_digits({1500, 3}, 1)->units, 15);
  EXPECT_FALSE(with_digits({15, 1}, 0));
  EXPECT_FALSE(with_digits({999999999999999, 0}, 1));
}

TEST(Decimal, Printing) {
  EXPECT_EQ(plain({1234567, 2}), "12345.67");
  EXPECT_EQ(plain({5, 3}), "0.005");
  EXPECT_EQ(plain({-5, 1}), "-0.5");
  EXPECT_EQ(plain({0, 2}), "0.00");
  EXPECT_EQ(to_string(power_of_ten(38)), "100000000000000000000000000000000000000");
  EXPECT_EQ(to_string(-power_of_ten(20)), "-100000000000000000000");
  const i128 least = i128{1} << 126;
  EXPECT_EQ(to_string(-least - least), "-170141183460469231731687303715884105728");
}

RC_GTEST_PROP(Decimal, ParseUndoesPrint, ()) {
  const Decimal decimal{*rc::gen::inRange<int64_t>(-999999999999999, 1000000000000000),
                        *rc::gen::inRange(0, 16)};
  const auto again = parse_decimal(plain(decimal));
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->units == decimal.units && again->digits == decimal.digits);
  RC_ASSERT(decimal.to_double() == std::stod(plain(decimal)));
}

struct Tie {
  i128 numerator;
  i128 denominator;
  int digits;
  int away;
  int truncated;
  int even;
};

TEST(Ratio, RoundsByIntegerDivision) {
  for (const Tie& t : std::vector<Tie>{{2675, 1000, 2, 268, 267, 268},
                                       {2665, 1000, 2, 267, 266, 266},
                                       {-2675, 1000, 2, -268, -267, -268},
                                       {-2665, 1000, 2, -267, -266, -266},
                                       {26749999, 10000000, 2, 267, 267, 267},
                                       {26750001, 10000000, 2, 268, 267, 268},
                                       {1, 2, 0, 1, 0, 0},
                                       {-1, 2, 0, -1, 0, 0},
                                       {3, 2, 0, 2, 1, 2},
                                       {1, 3, 3, 333, 333, 333},
                                       {2, 3, 3, 667, 666, 667},
                                       {0, 7, 2, 0, 0, 0}}) {
    const Ratio ratio{t.numerator, t.denominator};
    EXPECT_EQ(round_to_integer(ratio, t.digits, kAway), t.away) << to_string(t.numerator);
    EXPECT_EQ(round_to_integer(ratio, t.digits, kTruncate), t.truncated) << to_string(t.numerator);
    EXPECT_EQ(round_to_integer(ratio, t.digits, kEven), t.even) << to_string(t.numerator);
    EXPECT_EQ(rounded(ratio, t.digits, kAway), (Ratio{t.away, power_of_ten(t.digits)}));
  }
}

// domain.md, section 6: two official figures of 2023 are truncated.
TEST(Ratio, PublishedFiguresThatWereTruncated) {
  EXPECT_EQ(round_to_integer(Ratio{3372, 4422}, 4, kTruncate), 7625);
  EXPECT_EQ(round_to_integer(Ratio{3372, 4422}, 4, kAway), 7626);
  EXPECT_EQ(round_to_integer(Ratio{6650, 7528}, 4, kTruncate), 8833);
  EXPECT_EQ(round_to_integer(Ratio{6650, 7528}, 4, kAway), 8834);
}

TEST(Ratio, ComparesByCrossMultiplication) {
  EXPECT_EQ(compare({70, 100}, {7, 10}), std::strong_ordering::equal);
  EXPECT_EQ(compare({16, 25}, {7, 10}), std::strong_ordering::less);
  EXPECT_EQ(compare({18, 25}, {7, 10}), std::strong_ordering::greater);
  EXPECT_EQ(compare({-1, 3}, {1, 3}), std::strong_ordering::less);
  EXPECT_EQ(Ratio(Ratio{84, -0 + 36}.reduced()).numerator, 7);
  EXPECT_EQ(gcd(0, 0), 0);
  EXPECT_EQ(gcd(-12, 18), 6);
}

RC_GTEST_PROP(Ratio, RoundingIsNearest, ()) {
  const i128 n = *rc::gen::inRange<int64_t>(-1000000000000000000, 1000000000000000000);
  const i128 d = *rc::gen::inRange<int64_t>(1, 1000000000000);
  const int digits = *rc::gen::inRange(0, 7);
  const i128 scaled = n * power_of_ten(digits);
  for (const RoundingMode mode : {kAway, kEven}) {
    const i128 twice_rest = (round_to_integer(Ratio{n, d}, digits, mode) * d - scaled) * 2;
    RC_ASSERT(twice_rest <= d && twice_rest >= -d);
  }
  RC_ASSERT(round_to_integer(Ratio{n, d}, digits, kTruncate) == scaled / d);
  RC_ASSERT(round_to_integer(Ratio{-n, d}, digits, kAway) ==
            -round_to_integer(Ratio{n, d}, digits, kAway));
}

// The double taken exactly: mantissa × 2^exponent × 10^digits as an integer over a power of two.
std::optional<i128> rounded_exactly(double value, int digits, RoundingMode mode) {
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  const auto mantissa = static_cast<int64_t>(std::ldexp(fraction, 53));
  exponent -= 53;
  const i128 scaled = i128{mantissa} * power_of_ten(digits);  // < 2^53 × 10^15 < 2^103
  if (exponent >= 0) return scaled << exponent;
  if (exponent < -110) return std::nullopt;
  return round_to_integer(Ratio{scaled, i128{1} << -exponent}, 0, mode);
}

void expect_exact(double value, int digits) {
  for (const RoundingMode mode : {kAway, kTruncate, kEven}) {
    const auto expected = rounded_exactly(value, digits, mode);
    const auto got = round_to_integer(value, digits, mode);
    if (!expected) continue;
    ASSERT_TRUE(got) << value;
    EXPECT_EQ(to_string(*got), to_string(*expected))
        << fmt::format("{:a} {} {}", value, digits, name_of(mode));
  }
}

TEST(Double, TiesAndOneStepBeside) {
  EXPECT_EQ(round_to_integer(2.675, 2, kAway), 267);  // the double is 2.67499999999999982…
  EXPECT_EQ(round_to_integer(0.5, 0, kAway), 1);
  EXPECT_EQ(round_to_integer(0.5, 0, kEven), 0);
  EXPECT_EQ(round_to_integer(-0.5, 0, kAway), -1);
  EXPECT_EQ(round_to_integer(-1.5, 0, kEven), -2);
  EXPECT_EQ(round_to_integer(std::nextafter(0.5, 0.0), 0, kAway), 0);
  EXPECT_EQ(round_to_integer(0.1 + 0.2, 1, kTruncate), 3);
  EXPECT_EQ(round_to_integer(0.3, 1, kTruncate), 2);  // 0.299999999999999988…
  EXPECT_EQ(round_to_integer(-0.3, 1, kTruncate), -2);
  EXPECT_EQ(round_to_integer(1.005, 2, kAway), 100);
  EXPECT_EQ(round_to_integer(0.0, 3, kAway), 0);
  EXPECT_EQ(round_to_integer(-0.0, 3, kAway), 0);
  EXPECT_FALSE(round_to_integer(std::nan(""), 0, kAway));
  EXPECT_FALSE(round_to_integer(INFINITY, 0, kAway));
  EXPECT_FALSE(round_to_integer(1e19, 0, kAway));
  for (const double tie : {0.125, 0.375, 2.5, 1000.5, 12345.625, 1e-3, 0.05, 0.15, 2.675, 1.115,
                           4503599627370495.5, 0.0625, 7.5e11 + 0.5}) {
    for (const double value : {tie, -tie}) {
      for (int digits = 0; digits <= 3; ++digits) {
        expect_exact(value, digits);
        expect_exact(std::nextafter(value, INFINITY), digits);
        expect_exact(std::nextafter(value, -INFINITY), digits);
      }
    }
  }
}

TEST(Double, LargeValuesAreExactToo) {
  for (const double value : {4503599627370497.5, 9007199254740993.0, 450359962737049.75, 9.0e17,
                             123456789012345.67, 900719925474099.3}) {
    for (int digits = 0; digits <= 3; ++digits) {
      if (value * std::pow(10, digits) >= 9.2e18) continue;
      expect_exact(value, digits);
      expect_exact(-value, digits);
    }
  }
}

RC_GTEST_PROP(Double, RoundsTheExactBinaryValue, ()) {
  const auto units = *rc::gen::inRange<int64_t>(-9000000000000000, 9000000000000001);
  const int scale = *rc::gen::inRange(0, 13);
  const int digits = *rc::gen::inRange(0, 10);
  const double near = static_cast<double>(units) / static_cast<double>(power_of_ten(scale));
  for (const double value :
       {near, std::nextafter(near, INFINITY), std::nextafter(near, -INFINITY)}) {
    if (std::fabs(value) * static_cast<double>(power_of_ten(digits)) >= 9e18) continue;
    for (const RoundingMode mode : {kAway, kTruncate, kEven}) {
      const auto expected = rounded_exactly(value, digits, mode);
      if (expected)
        RC_ASSERT(to_string(*round_to_integer(value, digits, mode)) == to_string(*expected));
    }
  }
}

TEST(Checked, SaysWhenItLeaves128Bits) {
  const i128 big = power_of_ten(38);
  EXPECT_EQ(checked_add(big, 1), big + 1);
  EXPECT_FALSE(checked_add(big, big));
  EXPECT_FALSE(checked_multiply(big, 2));
  EXPECT_EQ(checked_multiply(big, -1), -big);
}

TEST(RoundingModes, AreNamed) {
  for (const RoundingMode mode : {kAway, kTruncate, kEven}) {
    EXPECT_EQ(rounding_mode_named(name_of(mode)), mode);
  }
  EXPECT_FALSE(rounding_mode_named("up"));
}

}  // namespace
