// Levels and their bounds.
//
// A level is compiled three times: as it is, at best and at worst. For its bounds a criterion's
// formulas are compiled in the same view first, so that what one criterion asks of another is
// answered before it is itself taken as met or as not met where it is still unknown:
//
//   level at best ── criterion "9" at best ── (not) ── criterion "8" at worst
//                    └ unknown: met                     └ unknown: not met
//
// `not`, the right side of >=, what is subtracted turn the view over. Where more may be better or
// worse (=, the condition of `if`, a quota), unknown stays unknown: at best that may be reached, at
// worst it is not. So no completion of the unknown answers leaves the bounds.
#include "engine/compute/compiler.hpp"

namespace exemplar::engine {

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
  if (view != View::AsIs) {
    // The same formula compiled for its bounds would repeat the same errors; what fails for its
    // bounds only stays as it is: unknown is a bound too.
    const bool failed = errors_.size() > errors_before || !level_nodes_[key].valid();
    errors_.resize(errors_before);
    if (failed) level_nodes_[key] = level_nodes_[{index, static_cast<int>(View::AsIs)}];
  }
  level_state_[key] = State::Done;
  return level_nodes_[key];
}

}  // namespace exemplar::engine
