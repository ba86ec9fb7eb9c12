// Every example of the function table gives what stands beside it.
#include <gtest/gtest.h>

#include "engine/formula/parser.hpp"
#include "oracle/calendar.hpp"
#include "oracle/oracle.hpp"

namespace exemplar::oracle {
namespace {

World one_unit() {
  World world;
  world.periods = small_calendar();
  world.units.emplace_back();
  return world;
}

Value value_of(const World& world, std::string_view formula) {
  const engine::Parsed parsed = engine::parse_formula(formula);
  return Oracle(world).evaluate(*parsed.tree, 0, 2);
}

TEST(FunctionTable, EveryExampleGivesItsResult) {
  const World world = one_unit();
  int tried = 0;
  for (const engine::FunctionInfo& info : engine::functions()) {
    if (info.example.empty()) continue;
    SCOPED_TRACE(std::string(info.example));
    ASSERT_NE(engine::parse_formula(info.example).tree, nullptr);
    const Value given = value_of(world, info.example);
    ++tried;
    if (given.type == Type::Truth || !given.known()) {
      EXPECT_EQ(shown(given), info.example_result);
    } else {
      const Value expected = value_of(world, info.example_result);
      EXPECT_TRUE(agree(given, expected)) << shown(given);
    }
    EXPECT_FALSE(given.fragile);
  }
  EXPECT_GE(tried, 30);
}

TEST(FunctionTable, OnlyFunctionsThatNeedUnitsHaveNoExample) {
  for (const engine::FunctionInfo& info : engine::functions()) {
    if (!info.example.empty()) continue;
    const bool needs_units = info.group == engine::FunctionGroup::Comparisons ||
                             info.group == engine::FunctionGroup::Units ||
                             info.group == engine::FunctionGroup::Criteria ||
                             info.group == engine::FunctionGroup::Answers;
    EXPECT_TRUE(needs_units) << info.name;
  }
}

TEST(Fragile, OnlyWhereADoubleAllButTouchesATurn) {
  const World world = one_unit();
  EXPECT_TRUE(value_of(world, "round(sqrt(6.25) , 0)").fragile);
  EXPECT_FALSE(value_of(world, "round(sqrt(2), 3)").fragile);
  EXPECT_FALSE(value_of(world, "round(2.675, 2)").fragile);
  EXPECT_TRUE(value_of(world, "round(1 / 3 + 1 / 6, 0)").fragile);
}

}  // namespace
}  // namespace exemplar::oracle
