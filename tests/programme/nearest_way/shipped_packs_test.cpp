// The ways of the shipped pack's wards, each change checked by writing it into the facts.
#include "packs/hcmc_office.hpp"
#include "programme/nearest_way/step_text.hpp"
#include "programme/nearest_way/written_changes.hpp"

namespace exemplar::programme {
namespace {

using engine::Answer;

std::vector<OrganisationUnitId> participants(const AssessmentRun& run) {
  std::vector<OrganisationUnitId> units;
  for (const uint32_t index : run.result().participants) {
    units.push_back(run.result().units[index].unit);
  }
  return units;
}

std::unique_ptr<AssessmentRun> assessed_afresh(const Facts& facts, int in_year) {
  auto run = AssessmentRun::make(hcmc().definitions, facts, {kProgramme, year(in_year), {}, {}});
  EXPECT_TRUE(run);
  return run ? run.take() : nullptr;
}

class ShippedWays : public testing::TestWithParam<int> {};

// Wards bear on no other ward's answer in this pack, so that the changes of all are written at once.
TEST_P(ShippedWays, EachChangeWrittenAsAFactMeetsItsCriterion) {
  const auto run = assessed(GetParam());
  ASSERT_NE(run, nullptr);
  const std::vector<NearestWay> ways = nearest_ways(*run, participants(*run));
  std::vector<WrittenChange> changes;
  for (const NearestWay& way : ways) {
    EXPECT_TRUE(way.verified || way.why_not != WhyNoWay::None) << id_of(way.unit);
    const auto of_way = written(way);
    changes.insert(changes.end(), of_way.begin(), of_way.end());
  }
  const Facts facts = with_changes(hcmc().facts, year(GetParam()), changes);
  const auto after = assessed_afresh(facts, GetParam());
  ASSERT_NE(after, nullptr);
  size_t reaching = 0;
  size_t changed = 0;
  for (const NearestWay& way : ways) {
    const UnitAssessment& unit = *after->result().of(way.unit);
    std::set<size_t> other;
    for (const NearestWayStep& step : way.steps) {
      if (step.kind != StepKind::Change) other.insert(step.criterion);
    }
    for (const NearestWayStep& step : way.steps) {
      if (step.kind != StepKind::Change) continue;
      ++changed;
      if (other.contains(step.criterion)) continue;
      EXPECT_EQ(unit.criteria[step.criterion].answer, Answer::Met) << id_of(way.unit);
    }
    EXPECT_EQ(way.reaches, unit.levels[0].answer == Answer::Met) << id_of(way.unit);
    if (way.solved && other.empty()) {
      EXPECT_TRUE(way.reaches) << id_of(way.unit);
      reaching += way.steps.empty() ? 0 : 1;
    }
    if (!other.empty()) {
      EXPECT_FALSE(way.reaches) << id_of(way.unit);
    }
  }
  EXPECT_GT(reaching, 0U);
  EXPECT_GT(changed, 20U);
  RecordProperty("changes", static_cast<int>(changed));
}

// The n-th change of each way falls one step of its last digit short; the others are made.
TEST_P(ShippedWays, OneStepLessDoesNot) {
  const auto run = assessed(GetParam());
  ASSERT_NE(run, nullptr);
  const std::vector<NearestWay> ways = nearest_ways(*run, participants(*run));
  size_t most = 0;
  for (const NearestWay& way : ways) most = std::max(most, way.steps.size());
  size_t looked_at = 0;
  for (size_t nth = 0; nth < most; ++nth) {
    std::vector<WrittenChange> changes;
    for (const NearestWay& way : ways) {
      const bool is_change = nth < way.steps.size() && way.steps[nth].kind == StepKind::Change;
      const auto of_way = written(way, is_change ? &way.steps[nth] : nullptr);
      changes.insert(changes.end(), of_way.begin(), of_way.end());
    }
    const Facts facts = with_changes(hcmc().facts, year(GetParam()), changes);
    const auto after = assessed_afresh(facts, GetParam());
    ASSERT_NE(after, nullptr);
    for (const NearestWay& way : ways) {
      if (nth >= way.steps.size() || way.steps[nth].kind != StepKind::Change) continue;
      ++looked_at;
      const UnitAssessment& unit = *after->result().of(way.unit);
      EXPECT_EQ(unit.criteria[way.steps[nth].criterion].answer, Answer::NotMet)
          << id_of(way.unit) << " "
          << words_for(hcmc().definitions, way.steps[nth], Language::English);
    }
  }
  EXPECT_GT(looked_at, 20U);
}

TEST_P(ShippedWays, NothingMovesButALever) {
  const auto run = assessed(GetParam());
  ASSERT_NE(run, nullptr);
  for (const NearestWay& way : nearest_ways(*run, participants(*run))) {
    for (const NearestWayStep& step : way.steps) {
      if (step.kind == StepKind::GiveData) continue;
      std::vector<IndicatorId> moved = step.levers;
      if (step.kind == StepKind::Change) moved.push_back(step.indicator);
      for (const IndicatorId id : moved) {
        const Indicator& what = hcmc().definitions[id];
        EXPECT_NE(what.lever, Lever::None) << what.id;
        EXPECT_NE(what.kind, IndicatorKind::Count) << what.id;
        EXPECT_FALSE(what.receipts) << what.id;
        EXPECT_TRUE(what.about == About::Office || what.about == About::Service) << what.id;
      }
    }
  }
}

TEST_P(ShippedWays, TheRunStaysAsItWas) {
  const auto run = assessed(GetParam());
  const auto other = assessed(GetParam());
  ASSERT_NE(run, nullptr);
  nearest_ways(*run, participants(*run));
  const engine::Graph& graph = run->rules().graph;
  for (const engine::CompiledLevel& level : graph.levels) {
    const auto& here = run->evaluation().cells(level.answer, run->period());
    const auto& there = other->evaluation().cells(level.answer, other->period());
    for (size_t unit = 0; unit < here.size(); ++unit) {
      EXPECT_EQ(here[unit].answer, there[unit].answer);
    }
  }
  run->evaluation().release();
  for (size_t c = 0; c < graph.criteria.size(); ++c) {
    const auto& here = run->evaluation().cells(graph.criteria[c].answer, run->period());
    for (const UnitAssessment& unit : run->result().units) {
      EXPECT_EQ(here[unit.unit.index()].answer, unit.criteria[c].answer);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Years, ShippedWays, testing::Values(2022, 2023),
                         [](const auto& one) { return std::to_string(one.param); });

}  // namespace
}  // namespace exemplar::programme
