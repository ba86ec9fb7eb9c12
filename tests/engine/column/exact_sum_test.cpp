// The exact sum against integers as long as it takes.
#include "engine/column/exact_sum.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace exemplar::engine {
namespace {

using Integer = boost::multiprecision::cpp_int;

constexpr double kLeast = std::numeric_limits<double>::denorm_min();
constexpr double kMost = std::numeric_limits<double>::max();

// value × 2^1074, which is whole for every double.
Integer scaled(double value) {
  int exponent = 0;
  const double mantissa = std::frexp(std::fabs(value), &exponent);
  Integer whole(static_cast<uint64_t>(std::ldexp(mantissa, 53)));
  const int shift = exponent - 53 + 1074;
  // A subnormal's last bits are zeros.
  whole = shift >= 0 ? Integer(whole << static_cast<unsigned>(shift))
                     : Integer(whole >> static_cast<unsigned>(-shift));
  return value < 0 ? Integer(-whole) : whole;
}

// To the nearest double, ties to even.
double nearest(const Integer& sum) {
  if (sum == 0) return 0;
  const Integer size = abs(sum);
  const int bits = static_cast<int>(msb(size)) + 1;
  const int dropped = std::max(0, bits - 53);
  Integer kept = size >> static_cast<unsigned>(dropped);
  const Integer rest = size - (kept << static_cast<unsigned>(dropped));
  if (dropped > 0) {
    const Integer half = Integer(1) << static_cast<unsigned>(dropped - 1);
    if (rest > half || (rest == half && (kept & 1) != 0)) ++kept;
  }
  const double value = std::ldexp(static_cast<double>(kept.convert_to<uint64_t>()), dropped - 1074);
  return sum < 0 ? -value : value;
}

double exact(const std::vector<double>& values) {
  ExactSum sum;
  for (const double value : values) sum.add(value);
  return sum.value();
}

double expected(const std::vector<double>& values) {
  Integer sum = 0;
  for (const double value : values) sum += scaled(value);
  return nearest(sum);
}

bool same_bits(double a, double b) {
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

TEST(ExactSum, OfKnownCases) {
  const std::vector<std::vector<double>> cases = {
      {},
      {0.0, -0.0},
      {-0.0},
      {1.0, -1.0},
      {0.1, 0.2, 0.3},
      {1e300, 1.0, -1e300},
      {kLeast},
      {-kLeast, kLeast, kLeast},
      {kMost, -kMost, kLeast},
      {kMost, kMost, -kMost},
      {1.0, 0x1p-53},            // a tie, to even: 1
      {1.0 + 0x1p-52, 0x1p-53},  // a tie, to even: up
      {1.0, 0x1p-53, kLeast},    // above the tie by the least
      {1.0, 0x1p-53, -kLeast},   // below it
      {-1.0, -0x1p-53, -kLeast},
      {0x1p-1022, -kLeast},  // into the subnormals
      {0x1.fffffffffffffp-1023, kLeast},
      {0x1p63, 0x1p31, 0x1p-1, 0x1p-33, 0x1p-65},
  };
  for (size_t i = 0; i < cases.size(); ++i) {
    EXPECT_TRUE(same_bits(exact(cases[i]), expected(cases[i])))
        << "case " << i << ": " << exact(cases[i]) << ", not " << expected(cases[i]);
  }
  EXPECT_EQ(exact({kMost, kMost}), std::numeric_limits<double>::infinity());
}

// Doubles of every size, and of sizes that cancel.
double drawn(std::mt19937_64& random, int spread) {
  const int exponent = static_cast<int>(random() % static_cast<uint64_t>(2 * spread + 1)) - spread;
  const double mantissa = 1 + static_cast<double>(random() >> 12) * 0x1p-52;
  return std::ldexp((random() & 1) != 0 ? mantissa : -mantissa, exponent);
}

TEST(ExactSum, IsTheCorrectlyRoundedSumInEveryOrder) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 400; ++round) {
    const int spread = std::vector<int>{2, 30, 60, 400, 1020}[static_cast<size_t>(round % 5)];
    std::vector<double> values;
    for (size_t n = random() % 40; n > 0; --n) values.push_back(drawn(random, spread));
    if (round % 3 == 0) {  // most of it cancels
      for (size_t i = values.size() / 4; i-- > 0;) values.push_back(-values[i]);
    }
    const double wanted = expected(values);
    for (int order = 0; order < 3; ++order) {
      ASSERT_TRUE(same_bits(exact(values), wanted)) << "round " << round;
      std::shuffle(values.begin(), values.end(), random);
    }
  }
}

TEST(ExactSum, ManyValuesCarry) {
  std::mt19937_64 random(2);
  std::vector<double> values;
  for (int i = 0; i < 5'000; ++i) values.push_back(0x1.fffffffffffffp+31);
  for (int i = 0; i < 5'000; ++i) values.push_back(drawn(random, 40));
  EXPECT_TRUE(same_bits(exact(values), expected(values)));
  for (double& value : values) value = -std::fabs(value);
  EXPECT_TRUE(same_bits(exact(values), expected(values)));
}

TEST(ExactSum, PartsAddUpToTheWhole) {
  std::mt19937_64 random(3);
  std::vector<double> values;
  for (int i = 0; i < 3'000; ++i) values.push_back(drawn(random, 500));
  for (const size_t parts : {1U, 2U, 7U, 1024U}) {
    std::vector<ExactSum> sums(parts);
    for (size_t i = 0; i < values.size(); ++i) sums[i % parts].add(values[i]);
    ExactSum whole;
    for (const ExactSum& sum : sums) whole.add(sum);
    EXPECT_TRUE(same_bits(whole.value(), expected(values))) << parts;
  }
}

// What an edit does: one value out, another in.
TEST(ExactSum, WhatIsTakenOutLeavesNoTrace) {
  std::mt19937_64 random(4);
  std::vector<double> values;
  ExactSum sum;
  for (int i = 0; i < 200; ++i) {
    values.push_back(drawn(random, 600));
    sum.add(values.back());
  }
  for (int edit = 0; edit < 5'000; ++edit) {
    double& value = values[random() % values.size()];
    sum.subtract(value);
    value = drawn(random, edit % 2 == 0 ? 600 : 3);
    sum.add(value);
    if (edit % 500 != 0) continue;
    ASSERT_TRUE(same_bits(sum.value(), expected(values))) << edit;
  }
  EXPECT_TRUE(same_bits(sum.value(), expected(values)));
}

}  // namespace
}  // namespace exemplar::engine
