// Random programmes, written as workbooks and computed anew by LibreOffice, give what the engine
// gives. Where a floating value lies at a place where its rounding turns, the rounded cell may be the
// next one, and what its formulas say of the cells behind it another answer; nothing else may differ.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "dialect/workbook/steps.hpp"
#include "engine/engine_evaluator.hpp"
#include "oracle/generator.hpp"
#include "random/seed.hpp"
#include "workbook/cells_behind.hpp"
#include "workbook/recalculated.hpp"

namespace exemplar::tests {
namespace {

using dialect::Part;
using dialect::Step;
using engine::NodeId;

uint64_t programmes_to_run() {
  return tests::short_or_long(60, 500);
}

struct Tally {
  std::map<std::string, long> by_formula;
  std::map<std::string, long> by_value;
};

struct Made {
  dialect::Workbook workbook;
  // Cells that round a floating value within 1e-9 of a place where its rounding turns, and the step
  // to the next rounded value.
  std::map<CellPlace, double> near_a_tie;
};

bool turns_nearby(double value, int digits, RoundingMode mode) {
  const double scaled = std::fabs(value) * std::pow(10.0, digits);
  const double beyond = scaled - std::floor(scaled);
  const double distance =
      mode == RoundingMode::Truncate ? std::min(beyond, 1 - beyond) : std::fabs(beyond - 0.5);
  return distance <= 1e-9 * std::max(scaled, 1.0);
}

std::string name_of(const engine::Node& node) {
  return fmt::format("op {} function {}", static_cast<int>(node.op),
                     node.op == engine::Op::AggregateList ||
                             node.op == engine::Op::AggregateUnits ||
                             node.op == engine::Op::CompareUnits || node.op == engine::Op::Function1
                         ? engine::function(node.function).name
                         : "");
}

Made workbook_of(const oracle::RandomProgramme& programme, Tally& tally) {
  std::vector<const engine::Expr*> formulas;
  for (const engine::ExprPtr& formula : programme.formulas) formulas.push_back(formula.get());
  const engine::RuleSet rules = oracle::rules_of(programme.world, formulas);
  const engine::Compiled compiled = engine::compile(rules);
  EXPECT_TRUE(compiled.errors.empty());
  oracle::WorldSource source(programme.world, rules);
  engine::Evaluation evaluation(compiled.graph, source);
  dialect::StepWorld world;
  for (uint32_t i = 0; i < programme.world.units.size(); ++i) world.units.push_back(i);
  world.home = static_cast<engine::PeriodIndex>(programme.period);
  world.first_row = 2;
  world.language = Language::English;
  Made made;
  dialect::Steps steps(evaluation, world, made.workbook);
  const char* kNames[] = {"inputs", "measures", "other periods", "groups"};
  for (int part = 0; part < 4; ++part) {
    steps.use_sheet(static_cast<Part>(part), steps.add_sheet(kNames[part]));
  }
  const size_t sheet = steps.add_sheet("formulas");
  for (const NodeId node : compiled.graph.formulas) steps.make(node, world.home, sheet);
  for (const auto& criterion : compiled.graph.criteria) {
    steps.make(criterion.answer, world.home, sheet);
    if (criterion.points.valid()) steps.make(criterion.points, world.home, sheet);
  }
  for (const auto& level : compiled.graph.levels) {
    for (const NodeId node : {level.answer, level.best, level.worst}) {
      steps.make(node, world.home, sheet);
    }
  }
  steps.fill();
  for (const Step& step : steps.steps()) {
    if (!step.node.valid()) continue;
    const engine::Node& node = compiled.graph[step.node];
    if (step.role == Step::Role::Value && node.op == engine::Op::Round &&
        compiled.graph[node.args[0]].type == engine::ValueType::Real) {
      const engine::Column& rounded = evaluation.column(node.args[0], step.period);
      for (uint32_t unit = 0; unit < rounded.size(); ++unit) {
        const engine::Cell cell = rounded[unit];
        if (!cell.known() || !turns_nearby(cell.real, node.digits, node.mode)) continue;
        const std::string& on = made.workbook.sheets[step.sheet].name;
        made.near_a_tie[{on, {world.first_row + unit, step.column}}] = std::pow(10, -node.digits);
      }
    }
    if (step.role != Step::Role::Answer && step.role != Step::Role::Known) continue;
    ++(step.as_value ? tally.by_value : tally.by_formula)[name_of(node)];
    if (step.as_value && std::getenv("EXEMPLAR_SHOW") != nullptr) {
      std::printf("%s: %s: %s\n", name_of(node).c_str(),
                  render(step.why, Language::English).c_str(),
                  node.expr != nullptr ? engine::print(*node.expr).c_str() : "");
    }
  }
  return made;
}

// Whether a rounding that turned explains that the cell differs.
bool explained(const Made& made, const Differences::Where& differs) {
  const CellPlace place{differs.sheet, differs.cell};
  const auto own = made.near_a_tie.find(place);
  if (own != made.near_a_tie.end()) return differs.by <= own->second * (1 + 1e-9);
  const std::set<CellPlace> behind = cells_behind(made.workbook, place);
  return std::any_of(made.near_a_tie.begin(), made.near_a_tie.end(),
                     [&](const auto& tie) { return behind.contains(tie.first); });
}

TEST(RandomProgrammes, LibreOfficeGivesWhatTheEngineGives) {
  Tally tally;
  long programmes = 0;
  long compared = 0;
  long near_a_tie = 0;
  // LibreOffice writes some two hundred files a call and then stops without a word.
  constexpr uint64_t kInOneCall = 100;
  const uint64_t start = tests::moved_seed(1);
  const uint64_t end = start + programmes_to_run();
  for (uint64_t first = start; first < end; first += kInOneCall) {
    std::vector<Made> made;
    std::vector<dialect::Workbook> wrong;
    const uint64_t last = std::min(first + kInOneCall, end) - 1;
    for (uint64_t seed = first; seed <= last; ++seed) {
      made.push_back(workbook_of(oracle::random_programme(seed), tally));
      wrong.push_back(with_wrong_results(made.back().workbook));
    }
    const auto read = read_by_office(wrong, CachedValues::Recalculate);
    if (!read) GTEST_SKIP() << "LibreOffice Calc is not installed: tools/setup office";
    for (size_t i = 0; i < made.size(); ++i) {
      const Differences found = differences(made[i].workbook, (*read)[i]);
      ++programmes;
      compared += found.compared;
      int shown = 0;
      for (size_t line = 0; line < found.lines.size() && shown < 6; ++line) {
        if (explained(made[i], found.places[line])) {
          ++near_a_tie;
          continue;
        }
        ++shown;
        ADD_FAILURE() << "seed " << first + i << ": " << found.lines[line];
      }
    }
  }
  tests::say_proof(
      "workbook = engine: {} programmes from seed {}, {} cells compared, {} different behind a tie "
      "of "
      "a floating value",
      programmes, start, compared, near_a_tie);
  EXPECT_LT(near_a_tie * 1'000, compared);
  for (const auto& [what, count] : tally.by_value) {
    std::printf("  %s: %ld as a value, %ld as a formula\n", what.c_str(), count,
                tally.by_formula[what]);
  }
  EXPECT_GT(compared, 10'000);
  using engine::Op;
  for (const Op op : {Op::Not,
                      Op::And,
                      Op::Or,
                      Op::Compare,
                      Op::OrElse,
                      Op::If,
                      Op::Known,
                      Op::Add,
                      Op::Subtract,
                      Op::Multiply,
                      Op::Divide,
                      Op::Negate,
                      Op::Power,
                      Op::Round,
                      Op::Abs,
                      Op::AddMonths,
                      Op::Clip,
                      Op::Band,
                      Op::Steps,
                      Op::Interpolate,
                      Op::Choose,
                      Op::Change,
                      Op::ChangeShare,
                      Op::WeightedMean,
                      Op::Function1,
                      Op::Proportion,
                      Op::Shift,
                      Op::AtParent,
                      Op::AtUnit,
                      Op::AggregateList,
                      Op::AggregateUnits,
                      Op::AggregatePeriods,
                      Op::AggregateCategories,
                      Op::CompareUnits,
                      Op::AtLeast,
                      Op::AnswerIs,
                      Op::Share,
                      Op::Applies,
                      Op::Policy,
                      Op::Assume}) {
    const std::string prefix = fmt::format("op {} ", static_cast<int>(op));
    const auto first = tally.by_formula.lower_bound(prefix);
    const bool reached = first != tally.by_formula.end() && first->first.starts_with(prefix);
    EXPECT_TRUE(reached) << prefix << "is never written as a formula";
  }
}

}  // namespace
}  // namespace exemplar::tests
