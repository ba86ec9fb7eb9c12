#include "programme/assessment/assessment.hpp"

#include "base/on_threads.hpp"
#include "programme/assessment/assembled.hpp"
#include "programme/assessment/participants.hpp"
#include "programme/assessment/projection.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::programme {

using engine::Answer;
using engine::CellVector;

namespace {

std::string joined_ids(const std::vector<const CriteriaSet*>& sets) {
  std::string text;
  for (const CriteriaSet* set : sets) text += (text.empty() ? "" : ", ") + set->id;
  return text;
}

Result<const CriteriaSet*> chosen_set(const Definitions& definitions, const Programme& programme,
                                      const std::string& criteria_set, const Period& asked) {
  const Calendar* calendar = definitions.calendar(programme.calendar);
  const std::string period = to_string(asked, calendar != nullptr ? *calendar : civil_calendar());
  if (!criteria_set.empty()) {
    const CriteriaSet* set = programme.set_named(criteria_set);
    if (set != nullptr) return set;
    std::vector<const CriteriaSet*> all;
    for (const CriteriaSet& one : programme.sets) all.push_back(&one);
    return Refusal{msg("there is no criteria set '{}'", criteria_set),
                   msg("the programme has: {}", joined_ids(all))};
  }
  const auto sets = programme.sets_for(last_day(asked));
  if (sets.size() == 1) return sets[0];
  if (sets.empty()) {
    std::vector<const CriteriaSet*> all;
    for (const CriteriaSet& one : programme.sets) all.push_back(&one);
    return Refusal{msg("no criteria set of '{}' judges {}", programme.id, period),
                   msg("choose another period, or a set by --criteria-set: {}", joined_ids(all))};
  }
  return Refusal{msg("several criteria sets judge {}: {}", period, joined_ids(sets)),
                 msg("choose one: --criteria-set ID")};
}

}  // namespace

// Who is not assessed is proposed for nothing; while that is open, it is open.
void limit_to_assessable(LevelResult& proposed, Answer assessable) {
  if (assessable == Answer::NotMet) {
    proposed.answer = proposed.best = proposed.worst = Answer::NotMet;
  } else if (assessable == Answer::Unknown) {
    if (proposed.answer == Answer::Met) proposed.answer = Answer::Unknown;
    proposed.worst = Answer::NotMet;
  }
}

const UnitAssessment* Assessment::of(OrganisationUnitId unit) const {
  const auto found = std::lower_bound(
      units.begin(), units.end(), unit,
      [](const UnitAssessment& one, OrganisationUnitId wanted) { return one.unit < wanted; });
  return found == units.end() || found->unit != unit ? nullptr : &*found;
}

Standing Assessment::standing(const UnitAssessment& unit) const {
  if (unit.assessable == Answer::NotMet) return Standing::NotAssessable;
  // Every criterion not applicable: there is nothing to assess.
  if (unit.judged() == 0 && unit.not_applicable > 0) return Standing::NotAssessable;
  Answer main = Answer::NotMet;
  Answer near = Answer::NotMet;
  for (size_t i = 0; i < set->levels.size(); ++i) {
    if (set->levels[i].id == programme->main_level) main = unit.levels[i].answer;
    if (set->levels[i].id == programme->near_level) near = unit.levels[i].answer;
  }
  if (main == Answer::Unknown || (main == Answer::Met && unit.assessable == Answer::Unknown)) {
    return Standing::Undetermined;
  }
  if (main == Answer::Met) return Standing::MeetsAll;
  if (near == Answer::Unknown) return Standing::Undetermined;
  return near == Answer::Met ? Standing::Near : Standing::NotYet;
}

int Assessment::count(Standing wanted) const {
  int found = 0;
  for (const uint32_t index : participants) found += standing(units[index]) == wanted ? 1 : 0;
  return found;
}

int Assessment::count(size_t criterion, Answer answer) const {
  int found = 0;
  for (const uint32_t index : participants) {
    found += units[index].criteria[criterion].answer == answer ? 1 : 0;
  }
  return found;
}

Result<std::unique_ptr<CompiledRules>> rules_to_assess(const Definitions& definitions,
                                                       const std::string& programme_id,
                                                       const std::string& criteria_set,
                                                       const Period& period) {
  const Programme* programme = definitions.programme(programme_id);
  if (programme == nullptr) {
    std::string known;
    for (const Programme& one : definitions.programmes) {
      known += (known.empty() ? "" : ", ") + one.id;
    }
    return Refusal{msg("there is no programme '{}'", programme_id),
                   msg("the office has: {}", known)};
  }
  const auto set = chosen_set(definitions, *programme, criteria_set, period);
  if (!set) return set.refusal();
  Problems problems;
  auto rules = compile_rules(definitions, *programme, *set, problems);
  if (!rules) {
    problems.sort();
    if (problems.empty()) {  // syntax errors were told when the pack was read
      return Refusal{msg("the criteria set '{}' cannot be used", (*set)->id),
                     msg("run exemplar check on the pack")};
    }
    const Problem& first = problems.list().front();
    return Refusal{msg("the criteria set '{}' cannot be used: {}: {}", (*set)->id,
                       to_string(first.place), first.what),
                   msg("run exemplar check on the pack")};
  }
  return rules;
}

Result<std::unique_ptr<AssessmentRun>> AssessmentRun::make(const Definitions& definitions,
                                                           const Facts& facts,
                                                           const AssessmentRequest& request) {
  auto rules =
      rules_to_assess(definitions, request.programme, request.criteria_set, request.period);
  if (!rules) return rules.refusal();
  return std::unique_ptr<AssessmentRun>(new AssessmentRun(rules.take(), facts, request));
}

