// The header and the criteria of one unit: what the assessment found, with a tree under each
// answer.
#include "programme/explanation/node_explainer.hpp"
#include "programme/explanation/number_style.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::programme {

using engine::Answer;

namespace {

constexpr std::string_view kKinds[] = {
    "indicator", "measure",    "attribute",    "constant",   "period_day", "arithmetic",
    "function",  "comparison", "all",          "any",        "at_least",   "not",
    "condition", "or_else",    "other_period", "other_unit", "aggregate",  "ranking",
    "quota",     "criterion",  "said",         "applies",
};
static_assert(std::size(kKinds) == static_cast<size_t>(ExplainedKind::Applies) + 1);

// The basis of a rule whose text nobody has seen begins so (docs/pack.md).
bool has_no_basis(const std::string& basis) {
  return basis.empty() || basis.starts_with("none");
}

bool uses_synthetic(const AssessmentRun& run, const std::vector<Source>& sources) {
  const bool any = std::any_of(sources.begin(), sources.end(),
                               [](const Source& source) { return source.synthetic; });
  if (!any) return false;
  const auto& named = run.facts().sources();
  return std::any_of(named.begin(), named.end(), [&](SourceId source) {
    return source.valid() && source.index() < sources.size() && sources[source.index()].synthetic;
  });
}

void add_levels(Explanation& out, const CriteriaSet& set, const UnitAssessment& unit) {
  for (size_t i = 0; i < set.levels.size(); ++i) {
    const LevelResult& result = unit.levels[i];
    out.levels.push_back({set.levels[i].id, set.levels[i].name, result});
    if (!out.level && result.answer == Answer::Met) out.level = i;
    if (!out.level && result.answer == Answer::Unknown) out.level_open = true;
    if (!out.level_best && result.best == Answer::Met) out.level_best = i;
    if (!out.level_worst && result.worst == Answer::Met) out.level_worst = i;
  }
}

Explanation header(AssessmentRun& run, const std::vector<Source>& sources,
                   const UnitAssessment& unit, const NodeExplainer& names) {
  const Assessment& result = run.result();
  const Definitions& definitions = *run.rules().definitions;
  Explanation out;
  out.unit = unit.unit;
  out.code = definitions.units.version_near(unit.unit, result.day).code;
  out.name = names.name_of_unit(unit.unit);
  out.period = result.period;
  const Calendar* calendar = definitions.calendar(result.programme->calendar);
  out.period_text = to_string(result.period, calendar != nullptr ? *calendar : civil_calendar());
  out.period_label = names.label_of(result.period);
  out.programme = result.programme->id;
  out.programme_name = result.programme->name;
  out.criteria_set = result.set->id;
  out.criteria_set_name = result.set->name;
  out.takes_part = unit.takes_part;
  out.standing = result.standing(unit);
  out.met = unit.met;
  out.not_met = unit.not_met;
  out.unknown = unit.unknown;
  out.not_applicable = unit.not_applicable;
  out.assessable = unit.assessable;
  out.assessable_reason = result.set->assessable_reason;
  out.synthetic = uses_synthetic(run, sources);
  out.illustrative = result.set->illustrative;
  out.floor = result.view.floor;
  out.geography = result.view.geography;
  add_levels(out, *result.set, unit);
  return out;
}

// Where a rule has no reading of its own left (not applicable counted as unknown), the reason says
// so and `raw` keeps why.
ExplainedCriterion explained(AssessmentRun& run, NodeExplainer& nodes, size_t index,
                             const UnitAssessment& unit) {
  const CriteriaSet& set = *run.result().set;
  const Criterion& criterion = set.criteria[index];
  const engine::CompiledCriterion& compiled = run.rules().graph.criteria[index];
  const engine::CriterionRule& rule = run.rules().rules.criteria[index];
  const size_t at = unit.unit.index();
  const auto cell = [&](engine::NodeId id) -> const engine::Cell& {
    return run.evaluation().cell(id, run.period(), at);
  };
  nodes.forget_told();
  ExplainedCriterion out;
  out.id = criterion.id;
  out.title = criterion.title;
  out.group = criterion.group;
  if (const CriterionGroup* group = set.group(criterion.group)) out.group_name = group->name;
  out.answer = nodes.answer_of(compiled.answer);
  out.raw = nodes.answer_of(compiled.raw);
  out.when_not_applicable = criterion.when_not_applicable;
  out.policy_applied = out.raw.answer == Answer::NotApplicable;
  out.knock_out = criterion.knock_out;
  out.text = criterion.text;
  out.basis = criterion.basis;
  out.illustrative = has_no_basis(criterion.basis);
  out.applies = criterion.applies;
  out.met = criterion.met;
  out.points_formula = criterion.points;
  out.evidence = criterion.evidence;
  out.points_max = criterion.max;
  out.tree = nodes.explain(compiled.raw, rule.met != nullptr ? rule.met : rule.points);
  if (compiled.points.valid()) {
    if (rule.met != nullptr) out.points_tree = nodes.explain(compiled.points, rule.points);
    NumberStyle style{"", criterion.round.value_or(4), false};
    out.points =
        nodes.value_of(cell(compiled.points), run.rules().graph[compiled.points].type, style);
    nodes.keep_secret(*out.points, compiled.points);
    trim_digits(*out.points);
  }
  return out;
}

// The first measure that a level's condition is made of, from the highest level on.
std::optional<size_t> measure_of_levels(const CompiledRules& rules, const Explanation& out) {
  std::set<uint32_t> seen;
  std::vector<engine::NodeId> open;
  // Behind the levels stand the commendations, which are none.
  for (size_t i = 0; i < rules.set->levels.size(); ++i) {
    open.push_back(rules.graph.levels[i].answer);
  }
  std::reverse(open.begin(), open.end());
  while (!open.empty()) {
    const engine::NodeId id = open.back();
    open.pop_back();
    if (!id.valid() || !seen.insert(id.value).second) continue;
    const engine::Node& node = rules.graph[id];
    for (size_t i = 0; node.op == engine::Op::Named && i < out.measures.size(); ++i) {
      if (out.measures[i].id == node.text) return i;
    }
    open.insert(open.end(), node.args.rbegin(), node.args.rend());
  }
  return std::nullopt;
}

// Of a part of the set that was asked for alone.
bool concerns(const Acceptance& acceptance, const Explanation& out) {
  for (const ExplainedCriterion& one : out.criteria) {
    if (acceptance.rule == "criterion" && acceptance.id == one.id) return true;
    if (acceptance.rule == "group" && acceptance.id == one.group) return true;
  }
  return std::any_of(out.measures.begin(), out.measures.end(), [&](const ExplainedNode& one) {
    return acceptance.rule == "measure" && acceptance.id == one.id;
  });
}

}  // namespace

