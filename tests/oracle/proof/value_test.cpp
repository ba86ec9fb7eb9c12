// The oracle's own arithmetic: rounding, whole parts, and how values are written.
#include "oracle/value.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace exemplar::oracle {
namespace {

Rational read(const char* text) {
  return rational(parse_decimal(text).value());
}

struct RoundingCase {
  const char* value;
  int digits;
  const char* half_away;
  const char* truncate;
  const char* half_even;
};

TEST(Rounding, EveryModeOnBothSidesOfAHalf) {
  const RoundingCase cases[] = {
      {"2.675", 2, "2.68", "2.67", "2.68"},
      {"2.665", 2, "2.67", "2.66", "2.66"},
      {"-2.665", 2, "-2.67", "-2.66", "-2.66"},
      {"2.5", 0, "3", "2", "2"},
      {"3.5", 0, "4", "3", "4"},
      {"-2.5", 0, "-3", "-2", "-2"},
      {"2.4999", 0, "2", "2", "2"},
      {"0.05", 1, "0.1", "0", "0"},
      {"17", 2, "17", "17", "17"},
      {"0", 3, "0", "0", "0"},
  };
  for (const RoundingCase& one : cases) {
    const Rational value = read(one.value);
    EXPECT_EQ(rounded(value, one.digits, RoundingMode::HalfAwayFromZero), read(one.half_away))
        << one.value;
    EXPECT_EQ(rounded(value, one.digits, RoundingMode::Truncate), read(one.truncate)) << one.value;
    EXPECT_EQ(rounded(value, one.digits, RoundingMode::HalfEven), read(one.half_even)) << one.value;
  }
}

TEST(Rounding, ADoubleIsTakenAtItsExactBinaryValue) {
  // The double 2.675 is a little less than 2.675.
  EXPECT_EQ(rounded(Rational(2.675), 2, RoundingMode::HalfAwayFromZero), read("2.67"));
  EXPECT_EQ(Rational(0.1), Rational(3602879701896397LL) / Rational(36028797018963968LL));
}

TEST(Rounding, NearnessToAPlaceWhereItTurns) {
  EXPECT_LT(distance_to_turn(0.125, 2, RoundingMode::HalfAwayFromZero), 1e-12);
  EXPECT_GT(distance_to_turn(0.12, 2, RoundingMode::HalfAwayFromZero), 0.01);
  EXPECT_LT(distance_to_turn(0.12, 2, RoundingMode::Truncate), 1e-12);
  EXPECT_GT(distance_to_turn(0.125, 2, RoundingMode::Truncate), 0.01);
}

TEST(Floor, IsTheNextWholeNumberDownwards) {
  EXPECT_EQ(floor_of(Rational(7) / 2), 3);
  EXPECT_EQ(floor_of(Rational(-7) / 2), -4);
  EXPECT_EQ(floor_of(Rational(-4)), -4);
}

TEST(Codes, AreThoseOfTheLanguage) {
  EXPECT_EQ(truth(false).code(), 0);
  EXPECT_EQ(unknown("").code(), 1);
  EXPECT_EQ(truth(true).code(), 2);
  EXPECT_EQ(not_applicable("").code(), 3);
  EXPECT_EQ(number(Rational(0)).code(), 2);
}

TEST(Shown, AsScenarioFilesWriteIt) {
  EXPECT_EQ(shown(number(Rational(2) / 3)), "2/3");
  EXPECT_EQ(shown(number(read("-0.05"))), "-0.05");
  EXPECT_EQ(shown(number(Rational(1200))), "1200");
  EXPECT_EQ(shown(truth(false)), "not met");
  EXPECT_EQ(shown(text("ward")), "\"ward\"");
}

TEST(Agreement, ComparesStatusOnlyWhereBothSayOne) {
  Value a = truth(true);
  Value b = truth(true);
  b.standing.status = Status::Draft;
  EXPECT_FALSE(agree(a, b));
  b.standing.open = true;
  EXPECT_TRUE(agree(a, b));
  EXPECT_FALSE(agree(truth(true), truth(false)));
  EXPECT_FALSE(agree(unknown("x"), not_applicable("x")));
  EXPECT_TRUE(agree(unknown("x"), unknown("y")));
  EXPECT_TRUE(agree(number(floating(1.0 / 3)), number(Rational(1) / 3)));
  EXPECT_FALSE(agree(number(Rational(1) / 3), number(read("0.3333333333"))));
}

}  // namespace
}  // namespace exemplar::oracle