AssessmentRun::AssessmentRun(std::unique_ptr<CompiledRules> rules, const Facts& facts,
                             const AssessmentRequest& request)
    : rules_(std::move(rules)), facts_(facts), request_(request) {
  source_ = std::make_unique<FactSource>(*rules_, facts_, request.view);
  evaluation_ = std::make_unique<engine::Evaluation>(
      rules_->graph, *source_, engine::Evaluation::Options{.threads = processors()});
  period_ = source_->index_of(request.period);
  find_participants(*rules_, facts_, request_.view, request_.period, nullptr, *source_);
  // Everything that the result shows, together: what criteria and levels share is computed once.
  evaluation_->prepare(assessed_nodes(rules_->graph), period_);
  result_ = assessed([this](engine::NodeId node) -> const engine::Column& {
    return evaluation_->column(node, period_);
  });
}

std::vector<engine::NodeId> assessed_nodes(const engine::Graph& graph) {
  std::vector<engine::NodeId> nodes{graph.assessable};
  for (const engine::CompiledCriterion& one : graph.criteria) {
    nodes.insert(nodes.end(), {one.answer, one.raw, one.points});
  }
  for (const engine::CompiledLevel& one : graph.levels) {
    nodes.insert(nodes.end(), {one.answer, one.best, one.worst});
  }
  return nodes;
}

// Nothing is added up from below before it is known who takes part.
void find_participants(const CompiledRules& rules, const Facts& facts, const View& view,
                       const Period& assessed, std::shared_ptr<const ReportedValues> values,
                       FactSource& source) {
  for (const Period& period : {assessed, same_period_last_year(assessed)}) {
    std::vector<char> taking_part(source.unit_count(), 0);
    for (const OrganisationUnitId unit : participants_of(rules, facts, view, period, values)) {
      taking_part[unit.index()] = 1;
    }
    source.set_participants(source.index_of(period), std::move(taking_part));
  }
}

Assessment AssessmentRun::projected() {
  Projection projection(*evaluation_, *source_, period_);
  return assessed(
      [&](engine::NodeId node) -> const CellVector& { return projection.column(node); });
}

Assessment listed_units(const CompiledRules& rules, FactSource& source, engine::PeriodIndex period,
                        const View& view) {
  Assessment result;
  result.programme = rules.programme;
  result.set = rules.set;
  result.period = source.period(period);
  result.view = view;
  result.day = source.day_of(period);
  result.participants_day = source.participants_day(period);
  const UnitRegister& units = rules.definitions->units;
  const auto& taking_part = source.participants(period);
  for (size_t i = 0; i < units.size(); ++i) {
    // A participant that ended within the period stays in the list, with nothing known of it.
    const OrganisationUnitId unit(i);
    if (!units.is_valid(unit, result.day) && taking_part[i] == 0) continue;
    UnitAssessment one;
    one.unit = unit;
    one.takes_part = taking_part[unit.index()] != 0;
    one.criteria.resize(rules.graph.criteria.size());
    one.levels.resize(rules.set->levels.size());
    one.commendations.resize(rules.set->commendations.size());
    if (one.takes_part) result.participants.push_back(static_cast<uint32_t>(result.units.size()));
    result.units.push_back(std::move(one));
  }
  return result;
}

template <typename ColumnOf>
Assessment AssessmentRun::assessed(const ColumnOf& column) {
  Assessment result = listed_units(*rules_, *source_, period_, request_.view);
  assemble(*rules_, result.units, column);
  return result;
}

Flow flow_between(const Assessment& before, AssessmentRun& now) {
  Flow flow;
  const Assessment& current = now.result();
  std::set<OrganisationUnitId> met_before;
  for (const uint32_t index : before.participants) {
    const UnitAssessment& unit = before.units[index];
    if (before.standing(unit) != Standing::MeetsAll) continue;
    const UnitAssessment* here = current.of(unit.unit);
    if (here == nullptr || !here->takes_part) {
      ++flow.ended;
      continue;
    }
    met_before.insert(unit.unit);
    const Standing standing = current.standing(*here);
    if (standing == Standing::Undetermined)
      flow.undetermined.push_back(unit.unit);
    else if (standing != Standing::MeetsAll)
      flow.lost.push_back(unit.unit);
  }
  const Assessment next = now.projected();
  for (const uint32_t index : current.participants) {
    const UnitAssessment& unit = current.units[index];
    if (current.standing(unit) != Standing::MeetsAll) continue;
    (met_before.contains(unit.unit) ? flow.held : flow.gained).push_back(unit.unit);
    const UnitAssessment* then = next.of(unit.unit);
    Flow::Risk risk{unit.unit, {}};
    for (size_t c = 0; then != nullptr && c < unit.criteria.size(); ++c) {
      if (unit.criteria[c].answer == Answer::Met && then->criteria[c].answer == Answer::NotMet) {
        risk.criteria.push_back(c);
      }
    }
    if (then != nullptr && !risk.criteria.empty() && next.standing(*then) != Standing::MeetsAll) {
      flow.at_risk.push_back(std::move(risk));
    }
  }
  return flow;
}

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::MeetsAll:
      return "meets_all";
    case Standing::Near:
      return "near";
    case Standing::NotYet:
      return "not_yet";
    case Standing::Undetermined:
      return "undetermined";
    case Standing::NotAssessable:
      return "not_assessable";
  }
  return {};
}

}  // namespace exemplar::programme
