#include "programme/assessment/harm_walk.hpp"

#include <algorithm>

namespace exemplar::programme {

using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::Operator;

namespace {

// Beyond so many steps the facts on the way are forgotten: without them the walk is as short as the
// graph, and finds rather too much than too little.
constexpr size_t kStepsWithFactsMax = 100'000;

Operator negated(Operator op) {
  switch (op) {
    case Operator::Equal:
      return Operator::NotEqual;
    case Operator::NotEqual:
      return Operator::Equal;
    case Operator::Less:
      return Operator::GreaterOrEqual;
    case Operator::LessOrEqual:
      return Operator::Greater;
    case Operator::Greater:
      return Operator::LessOrEqual;
    default:
      return Operator::Less;
  }
}

bool wants_more(Operator op) {
  return op == Operator::Greater || op == Operator::GreaterOrEqual;
}

}  // namespace

Effect turned(Effect effect) {
  if (effect == Effect::Helps) return Effect::Hurts;
  if (effect == Effect::Hurts) return Effect::Helps;
  return effect;
}

HarmWalk::HarmWalk(const CompiledRules& rules) : rules_(rules) {
  const engine::Graph& graph = rules.graph;
  const auto border = [this](NodeId id) {
    if (id.valid()) borders_.insert(id.value);
  };
  for (const engine::CompiledCriterion& criterion : graph.criteria) {
    border(criterion.answer);
    border(criterion.points);
    // Inside a criterion's own condition stands its own points, before when_not_applicable.
    if (criterion.points.valid() && at(criterion.points).op == Op::Policy) {
      border(at(criterion.points).args[0]);
    }
  }
  for (const engine::CompiledLevel& level : graph.levels) border(level.answer);
  border(graph.no_knock_out);
}

const std::vector<uint32_t>& HarmWalk::inputs_of(NodeId id) {
  const auto [found, is_new] = inputs_.try_emplace(id.value);
  if (!is_new) return found->second;
  std::set<uint32_t> inputs;
  const Node& node = at(id);
  if (node.op == Op::Input) inputs.insert(node.index);
  for (const NodeId arg : node.args) {
    if (!arg.valid() || is_border(arg)) continue;
    const auto& below = inputs_of(arg);
    inputs.insert(below.begin(), below.end());
  }
  return inputs_[id.value] = {inputs.begin(), inputs.end()};
}

NodeId HarmWalk::strip(NodeId id) const {
  while (id.valid() && at(id).op == Op::Named && !is_border(id)) id = at(id).args[0];
  return id;
}

std::optional<long double> HarmWalk::constant(NodeId id) const {
  id = strip(id);
  if (!id.valid() || at(id).type == engine::ValueType::Any) return std::nullopt;
  if (at(id).op == Op::Constant && at(id).type == engine::ValueType::Exact) {
    const engine::Cell& cell = at(id).constant;
    return static_cast<long double>(cell.exact.numerator) /
           static_cast<long double>(cell.exact.denominator);
  }
  if (at(id).op == Op::Constant) return std::nullopt;
  const bool number = at(id).type == engine::ValueType::Exact;
  if (number && at(id).number.low == at(id).number.high) return at(id).number.low;
  return std::nullopt;
}

void HarmWalk::from(NodeId root, std::optional<WhenNotApplicable> policy) {
  policy_ = policy;
  seen_.clear();
  if (!root.valid()) return;
  // The root itself may be a border: begin below its name and its policy.
  while (at(root).op == Op::Policy || at(root).op == Op::Named) root = at(root).args[0];
  down(root, {});
}

void HarmWalk::forget() {
  uses_.clear();
  ratios_.clear();
  seen_.clear();
  known_facts_.clear();
  facts_.assign(1, {});
}

void HarmWalk::down(NodeId id, State state) {
  if (!id.valid() || state.effect == Effect::None || is_border(id)) return;
  if (seen_.size() > kStepsWithFactsMax) state.facts = 0;
  if (!seen_.emplace(id.value, state).second) return;
  const Node& node = at(id);
  switch (node.op) {
    case Op::Input:
      uses_.insert({node.index, state.effect, state.bearing, state.partner, state.elsewhere});
      return;
    case Op::And:
    case Op::Or:
      // Where one condition decides, the others of an `and` hold, those of an `or` do not.
      state.facts = with_fact(state.facts, id, node.op == Op::And);
      return down_all(node, state);
    case Op::Not:
      state.effect = turned(state.effect);
      return down_all(node, state);
    case Op::AnswerIs:
      if (node.wanted == engine::Answer::NotMet) state.effect = turned(state.effect);
      if (node.wanted != engine::Answer::NotMet && node.wanted != engine::Answer::Met) return;
      return down_all(node, state);
    case Op::If:
      return condition(node, state);
    case Op::Applies: {
      State inner = state;
      inner.facts = with_fact(state.facts, node.args[1], true);
      down(node.args[0], inner);
      if (policy_ == WhenNotApplicable::Met) state.effect = turned(state.effect);
      if (policy_ == WhenNotApplicable::Met || policy_ == WhenNotApplicable::NotMet) {
        down(node.args[1], state);
      }
      return;
    }
    case Op::Compare:
      return compare(node, state);
    case Op::AtParent:
    case Op::AtUnit:
      state.elsewhere = true;
      return down_all(node, state);
    case Op::Quota:
      down(node.args[0], state);
      if (!node.flag) state.effect = turned(state.effect);
      return down(node.args[1], state);
    case Op::Known:
      return;
    default:
      return arithmetic(node, state);
  }
}

void HarmWalk::down_all(const Node& node, const State& state) {
  for (const NodeId arg : node.args) down(arg, state);
}

// `if` moves an answer up or down where one branch is never below the other. A branch that says
// "no data" or "not applicable" is a gate: the test decides whether there is an answer, not which;
// unless when_not_applicable turns it into one.
void HarmWalk::condition(const Node& node, const State& state) {
  State inner = state;
  inner.facts = with_fact(state.facts, node.args[0], true);
  down(node.args[1], inner);
  inner.facts = with_fact(state.facts, node.args[0], false);
  down(node.args[2], inner);

  const auto gate = [this](NodeId branch) {
    const Node& said = at(strip(branch));
    if (said.op != Op::Said) return false;
    const bool counts = policy_ == WhenNotApplicable::Met || policy_ == WhenNotApplicable::NotMet;
    return said.constant.answer == engine::Answer::Unknown || !counts;
  };
  if (gate(node.args[1]) || gate(node.args[2])) return;
  const Range yes = range(node.args[1]);
  const Range no = range(node.args[2]);
  State test = state;
  test.bearing = Bearing::Alone;
  if (yes.low >= no.high || implies(node.args[2], node.args[1])) {
    // The better branch is taken where the test is met.
  } else if (yes.high <= no.low || implies(node.args[1], node.args[2])) {
    test.effect = turned(state.effect);
  } else {
    test.effect = Effect::Both;
  }
  down(node.args[0], test);
}

HarmWalk::Range HarmWalk::range(NodeId id, int depth) const {
  id = strip(id);
  const Node& node = at(id);
  if (node.op == Op::Said) {
    const long double counted = policy_ == WhenNotApplicable::Met ? 1 : 0;
    return {counted, counted};
  }
  if (node.type != engine::ValueType::Truth) {
    const bool number =
        node.type == engine::ValueType::Exact || node.type == engine::ValueType::Real;
    return number ? Range{node.number.low, node.number.high} : Range{};
  }
  if (node.op != Op::Compare || depth > 8) return {};
  const Range left = range(node.args[0], depth + 1);
  const Range right = range(node.args[1], depth + 1);
  bool always = false;
  bool never = false;
  if (at(node.args[0]).type != engine::ValueType::Exact) return {};
  switch (node.comparison) {
    case Operator::GreaterOrEqual:
      always = left.low >= right.high;
      never = left.high < right.low;
      break;
    case Operator::Greater:
      always = left.low > right.high;
      never = left.high <= right.low;
      break;
    case Operator::LessOrEqual:
      always = left.high <= right.low;
      never = left.low > right.high;
      break;
    case Operator::Less:
      always = left.high < right.low;
      never = left.low >= right.high;
      break;
    default: {
      const bool apart = left.high < right.low || left.low > right.high;
      const bool same = left.constant() && right.constant() && left.low == right.low;
      always = node.comparison == Operator::Equal ? same : apart;
      never = node.comparison == Operator::Equal ? apart : same;
    }
  }
  return {always ? 1.0L : 0.0L, never ? 0.0L : 1.0L};
}

// Wherever a is met, b is: as far as can be seen from their form.
bool HarmWalk::implies(NodeId a, NodeId b) const {
  a = strip(a);
  b = strip(b);
  if (a == b) return true;
  const Node& x = at(a);
  const Node& y = at(b);
  const auto has = [this](const Node& node, NodeId wanted) {
    return std::any_of(node.args.begin(), node.args.end(),
                       [&](NodeId arg) { return strip(arg) == wanted; });
  };
  if (x.op == Op::And && has(x, b)) return true;
  if (y.op == Op::Or && has(y, a)) return true;
  if (x.op != Op::Compare || y.op != Op::Compare || strip(x.args[0]) != strip(y.args[0])) {
    return false;
  }
  const auto p = constant(x.args[1]);
  const auto q = constant(y.args[1]);
  const bool ordered = is_comparison(x.comparison) && x.comparison != Operator::Equal &&
                       x.comparison != Operator::NotEqual;
  if (!p || !q || x.comparison != y.comparison || !ordered) return false;
  return wants_more(x.comparison) ? *p >= *q : *p <= *q;
}

// side = other: a side that cannot go below the other is wanted small, one that cannot go above it
// is wanted large. All of something (100 % of it) is wanted as a whole.
Effect HarmWalk::of_equality(NodeId side, NodeId other) const {
  if (at(strip(side)).type != engine::ValueType::Exact) return Effect::Both;
  const Range mine = range(side);
  const Range its = range(other);
  if (mine.low >= its.high) return Effect::Hurts;
  if (mine.high <= its.low) return Effect::Helps;
  if (at(strip(side)).op == Op::Divide && its.constant() && its.low == 1) return Effect::Helps;
  return Effect::Both;
}

void HarmWalk::compare(const Node& node, State state) {
  NodeId left = node.args[0];
  NodeId right = node.args[1];
  Operator op = node.comparison;
  state.bearing = Bearing::Alone;
  state.partner = {};
  if (at(left).type == engine::ValueType::Text) return;
  // a - b <= c compares a with b.
  if (const NodeId apart = strip(left); at(apart).op == Op::Subtract && constant(right) &&
                                        has_inputs(at(apart).args[0]) &&
                                        has_inputs(at(apart).args[1])) {
    left = at(apart).args[0];
    right = at(apart).args[1];
  }
  const bool both = has_inputs(left) && has_inputs(right);
  const bool same_one = inputs_of(left).size() == 1 && inputs_of(left) == inputs_of(right);
  if (both && !same_one) return related(left, right, op, state);
  for (const bool is_left : {true, false}) {
    const NodeId side = is_left ? left : right;
    const NodeId other = is_left ? right : left;
    State inner = state;
    Effect own = Effect::Helps;
    if (op == Operator::Equal || op == Operator::NotEqual) {
      own = of_equality(side, other);
      if (op == Operator::NotEqual) own = turned(own);
    } else if (wants_more(op) != is_left) {
      own = Effect::Hurts;
    }
    inner.effect = own == Effect::Both    ? Effect::Both
                   : own == Effect::Hurts ? turned(state.effect)
                                          : state.effect;
    down(side, inner);
  }
}

// Two values of the unit compared with each other are a ratio written otherwise:
//   done >= 98 % * due         done / due >= 98 %           done is part of due
//   late <= 5 % * due          late / due <= 5 %            late is part of due
void HarmWalk::related(NodeId left, NodeId right, Operator op, const State& state) {
  State one = state;
  if (op == Operator::Equal || op == Operator::NotEqual) {
    one.effect = Effect::Both;
    one.bearing = Bearing::Either;
    one.partner = strip(right);
    down(left, one);
    one.partner = strip(left);
    return down(right, one);
  }
  if (!wants_more(op)) std::swap(left, right);  // left is wanted large, right small
  long double factor = 1;                       // left / right >= factor
  const auto without_factor = [&](NodeId side, bool is_left) {
    for (int i = 0; i < 8; ++i) {
      side = strip(side);
      const Node& node = at(side);
      if (node.op != Op::Multiply && node.op != Op::Divide) return side;
      const auto second = constant(node.args[1]);
      const auto first = constant(node.args[0]);
      if (second && *second > 0) {
        const long double times = node.op == Op::Multiply ? *second : 1 / *second;
        factor = is_left ? factor / times : factor * times;
        side = node.args[0];
      } else if (node.op == Op::Multiply && first && *first > 0) {
        factor = is_left ? factor / *first : factor * *first;
        side = node.args[1];
      } else {
        return side;
      }
    }
    return side;
  };
  left = without_factor(left, true);
  right = without_factor(right, false);
  const bool left_is_part = factor <= 1;
  one.bearing = left_is_part ? Bearing::Part : Bearing::Whole;
  one.partner = right;
  down(left, one);
  one.effect = turned(state.effect);
  one.bearing = left_is_part ? Bearing::Whole : Bearing::Part;
  one.partner = left;
  down(right, one);
  if (factor == 1) return;  // every one: no share
  const NodeId whole = left_is_part ? right : left;
  ratios_.insert({left_is_part ? left : right, whole,
                  left_is_part ? state.effect : turned(state.effect), floored(whole, state.facts),
                  false});
}

// Facts.

uint32_t HarmWalk::with_fact(uint32_t facts, NodeId node, bool holds) {
  const auto [found, is_new] = known_facts_.try_emplace({facts, node.value, holds}, 0);
  if (is_new) {
    facts_.push_back({facts, node, holds});
    found->second = static_cast<uint32_t>(facts_.size() - 1);
  }
  return found->second;
}

bool HarmWalk::floored(NodeId whole, uint32_t facts, int depth) {
  constexpr int kDepthMax = 6;
  whole = strip(whole);
  const Node& node = at(whole);
  if (node.number.low > 0) return true;
  if (depth > kDepthMax) return false;
  for (uint32_t i = facts; i != 0; i = facts_[i].before) {
    const Fact fact = facts_[i];
    if (floors(fact.node, fact.holds, whole, facts, depth)) return true;
  }
  const auto arg_floored = [&](NodeId arg) { return floored(arg, facts, depth + 1); };
  if (node.op == Op::Add) {
    const bool none_below = at(node.args[0]).number.low >= 0 && at(node.args[1]).number.low >= 0;
    return none_below && std::any_of(node.args.begin(), node.args.end(), arg_floored);
  }
  return node.op == Op::Multiply && std::all_of(node.args.begin(), node.args.end(), arg_floored);
}

// Does the fact keep `whole` above a bound greater than 0?
bool HarmWalk::floors(NodeId fact, bool holds, NodeId whole, uint32_t facts, int depth) {
  fact = strip(fact);
  const Node& node = at(fact);
  switch (node.op) {
    case Op::Not:
      return floors(node.args[0], !holds, whole, facts, depth);
    case Op::And:
    case Op::Or:
      if (holds != (node.op == Op::And)) return false;
      return std::any_of(node.args.begin(), node.args.end(), [&](NodeId arg) {
        return !is_border(arg) && floors(arg, holds, whole, facts, depth);
      });
    case Op::Compare:
      return comparison_floors(node, holds, whole, facts, depth);
    default:
      return false;
  }
}

bool HarmWalk::comparison_floors(const Node& fact, bool holds, NodeId whole, uint32_t facts,
                                 int depth) {
  for (const bool is_left : {true, false}) {
    const NodeId side = strip(fact.args[is_left ? 0 : 1]);
    const NodeId other = strip(fact.args[is_left ? 1 : 0]);
    Operator op = holds ? fact.comparison : negated(fact.comparison);
    if (!is_left) {
      op = op == Operator::Less             ? Operator::Greater
           : op == Operator::LessOrEqual    ? Operator::GreaterOrEqual
           : op == Operator::Greater        ? Operator::Less
           : op == Operator::GreaterOrEqual ? Operator::LessOrEqual
                                            : op;
    }
    const long double bound = at(other).number.low;
    const bool at_least_bound = wants_more(op) || op == Operator::Equal;
    if (at(side).type != engine::ValueType::Exact) continue;
    if (side == whole) {
      if (op == Operator::Greater && bound >= 0) return true;
      if (at_least_bound && bound > 0) return true;
      if (op == Operator::NotEqual && constant(other) == 0.0L && at(whole).number.low >= 0) {
        return true;
      }
      if (at_least_bound && has_inputs(other) && floored(other, facts, depth + 2)) return true;
    }
    // whole / due >= 95 %, and something keeps `due` up.
    if (at(side).op == Op::Divide && strip(at(side).args[0]) == whole && at_least_bound &&
        bound > 0 && floored(at(side).args[1], facts, depth + 2)) {
      return true;
    }
  }
  return false;
}

}  // namespace exemplar::programme
