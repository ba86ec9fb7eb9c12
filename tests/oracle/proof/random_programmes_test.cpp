// Random programmes: what they reach, what holds of all of them, and, of every evaluator that
// stands in `others`, that it agrees with the oracle on each value of each unit.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <numeric>

#include "engine/formula/parser.hpp"
#include "oracle/generator.hpp"
#include "oracle/oracle.hpp"
#include "random/seed.hpp"

namespace exemplar::oracle {
namespace {

uint64_t first_seed() {
  return tests::moved_seed(20240116);
}
uint64_t how_many() {
  return tests::programmes(1'000, 5'000);
}

std::vector<const engine::Expr*> pointers(const RandomProgramme& programme) {
  std::vector<const engine::Expr*> result;
  for (const auto& formula : programme.formulas) result.push_back(formula.get());
  return result;
}

TEST(RandomProgrammes, ReachEveryFunctionAnswerAndRule) {
  Coverage coverage;
  OracleEvaluator oracle(&coverage);
  long values = 0;
  long fragile = 0;
  for (uint64_t i = 0; i < how_many(); ++i) {
    const RandomProgramme programme = random_programme(first_seed() + i);
    std::vector<std::vector<Value>> rows;
    ASSERT_NO_THROW(rows = oracle.evaluate(programme.world, pointers(programme), programme.period))
        << described(programme);
    for (const auto& row : rows) {
      for (const Value& value : row) {
        ++values;
        if (value.fragile) ++fragile;
      }
    }
  }
  const auto unreached = coverage.unreached();
  std::cout << coverage.table();
  tests::say_proof(
      "oracle: {} programmes from seed {}, {} values, {} of them fragile, {} rules not reached",
      how_many(), first_seed(), values, fragile, unreached.size());
  for (const std::string& what : unreached) ADD_FAILURE() << "never reached: " << what;
  EXPECT_LT(fragile * 20, values) << "too much of what is generated proves nothing";
}

TEST(RandomProgrammes, PermutingUnitsPermutesResults) {
  OracleEvaluator oracle;
  for (uint64_t i = 0; i < how_many() / 5; ++i) {
    const RandomProgramme programme = random_programme(first_seed() + i);
    Random random(programme.seed);
    std::vector<int> order(programme.world.units.size());
    std::iota(order.begin(), order.end(), 0);
    for (size_t k = order.size(); k > 1; --k) {
      std::swap(order[k - 1], order[static_cast<size_t>(random.below(static_cast<int>(k)))]);
    }
    const World permuted = with_units_ordered(programme.world, order);
    const auto straight = oracle.evaluate(programme.world, pointers(programme), programme.period);
    const auto crossed = oracle.evaluate(permuted, pointers(programme), programme.period);
    for (size_t f = 0; f < straight.size(); ++f) {
      for (size_t u = 0; u < order.size(); ++u) {
        const Value& a = straight[f][static_cast<size_t>(order[u])];
        const Value& b = crossed[f][u];
        if (a.fragile || b.fragile) continue;
        ASSERT_TRUE(agree(a, b)) << engine::print(*programme.formulas[f]) << ": " << shown(a)
                                 << " and " << shown(b) << "\n"
                                 << described(programme);
      }
    }
  }
}

TEST(RandomProgrammes, TheSameSeedIsTheSameProgramme) {
  const RandomProgramme a = random_programme(first_seed());
  const RandomProgramme b = random_programme(first_seed());
  EXPECT_EQ(described(a), described(b));
  OracleEvaluator oracle;
  const auto rows_a = oracle.evaluate(a.world, pointers(a), a.period);
  const auto rows_b = oracle.evaluate(b.world, pointers(b), b.period);
  for (size_t f = 0; f < rows_a.size(); ++f) {
    for (size_t u = 0; u < rows_a[f].size(); ++u) EXPECT_TRUE(agree(rows_a[f][u], rows_b[f][u]));
  }
}

TEST(RandomFormulas, ParsingWhatIsPrintedGivesTheSameTree) {
  for (uint64_t i = 0; i < how_many() / 3; ++i) {
    const RandomProgramme programme = random_programme(first_seed() + i);
    for (const auto& formula : programme.formulas) {
      const std::string printed = engine::print(*formula);
      const engine::Parsed again = engine::parse_formula(printed);
      ASSERT_NE(again.tree, nullptr) << printed;
      ASSERT_TRUE(engine::same(*formula, *again.tree)) << printed << "\n"
                                                       << engine::print(*again.tree);
    }
  }
}

// Of two answers, the one that is at least as good; a number by its size.
bool not_lower(const Value& before, const Value& after) {
  if (!before.known() || !after.known() || before.type == Type::Truth) {
    if (before.not_applicable() || after.not_applicable()) return before.state == after.state;
    if (before.type == Type::Truth) return after.code() >= before.code();
    return before.state == after.state;
  }
  return after.number.exact >= before.number.exact;
}

TEST(MonotoneFormulas, ABetterValueNeverLowersTheResult) {
  long raised = 0;
  for (uint64_t i = 0; i < how_many() / 2; ++i) {
    const MonotoneCase one = random_monotone(first_seed() + i);
    Random random(first_seed() + i);
    for (int k = 0; k < 4; ++k) {
      const World better = with_one_better(one.world, random);
      Oracle before(one.world);
      Oracle after(better);
      for (size_t u = 0; u < one.world.units.size(); ++u) {
        const auto unit = static_cast<int>(u);
        const Value a = before.evaluate(*one.formula, unit, one.period);
        const Value b = after.evaluate(*one.formula, unit, one.period);
        // A count of answers is unknown as long as one is open, and a better value may open one or
        // settle it.
        const bool counts = engine::print(*one.formula).find("count(") != std::string::npos;
        if (counts && (a.unknown() || b.unknown())) continue;
        ASSERT_TRUE(not_lower(a, b))
            << "seed " << first_seed() + i << ": " << engine::print(*one.formula) << " from "
            << shown(a) << " to " << shown(b);
        if (!not_lower(b, a)) ++raised;
      }
    }
  }
  EXPECT_GT(raised, 20) << "nothing moved, so nothing was shown";
}

TEST(MonotoneFormulas, WhatIsDecidedStaysWhenMoreBecomesKnown) {
  long decided = 0;
  for (uint64_t i = 0; i < how_many() / 2; ++i) {
    const MonotoneCase one = random_monotone(first_seed() + i);
    Random random(first_seed() + i);
    const World more = with_one_more_known(one.world, random);
    Oracle before(one.world);
    Oracle after(more);
    for (size_t u = 0; u < one.world.units.size(); ++u) {
      Value a = before.evaluate(*one.formula, static_cast<int>(u), one.period);
      Value b = after.evaluate(*one.formula, static_cast<int>(u), one.period);
      if (a.unknown()) {
        if (!b.unknown()) ++decided;
        continue;
      }
      a.standing.open = true;
      ASSERT_TRUE(agree(a, b)) << "seed " << first_seed() + i << ": " << engine::print(*one.formula)
                               << " from " << shown(a) << " to " << shown(b);
    }
  }
  EXPECT_GT(decided, 5) << "nothing moved, so nothing was shown";
}

}  // namespace
}  // namespace exemplar::oracle
