#include "programme/explanation/node_explainer.hpp"

#include "engine/compute/kernels.hpp"
#include "programme/explanation/formula_parts.hpp"
#include "programme/explanation/number_style.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::programme {

using engine::Cell;
using engine::Expr;
using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::ValueType;

namespace {

const Calendar& calendar_of(const CompiledRules& rules) {
  const Calendar* calendar = rules.definitions->calendar(rules.programme->calendar);
  return calendar != nullptr ? *calendar : civil_calendar();
}

ExplainedKind kind_of(const Node& node) {
  switch (node.op) {
    case Op::Constant:
      return ExplainedKind::Constant;
    case Op::Input:
      return ExplainedKind::Indicator;
    case Op::Attribute:
    case Op::MonthsActive:
      return ExplainedKind::Attribute;
    case Op::PeriodDay:
      return ExplainedKind::PeriodDay;
    case Op::Said:
      return ExplainedKind::Said;
    case Op::Named:
      return ExplainedKind::Measure;
    case Op::Not:
      return ExplainedKind::Not;
    case Op::And:
      return ExplainedKind::All;
    case Op::Or:
      return ExplainedKind::Any;
    case Op::AtLeast:
      return ExplainedKind::AtLeast;
    case Op::Compare:
      return ExplainedKind::Comparison;
    case Op::OrElse:
      return ExplainedKind::OrElse;
    case Op::If:
      return ExplainedKind::Condition;
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Divide:
    case Op::Negate:
      return ExplainedKind::Arithmetic;
    case Op::Shift:
      return ExplainedKind::OtherPeriod;
    case Op::AtParent:
    case Op::AtUnit:
      return ExplainedKind::OtherUnit;
    case Op::AggregateList:
    case Op::AggregateUnits:
    case Op::AggregatePeriods:
    case Op::AggregateCategories:
      return ExplainedKind::Aggregate;
    case Op::CompareUnits:
      return ExplainedKind::Ranking;
    case Op::Quota:
      return ExplainedKind::Quota;
    case Op::Applies:
      return ExplainedKind::Applies;
    default:
      return ExplainedKind::Function;
  }
}

// A constant of the formula's own: shown with the digits that it was written with.
bool writes_a_number(const Expr* written) {
  if (written != nullptr && written->kind == engine::ExprKind::Unary) {
    written = written->args[0].get();
  }
  return written != nullptr && written->kind == engine::ExprKind::Number;
}

bool reported_as_is(Op op) {
  return op == Op::Input || op == Op::Attribute || op == Op::Constant || op == Op::Add ||
         op == Op::Subtract || op == Op::Negate;
}

}  // namespace

NodeExplainer::NodeExplainer(AssessmentRun& run, const std::vector<Source>& sources,
                             OrganisationUnitId unit)
    : run_(run),
      sources_(sources),
      home_{run.period(), unit.index()},
      day_(run.result().day),
      calendar_(calendar_of(run.rules())),
      secrecy_(run.rules(), run.source()) {
  const auto found = units().find_hierarchy(run.rules().programme->hierarchy);
  if (found) hierarchy_ = *found;
}

Text NodeExplainer::name_of_unit(OrganisationUnitId unit) const {
  if (!hierarchy_.valid()) return units().version_near(unit, day_).name;
  return {units().name_with_district(unit, day_, hierarchy_, Language::Vietnamese),
          units().name_with_district(unit, day_, hierarchy_, Language::English)};
}

Message NodeExplainer::label_of(const Period& period) const {
  return label(period, calendar_);
}

const Cell& NodeExplainer::cell(NodeId id, At at) {
  return run_.evaluation().cell(id, at.period, at.unit);
}

ExplainedValue NodeExplainer::value_of(const Cell& cell, ValueType type, NumberStyle style) {
  ExplainedValue value;
  value.type = type;
  value.answer = cell.answer;
  value.status = static_cast<Status>(cell.status);
  value.correction_pending = cell.correction_pending;
  value.style = std::move(style);
  if (cell.known()) {
    switch (type) {
      case ValueType::Exact:
        value.exact = cell.exact;
        break;
      case ValueType::Real:
        value.real = cell.real;
        break;
      case ValueType::Date:
        value.date = Date{static_cast<int32_t>(cell.exact.numerator)};
        break;
      case ValueType::Text:
        value.text = run_.evaluation().pool().text(static_cast<uint32_t>(cell.exact.numerator));
        break;
      case ValueType::Truth:
      case ValueType::Any:
        break;
    }
    return value;
  }
  const engine::Reason& reason = run_.evaluation().pool().reason(cell.reason);
  value.reason.emplace();
  value.reason->kind = reason.kind;
  value.reason->known = reason.known;
  value.reason->total = reason.total;
  value.reason->known_value = reason.known_value;
  value.reason->low = reason.low;
  value.reason->high = reason.high;
  value.reason->text = reason.text;
  return value;
}

// To the lowest units no number about people is told at all, not even another unit's.
bool NodeExplainer::secret(NodeId id, At at) {
  return secrecy_.about_people(id) && (secrecy_.nothing_below(home_.unit, home_.period) ||
                                       secrecy_.tells_of_people(id, at.unit, home_.period) ||
                                       secrecy_.tells_of_people(id, at.unit, at.period));
}

