// The ends of the tree: what was reported, for which collection periods and units, and what the
// register says of a unit.
#include "programme/explanation/node_explainer.hpp"
#include "programme/explanation/number_style.hpp"

namespace exemplar::programme {

using engine::Answer;
using engine::Node;

namespace {

// Some units stand for many; the counts say how many there are.
constexpr size_t kMembersMax = 10;

// unit.kind, unit.code and unit.name come before the declared attributes (assessment/rules).
constexpr size_t kNamesOfUnits = 3;

const Calendar& calendar_of(const CompiledRules& rules, const Indicator& indicator) {
  const std::string& id =
      indicator.calendar.empty() ? rules.programme->calendar : indicator.calendar;
  const Calendar* calendar = rules.definitions->calendar(id);
  return calendar != nullptr ? *calendar : civil_calendar();
}

// When it was reported and by which source stays.
void withhold_number(ExplainedFact& fact) {
  withhold(fact.value);
  fact.fact.number = {};
  fact.fact.text.clear();
  fact.fact.note.clear();
}

}  // namespace

void NodeExplainer::describe_attribute(ExplainedNode& out, const Node& node) const {
  if (node.op == engine::Op::MonthsActive) {
    out.id = out.formula;
    return;
  }
  out.id = "unit." + run_.rules().rules.attributes[node.index].id;
  if (node.index < kNamesOfUnits) return;
  const UnitAttributeDefinition& attribute =
      units().attribute(UnitAttributeId(node.index - kNamesOfUnits));
  out.name = attribute.name;
  out.value.style = {attribute.unit_of_measure, attribute.digits, false};
}

void NodeExplainer::describe_input(ExplainedNode& out, const Node& node, At at) {
  const IndicatorId id = run_.rules().inputs[node.index];
  const Indicator& indicator = (*run_.rules().definitions)[id];
  out.id = indicator.id;
  if (!node.text.empty()) {
    out.id += "{" + node.text + "}";
    if (out.formula == indicator.id) out.formula = out.id;  // a category that a sum goes over
  }
  out.name = indicator.name;
  out.reported_by = indicator.from;
  out.value.style = style_of(indicator);
  const OrganisationUnitId unit(at.unit);
  const auto periods = collection_periods(id, out.period, node.text);
  if (periods.size() > 1) out.over_time = indicator.over_time;
  for (const Period& period : periods) {
    for (const RestatedFrom& from : holders(unit, period)) {
      const OrganisationUnitId holder = from.unit;
      ExplainedCell cell = cell_of(id, node.text, period, holder);
      if (holder != unit) cell.share = from.share;
      // Of the units that this one was made of, whatever stands above them now.
      if (indicator.about == About::People && holder != unit &&
          secrecy_.nothing_below(holder.index(), run_.source().index_of(period))) {
        for (ExplainedFact& fact : cell.history) withhold_number(fact);
      }
      out.cells.push_back(std::move(cell));
    }
  }
  // Of former units that reported nothing there is nothing to tell.
  const bool told = std::any_of(out.cells.begin(), out.cells.end(), [](const ExplainedCell& cell) {
    return !cell.share || !cell.history.empty();
  });
  if (!told) out.cells.clear();
}

// The periods whose values stand behind one asked for: itself, or those it is a union of. The same
// choice as FactSource makes.
std::vector<Period> NodeExplainer::collection_periods(IndicatorId id, const Period& period,
                                                      const std::string& category) const {
  const Indicator& indicator = (*run_.rules().definitions)[id];
  if (run_.facts().values().any({id, period, category})) return {period};
  const auto pieces = nested(period, calendar_of(run_.rules(), indicator), indicator.collected);
  if (!pieces) return {};
  if (pieces->size() == 1) return *pieces;
  if (indicator.over_time == Combination::None) return {};
  if (indicator.over_time == Combination::Last || !indicator.numeric()) return {pieces->back()};
  return *pieces;
}

// The units whose values stand behind one unit's: itself, or those it was made of.
std::vector<RestatedFrom> NodeExplainer::holders(OrganisationUnitId unit, const Period& period) {
  const auto& geography = run_.result().view.geography;
  if (!geography || units().is_valid(unit, last_day(period))) return {{unit, {{1, 1}, {1, 1}}}};
  return run_.source().restated_from(unit, run_.source().index_of(period));
}

ExplainedCell NodeExplainer::cell_of(IndicatorId id, const std::string& category,
                                     const Period& period, OrganisationUnitId unit) {
  ExplainedCell cell;
  cell.period = period;
  cell.period_label = label_of(period);
  cell.unit = unit;
  if (unit.index() != home_.unit) cell.unit_name = name_of_unit(unit);
  // On days on which the unit does not exist its values are not looked at.
  if (!units().is_valid(unit, last_day(period))) return cell;
  const Facts::Viewed viewed =
      run_.facts().view(id, period, category, unit, run_.result().view.floor);
  for (const uint32_t index : run_.facts().history(id, period, category, unit)) {
    const Fact& fact = run_.facts().all()[index];
    if (&fact == viewed.fact) cell.standing = cell.history.size();
    cell.history.push_back(fact_of(fact));
  }
  cell.correction_pending = viewed.correction_pending;
  return cell;
}

ExplainedFact NodeExplainer::fact_of(const Fact& fact) const {
  ExplainedFact out;
  out.fact = fact;
  if (fact.source.valid() && fact.source.index() < sources_.size()) {
    const Source& source = sources_[fact.source.index()];
    out.source =
        source.name.vi.empty() && source.name.en.empty() ? Text{source.id, source.id} : source.name;
    out.synthetic = source.synthetic;
  }
  ExplainedValue& value = out.value;
  value.type = type_of(fact.kind);
  value.status = fact.status();
  value.answer = Answer::Met;
  value.style = style_of((*run_.rules().definitions)[fact.indicator]);
  switch (fact.kind) {
    case Fact::Kind::Number:
      value.exact = Ratio{fact.number.units, power_of_ten(fact.number.digits)};
      break;
    case Fact::Kind::Truth:
      value.answer = fact.truth ? Answer::Met : Answer::NotMet;
      break;
    case Fact::Kind::Date:
      value.date = fact.date;
      break;
    case Fact::Kind::Text:
      value.text = fact.text;
      break;
    case Fact::Kind::NotApplicable:
      value.answer = Answer::NotApplicable;
      value.reason.emplace();
      value.reason->kind = engine::ReasonKind::DeclaredNotApplicable;
      value.reason->text.vi = fact.note;
      break;
  }
  return out;
}

// A unit that reported nothing itself may stand on what the participants below it reported.
void NodeExplainer::add_units_below(ExplainedNode& out, engine::NodeId id, const Node& node,
                                    At at) {
  const Indicator& indicator = (*run_.rules().definitions)[run_.rules().inputs[node.index]];
  if (indicator.over_units == Combination::None || !indicator.numeric()) return;
  for (const ExplainedCell& cell : out.cells) {
    if (cell.standing) return;
  }
  const auto& taking_part = run_.source().participants(at.period);
  const auto& above = run_.source().parents(at.period, {});
  std::vector<uint32_t> below;
  for (size_t unit = 0; unit < taking_part.size(); ++unit) {
    if (taking_part[unit] == 0) continue;
    for (int32_t a = above[unit]; a >= 0; a = above[static_cast<size_t>(a)]) {
      if (static_cast<size_t>(a) == at.unit) below.push_back(static_cast<uint32_t>(unit));
    }
  }
  if (below.empty()) return;
  const bool silent = std::all_of(out.cells.begin(), out.cells.end(),
                                  [](const ExplainedCell& cell) { return cell.history.empty(); });
  if (silent) out.cells.clear();
  list_members(out, std::move(below), id, out.value.style, at.period);
}

void NodeExplainer::list_members(ExplainedNode& out, std::vector<uint32_t> members,
                                 engine::NodeId node, const NumberStyle& style,
                                 engine::PeriodIndex period) {
  engine::Evaluation& evaluation = run_.evaluation();
  const engine::Column& column = evaluation.column(node, period);
  const Date day = run_.source().day_of(period);
  out.member_count = static_cast<int64_t>(members.size());
  out.members_known = 0;
  for (const uint32_t unit : members) out.members_known += column[unit].known() ? 1 : 0;
  std::stable_partition(members.begin(), members.end(),
                        [&](uint32_t unit) { return !column[unit].known(); });
  if (members.size() > kMembersMax) members.resize(kMembersMax);
  for (const uint32_t index : members) {
    const OrganisationUnitId unit(index);
    ExplainedValue value =
        value_of(evaluation.cell(node, period, index), run_.rules().graph[node].type, style);
    if (secret(node, {period, index})) {
      withhold(value);
      value.withheld = value.type != engine::ValueType::Truth;
    }
    out.members.push_back(
        {unit, units().version_near(unit, day).code, name_of_unit(unit), std::move(value)});
  }
}

}  // namespace exemplar::programme
