// Nodes: added once for each meaning, and what is asked of them (a truth, a number, an exact one,
// a constant, the same unit of measure).
#include "engine/compute/compiler.hpp"
#include "engine/compute/exact.hpp"

namespace exemplar::engine {

namespace {
void put(std::string& key, const Ratio& ratio) {
  key += to_string(ratio.numerator) + "/" + to_string(ratio.denominator) + ";";
}

// Everything that distinguishes two nodes' meaning, as text.
std::string key_of(const Node& node) {
  std::string key = fmt::format(
      "{} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} ", static_cast<int>(node.op),
      static_cast<int>(node.type), static_cast<int>(node.function),
      static_cast<int>(node.comparison), node.index, static_cast<int>(node.selector.kind),
      static_cast<int>(node.selector.step), node.selector.count, static_cast<int>(node.set),
      node.of_known, node.flag, node.digits, static_cast<int>(node.mode),
      static_cast<int>(node.ties), static_cast<int>(node.policy), static_cast<int>(node.wanted),
      node.quantity_is_share * 2 + node.shrinks);
  key += fmt::format("{} ", static_cast<int>(node.constant.answer));
  put(key, node.constant.exact);
  put(key, node.quantity);
  for (const NodeId arg : node.args) key += fmt::format("{},", arg.value);
  for (const auto& [unit, power] : node.number.unit) key += fmt::format("{}^{} ", unit, power);
  // The literal 0 fits every unit of measure, a 0 of points does not: they are two nodes.
  key += fmt::format("{} {}|", node.number.any_unit, node.text.size());
  key += node.text + "|" + node.selector.text;
  key += fmt::format("|{} {}{}", node.said.vi.size(), node.said.vi, node.said.en);
  return key;
}

}  // namespace

NodeId Compiler::add(Node node, const Expr* from) {
  node.formula = formula_;
  node.expr = from;
  if (from != nullptr) node.span = from->span;
  std::string key = key_of(node);
  if (const auto found = existing_.find(key); found != existing_.end()) return found->second;
  graph_.nodes.push_back(std::move(node));
  const NodeId id(graph_.nodes.size() - 1);
  existing_.emplace(std::move(key), id);
  return id;
}

NodeId Compiler::fail(const Expr& where, Message what, Message remedy) {
  return fail_at(where.span, std::move(what), std::move(remedy));
}

NodeId Compiler::fail_at(const Span& where, Message what, Message remedy) {
  errors_.push_back({origin_, where, std::move(what), std::move(remedy)});
  return {};
}

bool Compiler::is_number(NodeId id) const {
  const ValueType type = at(id).type;
  return type == ValueType::Exact || type == ValueType::Real || type == ValueType::Any;
}

Message Compiler::type_name(NodeId id) const {
  switch (at(id).type) {
    case ValueType::Truth:
      return msg("a condition");
    case ValueType::Exact:
    case ValueType::Real:
      return msg("a number");
    case ValueType::Date:
      return msg("a date");
    case ValueType::Text:
      return msg("a text");
    case ValueType::Any:
      return msg("no value");
  }
  return {};
}

bool Compiler::want_truth(NodeId id, const Expr& e) {
  if (at(id).type == ValueType::Truth || at(id).type == ValueType::Any) return true;
  fail(e, msg("a condition is needed here, but this is {}", type_name(id)),
       msg("compare it with something, as in x >= 1"));
  return false;
}

bool Compiler::want_number(NodeId id, const Expr& e) {
  if (is_number(id)) return true;
  fail(e, msg("a number is needed here, but this is {}", type_name(id)),
       msg("use a number, or count the conditions that are met: count_of(met of …)"));
  return false;
}

bool Compiler::want_exact(NodeId id, const Expr& e, const Message& why) {
  if (!want_number(id, e)) return false;
  if (at(id).type != ValueType::Real) return true;
  fail(e, msg("{}, and this value is not exact", why),
       msg("round it to a declared number of decimals: round({}, 2), or round = 2 where it is "
           "named",
           print(e)));
  return false;
}

bool Compiler::want_constant(NodeId id, const Expr& e, const Message& what, Ratio* value) {
  const Node* node = &at(id);
  if (node->op == Op::Negate && at(node->args[0]).op == Op::Constant) {
    *value = at(node->args[0]).constant.exact;
    value->numerator = -value->numerator;
    return true;
  }
  if (node->op == Op::Constant && node->type == ValueType::Exact) {
    *value = node->constant.exact;
    return true;
  }
  if (node->op == Op::Divide && at(node->args[0]).op == Op::Constant &&
      at(node->args[1]).op == Op::Constant && at(node->args[1]).constant.exact.numerator > 0) {
    const auto quotient =
        exact_divide(at(node->args[0]).constant.exact, at(node->args[1]).constant.exact);
    if (!quotient) {
      fail(e, msg("this number needs more than 38 digits"), msg("write fewer digits"));
      return false;
    }
    *value = quotient->reduced();
    return true;
  }
  fail(e, msg("{} must be a number written here", what), msg("write a number such as 50 %"));
  return false;
}

bool Compiler::want_same_unit(NodeId a, NodeId b, const Expr& e) {
  const Node& x = at(a);
  const Node& y = at(b);
  if (x.type == ValueType::Any || y.type == ValueType::Any) return true;
  if (same_unit(x.number, y.number)) return true;
  const std::string left = text_of(x.number.unit);
  const std::string right = text_of(y.number.unit);
  fail(e,
       msg("the units of measure differ: '{}' and '{}'", left.empty() ? "1" : left,
           right.empty() ? "1" : right),
       msg("write the unit after the number, or compare a ratio of values of the same unit"));
  return false;
}

// The first of the others that has a unit of its own speaks for all: the literal 0 fits any.
bool Compiler::want_unit_of(const std::vector<NodeId>& others, NodeId id, const Expr& e) {
  for (const NodeId other : others) {
    if (at(other).type == ValueType::Any || at(other).number.any_unit) continue;
    return want_same_unit(other, id, e);
  }
  return true;
}

void Compiler::finish_number(Node& node) {
  node.type = node.number.exact ? ValueType::Exact : ValueType::Real;
}

std::vector<uint32_t> Compiler::inputs_below(NodeId id) const {
  std::set<uint32_t> seen;
  std::set<uint32_t> inputs;
  std::vector<NodeId> open{id};
  while (!open.empty()) {
    const NodeId next = open.back();
    open.pop_back();
    if (!next.valid() || !seen.insert(next.value).second) continue;
    if (at(next).op == Op::Input) inputs.insert(at(next).index);
    for (const NodeId arg : at(next).args) {
      if (arg.valid()) open.push_back(arg);  // cap and floor have an empty bound
    }
  }
  return {inputs.begin(), inputs.end()};
}

}  // namespace exemplar::engine
