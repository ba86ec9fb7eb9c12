// What single rules are as formulas: exact comparisons on whole numbers, rounding near ties, what is
// written as a value and why, and what is not shown.
#include <gtest/gtest.h>

#include "dialect/workbook/steps.hpp"
#include "engine/engine_evaluator.hpp"
#include "engine/formula/parser.hpp"
#include "workbook/cells_behind.hpp"

namespace exemplar::tests {
namespace {

using dialect::Cell;
using dialect::Part;
using dialect::Step;

// Two wards below a district; a and b whole numbers, x with one decimal, huge without bounds.
oracle::World small_world() {
  oracle::World world;
  for (const char* code : {"79", "1", "2"}) {
    oracle::Unit unit;
    unit.id = unit.code = code;
    unit.kind = world.units.empty() ? "district" : "ward";
    unit.parent = world.units.empty() ? -1 : 0;
    world.units.push_back(unit);
  }
  oracle::Period period;
  period.text = "2023";
  period.first_day = *make_date(2023, 1, 1);
  period.last_day = *make_date(2023, 12, 31);
  world.periods.push_back(period);
  const auto indicator = [&](const char* id, int digits, int64_t at_most, int64_t first) {
    oracle::Indicator one;
    one.id = id;
    one.digits = digits;
    one.at_most = at_most;
    one.facts[""].resize(world.units.size());
    for (size_t i = 0; i < world.units.size(); ++i) {
      one.facts[""][i].state = oracle::State::Known;
      one.facts[""][i].number = {first + static_cast<int64_t>(i), digits};
    }
    world.indicators.push_back(std::move(one));
  };
  indicator("a", 0, 1000, 16);
  indicator("b", 0, 1000, 25);
  indicator("x", 1, 1000, 25);
  indicator("huge", 0, 100'000'000'000'000, 5);
  return world;
}

struct OneFormula {
  dialect::Workbook workbook;
  std::string answer;  // of the last step, rows as #
  std::string value;
  bool as_value = false;
  std::string why;

  explicit OneFormula(const std::string& text, std::optional<std::string> withheld = {}) {
    const oracle::World world = small_world();
    const auto parsed = engine::parse_formula(text);
    engine::RuleSet rules = oracle::rules_of(world, {parsed.tree.get()});
    for (engine::InputSignature& input : rules.inputs) input.low = Decimal{0, 0};
    const engine::Compiled compiled = engine::compile(rules);
    for (const auto& error : compiled.errors)
      ADD_FAILURE() << render(error.what, Language::English);
    oracle::WorldSource source(world, rules);
    engine::Evaluation evaluation(compiled.graph, source);
    dialect::StepWorld given;
    given.units = {0, 1, 2};
    given.language = Language::English;
    given.withheld = [&](engine::NodeId node, uint32_t unit, engine::PeriodIndex) {
      const engine::Node& one = compiled.graph[node];
      // Secrecy follows derivation: of these rules all but the other inputs and the answers.
      const bool derived =
          one.op != engine::Op::Input || world.indicators[one.index].id == withheld;
      return withheld && unit == 1 && one.type != engine::ValueType::Truth && derived;
    };
    dialect::Steps steps(evaluation, given, workbook);
    const size_t inputs = steps.add_sheet("inputs");
    const size_t sheet = steps.add_sheet("steps");
    for (const Part part : {Part::Inputs, Part::Measures, Part::OtherPeriods, Part::Groups}) {
      steps.use_sheet(part, inputs);
    }
    steps.make(compiled.graph.formulas.front(), 0, sheet);
    steps.fill();
    const Step* last = steps.answer_step(compiled.graph.formulas.front(), 0);
    const Step* number = steps.value_step(compiled.graph.formulas.front(), 0);
    answer = readable(last->formula);
    if (number != nullptr) value = readable(number->formula);
    as_value = last->as_value;
    why = render(last->why, Language::English);
  }

