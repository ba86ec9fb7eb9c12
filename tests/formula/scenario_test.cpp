// Runs every scenario file against every evaluator of the language; the engine in blocks of 1, 7
// and 1,024 units.
#include "formula/scenario.hpp"

#include <gtest/gtest.h>

#include "engine/engine_evaluator.hpp"
#include "engine/formula/parser.hpp"
#include "oracle/oracle.hpp"

namespace exemplar::formula_tests {
namespace {

std::vector<std::unique_ptr<oracle::Evaluator>> evaluators() {
  std::vector<std::unique_ptr<oracle::Evaluator>> result;
  result.push_back(std::make_unique<oracle::OracleEvaluator>());
  for (const size_t block : {1, 7, 1024}) {
    result.push_back(std::make_unique<oracle::EngineEvaluator>(
        engine::Evaluation::Options{.block = block, .threads = block == 7 ? 2U : 1U}));
  }
  return result;
}

class ScenarioFileTest : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(ScenarioFileTest, EveryRowGivesWhatItExpects) {
  const ScenarioFile file = read_scenarios(GetParam());
  for (const std::string& problem : file.problems) ADD_FAILURE() << file.name << ": " << problem;
  for (const auto& evaluator : evaluators()) {
    for (const Scenario& scenario : file.scenarios) {
      for (const std::string& difference : run(scenario, *evaluator)) {
        ADD_FAILURE() << file.name << ", " << difference;
      }
    }
  }
  EXPECT_FALSE(file.scenarios.empty() && file.syntax.empty()) << "the file says nothing";
}

TEST_P(ScenarioFileTest, SyntaxIsReadRefusedAndPrintedAsWritten) {
  const ScenarioFile file = read_scenarios(GetParam());
  for (const SyntaxCase& one : file.syntax) {
    SCOPED_TRACE(file.name + ", line " + std::to_string(one.line) + ": " + one.formula);
    const engine::Parsed parsed = engine::parse_formula(one.formula);
    if (one.error_column > 0) {
      ASSERT_TRUE(parsed.error.has_value());
      EXPECT_EQ(parsed.error->span.column, one.error_column);
      EXPECT_EQ(render(parsed.error->what, Language::English), one.error);
      EXPECT_FALSE(render(parsed.error->remedy, Language::English).empty());
      continue;
    }
    ASSERT_NE(parsed.tree, nullptr) << render(parsed.error->what, Language::English);
    const std::string printed = engine::print(*parsed.tree);
    if (!one.printed.empty()) {
      EXPECT_EQ(printed, one.printed);
    }
    const engine::Parsed again = engine::parse_formula(printed);
    ASSERT_NE(again.tree, nullptr) << printed;
    EXPECT_TRUE(engine::same(*parsed.tree, *again.tree)) << printed;
    EXPECT_EQ(engine::print(*again.tree), printed);
  }
}

INSTANTIATE_TEST_SUITE_P(Files, ScenarioFileTest, testing::ValuesIn(scenario_paths()),
                         [](const auto& path) {
                           std::string name = path.param.stem().string();
                           for (char& c : name) {
                             if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace exemplar::formula_tests