void NodeExplainer::keep_secret(ExplainedValue& value, NodeId id) {
  if (secret(id, home_)) withhold(value);
}

// The answer stays; of the reason why there is none, numbers do not.
ExplainedValue NodeExplainer::answer_of(NodeId id) {
  ExplainedValue value = value_of(cell(id, home_), ValueType::Truth, {});
  keep_secret(value, id);
  value.withheld = false;
  return value;
}

// Facts, members and intervals go with the number that they would tell.
void NodeExplainer::keep_secret(ExplainedNode& out, NodeId id, At at) {
  if (!secret(id, at)) return;
  withhold(out.value);
  out.interval.reset();
  if (out.value.type == ValueType::Truth) {
    out.value.withheld = false;
    return;
  }
  out.cells.clear();
  out.members.clear();
  out.member_count = out.members_known = 0;
}

ExplainedNode NodeExplainer::explain(NodeId id, const Expr* written) {
  return node(id, written, home_);
}

ExplainedNode NodeExplainer::skeleton(NodeId id, const Expr* written, At at) {
  const Node& what = run_.rules().graph[id];
  ExplainedNode out;
  out.kind = kind_of(what);
  out.op = what.op;
  out.comparison = what.comparison;
  if (written != nullptr) {
    out.formula = print(*written);
  } else if (what.op == Op::Named) {
    out.formula = what.text;
  }
  if (what.op == Op::AnswerIs) {
    out.formula = std::string(name_of(what.wanted)) + " of " + out.formula;
  }
  out.unit = OrganisationUnitId(at.unit);
  out.period = run_.source().period(at.period);
  out.period_label = label_of(out.period);
  out.other_unit = at.unit != home_.unit;
  out.other_period = at.period != home_.period;
  if (out.other_unit) out.unit_name = name_of_unit(out.unit);
  return out;
}

ExplainedNode NodeExplainer::node(NodeId id, const Expr* written, At at) {
  const Node& what = run_.rules().graph[id];
  if (written == nullptr) written = what.expr;
  ExplainedNode out = skeleton(id, written, at);
  switch (what.op) {
    case Op::Constant:
    case Op::PeriodDay:
    case Op::Said:
    case Op::Under:
      break;
    case Op::Input:
      describe_input(out, what, at);
      break;
    case Op::Attribute:
    case Op::MonthsActive:
      describe_attribute(out, what);
      break;
    case Op::Named: {
      const bool first = told_.insert({id.value, at}).second;
      out.repeated = !first;
      describe_named(out, what, at);
      if (!first) out.children.clear();
      break;
    }
    case Op::Shift:
    case Op::AtParent:
    case Op::AtUnit:
      describe_other(out, what, written, at);
      break;
    case Op::AggregatePeriods:
      add_periods(out, what, written, at);
      break;
    case Op::AggregateUnits:
    case Op::CompareUnits:
    case Op::Quota:
      add_members(out, what, at);
      break;
    default:
      add_children(out, what, written, at);
  }
  if (what.op == Op::Round) out.rounded_to = what.digits;
  const NumberStyle style = what.op == Op::Input || what.op == Op::Attribute ? out.value.style
                            : (what.op == Op::AggregateUnits || what.op == Op::CompareUnits) &&
                                    !out.value.style.unit.empty()
                                ? out.value.style
                                : style_of(what, written, out.children);
  out.value = value_of(cell(id, at), what.type, style);
  keep_secret(out, id, at);
  if (!reported_as_is(what.op) || (what.op == Op::Constant && !writes_a_number(written))) {
    trim_digits(out.value);
  }
  if (what.op == Op::Input && !out.value.withheld) add_units_below(out, id, what, at);
  if (out.value.reason) find_change(*out.value.reason, what, at);
  mark_deciding(out, what);
  return out;
}

void NodeExplainer::add_children(ExplainedNode& out, const Node& what, const Expr* written, At at) {
  const auto parts = parts_of(what, written);
  for (size_t i = 0; i < what.args.size(); ++i) {
    if (!what.args[i].valid()) continue;
    out.children.push_back(node(what.args[i], parts[i], at));
  }
  if (what.op == Op::Compare && out.children.size() == 2) {
    align_comparison(out.children[0], out.children[1]);
  }
  if (what.op == Op::Divide && out.children[0].reported_by == ReportedBy::Survey &&
      cell(what.args[0], at).known() && cell(what.args[1], at).known()) {
    // The engine's own kernel, so that the interval shown is the one a rule would see.
    const Cell* const cells[] = {&cell(what.args[0], at), &cell(what.args[1], at)};
    const ValueType types[] = {ValueType::Exact, ValueType::Exact};
    Node bound;
    bound.op = Op::Proportion;
    bound.type = ValueType::Real;
    const Cell low = engine::arithmetic(bound, cells, types);
    bound.flag = true;
    const Cell high = engine::arithmetic(bound, cells, types);
    if (low.known() && high.known()) out.interval = ConfidenceInterval{low.real, high.real};
  }
}

}  // namespace exemplar::programme
