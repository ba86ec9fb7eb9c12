#include "programme/nearest_way/missing_data.hpp"

#include <algorithm>
#include <set>

#include "engine/compute/exact.hpp"
#include "programme/nearest_way/levers.hpp"

namespace exemplar::programme {

using engine::Answer;
using engine::Cell;
using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::Operator;

namespace {

// A comparison seen from its left side.
Operator mirrored(Operator op) {
  switch (op) {
    case Operator::Less:
      return Operator::Greater;
    case Operator::LessOrEqual:
      return Operator::GreaterOrEqual;
    case Operator::Greater:
      return Operator::Less;
    case Operator::GreaterOrEqual:
      return Operator::LessOrEqual;
    default:
      return op;
  }
}

Operator negated(Operator op) {
  switch (op) {
    case Operator::Less:
      return Operator::GreaterOrEqual;
    case Operator::LessOrEqual:
      return Operator::Greater;
    case Operator::Greater:
      return Operator::LessOrEqual;
    case Operator::GreaterOrEqual:
      return Operator::Less;
    case Operator::Equal:
      return Operator::NotEqual;
    default:
      return Operator::Equal;
  }
}

class Search {
 public:
  Search(AssessmentRun& run, size_t criterion, size_t unit)
      : run_(run), graph_(run.rules().graph), criterion_(criterion), unit_(unit) {}

  std::vector<NearestWayStep> steps(NodeId node) {
    unknown(node, run_.period());
    std::vector<NearestWayStep> result = std::move(too_small_);
    if (!missing_.empty() || (result.empty() && !counted_as_unknown_)) {
      NearestWayStep step = step_of(StepKind::GiveData);
      step.missing = std::move(missing_);
      step.said = said_;
      result.push_back(std::move(step));
    }
    if (counted_as_unknown_) {
      NearestWayStep step = step_of(StepKind::NotSolvable);
      step.why_not = WhyNotSolvable::CountedAsUnknown;
      result.push_back(std::move(step));
    }
    return result;
  }

 private:
  NearestWayStep step_of(StepKind kind) const {
    NearestWayStep step;
    step.criterion = criterion_;
    step.kind = kind;
    return step;
  }

  const Cell& cell(NodeId id, engine::PeriodIndex period) {
    return run_.evaluation().cell(id, period, unit_);
  }

  void add(MissingData data) {
    if (std::find(missing_.begin(), missing_.end(), data) == missing_.end()) {
      missing_.push_back(std::move(data));
    }
  }

  void add_input(const Node& node, engine::PeriodIndex period, bool elsewhere) {
    add({run_.rules().inputs[node.index],
         {},
         run_.source().period(period),
         period != run_.period(),
         elsewhere});
  }

  // Everything below: of others, or where what contradicts cannot be told apart.
  void add_all(NodeId id, engine::PeriodIndex period, bool elsewhere) {
    std::set<NodeId> seen;
    std::vector<NodeId> open{id};
    while (!open.empty()) {
      const NodeId next = open.back();
      open.pop_back();
      if (!next.valid() || !seen.insert(next).second) continue;
      const Node& node = graph_[next];
      if (node.op == Op::Input) add_input(node, period, elsewhere);
      open.insert(open.end(), node.args.rbegin(), node.args.rend());
    }
  }

  // Looks at a node whose answer or value is unknown.
  void unknown(NodeId id, engine::PeriodIndex period) {
    id = meant(graph_, id);
    if (!seen_.emplace(id, period).second) return;
    const Node& node = graph_[id];
    switch (node.op) {
      case Op::Input:
        add_input(node, period, false);
        return;
      case Op::Attribute:
        add({{},
             run_.rules().rules.attributes[node.index].id,
             run_.source().period(period),
             false});
        return;
      case Op::MonthsActive:
        add({{}, "months_active", run_.source().period(period), period != run_.period(), false});
        return;
      case Op::Said:
        said_ = node.said;
        return;
      case Op::If:
        return branch(node, period);
      case Op::Policy:
        if (cell(node.args[0], period).answer == Answer::NotApplicable) {
          counted_as_unknown_ = true;
          return;
        }
        break;
      case Op::Applies:
        // Whether it applies comes first.
        if (cell(node.args[1], period).answer != Answer::Met) return unknown(node.args[1], period);
        return unknown(node.args[0], period);
      case Op::Shift: {
        const auto there = run_.source().select(period, node.selector);
        if (there && there->size() == 1) return unknown(node.args[0], there->front());
        return;
      }
      case Op::AggregatePeriods: {
        const auto there = run_.source().select(period, node.selector);
        if (!there) return;
        for (const engine::PeriodIndex other : *there) {
          if (cell(node.args[0], other).answer == Answer::Unknown) unknown(node.args[0], other);
        }
        return;
      }
      case Op::AtParent:
      case Op::AtUnit:
      case Op::AggregateUnits:
      case Op::Quota:
        return add_all(id, period, true);
      default:
        break;
    }
    bool any = false;
    for (const NodeId arg : node.args) {
      if (!arg.valid() || cell(arg, period).answer != Answer::Unknown) continue;
      any = true;
      unknown(arg, period);
    }
    if (!any) add_all(id, period, false);
  }

