// Pairs written with ->, and the two functions that take the first pair that holds:
//
//   band(x, < 50 % -> 0, < 80 % -> 5, else 10)        choose(text, "A" -> 48, "B" -> 36, else 24)
#include "engine/compute/compiler.hpp"

namespace exemplar::engine {

NodeId Compiler::anchors_call(const Expr& e, const FunctionInfo& info) {
  if (e.anchors.empty()) {
    return fail(e, msg("{} needs pairs written with ->", info.name),
                msg("write {}", info.signature));
  }
  const bool bands = info.id == FunctionId::Band;
  for (const Anchor& anchor : e.anchors) {
    if (anchor.comparison.has_value() != bands) {
      return fail(*anchor.at,
                  bands ? msg("a band begins with a comparison") : msg("no comparison here"),
                  msg("write {}", info.signature));
    }
  }
  const bool needs_else = bands || info.id == FunctionId::Choose;
  if (needs_else != static_cast<bool>(e.otherwise)) {
    return fail(e,
                needs_else ? msg("{} does not say what holds otherwise", info.name)
                           : msg("{} has no 'else'", info.name),
                msg("write {}", info.signature));
  }
  switch (info.id) {
    case FunctionId::Band:
    case FunctionId::Choose:
      return band_call(e, info);
    case FunctionId::Interpolate:
      return interpolate_call(e);
    case FunctionId::Steps:
      return steps_call(e);
    default:
      return weighted_mean_call(e);
  }
}

// args: x, (at, value)…, else. A band's `at` is compared with x as its sign says, a choice's is the
// text that x is.
NodeId Compiler::band_call(const Expr& e, const FunctionInfo& info) {
  const bool choice = info.id == FunctionId::Choose;
  Node node;
  node.op = choice ? Op::Choose : Op::Band;
  const NodeId x = expr(*e.args[0]);
  if (!x.valid()) return {};
  if (!choice && !want_exact(x, *e.args[0], msg("bands compare"))) return {};
  if (choice && at(x).type != ValueType::Text) {
    return fail(*e.args[0], msg("choose needs a text, this is {}", type_name(x)),
                msg("for numbers use band(…)"));
  }
  node.args = {x};
  node.may_be_not_applicable = at(x).may_be_not_applicable;
  BandValues values;
  for (const Anchor& anchor : e.anchors) {
    const NodeId begins = choice ? choice_label(*anchor.at) : band_bound(x, *anchor.at);
    if (!begins.valid()) return {};
    node.may_be_not_applicable = node.may_be_not_applicable || at(begins).may_be_not_applicable;
    node.args.push_back(begins);
    if (!choice) {
      node.text += symbol_of(*anchor.comparison);
      node.text += " ";
    }
    if (!add_band_value(*anchor.value, node, values)) return {};
  }
  if (!add_band_value(*e.otherwise, node, values)) return {};
  node.number = values.number.value_or(info_of_constant({0, 1}, {}, true));
  finish_number(node);
  return add(std::move(node), &e);
}

NodeId Compiler::band_bound(NodeId x, const Expr& e) {
  const NodeId bound = expr(e);
  if (!bound.valid() || !want_exact(bound, e, msg("bands compare")) ||
      !want_same_unit(x, bound, e)) {
    return {};
  }
  if (comparable_exactly(at(x).number, at(bound).number)) return bound;
  return fail(e, msg("this comparison needs more than 38 digits"),
              msg("declare smaller bounds (at_most), fewer digits, or round one side"));
}

NodeId Compiler::choice_label(const Expr& e) {
  const NodeId label = expr(e);
  if (!label.valid()) return {};
  if (at(label).op == Op::Constant && at(label).type == ValueType::Text) return label;
  return fail(e, msg("a text must stand here"), msg("write \"A\" -> 80 %"));
}

// All values of one band(…) or choose(…) are in one unit of measure.
bool Compiler::add_band_value(const Expr& e, Node& node, BandValues& values) {
  const NodeId id = expr(e);
  if (!id.valid() || !want_number(id, e)) return false;
  if (!want_unit_of(values.nodes, id, e)) return false;
  values.nodes.push_back(id);
  if (at(id).type != ValueType::Any) {
    values.number = values.number ? info_join(*values.number, at(id).number) : at(id).number;
  }
  node.may_be_not_applicable = node.may_be_not_applicable || at(id).may_be_not_applicable;
  node.args.push_back(id);
  return true;
}

}  // namespace exemplar::engine
