// How many units a target asks for, and how what is missing is shared: tables, and a property.
#include "programme/target/target.hpp"

#include <rapidcheck/gtest.h>

namespace exemplar::programme {

namespace {

struct Asked {
  std::optional<Decimal> share;
  bool strictly_more;
  std::optional<int64_t> count;
  int64_t denominator;
  int64_t units;
};

}  // namespace

TEST(UnitsAsked, ByTheExactShareOfWholeUnits) {
  const std::vector<Asked> table = {
      {Decimal{40, 2}, true, {}, 249, 100},  // more than 40 % of 249: 99.6
      {Decimal{40, 2}, true, {}, 250, 101},  // exactly 100 is not more than 40 % of 250
      {Decimal{40, 2}, false, {}, 250, 100},
      {Decimal{40, 2}, false, {}, 249, 100},
      {Decimal{30, 2}, false, {}, 249, 75},  // 74.7
      {Decimal{70, 2}, false, {}, 25, 18},   // 17.5
      {Decimal{1, 0}, false, {}, 249, 249},
      {Decimal{1, 0}, true, {}, 249, 249},  // more than all cannot be asked
      {{}, false, 75, 249, 75},
      {{}, false, 300, 249, 249},
      {Decimal{30, 2}, false, 75, 249, 75},  // both: the larger one
      {Decimal{30, 2}, false, 75, 113, 75},
      {Decimal{335, 3}, false, {}, 200, 67},
      {Decimal{40, 2}, true, {}, 0, 0},
  };
  for (const Asked& one : table) {
    Target target;
    target.share = one.share;
    target.strictly_more = one.strictly_more;
    target.count = one.count;
    EXPECT_EQ(units_asked(target, one.denominator), one.units)
        << one.denominator << " " << one.units;
  }
}

TEST(Apportioned, LargestRemainders) {
  const auto parts = [](int64_t total, std::vector<int64_t> weights) {
    return apportioned(total, weights);
  };
  EXPECT_EQ(parts(10, {1, 1, 1}), (std::vector<int64_t>{4, 3, 3}));
  EXPECT_EQ(parts(5, {3, 2}), (std::vector<int64_t>{3, 2}));
  EXPECT_EQ(parts(3, {2, 2}), (std::vector<int64_t>{2, 1}));
  EXPECT_EQ(parts(2, {1, 2, 5}), (std::vector<int64_t>{0, 1, 1}));
  EXPECT_EQ(parts(4, {0, 0}), (std::vector<int64_t>{0, 0}));
  EXPECT_EQ(parts(0, {3, 4}), (std::vector<int64_t>{0, 0}));
  EXPECT_EQ(parts(7, {}), (std::vector<int64_t>{}));
}

RC_GTEST_PROP(Apportioned, AddsUpAndStaysWithinOneOfTheQuota, ()) {
  const auto weights = *rc::gen::nonEmpty(
      rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(0, 1000)));
  const auto total = *rc::gen::inRange<int64_t>(0, 5000);
  int64_t sum = 0;
  for (const int64_t weight : weights) sum += weight;
  const auto parts = apportioned(total, weights);
  int64_t placed = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    placed += parts[i];
    if (sum == 0) continue;
    RC_ASSERT(parts[i] * sum > total * weights[i] - sum);
    RC_ASSERT(parts[i] * sum < total * weights[i] + sum);
  }
  RC_ASSERT(placed == (sum == 0 ? 0 : total));
}

}  // namespace exemplar::programme
