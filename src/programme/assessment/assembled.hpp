// From columns of answers to what is said of each unit (private to assessment).
#pragma once

#include "programme/assessment/assessment.hpp"

namespace exemplar::programme {

// Refused where the programme or criteria set is unknown, or none or several judge the period, or
// the set does not compile.
Result<std::unique_ptr<CompiledRules>> rules_to_assess(const Definitions& definitions,
                                                       const std::string& programme_id,
                                                       const std::string& criteria_set,
                                                       const Period& period);

// Who takes part in the assessed period and the year before, told to the source. `values`: newer ones
// than those of the facts; null: those.
void find_participants(const CompiledRules& rules, const Facts& facts, const View& view,
                       const Period& assessed, std::shared_ptr<const ReportedValues> values,
                       FactSource& source);

// Every unit of the day and every participant, with nothing said of them yet.
Assessment listed_units(const CompiledRules& rules, FactSource& source, engine::PeriodIndex period,
                        const View& view);

// Who is not assessed is proposed for nothing; while that is open, it is open.
void limit_to_assessable(LevelResult& proposed, engine::Answer assessable);

// Fills what is said of those units; `column(node)[unit]` is a cell.
template <typename ColumnOf>
void assemble(const CompiledRules& rules, std::span<UnitAssessment> units, const ColumnOf& column) {
  using engine::Answer;
  const auto& graph = rules.graph;
  for (UnitAssessment& one : units) one.met = one.not_met = one.unknown = one.not_applicable = 0;
  for (size_t c = 0; c < graph.criteria.size(); ++c) {
    const auto& answer = column(graph.criteria[c].answer);
    const auto& raw = column(graph.criteria[c].raw);
    const auto* points =
        graph.criteria[c].points.valid() ? &column(graph.criteria[c].points) : nullptr;
    for (UnitAssessment& one : units) {
      const size_t u = one.unit.index();
      const engine::Cell cell = answer[u];
      CriterionResult& criterion = one.criteria[c];
      criterion.answer = cell.answer;
      criterion.raw = raw[u].answer;
      criterion.status = static_cast<Status>(cell.status);
      criterion.correction_pending = cell.correction_pending;
      criterion.points.reset();
      if (points != nullptr && (*points)[u].known()) criterion.points = (*points)[u].exact;
      switch (criterion.answer) {
        case Answer::Met:
          ++one.met;
          break;
        case Answer::NotMet:
          ++one.not_met;
          break;
        case Answer::Unknown:
          ++one.unknown;
          break;
        case Answer::NotApplicable:
          ++one.not_applicable;
          break;
      }
    }
  }
  for (size_t l = 0; l < graph.levels.size(); ++l) {
    const auto& answer = column(graph.levels[l].answer);
    const auto& best = column(graph.levels[l].best);
    const auto& worst = column(graph.levels[l].worst);
    for (UnitAssessment& one : units) {
      const size_t u = one.unit.index();
      const size_t levels = one.levels.size();
      const engine::Cell cell = answer[u];
      LevelResult& level = l < levels ? one.levels[l] : one.commendations[l - levels];
      level = {cell.answer, best[u].answer, worst[u].answer, static_cast<Status>(cell.status),
               cell.correction_pending};
    }
  }
  if (!graph.assessable.valid()) return;
  const auto& assessable = column(graph.assessable);
  for (UnitAssessment& one : units) {
    one.assessable = assessable[one.unit.index()].answer;
    for (LevelResult& proposed : one.commendations) limit_to_assessable(proposed, one.assessable);
  }
}

// Every node that an assessment is made of.
std::vector<engine::NodeId> assessed_nodes(const engine::Graph& graph);

}  // namespace exemplar::programme
