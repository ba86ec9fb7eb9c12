// A compiled criteria set, its indicators and units in the words of the SQL dialect.
#include <array>

#include "cli/sql.hpp"
#include "cli/words.hpp"
#include "dialect/sql/plan.hpp"

namespace exemplar::cli {

namespace {

using dialect::Combining;
using programme::Combination;
using programme::CompiledRules;
using programme::Indicator;

Combining combining_of(Combination combination) {
  switch (combination) {
    case Combination::None:
      return Combining::None;
    case Combination::Sum:
      return Combining::Sum;
    case Combination::Mean:
      return Combining::Mean;
    case Combination::Min:
      return Combining::Min;
    case Combination::Max:
      return Combining::Max;
    case Combination::Last:
      return Combining::Last;
  }
  return Combining::None;
}

dialect::SqlInput input_of(const CompiledRules& rules, size_t index, const Say& say) {
  const Indicator& indicator = (*rules.definitions)[rules.inputs[index]];
  dialect::SqlInput input;
  input.indicator = indicator.id;
  input.type = rules.rules.inputs[index].type;
  input.digits = rules.rules.inputs[index].digits;
  input.pieces = pieces_key(indicator, *rules.programme);
  input.over_time = combining_of(indicator.over_time);
  input.over_units = combining_of(indicator.over_units);
  for (size_t i = 1; i < indicator.versions.size(); ++i) {
    if (!indicator.versions[i].comparable) input.breaks.push_back(indicator.versions[i].from);
  }
  input.says = say(indicator.name);
  if (!indicator.unit.empty()) input.says += " (" + indicator.unit + ")";
  return input;
}

std::vector<std::string> said_of(const programme::Criterion& criterion, const Say& say) {
  std::vector<std::string> lines{criterion.id + ". " + say(criterion.title), say(criterion.text)};
  const auto add = [&](const char* what, const std::string& text) {
    if (!text.empty()) lines.push_back(std::string(what) + text);
  };
  add("basis: ", criterion.basis);
  add("applies: ", criterion.applies.text);
  add("met: ", criterion.met.text);
  add("points: ", criterion.points.text);
  return lines;
}

// By origin of the graph: which rule a refusal is about.
std::string name_of_origin(const CompiledRules& rules, const engine::FormulaOrigin& origin) {
  using Kind = engine::FormulaOrigin::Kind;
  switch (origin.kind) {
    case Kind::Formula:
      return rules.rules.formulas[origin.index].name;
    case Kind::CriterionApplies:
    case Kind::CriterionMet:
    case Kind::CriterionPoints:
      return "criterion " + rules.rules.criteria[origin.index].id;
    case Kind::Level:
      return "level " + rules.rules.levels[origin.index].id;
    case Kind::Assessable:
      return "assessable";
    case Kind::Condition:
      return "participants";
  }
  return {};
}

void judged(const CompiledRules& rules, const Say& say, dialect::SqlProgramme& programme) {
  const programme::CriteriaSet& set = *rules.set;
  for (size_t i = 0; i < set.criteria.size(); ++i) {
    programme.criteria.push_back(
        {set.criteria[i].id, said_of(set.criteria[i], say), rules.graph.criteria[i]});
  }
  for (size_t i = 0; i < rules.graph.levels.size(); ++i) {
    const bool proposes = i >= set.levels.size();
    dialect::SqlLevel level;
    level.nodes = rules.graph.levels[i];
    level.proposes = proposes;
    if (proposes) {
      const programme::Commendation& one = set.commendations[i - set.levels.size()];
      level.id = one.id;
      level.says = {say(one.name), one.when.text};
    } else {
      level.id = set.levels[i].id;
      level.says = {say(set.levels[i].name), set.levels[i].when.text};
      if (level.id == rules.programme->main_level) programme.main_level = static_cast<int>(i);
      if (level.id == rules.programme->near_level) programme.near_level = static_cast<int>(i);
    }
    programme.levels.push_back(std::move(level));
  }
  for (const programme::Measure& measure : set.measures) {
    const engine::NodeId node = rules.measure(measure.id);
    if (node.valid()) {
      programme.measures.push_back({"measure " + measure.id, node, {say(measure.name)}});
    }
  }
  programme.assessable = rules.graph.assessable;
  programme.assessable_says = {say(set.assessable_reason)};
}

}  // namespace

std::string period_id(const programme::Period& period) {
  return iso(first_day(period)) + "/" + iso(last_day(period));
}

std::string pieces_key(const Indicator& indicator, const programme::Programme& programme) {
  const std::string& calendar =
      indicator.calendar.empty() ? programme.calendar : indicator.calendar;
  return fmt::format("periods of {} in {}", programme::to_string(indicator.collected), calendar);
}

const programme::Calendar& calendar_of(const programme::Office& office, const Indicator& indicator,
                                       const programme::Programme& programme) {
  const std::string& id = indicator.calendar.empty() ? programme.calendar : indicator.calendar;
  const programme::Calendar* calendar = office.definitions.calendar(id);
  return calendar != nullptr ? *calendar : programme::civil_calendar();
}

dialect::SqlProgramme sql_programme(const CompiledRules& rules, const programme::Period& period,
                                    programme::Status floor, Language language) {
  const Say say{language};
  dialect::SqlProgramme programme;
  programme.graph = &rules.graph;
  for (const engine::FormulaOrigin& origin : rules.graph.origins) {
    programme.formula_names.push_back(name_of_origin(rules, origin));
  }
  for (size_t i = 0; i < rules.inputs.size(); ++i) {
    programme.inputs.push_back(input_of(rules, i, say));
  }
  constexpr size_t kOfUnit = 3;  // kind, code and name
  for (size_t i = 0; i < rules.rules.attributes.size(); ++i) {
    const engine::AttributeSignature& one = rules.rules.attributes[i];
    programme.attributes.push_back({one.id, i < kOfUnit, one.type, one.digits});
  }
  programme.hierarchy = rules.programme->hierarchy;
  programme.period = period_id(period);
  programme.status_floor = static_cast<int>(floor);
  programme.participants = rules.participants;
  using On = programme::Programme::ParticipantsOn;
  programme.list_day = rules.programme->participants_on == On::LastDay ? dialect::ListDay::LastDay
                       : rules.programme->participants_on == On::FirstDay
                           ? dialect::ListDay::FirstDay
                           : dialect::ListDay::FixedDay;
  programme.list_on = rules.programme->participants_day;
  if (rules.set != nullptr) judged(rules, say, programme);
  programme.words.clear();
  for (const engine::Answer answer : {engine::Answer::NotMet, engine::Answer::Unknown,
                                      engine::Answer::Met, engine::Answer::NotApplicable}) {
    programme.words.push_back(say(words_of(answer)));
  }
  return programme;
}

}  // namespace exemplar::cli
