#include "programme/explanation/node_explainer.hpp"

#include "engine/compute/exact.hpp"
#include "engine/compute/kernels.hpp"
#include "programme/explanation/formula_parts.hpp"
#include "programme/explanation/number_style.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::programme {

using engine::Answer;
using engine::Cell;
using engine::Expr;
using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::ReasonKind;
using engine::ValueType;

namespace {

// Sums over many days are listed only so far; the count of all stays.
constexpr size_t kPeriodsMax = 60;

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
      calendar_(calendar_of(run.rules())) {
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
  return run_.evaluation().column(id, at.period)[at.unit];
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

ExplainedNode NodeExplainer::explain(NodeId id, const Expr* written) {
  return node(id, written, home_);
}

ExplainedNode NodeExplainer::skeleton(NodeId id, const Expr* written, At at) {
  const Node& what = run_.rules().graph[id];
  ExplainedNode out;
  out.kind = kind_of(what);
  out.op = what.op;
  out.comparison = what.comparison;
  if (written != nullptr)
    out.formula = print(*written);
  else if (what.op == Op::Named)
    out.formula = what.text;
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
  if (!reported_as_is(what.op)) trim_digits(out.value);
  if (what.op == Op::Input) add_units_below(out, id, what, at);
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

const Expr* NodeExplainer::formula_of(const std::string& name) const {
  for (const engine::NamedFormula& formula : run_.rules().rules.formulas) {
    if (formula.name == name) return formula.tree;
  }
  return nullptr;
}

// A measure shows what it is made of; criteria, levels and points that a formula speaks of are
// explained under their own names.
void NodeExplainer::describe_named(ExplainedNode& out, const Node& what, At at) {
  const CompiledRules& rules = run_.rules();
  const Expr* tree = formula_of(what.text);
  if (tree == nullptr) {
    out.kind = ExplainedKind::Criterion;
    for (const Criterion& criterion : rules.set->criteria) {
      const std::string quoted = "(\"" + criterion.id + "\")";
      const bool points = what.text == "points" + quoted;
      if (!points && what.text != "criterion" + quoted) continue;
      out.id = criterion.id;
      out.name = criterion.title;
      if (points && rules.set != nullptr) {
        for (const engine::CriterionRule& rule : rules.rules.criteria) {
          if (rule.id == criterion.id) tree = rule.points;
        }
      }
    }
    if (tree == nullptr) return;
  } else {
    out.id = what.text;
    if (const auto indicator = rules.definitions->indicator(what.text)) {
      out.name = (*rules.definitions)[*indicator].name;
    }
    for (const Measure& measure :
         rules.set != nullptr ? rules.set->measures : std::vector<Measure>{}) {
      if (measure.id == what.text) out.name = measure.name;
    }
  }
  NodeId inner = what.args[0];
  const Node& first = rules.graph[inner];
  const bool rounds_itself = tree->kind == engine::ExprKind::Call && tree->text == "round";
  if (first.op == Op::Round && !rounds_itself) {
    // Declared beside the formula: said of the measure, not shown as a step of its own.
    out.rounded_to = first.digits;
    inner = first.args[0];
  }
  out.children.push_back(node(inner, tree, at));
  if (out.rounded_to) {
    NumberStyle& style = out.children[0].value.style;
    style.digits = std::max(0, *out.rounded_to - (style.percent ? 2 : 0));
  }
}

void NodeExplainer::describe_other(ExplainedNode& out, const Node& what, const Expr* written,
                                   At at) {
  At there = at;
  if (what.op == Op::Shift) {
    const auto periods = run_.source().select(at.period, what.selector);
    if (!periods || periods->size() != 1) return;
    there.period = periods->front();
    // Across a change of definition the engine looks at nothing.
    for (const uint32_t input : what.inputs) {
      if (!run_.source().comparable(input, at.period, there.period)) return;
    }
  } else {
    const int32_t unit = what.op == Op::AtParent
                             ? run_.source().parents(at.period, {})[at.unit]
                             : run_.source().unit_with_code(what.selector.text, at.period);
    if (unit < 0) return;
    there.unit = static_cast<size_t>(unit);
  }
  out.children.push_back(node(what.args[0], parts_of(what, written)[0], there));
}

void NodeExplainer::add_periods(ExplainedNode& out, const Node& what, const Expr* written, At at) {
  const auto periods = run_.source().select(at.period, what.selector);
  if (!periods) return;
  for (const engine::PeriodIndex other : *periods) {
    for (const uint32_t input : what.inputs) {
      if (!run_.source().comparable(input, at.period, other)) return;
    }
  }
  const Expr* part = parts_of(what, written)[0];
  out.member_count = static_cast<int64_t>(periods->size());
  for (const engine::PeriodIndex other : *periods) {
    const At there{other, at.unit};
    if (cell(what.args[0], there).known()) ++out.members_known;
    if (out.children.size() < kPeriodsMax) out.children.push_back(node(what.args[0], part, there));
  }
}

void NodeExplainer::add_members(ExplainedNode& out, const Node& what, At at) {
  const Node& of = run_.rules().graph[what.args[0]];
  const Date day = run_.source().day_of(at.period);
  NumberStyle style{engine::text_of(of.number.unit), 0, false};
  if (of.op == Op::Input) {
    style = style_of((*run_.rules().definitions)[run_.rules().inputs[of.index]]);
  } else {
    // Styled once, on the unit itself.
    style = node(what.args[0], nullptr, at).value.style;
  }
  std::vector<uint32_t> members;
  if (what.op == Op::Quota) {
    const auto& taking_part = run_.source().participants(at.period);
    for (size_t unit = 0; unit < taking_part.size(); ++unit) {
      if (taking_part[unit] != 0) members.push_back(static_cast<uint32_t>(unit));
    }
  } else {
    const auto& sets = run_.evaluation().groups(what.set, what.text, at.period);
    if (sets.group_of[at.unit] >= 0) {
      members = sets.groups[static_cast<size_t>(sets.group_of[at.unit])];
    }
  }
  list_members(out, std::move(members), run_.evaluation().column(what.args[0], at.period), of.type,
               style, day);
  if (what.op == Op::AggregateUnits && what.function != engine::FunctionId::Count) {
    out.value.style = style;
    out.value.style.unit = engine::text_of(what.number.unit);
  }
  if (what.op != Op::AggregateUnits) out.children.push_back(node(what.args[0], nullptr, at));
}

// Which operands made the answer: of an `and` that is not met those that are not met.
void NodeExplainer::mark_deciding(ExplainedNode& out, const Node& what) const {
  const Answer answer = out.value.answer;
  auto& parts = out.children;
  switch (what.op) {
    case Op::And:
    case Op::Or:
      for (ExplainedNode& part : parts) part.decides = part.value.answer == answer;
      break;
    case Op::AtLeast: {
      for (const ExplainedNode& part : parts) {
        out.judged += part.value.answer != Answer::NotApplicable ? 1 : 0;
      }
      const i128 judged = out.judged;
      const i128 all = static_cast<i128>(parts.size());
      const Ratio& k = what.quantity;
      const i128 wanted =
          what.quantity_is_share    ? engine::exact_ceiling({k.numerator * judged, k.denominator})
          : what.shrinks && all > 0 ? engine::exact_ceiling({k.numerator * judged, all})
                                    : k.numerator;
      out.wanted = static_cast<int64_t>(wanted);
      for (ExplainedNode& part : parts) {
        const Answer own = part.value.answer;
        part.decides = own == answer || (answer == Answer::Unknown && own == Answer::NotMet);
      }
      break;
    }
    case Op::If:
      if (parts.size() == 3 && parts[0].value.known()) {
        const bool yes = parts[0].value.answer == Answer::Met;
        parts[1].decides = yes;
        parts[2].decides = !yes;
      } else if (parts.size() == 3) {
        parts[0].decides = !out.value.known();
        parts[1].decides = parts[2].decides = out.value.known();
      }
      break;
    case Op::OrElse:
      if (parts.size() == 2) parts[1].decides = parts[0].value.answer == Answer::Unknown;
      break;
    case Op::Applies:
      if (parts.size() == 2 && parts[1].value.answer != Answer::Met) parts[0].decides = false;
      break;
    default:
      break;
  }
}

// What a reason needs beyond the engine's: when and why a definition changed.
void NodeExplainer::find_change(ExplainedReason& reason, const Node& what, At at) const {
  if (reason.kind == ReasonKind::NotCollected && what.op == Op::Input) {
    reason.collected = (*run_.rules().definitions)[run_.rules().inputs[what.index]].collected;
  }
  if (reason.kind != ReasonKind::DefinitionBreak || what.inputs.empty()) return;
  const auto periods = run_.source().select(at.period, what.selector);
  if (!periods) return;
  for (const engine::PeriodIndex other : *periods) {
    const Date a = run_.source().first_day(at.period);
    const Date b = run_.source().first_day(other);
    for (const uint32_t input : what.inputs) {
      const Indicator& indicator = (*run_.rules().definitions)[run_.rules().inputs[input]];
      for (const DefinitionVersion& version : indicator.versions) {
        if (version.comparable || version.from <= std::min(a, b) || version.from > std::max(a, b)) {
          continue;
        }
        reason.changed_on = version.from;
        reason.change = version.reason;
        return;
      }
    }
  }
}

}  // namespace exemplar::programme
