// What a script says, and what is refused. That it is right is proved where it is run.
#include "dialect/sql/script.hpp"

#include <gtest/gtest.h>

#include "engine/formula/parser.hpp"

namespace exemplar::dialect {
namespace {

// Inputs a and b with two digits, and criteria by their conditions.
struct Rules {
  explicit Rules(const std::vector<std::string>& conditions, std::string participants = {}) {
    for (const char* id : {"a", "b"}) {
      engine::InputSignature input;
      input.id = id;
      input.digits = 2;
      input.low = Decimal{0, 0};
      input.high = Decimal{1000, 0};
      rules.inputs.push_back(std::move(input));
      SqlInput sql;
      sql.indicator = id;
      sql.digits = 2;
      sql.pieces = "periods of P1M in civil";
      programme.inputs.push_back(std::move(sql));
    }
    rules.attributes.push_back({"kind", engine::ValueType::Text, "", 0, std::nullopt});
    programme.attributes.push_back({"kind", true, engine::ValueType::Text, 0});
    for (const std::string& text : conditions) {
      engine::CriterionRule rule;
      rule.id = std::to_string(rules.criteria.size() + 1);
      rule.met = parsed(text);
      rule.when_not_applicable = engine::WhenNotApplicablePolicy::LeaveOut;
      rules.criteria.push_back(std::move(rule));
    }
    if (!participants.empty()) {
      rules.conditions.push_back({"participants", parsed(participants), {}, {}, {}});
    }
    compiled = engine::compile(rules);
    for (const auto& error : compiled.errors) {
      ADD_FAILURE() << render(error.what, Language::English);
    }
    programme.graph = &compiled.graph;
    for (const engine::FormulaOrigin& origin : compiled.graph.origins) {
      const bool list = origin.kind == engine::FormulaOrigin::Kind::Condition;
      programme.formula_names.push_back(list ? "participants"
                                             : "criterion " + std::to_string(origin.index + 1));
    }
    for (size_t i = 0; i < rules.criteria.size(); ++i) {
      programme.criteria.push_back(
          {rules.criteria[i].id, {"Title " + rules.criteria[i].id}, compiled.graph.criteria[i]});
    }
    if (!participants.empty()) programme.participants = compiled.graph.conditions[0];
    programme.hierarchy = "territory";
    programme.period = "2023-01-01/2023-12-31";
  }

  const engine::Expr* parsed(const std::string& text) {
    trees.push_back(std::move(engine::parse_formula(text).tree));
    return trees.back().get();
  }
  std::string script(Database database = Database::PostgreSql) const {
    const auto written = sql_script(programme, database);
    if (written) return *written;
    ADD_FAILURE() << render(written.refusal().what, Language::English);
    return {};
  }
  std::string refusal(Database database = Database::PostgreSql) const {
    const auto written = sql_script(programme, database);
    return written ? std::string() : render(written.refusal().what, Language::English);
  }

