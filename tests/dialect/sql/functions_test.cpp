// What the function data says of SQL is what the script does: a function is written out, or its
// result is a fact that the export puts beside the reported ones.
#include <gtest/gtest.h>

#include "dialect/one_of_each.hpp"
#include "dialect/sql/world_tables.hpp"

namespace exemplar::oracle {
namespace {

TEST(SqlFunctions, AreWrittenAsTheDataSays) {
  for (const engine::FunctionInfo& info : engine::functions()) {
    SCOPED_TRACE(info.name);
    const auto formula = formula_of_each().find(info.id);
    ASSERT_NE(formula, formula_of_each().end()) << "has no programme here";
    std::vector<engine::ExprPtr> formulas;
    formulas.push_back(engine::parse_formula(formula->second).tree);
    ASSERT_NE(formulas[0], nullptr);
    const SqlWorld world(world_of_each(), formulas, 0);
    for (const auto& error : world.compiled.errors) {
      FAIL() << render(error.what, Language::English);
    }
    for (const auto database : {dialect::Database::PostgreSql, dialect::Database::DuckDb}) {
      const auto script = dialect::sql_script(world.programme, database);
      ASSERT_TRUE(bool(script)) << render(script.refusal().what, Language::English);
      const bool as_fact = script->find(dialect::kMonthsActive) != std::string::npos;
      EXPECT_EQ(as_fact, info.in_sql == engine::Execution::AsValue);
    }
  }
}

}  // namespace
}  // namespace exemplar::oracle
