// A value near a turning point may be what lies on one of its sides, and nothing else.
#include <gtest/gtest.h>

#include "engine/formula/parser.hpp"
#include "oracle/calendar.hpp"
#include "oracle/oracle.hpp"

namespace exemplar::oracle {
namespace {

// "yes" where a reading gives what is shown so.
Explained explained(const char* formula, const std::string& as_shown) {
  World world;
  world.periods = small_calendar();
  world.units.emplace_back();
  const engine::Parsed parsed = engine::parse_formula(formula);
  return explained_by_turns(
      world, [&](Oracle& oracle) { return oracle.evaluate(*parsed.tree, 0, 2); },
      [&](const Value& value) { return shown(value) == as_shown; });
}

TEST(Turns, AreTakenToBothSidesAndNoFurther) {
  struct Row {
    const char* formula;
    const char* shown;
    Explained wanted;
  };
  for (const Row& row : {
           Row{"round(1 / 3 + 1 / 6, 0)", "1", Explained::Yes},
           Row{"round(1 / 3 + 1 / 6, 0)", "0", Explained::Yes},
           Row{"round(1 / 3 + 1 / 6, 0)", "2", Explained::No},
           Row{"round(1 / 3 + 1 / 6, 0)", "unknown", Explained::No},
           Row{"round(sqrt(6.25), 0) + round(sqrt(12.25), 0)", "5", Explained::Yes},
           Row{"round(sqrt(6.25), 0) + round(sqrt(12.25), 0)", "7", Explained::Yes},
           Row{"round(sqrt(6.25), 0) + round(sqrt(12.25), 0)", "8", Explained::No},
           Row{"round(0 - sqrt(6.25), 0)", "-2", Explained::Yes},
           Row{"round(0 - sqrt(6.25), 0)", "-3", Explained::Yes},
           Row{"round(0 - sqrt(6.25), 0)", "2", Explained::No},
           // The same value is taken the same way at both places.
           Row{"round(sqrt(6.25), 0) - round(sqrt(6.25), 0)", "1", Explained::No},
           Row{"steps(sqrt(4), 2 -> 1)", "0", Explained::Yes},
           Row{"steps(sqrt(4), 2 -> 1)", "2", Explained::No},
           // What is all but 0 divides by anything, and 0 is a further way.
           Row{"1 / (1 / 3 + 1 / 6 - 1 / 2)", "unknown", Explained::Yes},
           Row{"1 / (1 / 3 + 1 / 6 - 1 / 2)", "5", Explained::Noise},
           // Nothing touches here.
           Row{"round(2.5, 0)", "2", Explained::No},
           Row{"sqrt(6.25) > 3", "met", Explained::No},
       }) {
    EXPECT_EQ(explained(row.formula, row.shown), row.wanted) << row.formula << ": " << row.shown;
  }
}

TEST(Turns, ALevelsBoundIsFragileByItself) {
  World world;
  world.periods = small_calendar();
  world.units.emplace_back();
  Criterion criterion;
  criterion.id = "1";
  criterion.met = engine::parse_formula("round(sqrt(6.25), 0) = 3").tree;
  world.criteria.push_back(std::move(criterion));
  world.levels.push_back({"l1", engine::parse_formula("all(criteria)").tree});
  world.levels.push_back({"l2", engine::parse_formula("1 = 1").tree});
  Oracle oracle(world);
  for (const Bound bound : {Bound::None, Bound::Best, Bound::Worst}) {
    EXPECT_TRUE(oracle.level(0, bound, 0, 2).fragile);
    EXPECT_FALSE(oracle.level(1, bound, 0, 2).fragile);
  }
}

}  // namespace
}  // namespace exemplar::oracle