  static std::string readable(std::string formula) {
    std::replace(formula.begin(), formula.end(), dialect::Steps::kRow, '#');
    return formula;
  }
};

TEST(Formulas, OfSingleRules) {
  struct Row {
    const char* rule;
    const char* part_of_answer;
    const char* part_of_value;
  };
  for (const Row& row : {
           Row{"a / b >= 70 %", "A#*10>=C#*7", ""},
           Row{"a >= 4", "A#>=4", ""},
           Row{"x >= 2.5", "ROUND(A#*10,0)>=25", ""},
           Row{"a / b = b / a", "A#*A#=C#*C#", ""},
           Row{"a / b + b / a >= 2", "ROUND((", ""},
           Row{"a >= 4 and b >= 5", "MIN(", ""},
           Row{"a >= 4 or b >= 5", "MOD(", ""},
           Row{"round(a / b, 2)", "", "*INT(ABS("},
           Row{"round((a - b) / b, 3)", "", "*INT(ABS("},
           Row{"round(a / 3, 1, mode = half_even)", "", "+0.5+1/12)"},
           Row{"round(a / 3, 1, mode = truncate)", "", "*10+1/12)"},
           Row{"a / b", "=0,IF(A#=0,3,1),2)", "A#/C#"},
           Row{"steps(a, 100 -> 0.5)", "", "INT(A#/(100))*0.5"},
           Row{"a[parent]", "", ""},
           Row{"a / (3 / b)", "", "E#/C#"},
           Row{"a / (0 / b)", "IF(TRUE,", "E#/C#"},
           Row{"proportion_low(a, b)", "", "IF(A#=0,0,MIN("},
           Row{"proportion_high(a, b)", "", "IF(A#=C#,1,MIN("},
       }) {
    const OneFormula one(row.rule);
    EXPECT_FALSE(one.as_value) << row.rule << ": " << one.why;
    EXPECT_NE(one.answer.find(row.part_of_answer), std::string::npos)
        << row.rule << ": " << one.answer;
    EXPECT_EQ(one.answer.find("(="), std::string::npos) << row.rule << ": " << one.answer;
    EXPECT_NE(one.value.find(row.part_of_value), std::string::npos)
        << row.rule << ": " << one.value;
  }
}

TEST(Formulas, WhatMayNeedMoreThan15DigitsIsAValue) {
  const OneFormula one("huge * huge >= huge");
  EXPECT_TRUE(one.as_value) << one.answer;
  EXPECT_EQ(one.why, "a spreadsheet keeps 15 digits, and this comparison may need more");
  EXPECT_FALSE(OneFormula("huge >= 7").as_value);
}

TEST(Formulas, WhatStandsBehindACellIsWhatItsFormulasName) {
  const OneFormula one("sum(a over participants) + b >= 3");
  const dialect::Sheet& inputs = one.workbook.sheets[0];
  const dialect::Sheet& steps = one.workbook.sheets[1];
  const auto last = std::prev(steps.cells.end())->first;  // of the third unit
  const auto behind = cells_behind(one.workbook, {steps.name, last});
  for (uint32_t row = 0; row < 3; ++row) {
    EXPECT_TRUE(behind.contains({inputs.name, {row, 0}})) << "a of unit " << row;
    EXPECT_EQ(behind.contains({inputs.name, {row, 2}}), row == 2) << "b of unit " << row;
  }
}

// The unit on top has no unit above: its cell is the engine's answer, not a formula of a row that is
// not there, and what follows from it reads that answer.
TEST(Formulas, AUnitWithoutOneAboveIsUnknown) {
  const OneFormula one("1[parent] + a");
  const dialect::Sheet& sheet = one.workbook.sheets[1];
  for (const auto& [where, cell] : sheet.cells) {
    if (where.first != 0 || cell.kind != Cell::Kind::Formula) continue;
    EXPECT_EQ(cell.text.find('0'), std::string::npos) << cell.text;
  }
  EXPECT_NE(one.answer, "2");
}

// Not even the formula of what follows is there for that unit: its answer is a value.
TEST(Formulas, WhatIsWithheldIsReadByNoFormula) {
  const OneFormula one("a / b >= 70 %", "a");
  int formulas = 0;
  int hidden = 0;
  for (const dialect::Sheet& sheet : one.workbook.sheets) {
    for (const auto& [where, cell] : sheet.cells) {
      if (where.first != 1) continue;
      EXPECT_NE(cell.number, 17) << sheet.name;
      hidden += cell.look == dialect::Look::Hidden ? 1 : 0;
      formulas += cell.look == dialect::Look::Answer ? 1 : 0;
    }
  }
  EXPECT_GE(hidden, 2);
  EXPECT_EQ(formulas, 0);
}

}  // namespace
}  // namespace exemplar::tests
