// Walks the rules: derived indicators and measures, criteria, levels, each compiled once, on first
// use, so that order in the pack does not matter and circles are found.
#include "engine/compute/compiler.hpp"

namespace exemplar::engine {

Compiled compile(const RuleSet& rules) {
  return Compiler(rules).run();
}

Compiler::Scope::Scope(Compiler& compiler, FormulaOrigin origin)
    : compiler_(compiler),
      formula_(compiler.formula_),
      origin_(compiler.origin_),
      context_(compiler.context_),
      view_(compiler.view_),
      categories_(std::move(compiler.categories_)) {
  compiler.origin_ = origin;
  compiler.categories_.clear();
  compiler.context_.reset();
  compiler.graph_.origins.push_back(origin);
  compiler.formula_ = static_cast<uint32_t>(compiler.graph_.origins.size() - 1);
}

Compiler::Scope::~Scope() {
  compiler_.formula_ = formula_;
  compiler_.origin_ = origin_;
  compiler_.context_ = context_;
  compiler_.view_ = view_;
  compiler_.categories_ = std::move(categories_);
}

Compiled Compiler::run() {
  graph_.formulas.assign(rules_.formulas.size(), NodeId());
  answer_state_.assign(rules_.criteria.size(), State::NotStarted);
  points_state_.assign(rules_.criteria.size(), State::NotStarted);
  graph_.criteria.assign(rules_.criteria.size(), {});
  raw_answers_.assign(rules_.criteria.size(), NodeId());
  own_points_.assign(rules_.criteria.size(), NodeId());
  graph_.levels.assign(rules_.levels.size(), {});
  compile_rules();
  return {std::move(graph_), std::move(errors_)};
}

void Compiler::compile_rules() {
  for (uint32_t i = 0; i < rules_.formulas.size(); ++i) graph_.formulas[i] = formula_node(i);
  for (uint32_t i = 0; i < rules_.criteria.size(); ++i) {
    criterion_answer(i);
    if (rules_.criteria[i].points != nullptr) criterion_points(i);
  }
  graph_.no_knock_out = knock_out_node(View::AsIs);
  for (uint32_t i = 0; i < rules_.levels.size(); ++i) {
    graph_.levels[i] = {level_node(i, View::AsIs), level_node(i, View::Best),
                        level_node(i, View::Worst)};
  }
  if (rules_.assessable != nullptr) {
    const Scope scope(*this, {FormulaOrigin::Kind::Assessable, 0});
    const NodeId node = expr(*rules_.assessable);
    if (node.valid() && want_truth(node, *rules_.assessable)) graph_.assessable = node;
  }
  for (uint32_t i = 0; i < rules_.conditions.size(); ++i) {
    const Scope scope(*this, {FormulaOrigin::Kind::Condition, i});
    const NodeId node = expr(*rules_.conditions[i].tree);
    graph_.conditions.push_back(
        node.valid() && want_truth(node, *rules_.conditions[i].tree) ? node : NodeId());
  }
}

std::string Compiler::circle_text(const std::string& again) const {
  std::string text;
  bool inside = false;
  for (const std::string& name : path_) {
    inside = inside || name == again;
    if (inside) text += name + " → ";
  }
  return text + again;
}

NodeId Compiler::named(NodeId inner, const std::string& name) {
  if (!inner.valid()) return inner;
  Node node;
  node.op = Op::Named;
  node.type = at(inner).type;
  node.number = at(inner).number;
  node.may_be_not_applicable = at(inner).may_be_not_applicable;
  node.args = {inner};
  node.text = name;
  return add(std::move(node), nullptr);
}

NodeId Compiler::rounded_as_declared(NodeId inner, const Expr& from, std::optional<int> digits,
                                     RoundingMode mode, const Message& what) {
  if (!inner.valid() || !digits) return inner;
  if (!is_number(inner)) {
    return fail(from, msg("{} declares 'round', but its value is {}", what, type_name(inner)),
                msg("remove 'round'"));
  }
  Node node;
  node.op = Op::Round;
  node.args = {inner};
  node.digits = *digits;
  node.mode = mode;
  node.number = info_round(at(inner).number, *digits);
  node.may_be_not_applicable = at(inner).may_be_not_applicable;
  return finish_rounding(std::move(node), from);
}

// A rounding has a result only while it fits: there is no rounded number that is not exact.
NodeId Compiler::finish_rounding(Node node, const Expr& from) {
  if (!node.number.exact) {
    return fail(from, msg("this rounding needs more than 38 digits"),
                msg("declare smaller bounds (at_most), or round to fewer decimals"));
  }
  finish_number(node);
  return add(std::move(node), &from);
}

NodeId Compiler::formula_node(uint32_t index) {
  const NamedFormula& formula = rules_.formulas[index];
  const auto key = std::make_pair(index, view_);
  if (formula_state_[key] == State::Done) return formula_nodes_[key];
  if (formula_state_[key] == State::Running) {
    errors_.push_back({{FormulaOrigin::Kind::Formula, index},
                       formula.tree->span,
                       msg("'{}' depends on itself: {}", formula.name, circle_text(formula.name)),
                       msg("break the circle")});
    return {};
  }
  formula_state_[key] = State::Running;
  path_.push_back(formula.name);
  {
    // A measure that looks at criteria is part of a level's bounds: it keeps the view.
    const Scope scope(*this, {FormulaOrigin::Kind::Formula, index});
    NodeId node = expr(*formula.tree);
    node = rounded_as_declared(node, *formula.tree, formula.round, formula.mode,
                               msg("'{}'", formula.name));
    if (node.valid() && formula.declared_unit && is_number(node) && !at(node).number.any_unit &&
        at(node).number.unit != unit_of_measure(*formula.declared_unit)) {
      const std::string unit = text_of(at(node).number.unit);
      node = fail(*formula.tree,
                  msg("this is in '{}', but '{}' is declared in '{}'", unit.empty() ? "1" : unit,
                      formula.name, *formula.declared_unit),
                  msg("correct the formula or the declared unit"));
    }
    formula_nodes_[key] = named(node, formula.name);
  }
  path_.pop_back();
  formula_state_[key] = State::Done;
  return formula_nodes_[key];
}

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

NodeId Compiler::criterion_points(uint32_t index) {
  const CriterionRule& rule = rules_.criteria[index];
  if (points_state_[index] == State::Done) return graph_.criteria[index].points;
  if (points_state_[index] == State::Running) {
    errors_.push_back({{FormulaOrigin::Kind::CriterionPoints, index},
                       rule.points->span,
                       msg("the points of criterion {} depend on themselves", rule.id),
                       msg("break the circle")});
    return {};
  }
  points_state_[index] = State::Running;
  {
    const Scope scope(*this, {FormulaOrigin::Kind::CriterionPoints, index});
    view_ = View::AsIs;
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
      const NodeId condition = expr(*rule.applies);
      if (condition.valid() && want_truth(condition, *rule.applies)) {
        applies.args = {node, condition};
        applies.may_be_not_applicable = true;
        node = add(std::move(applies), rule.points);
      }
    }
    own_points_[index] = named(node, "points(\"" + rule.id + "\")");
    graph_.criteria[index].points = with_policy(own_points_[index], rule, rule.points);
  }
  points_state_[index] = State::Done;
  return graph_.criteria[index].points;
}