  std::vector<engine::ExprPtr> trees;
  engine::RuleSet rules;
  engine::Compiled compiled;
  SqlProgramme programme;
};

bool says(const std::string& script, const std::string& text) {
  return script.find(text) != std::string::npos;
}

TEST(SqlScript, AComparisonOfRatiosIsOneInequalityOfWholeNumbers) {
  const std::string script = Rules({"a / b >= 70 %"}).script();
  EXPECT_TRUE(says(script, "-- a / b >= 70 %")) << script;
  EXPECT_TRUE(says(script, "CASE WHEN a_value * 10 >= 7 * x")) << script;
  EXPECT_FALSE(says(script, "double precision")) << script;
}

TEST(SqlScript, AnIntervalEndsAtExactlyZeroAndOne) {
  const std::string script =
      Rules({"round(proportion_low(a, b), 2) >= 0.5", "round(proportion_high(a, b), 2) >= 0.5"})
          .script();
  EXPECT_TRUE(says(script, "_k = 0 THEN 0 ELSE least(1, ")) << script;
  EXPECT_TRUE(says(script, "_n THEN 1 ELSE least(1, ")) << script;
}

TEST(SqlScript, ACriterionStandsBelowItsTitle) {
  const std::string script = Rules({"a >= 1"}).script();
  EXPECT_TRUE(says(script, "-- Title 1\n")) << script;
  EXPECT_TRUE(says(script, "CREATE TEMPORARY TABLE \"criterion 1\"")) << script;
  EXPECT_TRUE(says(script, "SELECT CAST('2023-01-01/2023-12-31' AS text) AS period;")) << script;
}

TEST(SqlScript, EachDatabaseHasItsOwnWholeNumbers) {
  const Rules rules({"round(a / b, 2, mode = truncate) >= 1"});
  const std::string postgresql = rules.script(Database::PostgreSql);
  const std::string duckdb = rules.script(Database::DuckDb);
  EXPECT_TRUE(says(postgresql, "div(") && says(postgresql, "numeric"));
  EXPECT_FALSE(says(postgresql, "hugeint") || says(postgresql, "//"));
  EXPECT_TRUE(says(duckdb, " // ") && says(duckdb, "hugeint"));
  EXPECT_FALSE(says(duckdb, "numeric") || says(duckdb, "CREATE UNIQUE INDEX"));
}

size_t times(const std::string& script, const std::string& text) {
  size_t count = 0;
  for (size_t at = script.find(text); at != std::string::npos; at = script.find(text, at + 1)) {
    ++count;
  }
  return count;
}

TEST(SqlScript, FactsAreReadOnceForAllIndicators) {
  const std::string script = Rules({"a >= 1", "b >= 1", "a / b >= 70 %"}).script();
  EXPECT_EQ(times(script, "JOIN fact "), 1U) << script;
  EXPECT_EQ(times(script, "FROM fact"), 0U) << script;
  EXPECT_TRUE(says(script, "('a', '', 'periods of P1M in civil', ")) << script;
}

TEST(SqlScript, TheAssessmentReadsTheCriteriaSideBySide) {
  const std::string script = Rules({"a >= 1", "b >= 1"}).script();
  EXPECT_TRUE(says(script, "CREATE TEMPORARY TABLE \"criteria side by side\" AS")) << script;
  EXPECT_TRUE(says(script, "t1.\"criterion 2\" AS \"criterion 2\"")) << script;
  EXPECT_EQ(times(script, "JOIN \"criterion 2\""), 1U) << script;
  EXPECT_FALSE(says(Rules({"a >= 1"}).script(), "side by side"));
}

// A unit's id and a period's days stand in the tables that number them and in the assessment alone.
TEST(SqlScript, StagesJoinOnNumbers) {
  const std::string script = Rules({"a >= 1"}).script();
  EXPECT_TRUE(says(script, "CREATE TEMPORARY TABLE \"unit numbers\" AS")) << script;
  EXPECT_TRUE(says(script, "SELECT u.period_id AS period, u.id AS unit")) << script;
}

TEST(SqlScript, PostgreSqlIsToldToJoinWholeTables) {
  const Rules rules({"a >= 1"});
  EXPECT_TRUE(says(rules.script(Database::PostgreSql), "SET enable_nestloop = off;"));
  EXPECT_FALSE(says(rules.script(Database::DuckDb), "SET "));
}

TEST(SqlScript, NamesThatDifferInCaseOrBehindTheirMostBytesStayApart) {
  Rules rules({"a >= 1", "b >= 1", "a >= 2", "b >= 2"});
  const std::string longest(80, 'x');
  const char* ids[] = {"k", "K"};
  for (size_t i = 0; i < 2; ++i) rules.programme.criteria[i].id = ids[i];
  for (size_t i = 2; i < 4; ++i) rules.programme.criteria[i].id = longest + std::to_string(i);
  const std::string script = rules.script();
  EXPECT_TRUE(says(script, "\"criterion k\" AS")) << script;
  EXPECT_TRUE(says(script, "\"criterion K 2\" AS")) << script;
  EXPECT_FALSE(says(script, "TABLE \"criterion " + longest));
}

TEST(SqlScript, ALineBreakInATitleStaysInItsComment) {
  Rules rules({"a >= 1"});
  rules.programme.criteria[0].says = {"first\nDROP TABLE fact;"};
  EXPECT_TRUE(says(rules.script(), "-- first DROP TABLE fact;\n"));
}

TEST(SqlScript, AQuoteInATextIsDoubled) {
  Rules rules({"a >= 1"}, "unit.kind = \"o'clock\"");
  EXPECT_TRUE(says(rules.script(), "'o''clock'"));
}

TEST(SqlScript, MeansOverTimeThatAreAddedUpAreRefusedByTheCriterionsName) {
  Rules rules({"b >= 1", "a >= 1"});
  rules.programme.inputs[0].over_time = Combining::Mean;
  rules.programme.inputs[0].over_units = Combining::Sum;
  EXPECT_EQ(rules.refusal(),
            "criterion 2: 'a' cannot be written for postgresql: means over time are not added up "
            "over units");
}

TEST(SqlScript, AListThatDependsOnValuesIsRefused) {
  const Rules rules({"a >= 1"}, "b >= 1");
  EXPECT_EQ(rules.refusal(),
            "participants: 'b' cannot be written for postgresql: who takes part must follow from "
            "the units alone");
}

TEST(SqlScript, RatiosThatDuckDbCannotPutInOrderAreRefusedThereAlone) {
  const Rules narrow({"rank(a / b, highest first, ties = min) <= 3"});
  narrow.script(Database::DuckDb);
  const Rules wide({"rank(a * a / (b * b * b), highest first, ties = min) <= 3"});
  wide.script(Database::PostgreSql);
  EXPECT_EQ(wide.refusal(Database::DuckDb),
            "criterion 1: 'a * a / (b * b * b)' cannot be written for duckdb: its denominators are "
            "too large to be put in order");
}

TEST(SqlLoad, EveryTableIsMadeAndFilled) {
  for (const Database database : {Database::PostgreSql, Database::DuckDb}) {
    const std::string load = sql_load(database);
    for (const char* table : {"unit", "unit_link", "unit_attribute", "period", "fact"}) {
      EXPECT_TRUE(says(load, std::string("CREATE TABLE ") + table + " (")) << table;
      EXPECT_TRUE(says(load, std::string("'") + table + ".csv'")) << table;
    }
  }
}

}  // namespace
}  // namespace exemplar::dialect
