// The walk through numbers: which way a result moves when an operand rises.
#include <algorithm>

#include "programme/assessment/harm_walk.hpp"

namespace exemplar::programme {

using engine::FunctionId;
using engine::Node;
using engine::NodeId;
using engine::Op;

namespace {

// The effect of a factor that is never negative, never positive, or either.
Effect scaled(Effect effect, const engine::NumberInfo& by) {
  if (by.low >= 0) return effect;
  return by.high <= 0 ? turned(effect) : Effect::Both;
}

enum class Order { Rising, Falling, Neither };

Order order_of(const std::vector<std::optional<long double>>& values) {
  bool rises = true;
  bool falls = true;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) return Order::Neither;
    rises = rises && (i == 0 || *values[i - 1] <= *values[i]);
    falls = falls && (i == 0 || *values[i - 1] >= *values[i]);
  }
  return rises ? Order::Rising : falls ? Order::Falling : Order::Neither;
}

}  // namespace

void HarmWalk::arithmetic(const Node& node, const State& state) {
  State inner = state;
  switch (node.op) {
    case Op::Subtract:
    case Op::Change:
      down(node.args[0], state);
      inner.effect = turned(state.effect);
      return down(node.args[1], inner);
    case Op::Negate:
      inner.effect = turned(state.effect);
      return down_all(node, inner);
    case Op::Abs:
      inner.effect = scaled(state.effect, at(node.args[0]).number);
      return down_all(node, inner);
    case Op::Multiply:
      return multiply(node, state);
    case Op::Divide:
    case Op::ChangeShare:
      return divide(node, state);
    case Op::Proportion: {
      // The cautious end of the interval: few cases prove nothing.
      const bool safe = node.flag ? state.effect == Effect::Hurts : state.effect == Effect::Helps;
      return ratio(node.args[0], node.args[1], state, safe);
    }
    case Op::Power: {
      const auto exponent = constant(node.args[1]);
      const bool plain = at(node.args[0]).number.low >= 0 && exponent && *exponent != 0;
      inner.effect = !plain ? Effect::Both : *exponent > 0 ? state.effect : turned(state.effect);
      down(node.args[0], inner);
      inner.effect = Effect::Both;
      return down(node.args[1], inner);
    }
    case Op::Band:
    case Op::Steps:
    case Op::Interpolate:
    case Op::Choose:
      return anchors(node, state);
    case Op::WeightedMean:
      for (size_t i = 0; i + 1 < node.args.size(); i += 2) {
        inner.effect = scaled(state.effect, at(node.args[i + 1]).number);
        down(node.args[i], inner);
        inner.effect = Effect::Both;
        down(node.args[i + 1], inner);
      }
      return;
    case Op::CompareUnits:
      if (node.function == FunctionId::Rank && node.flag) inner.effect = turned(state.effect);
      return down_all(node, inner);
    case Op::AggregateList:
    case Op::AggregateUnits:
    case Op::AggregatePeriods:
    case Op::AggregateCategories:
      return aggregate(node, state);
    default:
      return down_all(node, state);
  }
}

void HarmWalk::multiply(const Node& node, const State& state) {
  for (size_t i = 0; i < 2; ++i) {
    State inner = state;
    inner.effect = scaled(state.effect, at(node.args[1 - i]).number);
    down(node.args[i], inner);
  }
}

void HarmWalk::divide(const Node& node, const State& state) {
  const NodeId a = node.args[0];
  const NodeId b = node.args[1];
  // Both sides count something, and not the same thing at two times.
  const bool counted = has_inputs(a) && has_inputs(b);
  const bool same_one = counted && inputs_of(a).size() == 1 && inputs_of(a) == inputs_of(b);
  if (counted && !same_one) return ratio(a, b, state, false);
  if (same_one && !state.every) {
    ratios_.insert({strip(a), strip(b), state.effect, floored(b, state.facts), false});
  }
  State inner = state;
  inner.every = false;
  inner.effect = scaled(state.effect, at(b).number);
  down(a, inner);
  inner.effect = turned(scaled(state.effect, at(a).number));
  down(b, inner);
}

void HarmWalk::ratio(NodeId part, NodeId whole, const State& state, bool small_is_safe) {
  if (!state.every) {
    ratios_.insert(
        {strip(part), strip(whole), state.effect, floored(whole, state.facts), small_is_safe});
  }
  if (inputs_of(part).size() == 1 && inputs_of(part) == inputs_of(whole)) return;
  State inner = state;
  inner.every = false;
  inner.effect = scaled(state.effect, at(whole).number);
  inner.bearing = Bearing::Part;
  inner.partner = strip(whole);
  down(part, inner);
  inner.effect = turned(scaled(state.effect, at(part).number));
  inner.bearing = Bearing::Whole;
  inner.partner = strip(part);
  down(whole, inner);
}

// args: x, (at, value)…, else. A band's signs stand in node.text, a blank after each.
void HarmWalk::anchors(const Node& node, const State& state) {
  const bool has_else = node.op == Op::Band || node.op == Op::Choose;
  std::vector<std::optional<long double>> values;
  for (size_t i = 2; i < node.args.size(); i += 2) {
    down(node.args[i], state);
    values.push_back(constant(node.args[i]));
  }
  if (has_else) {
    down(node.args.back(), state);
    values.push_back(constant(node.args.back()));
  }
  if (node.op == Op::Choose) return;
  Order order = order_of(values);
  if (node.op == Op::Steps) {
    order = !values[0] ? Order::Neither : *values[0] >= 0 ? Order::Rising : Order::Falling;
  }
  if (node.op == Op::Band) {
    const bool upwards = node.text.find('>') == std::string::npos;
    const bool downwards = node.text.find('<') == std::string::npos;
    const bool exact = node.text.find('=') != std::string::npos &&
                       (node.text.starts_with("= ") || node.text.find(" = ") != std::string::npos);
    if (upwards == downwards || exact) {
      order = Order::Neither;
    } else if (downwards && order != Order::Neither) {
      order = order == Order::Rising ? Order::Falling : Order::Rising;
    }
  }
  State inner = state;
  inner.effect = order == Order::Rising    ? state.effect
                 : order == Order::Falling ? turned(state.effect)
                                           : Effect::Both;
  down(node.args[0], inner);
}

void HarmWalk::aggregate(const Node& node, const State& state) {
  State inner = state;
  if (node.op == Op::AggregateUnits) {
    inner.elsewhere =
        node.set != engine::UnitSet::Children && node.set != engine::UnitSet::Descendants;
  }
  const bool of_conditions = at(node.args[0]).type == engine::ValueType::Truth;
  if (node.function == FunctionId::Count && !of_conditions) return;  // how many there are
  if (node.function == FunctionId::StandardDeviation) inner.effect = Effect::Both;
  down_all(node, inner);
}

}  // namespace exemplar::programme
