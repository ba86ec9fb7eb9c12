// A criterion: its points and its answer, what "not applicable" counts as, and how it is taken in a
// level's bounds.
#include "engine/compute/compiler.hpp"

namespace exemplar::engine {

NodeId Compiler::with_policy(NodeId inner, const CriterionRule& rule, const Expr* from) {
  if (!inner.valid()) return inner;
  if (at(inner).may_be_not_applicable && !rule.when_not_applicable) {
    return fail(*from,
                msg("criterion {} can become not applicable, and nothing says what it counts as "
                    "then",
                    rule.id),
                msg("add when_not_applicable = \"leave_out\", \"met\", \"not_met\" or "
                    "\"unknown\""));
  }
  if (!at(inner).may_be_not_applicable) return inner;
  Node node;
  node.op = Op::Policy;
  node.type = at(inner).type;
  node.number = at(inner).number;
  node.args = {inner};
  node.policy = *rule.when_not_applicable;
  node.may_be_not_applicable = node.policy == WhenNotApplicablePolicy::LeaveOut;
  if (node.type != ValueType::Truth && node.policy != WhenNotApplicablePolicy::LeaveOut) {
    if (!rule.max) {
      return fail(*from, msg("criterion {} has points, but no 'max'", rule.id),
                  msg("add max = the most points it can give"));
    }
    node.quantity = {rule.max->units, power_of_ten(rule.max->digits)};
    // The most there are, or none: either may stand in the place of "not applicable".
    node.number = info_join(node.number, info_of_constant(node.quantity, {}, true));
    node.number = info_join(node.number, info_of_constant({0, 1}, {}, true));
    finish_number(node);
  }
  return add(std::move(node), from);
}

NodeId Compiler::criterion_points(uint32_t index, View view) {
  const CriterionRule& rule = rules_.criteria[index];
  CriterionState& criterion = criteria_[{index, view}];
  if (criterion.points == State::Done) return criterion.nodes.points;
  if (criterion.points == State::Running) {
    errors_.push_back({{FormulaOrigin::Kind::CriterionPoints, index},
                       rule.points->span,
                       msg("the points of criterion {} depend on themselves", rule.id),
                       msg("break the circle")});
    return {};
  }
  criterion.points = State::Running;
  {
    const Scope scope(*this, {FormulaOrigin::Kind::CriterionPoints, index});
    view_ = view;
    context_ = CriterionContext{index, true};
    NodeId node = expr(*rule.points);
    if (node.valid() && !want_number(node, *rule.points)) node = {};
    node = rounded_as_declared(node, *rule.points, rule.round, rule.mode,
                               msg("criterion {}", rule.id));
    if (node.valid() && at(node).number.unit != UnitOfMeasure{}) {
      node = fail(
          *rule.points,
          msg("points have no unit of measure, but this is in '{}'", text_of(at(node).number.unit)),
          msg("divide by a value of the same unit"));
    }
    if (node.valid() && !want_exact(node, *rule.points, msg("points are summed"))) node = {};
    if (node.valid() && rule.applies != nullptr) {
      Node applies;
      applies.op = Op::Applies;
      applies.type = at(node).type;
      applies.number = at(node).number;
      context_.reset();
      view_ = either(view);
      const NodeId condition = expr(*rule.applies);
      if (condition.valid() && want_truth(condition, *rule.applies)) {
        applies.args = {node, condition};
        applies.may_be_not_applicable = true;
        node = add(std::move(applies), rule.points);
      }
    }
    criterion.own_points = named(node, "points(\"" + rule.id + "\")");
    criterion.nodes.points = with_policy(criterion.own_points, rule, rule.points);
  }
  criterion.points = State::Done;
  return criterion.nodes.points;
}

NodeId Compiler::criterion_answer(uint32_t index, View view) {
  const CriterionRule& rule = rules_.criteria[index];
  CriterionState& criterion = criteria_[{index, view}];
  if (criterion.answer == State::Done) return criterion.nodes.answer;
  const std::string label = "criterion(\"" + rule.id + "\")";
  const Expr* from = rule.met != nullptr ? rule.met : rule.points;
  const auto kind = rule.met != nullptr ? FormulaOrigin::Kind::CriterionMet
                                        : FormulaOrigin::Kind::CriterionPoints;
  if (criterion.answer == State::Running) {
    errors_.push_back({{kind, index},
                       from->span,
                       msg("'{}' depends on itself: {}", label, circle_text(label)),
                       msg("break the circle")});
    return {};
  }
  if (from == nullptr) return {};
  criterion.answer = State::Running;
  path_.push_back(label);
  {
    const Scope scope(*this, {kind, index});
    view_ = view;
    context_ = CriterionContext{index, true};
    NodeId node;
    if (rule.met != nullptr) {
      node = expr(*rule.met);
      if (node.valid() && !want_truth(node, *rule.met)) node = {};
    } else if (!rule.max) {
      node = fail(*from, msg("criterion {} has points, but neither 'met' nor 'max'", rule.id),
                  msg("add max = the most points it can give, or met = a condition"));
    } else if (criterion_points(index, view).valid()) {
      Node full;
      full.op = Op::Compare;
      full.comparison = Operator::GreaterOrEqual;
      Node most;
      most.type = ValueType::Exact;
      most.constant.answer = kKnown;
      most.constant.exact = {rule.max->units, power_of_ten(rule.max->digits)};
      most.number = info_of_constant(most.constant.exact, {}, false);
      full.args = {criterion.own_points, add(std::move(most), from)};
      full.may_be_not_applicable = at(criterion.own_points).may_be_not_applicable;
      node = comparable_exactly(at(full.args[0]).number, at(full.args[1]).number)
                 ? add(std::move(full), from)
                 : fail(*from, msg("this comparison needs more than 38 digits"),
                        msg("declare smaller bounds (at_most), fewer digits, or round one side"));
    }
    if (rule.applies != nullptr) {
      const Scope inner(*this, {FormulaOrigin::Kind::CriterionApplies, index});
      view_ = either(view);
      Node applies;
      applies.op = Op::Applies;
      const NodeId condition = expr(*rule.applies);
      if (condition.valid() && want_truth(condition, *rule.applies) && node.valid()) {
        applies.args = {node, condition};
        applies.may_be_not_applicable = true;
        node = add(std::move(applies), from);
      }
    }
    criterion.nodes.raw = node;
    criterion.nodes.answer = named(with_policy(node, rule, from), "criterion(\"" + rule.id + "\")");
  }
  path_.pop_back();
  criterion.answer = State::Done;
  return criterion.nodes.answer;
}

// A criterion's answer, and its points, as the current view takes them.
NodeId Compiler::answer_in_view(uint32_t criterion) {
  const NodeId answer = criterion_answer(criterion, view_);
  if (!answer.valid() || !is_bound(view_)) return answer;
  Node node;
  node.op = Op::Assume;
  node.args = {answer};
  node.flag = view_ == View::Best;
  node.may_be_not_applicable = at(answer).may_be_not_applicable;
  return add(std::move(node), nullptr);
}

NodeId Compiler::points_in_view(uint32_t criterion) {
  const CriterionRule& rule = rules_.criteria[criterion];
  if (rule.points == nullptr) return {};
  const NodeId points = criterion_points(criterion, view_);
  if (!points.valid() || !is_bound(view_) || !rule.max) return points;
  Node node;
  node.op = Op::Assume;
  node.type = ValueType::Exact;
  node.args = {points};
  node.flag = view_ == View::Best;
  node.quantity = {rule.max->units, power_of_ten(rule.max->digits)};
  node.number = info_join(at(points).number, info_of_constant(node.quantity, {}, true));
  node.number = info_join(node.number, info_of_constant({0, 1}, {}, true));
  finish_number(node);
  node.may_be_not_applicable = at(points).may_be_not_applicable;
  return add(std::move(node), nullptr);
}

}  // namespace exemplar::engine
