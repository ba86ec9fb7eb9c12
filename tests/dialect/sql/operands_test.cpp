// A floating result is measured by the numbers it was made from, and by no others.
#include "dialect/sql/operands.hpp"

#include <gtest/gtest.h>

#include "dialect/one_of_each.hpp"
#include "engine/agreement/compiled_programme.hpp"

namespace exemplar::oracle {
namespace {

TEST(LargestOperand, IsThatOfTheUnitsOwnTrace) {
  // a of the three units: 3, 4, 5; the year after 30, 40, 50.
  World world = world_of_each();
  Period next = world.periods[0];
  next.text = "2024";
  next.first_day = *make_date(2024, 1, 1);
  next.last_day = *make_date(2024, 12, 31);
  next.last_year = 0;
  world.periods.push_back(next);
  for (int unit = 0; unit < 3; ++unit) {
    const Fact before = world.at(0, 0, unit);
    world.at(0, 1, unit) = before;
    world.at(0, 1, unit).number.units *= 10;
  }
  struct Row {
    const char* formula;
    int unit;
    double wanted;
  };
  for (const Row& row :
       {Row{"sqrt(a)", 0, 30}, Row{"sqrt(a)", 2, 50}, Row{"(sqrt(a))[last year]", 2, 5},
        Row{"sqrt(a - 60)", 1, 60}, Row{"(sqrt(a))[parent]", 2, 30},
        Row{"(sqrt(a))[unit(\"2\")]", 1, 50}, Row{"mean(sqrt(a) over participants)", 0, 50},
        Row{"min_max(a)", 0, 50}, Row{"mean((sqrt(a))[last year] over participants)", 0, 5}}) {
    std::vector<engine::ExprPtr> formulas;
    formulas.push_back(engine::parse_formula(row.formula).tree);
    ASSERT_NE(formulas[0], nullptr) << row.formula;
    Compiled one(world, formulas);
    ASSERT_TRUE(one.compiled.errors.empty()) << row.formula;
    EXPECT_DOUBLE_EQ(dialect::largest_operand(one.evaluation, one.compiled.graph.formulas[0], 1,
                                              static_cast<size_t>(row.unit)),
                     row.wanted)
        << row.formula;
  }
}

}  // namespace
}  // namespace exemplar::oracle
