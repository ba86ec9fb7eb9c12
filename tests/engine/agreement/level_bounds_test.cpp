// The bounds of a level: as the oracle has them, and true, whatever the unknown answers turn out to
// be.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "engine/agreement/compiled_programme.hpp"
#include "engine/formula/parser.hpp"
#include "oracle/oracle.hpp"
#include "oracle/random_world.hpp"
#include "random/seed.hpp"

namespace exemplar::oracle {
namespace {

using engine::Answer;
using engine::NodeId;

uint64_t cases_to_run(uint64_t few) {
  return tests::short_or_long(few, 20 * few);
}

// The first level reached, levels from the highest; at best an unknown one may be reached.
struct Bounds {
  std::optional<size_t> best;
  std::optional<size_t> reached;
  std::optional<size_t> worst;
  bool undetermined = false;
};

Bounds bounds_of(Compiled& one, int period, size_t unit) {
  const auto answer = [&](NodeId node) {
    return one.evaluation.cells(node, static_cast<engine::PeriodIndex>(period))[unit].answer;
  };
  Bounds bounds;
  const auto& levels = one.compiled.graph.levels;
  const auto& criteria = one.compiled.graph.criteria;
  const bool any_criterion_open = std::any_of(
      criteria.begin(), criteria.end(),
      [&](const auto& criterion) { return answer(criterion.answer) == Answer::Unknown; });
  for (size_t i = 0; i < levels.size(); ++i) {
    const Answer high = answer(levels[i].best);
    if (!bounds.best && (high == Answer::Met || high == Answer::Unknown)) bounds.best = i;
    // `if` of a condition that does not apply does not apply itself, unless both branches agree: as
    // long as one of these is open they may still come to agree.
    const Answer own = answer(levels[i].answer);
    bounds.undetermined = bounds.undetermined || own == Answer::Unknown ||
                          (own == Answer::NotApplicable && any_criterion_open);
    if (!bounds.reached && answer(levels[i].answer) == Answer::Met) bounds.reached = i;
    if (!bounds.worst && answer(levels[i].worst) == Answer::Met) bounds.worst = i;
  }
  return bounds;
}

// Levels: the bounds that stand in language.md ("every U taken as T, then as F"), engine = oracle,
// whatever criteria ask of one another.
TEST(LevelBounds, AreAsTheOracleHasThem) {
  long compared = 0;
  long open = 0;
  const uint64_t first = tests::moved_seed(1);
  for (uint64_t seed = first; seed < first + cases_to_run(400); ++seed) {
    const RandomProgramme programme = random_programme(seed);
    Compiled one(programme.world, programme.formulas);
    Oracle oracle(programme.world);
    for (size_t unit = 0; unit < programme.world.units.size(); ++unit) {
      const Standings expected = oracle.standings(static_cast<int>(unit), programme.period);
      const Bounds given = bounds_of(one, programme.period, unit);
      ++compared;
      open += given.best != given.worst ? 1 : 0;
      EXPECT_EQ(given.best, expected.best) << "seed " << seed << " unit " << unit << "\n"
                                           << described(programme);
      EXPECT_EQ(given.worst, expected.worst) << "seed " << seed << " unit " << unit << "\n"
                                             << described(programme);
      if (testing::Test::HasFailure()) return;
    }
  }
  tests::say_proof("bounds of levels: {} programmes from seed {}, {} units, {} with open bounds",
                   cases_to_run(400), first, compared, open);
  EXPECT_GT(open * 20, compared) << "too few with different bounds";
}

// Asking what is known itself, or for a place among those known, promises no bound (language.md).
bool promises_bounds(const World& world) {
  const auto fits = [](const engine::ExprPtr& formula) {
    if (!formula) return true;
    const std::string text = engine::print(*formula);
    for (const char* word :
         {"or_else", "known", "not_applicable", "rank(", "min_max(", "z_score(", "share_of_max("}) {
      if (text.find(word) != std::string::npos) return false;
    }
    return true;
  };
  bool all = true;
  for (const Measure& one : world.measures) all = all && fits(one.expr);
  for (const Level& one : world.levels) all = all && fits(one.when);
  for (const Criterion& one : world.criteria) {
    all = all && fits(one.applies) && fits(one.met) && fits(one.points);
  }
  return all;
}

// The same world with a value in the place of everything unknown.
World completed(const World& world, Random& random) {
  World complete = clone(world);
  for (Indicator& indicator : complete.indicators) {
    for (auto& [category, row] : indicator.facts) {
      for (Fact& fact : row) {
        if (fact.state == State::Unknown) fact = random_fact(random, indicator, {0, 0});
      }
    }
  }
  return complete;
}

// Was a criterion unknown that turns out not to be applicable? It then stands outside the bounds.
bool left_out_by_now(Compiled& before, Compiled& after, int period) {
  const auto at = static_cast<engine::PeriodIndex>(period);
  for (size_t i = 0; i < before.world.criteria.size(); ++i) {
    const engine::CellVector& open =
        before.evaluation.cells(before.compiled.graph.criteria[i].answer, at);
    const engine::CellVector& closed =
        after.evaluation.cells(after.compiled.graph.criteria[i].answer, at);
    for (size_t unit = 0; unit < open.size(); ++unit) {
      if (open[unit].answer == Answer::Unknown && closed[unit].answer == Answer::NotApplicable) {
        return true;
      }
    }
  }
  return false;
}

// Levels and a criterion that ask of the others in every direction.
void ask_in_every_direction(RandomProgramme& programme, Random& random) {
  static const std::vector<std::string> kConditions{
      "all(criteria)",
      "not criterion(\"1\")",
      "criterion(\"asking\")",
      "criterion(\"asking\") and not criterion(\"1\")",
      "share(not_met of criteria) >= 40 %",
      "share(not_met of criteria) < 50 % and not any(not_met of group(\"P\"))",
      "3 - count_of(met of criteria) >= 1",
      "-2 * count_of(met of criteria) > -5",
      "count_of(met of criteria) = 2",
      "total(points of group(\"P\")) >= 5",
      "10 - points(\"1\") > 4",
      "if criterion(\"1\") then criterion(\"asking\") else any(criteria)",
      "count_of(unknown of criteria) = 0 and any(criteria)",
      "at_least(50 % of criteria) and not level(\"low\")",
      "at_most(50 % of criterion(\"1\"), by = count_of(met of criteria), highest first)"};
  static const std::vector<std::string> kAsking{
      "not criterion(\"1\")", "criterion(\"1\") and criterion(\"2\")",
      "share(met of group(\"P\")) >= 60 %", "points(\"1\") * points(\"1\") < 30"};
  Criterion asking;
  asking.id = "asking";
  asking.group = "A";
  asking.met = engine::parse_formula(random.one_of(kAsking)).tree;
  asking.when_not_applicable = WhenNotApplicable::NotMet;
  World& world = programme.world;
  world.criteria.push_back(std::move(asking));
  world.assessable = nullptr;
  world.levels.clear();
  world.levels.push_back({"high", engine::parse_formula(random.one_of(kConditions)).tree});
  const std::string low = random.one_of(kConditions);
  world.levels.push_back(
      {"low", engine::parse_formula(low.find("level(") == std::string::npos ? low : "any(criteria)")
                  .tree});
}

TEST(LevelBounds, NoCompletionOfWhatIsUnknownLeavesThem) {
  long compared = 0;
  long open = 0;
  long determined = 0;
  const uint64_t first = tests::moved_seed(1);
  for (uint64_t seed = first; seed < first + cases_to_run(600); ++seed) {
    RandomProgramme programme = random_programme(seed);
    Random random(seed);
    ask_in_every_direction(programme, random);
    if (!promises_bounds(programme.world)) continue;
    Compiled before(programme.world, {});
    for (int completion = 0; completion < 5; ++completion) {
      const World complete = completed(programme.world, random);
      Compiled after(complete, {});
      if (left_out_by_now(before, after, programme.period)) continue;
      for (size_t unit = 0; unit < complete.units.size(); ++unit) {
        const size_t none = complete.levels.size();  // below the lowest
        const Bounds bounds = bounds_of(before, programme.period, unit);
        const Bounds then = bounds_of(after, programme.period, unit);
        const bool there = complete.exists(static_cast<int>(unit), programme.period);
        compared += there ? 1 : 0;  // of any other nothing can be known
        open += bounds.best != bounds.worst ? 1 : 0;
        // What nobody can ever know (the logarithm of 0) stays open and is taken as met and as not
        // met, whatever was possible before; what is promised is the level reached.
        if (then.undetermined) continue;
        const std::string where = fmt::format("unit {} completion {}\n", unit, completion);
        ASSERT_LE(bounds.best.value_or(none), then.best.value_or(none))
            << where << described(programme);
        ASSERT_GE(bounds.worst.value_or(none), then.worst.value_or(none))
            << where << described(programme);
        ++determined;
        ASSERT_EQ(then.reached, then.best) << where << described(programme);
        ASSERT_EQ(then.reached, then.worst) << where << described(programme);
      }
    }
  }
  tests::say_proof(
      "bounds of levels: from seed {} {} units completed, {} of them with open bounds before, {} "
      "determined after",
      first, compared, open, determined);
  EXPECT_GT(open, 500);
  EXPECT_GT(determined * 2, compared);
}

}  // namespace
}  // namespace exemplar::oracle