std::string_view name_of(ExplainedKind kind) {
  return kKinds[static_cast<size_t>(kind)];
}

Result<Explanation> explain(AssessmentRun& run, const std::vector<Source>& sources,
                            OrganisationUnitId unit, std::optional<std::string> criterion) {
  const Assessment& result = run.result();
  NodeExplainer nodes(run, sources, unit);
  const UnitAssessment* own = result.of(unit);
  if (own == nullptr) {
    const std::string name = nodes.name_of_unit(unit).in(Language::Vietnamese);
    return Refusal{msg("{} does not exist on {}", name, vietnamese(result.day)),
                   msg("ask for a period in which it exists, or see what became of it: "
                       "exemplar units --trace")};
  }
  Explanation out = header(run, sources, *own, nodes);
  if (run.rules().graph.assessable.valid()) {
    out.assessable_tree = nodes.explain(run.rules().graph.assessable, run.rules().rules.assessable);
  }
  out.whole = !criterion.has_value();
  std::vector<std::string> ids;  // of what can be asked for
  for (size_t i = 0; i < result.set->criteria.size(); ++i) {
    ids.push_back(result.set->criteria[i].id);
    if (criterion && *criterion != ids.back()) continue;
    out.criteria.push_back(explained(run, nodes, i, *own));
  }
  for (const Measure& measure : result.set->measures) {
    ids.push_back(measure.id);
    const engine::NodeId node = run.rules().measure(measure.id);
    const bool asked =
        criterion ? out.criteria.empty() && *criterion == measure.id : result.set->criteria.empty();
    if (!asked || !node.valid()) continue;
    nodes.forget_told();
    out.measures.push_back(nodes.explain(node, nullptr));
  }
  if (criterion && out.criteria.empty() && out.measures.empty()) {
    std::string list;
    for (const std::string& id : ids) list += (list.empty() ? "" : ", ") + id;
    return Refusal{msg("the criteria set '{}' has no criterion '{}'", result.set->id, *criterion),
                   msg("it has: {}", list)};
  }
  if (!out.has_criteria()) out.headline = measure_of_levels(run.rules(), out);
  for (Acceptance& one : acceptances(*result.set)) {
    if (out.whole || concerns(one, out)) out.acceptances.push_back(std::move(one));
  }
  return out;
}

std::vector<Message> labels_of(const Explanation& explanation) {
  std::vector<Message> labels;
  if (explanation.synthetic) labels.push_back(msg("simulated values"));
  if (explanation.illustrative) labels.push_back(msg("illustrative criteria"));
  return labels;
}

Message words_for(Standing standing) {
  switch (standing) {
    case Standing::MeetsAll:
      return msg("meets all criteria");
    case Standing::Near:
      return msg("near");
    case Standing::NotYet:
      return msg("not yet");
    case Standing::Undetermined:
      return msg("undetermined");
    case Standing::NotAssessable:
      return msg("not assessable");
  }
  return msg("undetermined");
}

}  // namespace exemplar::programme
