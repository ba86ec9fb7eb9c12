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
  graph_.criteria.assign(rules_.criteria.size(), {});
  graph_.levels.assign(rules_.levels.size(), {});
  compile_rules();
  return {std::move(graph_), std::move(errors_)};
}

void Compiler::compile_rules() {
  for (uint32_t i = 0; i < rules_.formulas.size(); ++i) graph_.formulas[i] = formula_node(i);
  for (uint32_t i = 0; i < rules_.criteria.size(); ++i) {
    criterion_answer(i, View::AsIs);
    if (rules_.criteria[i].points != nullptr) criterion_points(i, View::AsIs);
    graph_.criteria[i] = criteria_[{i, View::AsIs}].nodes;
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

}  // namespace exemplar::engine
