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
    case Op::Input: {
      const Bearing bearing = state.guard ? Bearing::Whole : state.bearing;
      uses_.insert({node.index, state.effect, bearing, state.partner, state.elsewhere});
      return;
    }
    case Op::And:
    case Op::Or:
      return junction(id, state);
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
    case Op::OrElse: {
      State inner = state;
      inner.filled = true;
      down(node.args[0], inner);
      return down(node.args[1], state);
    }
    case Op::Known:
      return;
    default:
      return arithmetic(node, state);
  }
}

void HarmWalk::down_all(const Node& node, const State& state) {
  for (const NodeId arg : node.args) down(arg, state);
}

// Where one condition decides, the others of an `and` hold, those of an `or` do not.
void HarmWalk::junction(NodeId id, State state) {
  const Node& node = at(id);
  state.facts = with_fact(state.facts, id, node.op == Op::And);
  const bool lets_pass =
      node.op == Op::Or ? state.effect == Effect::Helps : state.effect == Effect::Hurts;
  for (const NodeId arg : node.args) {
    State inner = state;
    inner.guard = state.guard || (lets_pass && guards(arg, node));
    down(arg, inner);
  }
}

// due = 0 or done / due >= 95 %: the first condition only keeps the second from being asked.
bool HarmWalk::guards(NodeId arg, const Node& junction) {
  const Node& condition = at(strip(arg));
  if (condition.op != Op::Compare || is_border(arg)) return false;
  for (const NodeId side : condition.args) {
    if (!has_inputs(side)) continue;
    const NodeId whole = strip(side);
    if (least_by(arg, junction.op == Op::And, whole, 0, 0) <= 0) continue;
    return std::any_of(junction.args.begin(), junction.args.end(),
                       [&](NodeId other) { return other != arg && divides_by(other, whole); });
  }
  return false;
}

bool HarmWalk::divides_by(NodeId id, NodeId whole) {
  std::set<uint32_t> seen;
  std::vector<NodeId> open{id};
  while (!open.empty()) {
    const NodeId next = open.back();
    open.pop_back();
    if (!next.valid() || is_border(next) || !seen.insert(next.value).second) continue;
    const Node& node = at(next);
    if (node.op == Op::Divide && strip(node.args[1]) == whole) return true;
    open.insert(open.end(), node.args.begin(), node.args.end());
  }
  return false;
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

  const bool counts = policy_ == WhenNotApplicable::Met || policy_ == WhenNotApplicable::NotMet;
  const auto gate = [&](NodeId branch) {
    const Node& said = at(strip(branch));
    if (said.op != Op::Said) return false;
    return said.constant.answer == engine::Answer::Unknown ? !state.filled : !counts;
  };
  if (gate(node.args[1]) || gate(node.args[2])) return;
  const Range yes = range(node.args[1]);
  const Range no = range(node.args[2]);
  State test = state;
  test.bearing = Bearing::Alone;
  const auto filled = [&](NodeId branch) {
    return at(strip(branch)).op == Op::Said && state.filled;
  };
  const bool either_filled = filled(node.args[1]) || filled(node.args[2]);
  const bool yes_is_better = yes.low >= no.high || implies(node.args[2], node.args[1]);
  const bool no_is_better = yes.high <= no.low || implies(node.args[1], node.args[2]);
  // Where the better branch is taken when the test is met, the test pushes as the whole does.
  if (either_filled || !(yes_is_better || no_is_better)) {
    test.effect = Effect::Both;
  } else if (!yes_is_better) {
    test.effect = turned(state.effect);
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

// 0 - a, or what is left of one value without another: nothing that another could be part of.
bool HarmWalk::taken_away(NodeId id) const {
  const Node& node = at(strip(id));
  return (node.op == Op::Subtract || node.op == Op::Negate) && node.number.low < 0;
}

void HarmWalk::compare(const Node& node, State state) {
  NodeId left = node.args[0];
  NodeId right = node.args[1];
  Operator op = node.comparison;
  state.bearing = Bearing::Alone;
  state.partner = {};
  if (at(left).type == engine::ValueType::Text) return;
  // a - b <= c compares a with b.
  if (const NodeId apart = strip(left);
      at(apart).op == Op::Subtract && constant(right) && has_inputs(at(apart).args[0]) &&
      has_inputs(at(apart).args[1]) && !taken_away(at(apart).args[0]) &&
      !taken_away(at(apart).args[1])) {
    left = at(apart).args[0];
    right = at(apart).args[1];
  }
  const bool both = has_inputs(left) && has_inputs(right);
  const bool same_one = inputs_of(left).size() == 1 && inputs_of(left) == inputs_of(right);
  const bool amounts = !taken_away(left) && !taken_away(right);
  if (both && !same_one && amounts) return related(left, right, op, state);
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
    inner.every = at(strip(side)).op == Op::Divide && constant(other) == 1.0L;
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

}  // namespace exemplar::programme