  void branch(const Node& node, engine::PeriodIndex period) {
    const Cell& condition = cell(node.args[0], period);
    if (!condition.known()) return unknown(node.args[0], period);
    const bool yes = condition.answer == Answer::Met;
    const NodeId taken = meant(graph_, node.args[yes ? 1 : 2]);
    if (graph_[taken].op == Op::Said && period == run_.period()) {
      said_ = graph_[taken].said;
      shortfall(node.args[0], !yes);
      return;
    }
    unknown(taken, period);
  }

  // Which numbers are too small for the condition to be (or not to be) met.
  void shortfall(NodeId condition, bool wanted) {
    condition = meant(graph_, condition);
    const Node& node = graph_[condition];
    if (node.op == Op::Not) return shortfall(node.args[0], !wanted);
    if ((node.op == Op::And && wanted) || (node.op == Op::Or && !wanted)) {
      for (const NodeId part : node.args) {
        const Answer answer = cell(part, run_.period()).answer;
        if (answer == (wanted ? Answer::NotMet : Answer::Met)) shortfall(part, wanted);
        if (answer == Answer::Unknown) unknown(part, run_.period());
      }
      return;
    }
    if (node.op != Op::Compare) return;
    NodeId left = meant(graph_, node.args[0]);
    NodeId right = meant(graph_, node.args[1]);
    Operator op = wanted ? node.comparison : negated(node.comparison);
    if (graph_[right].op == Op::Input) {
      std::swap(left, right);
      op = mirrored(op);
    }
    const Node& asked = graph_[left];
    const bool at_least = op == Operator::GreaterOrEqual || op == Operator::Greater;
    if (asked.op != Op::Input || graph_[right].op != Op::Constant || !at_least) return;
    const Indicator& what = (*run_.rules().definitions)[run_.rules().inputs[asked.index]];
    const Cell& value = cell(left, run_.period());
    if (!what.numeric() || !value.known()) return;
    const Ratio scale{power_of_ten(what.digits), 1};
    const auto now = engine::exact_multiply(value.exact, scale);
    const auto least = engine::exact_multiply(graph_[right].constant.exact, scale);
    if (!now || !least) return;
    i128 needed = engine::exact_ceiling(*least);
    if (op == Operator::Greater) needed = engine::exact_floor(*least) + 1;
    const i128 from = engine::exact_floor(*now);
    if (needed <= from) return;
    NearestWayStep step = step_of(StepKind::GiveData);
    step.indicator = run_.rules().inputs[asked.index];
    step.unit_of_measure = what.unit;
    step.from = Decimal{static_cast<int64_t>(from), what.digits};
    step.to = Decimal{static_cast<int64_t>(needed), what.digits};
    step.change = Decimal{static_cast<int64_t>(needed - from), what.digits};
    step.missing = {{step.indicator, {}, run_.result().period, false, false}};
    step.said = said_;
    too_small_.push_back(std::move(step));
  }

  AssessmentRun& run_;
  const engine::Graph& graph_;
  size_t criterion_;
  size_t unit_;
  std::set<std::pair<NodeId, engine::PeriodIndex>> seen_;
  std::vector<NearestWayStep> too_small_;
  std::vector<MissingData> missing_;
  Text said_;
  bool counted_as_unknown_ = false;
};

}  // namespace

std::vector<NearestWayStep> missing_data(AssessmentRun& run, size_t criterion, NodeId node,
                                         size_t unit) {
  return Search(run, criterion, unit).steps(node);
}

}  // namespace exemplar::programme
