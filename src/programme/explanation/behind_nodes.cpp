// What lies behind particular nodes: the formula of a measure, other periods and units, members of
// a set; which operands decided; and why a definition broke a comparison.
#include "engine/compute/exact.hpp"
#include "programme/explanation/formula_parts.hpp"
#include "programme/explanation/node_explainer.hpp"
#include "programme/explanation/number_style.hpp"

namespace exemplar::programme {

using engine::Answer;
using engine::Expr;
using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::ReasonKind;

namespace {

// Sums over many days are listed only so far; the count of all stays.
constexpr size_t kPeriodsMax = 60;

}  // namespace

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
    // A measure is read with the decimals that it declares, an indicator as the share that it is.
    if (!rules.definitions->indicator(what.text)) style.percent = false;
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
  NumberStyle style{engine::text_of(of.number.unit), 0, false};
  if (of.op == Op::Input) {
    style = style_of((*run_.rules().definitions)[run_.rules().inputs[of.index]]);
  } else {
    // Styled once, on the unit itself; that tells nobody anything.
    const auto told = told_;
    style = node(what.args[0], nullptr, at).value.style;
    told_ = told;
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
  list_members(out, std::move(members), what.args[0], style, at.period);
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