NodeId Compiler::criterion_answer(uint32_t index) {
  const CriterionRule& rule = rules_.criteria[index];
  if (answer_state_[index] == State::Done) return graph_.criteria[index].answer;
  const std::string label = "criterion(\"" + rule.id + "\")";
  const Expr* from = rule.met != nullptr ? rule.met : rule.points;
  const auto kind = rule.met != nullptr ? FormulaOrigin::Kind::CriterionMet
                                        : FormulaOrigin::Kind::CriterionPoints;
  if (answer_state_[index] == State::Running) {
    errors_.push_back({{kind, index},
                       from->span,
                       msg("'{}' depends on itself: {}", label, circle_text(label)),
                       msg("break the circle")});
    return {};
  }
  if (from == nullptr) return {};
  answer_state_[index] = State::Running;
  path_.push_back(label);
  {
    const Scope scope(*this, {kind, index});
    view_ = View::AsIs;
    context_ = CriterionContext{index, true};
    NodeId node;
    if (rule.met != nullptr) {
      node = expr(*rule.met);
      if (node.valid() && !want_truth(node, *rule.met)) node = {};
    } else if (!rule.max) {
      node = fail(*from, msg("criterion {} has points, but neither 'met' nor 'max'", rule.id),
                  msg("add max = the most points it can give, or met = a condition"));
    } else if (criterion_points(index).valid()) {
      Node full;
      full.op = Op::Compare;
      full.comparison = Operator::GreaterOrEqual;
      Node most;
      most.type = ValueType::Exact;
      most.constant.answer = kKnown;
      most.constant.exact = {rule.max->units, power_of_ten(rule.max->digits)};
      most.number = info_of_constant(most.constant.exact, {}, false);
      full.args = {own_points_[index], add(std::move(most), from)};
      full.may_be_not_applicable = at(own_points_[index]).may_be_not_applicable;
      node = comparable_exactly(at(full.args[0]).number, at(full.args[1]).number)
                 ? add(std::move(full), from)
                 : fail(*from, msg("this comparison needs more than 38 digits"),
                        msg("declare smaller bounds (at_most), fewer digits, or round one side"));
    }
    if (rule.applies != nullptr) {
      const Scope inner(*this, {FormulaOrigin::Kind::CriterionApplies, index});
      Node applies;
      applies.op = Op::Applies;
      const NodeId condition = expr(*rule.applies);
      if (condition.valid() && want_truth(condition, *rule.applies) && node.valid()) {
        applies.args = {node, condition};
        applies.may_be_not_applicable = true;
        node = add(std::move(applies), from);
      }
    }
    graph_.criteria[index].raw = node;
    graph_.criteria[index].answer =
        named(with_policy(node, rule, from), "criterion(\"" + rule.id + "\")");
  }
  path_.pop_back();
  answer_state_[index] = State::Done;
  return graph_.criteria[index].answer;
}

