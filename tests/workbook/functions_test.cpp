// What the function data says of workbooks is what the cells hold: a formula, or a value that the
// engine computed.
#include <gtest/gtest.h>

#include "dialect/one_of_each.hpp"
#include "dialect/workbook/steps.hpp"
#include "engine/engine_evaluator.hpp"

namespace exemplar::tests {
namespace {

using dialect::Cell;
using dialect::Part;

// The kinds of the cells that hold a formula's result.
std::set<Cell::Kind> kinds_of_result(const std::string& formula) {
  const oracle::World world = oracle::world_of_each();
  const auto parsed = engine::parse_formula(formula);
  const engine::RuleSet rules = oracle::rules_of(world, {parsed.tree.get()});
  const engine::Compiled compiled = engine::compile(rules);
  for (const auto& error : compiled.errors) ADD_FAILURE() << render(error.what, Language::English);
  if (!compiled.errors.empty()) return {};
  oracle::WorldSource source(world, rules);
  engine::Evaluation evaluation(compiled.graph, source);
  dialect::StepWorld given;
  given.units = {0, 1, 2};
  given.language = Language::English;
  dialect::Workbook workbook;
  dialect::Steps steps(evaluation, given, workbook);
  const size_t inputs = steps.add_sheet("inputs");
  const size_t sheet = steps.add_sheet("steps");
  for (const Part part : {Part::Inputs, Part::Measures, Part::OtherPeriods, Part::Groups}) {
    steps.use_sheet(part, inputs);
  }
  const engine::NodeId node = compiled.graph.formulas.front();
  steps.make(node, 0, sheet);
  steps.fill();
  // The cell beside a value that nobody computes says no more than that it is there.
  const dialect::Step* step = steps.value_step(node, 0);
  if (step == nullptr) step = steps.answer_step(node, 0);
  if (step == nullptr) return {Cell::Kind::Number};
  uint16_t column = step->column;
  if (dialect::is_entry(compiled.graph[steps.meant(node)]) &&
      step->role == dialect::Step::Role::Answer) {
    --column;  // of a truth: what was entered
  }
  std::set<Cell::Kind> kinds;
  for (uint32_t row = 0; row < 3; ++row) {
    kinds.insert(workbook.sheets[step->sheet].at(row, column).kind);
  }
  return kinds;
}

TEST(WorkbookFunctions, AreWrittenAsTheDataSays) {
  for (const engine::FunctionInfo& info : engine::functions()) {
    SCOPED_TRACE(info.name);
    const auto formula = oracle::formula_of_each().find(info.id);
    ASSERT_NE(formula, oracle::formula_of_each().end()) << "has no programme here";
    const bool as_value = !kinds_of_result(formula->second).contains(Cell::Kind::Formula);
    EXPECT_EQ(as_value, info.in_cells == engine::Execution::AsValue) << formula->second;
  }
}

}  // namespace
}  // namespace exemplar::tests
