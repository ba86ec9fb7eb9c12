// Levels of a unit: reached, undetermined with best and worst, not assessable.
#include <gtest/gtest.h>

#include "engine/formula/parser.hpp"
#include "oracle/calendar.hpp"
#include "oracle/oracle.hpp"

namespace exemplar::oracle {
namespace {

constexpr int kPeriod = 2;

// Three criteria met by t1, t2, t3; levels: all of them, at least two.
// `answers` writes each: T, F, U or N.
World three_criteria(std::string_view answers,
                     WhenNotApplicable rule = WhenNotApplicable::LeaveOut) {
  World world;
  world.periods = small_calendar();
  world.units.emplace_back();
  for (int i = 0; i < 3; ++i) {
    Indicator one;
    one.id = "t" + std::to_string(i + 1);
    one.type = Type::Truth;
    world.indicators.push_back(one);
    Fact& fact = world.at(i, kPeriod, 0);
    const char answer = answers[static_cast<size_t>(i)];
    fact.state = answer == 'U'   ? State::Unknown
                 : answer == 'N' ? State::NotApplicable
                                 : State::Known;
    fact.truth = answer == 'T';
    Criterion criterion;
    criterion.id = std::to_string(i + 1);
    criterion.met = engine::parse_formula(one.id).tree;
    criterion.when_not_applicable = rule;
    world.criteria.push_back(std::move(criterion));
  }
  world.levels.push_back({"all", engine::parse_formula("all(criteria)").tree});
  world.levels.push_back({"two", engine::parse_formula("at_least(2 of criteria, k = stays)").tree});
  return world;
}

struct LevelCase {
  const char* answers;
  std::optional<int> level;
  bool undetermined;
  std::optional<int> best;
  std::optional<int> worst;
};

TEST(Standings, LevelsAndTheirBounds) {
  const LevelCase cases[] = {
      {"TTT", 0, false, 0, 0},
      {"TTF", 1, false, 1, 1},
      {"TFF", std::nullopt, false, std::nullopt, std::nullopt},
      {"TTU", 1, true, 0, 1},
      {"TUU", std::nullopt, true, 0, std::nullopt},
      {"TUF", std::nullopt, true, 1, std::nullopt},
      {"FFU", std::nullopt, false, std::nullopt, std::nullopt},
      {"TTN", 0, false, 0, 0},
  };
  for (const LevelCase& one : cases) {
    const World world = three_criteria(one.answers);
    const Standings given = Oracle(world).standings(0, kPeriod);
    EXPECT_EQ(given.level, one.level) << one.answers;
    EXPECT_EQ(given.undetermined, one.undetermined) << one.answers;
    EXPECT_EQ(given.best, one.best) << one.answers;
    EXPECT_EQ(given.worst, one.worst) << one.answers;
    EXPECT_TRUE(given.assessable.is_true()) << one.answers;
  }
}

TEST(Standings, EveryCriterionNotApplicableIsNotAssessable) {
  const World left_out = three_criteria("NNN");
  EXPECT_TRUE(Oracle(left_out).standings(0, kPeriod).assessable.is_false());
  const World counted = three_criteria("NNN", WhenNotApplicable::Met);
  EXPECT_TRUE(Oracle(counted).standings(0, kPeriod).assessable.is_true());
  EXPECT_EQ(Oracle(counted).standings(0, kPeriod).level, 0);
}

TEST(Standings, AnAssessableConditionDecidesOrStaysOpen) {
  World world = three_criteria("TFU");
  const auto assessable = [&](const char* when) {
    world.assessable = engine::parse_formula(when).tree;
    return shown(Oracle(world).standings(0, kPeriod).assessable);
  };
  EXPECT_EQ(assessable("t1"), "met");
  EXPECT_EQ(assessable("t2"), "not met");
  EXPECT_EQ(assessable("t3"), "unknown");
}

struct AppliesCase {
  char applies;
  WhenNotApplicable rule;
  const char* expected;
};

TEST(Criterion, AppliesAndWhatNotApplicableCountsAs) {
  const AppliesCase cases[] = {
      {'T', WhenNotApplicable::NotMet, "met"},
      {'F', WhenNotApplicable::LeaveOut, "not applicable"},
      {'F', WhenNotApplicable::Met, "met"},
      {'F', WhenNotApplicable::NotMet, "not met"},
      {'F', WhenNotApplicable::Unknown, "unknown"},
      {'U', WhenNotApplicable::Met, "unknown"},
      {'N', WhenNotApplicable::Met, "unknown"},
  };
  for (const AppliesCase& one : cases) {
    World world = three_criteria(std::string("T") + one.applies + "T", one.rule);
    world.criteria[0].applies = engine::parse_formula("t2").tree;
    EXPECT_EQ(shown(Oracle(world).criterion(0, 0, kPeriod)), one.expected) << one.applies;
  }
}

TEST(Definitions, ThatReferToThemselvesAreTheCallersMistake) {
  World world = three_criteria("TTT");
  world.criteria[0].met = engine::parse_formula("criterion(\"2\")").tree;
  world.criteria[1].met = engine::parse_formula("criterion(\"1\")").tree;
  EXPECT_THROW(Oracle(world).criterion(0, 0, kPeriod), std::logic_error);
}

}  // namespace
}  // namespace exemplar::oracle