NodeId Compiler::knock_out_node(View view) {
  Node node;
  node.op = Op::And;
  const View outer = view_;
  view_ = view;
  for (uint32_t i = 0; i < rules_.criteria.size(); ++i) {
    if (!rules_.criteria[i].knock_out) continue;
    const NodeId answer = answer_in_view(i);
    if (answer.valid()) node.args.push_back(answer);
  }
  view_ = outer;
  node.may_be_not_applicable =
      !node.args.empty() && std::all_of(node.args.begin(), node.args.end(),
                                        [this](NodeId id) { return at(id).may_be_not_applicable; });
  // Knock-outs that do not apply knock nobody out: known (met) replaces "not applicable".
  const NodeId conjunction = add(std::move(node), nullptr);
  Node policy;
  policy.op = Op::Policy;
  policy.policy = WhenNotApplicablePolicy::Met;
  policy.args = {conjunction};
  return named(add(std::move(policy), nullptr), "no_knock_out");
}

NodeId Compiler::level_node(uint32_t index, View view) {
  const LevelRule& rule = rules_.levels[index];
  const auto key = std::make_pair(index, static_cast<int>(view));
  const auto state = level_state_.find(key);
  if (state != level_state_.end()) {
    if (state->second == State::Done) return level_nodes_[key];
    errors_.push_back({{FormulaOrigin::Kind::Level, index},
                       rule.when->span,
                       msg("level '{}' depends on itself", rule.id),
                       msg("break the circle")});
    return {};
  }
  level_state_[key] = State::Running;
  const size_t errors_before = errors_.size();
  {
    const Scope scope(*this, {FormulaOrigin::Kind::Level, index});
    view_ = view;
    const NodeId node = expr(*rule.when);
    level_nodes_[key] = node.valid() && want_truth(node, *rule.when)
                            ? named(node, "level(\"" + rule.id + "\")")
                            : NodeId();
  }
  // The same formula compiled for its bounds would repeat the same errors.
  if (view != View::AsIs) errors_.resize(errors_before);
  level_state_[key] = State::Done;
  return level_nodes_[key];
}

}  // namespace exemplar::engine
