// Names and what may stand behind them: reported indicators and their categories, attributes,
// measures, other periods and units.
#include "base/nearest.hpp"
#include "engine/compute/compiler.hpp"

namespace exemplar::engine {

int32_t Compiler::criterion_index(std::string_view id) const {
  for (size_t i = 0; i < rules_.criteria.size(); ++i) {
    if (rules_.criteria[i].id == id) return static_cast<int32_t>(i);
  }
  return -1;
}

std::vector<std::string> Compiler::known_names() const {
  std::vector<std::string> names;
  for (const InputSignature& input : rules_.inputs) names.push_back(input.id);
  for (const NamedFormula& formula : rules_.formulas) names.push_back(formula.name);
  names.insert(names.end(),
               {"no_knock_out", "period.first_day", "period.last_day", "unit.kind", "unit.code"});
  for (const AttributeSignature& one : rules_.attributes) names.push_back("unit." + one.id);
  return names;
}

NodeId Compiler::input(const Expr& e, uint32_t index, std::map<std::string, std::string> chosen) {
  const InputSignature& signature = rules_.inputs[index];
  // The facts' key: dimensions in the indicator's own order.
  std::string key;
  for (const std::string& dimension : signature.dimensions) {
    auto found = chosen.find(dimension);
    if (found == chosen.end()) {
      const auto over = categories_.find(dimension);
      if (over == categories_.end()) continue;
      category_used_ = true;
      found = chosen.insert(*over).first;
    }
    if (!key.empty()) key += ";";
    key += dimension + "=" + found->second;
  }
  Node node;
  node.op = Op::Input;
  node.type = signature.type;
  node.index = index;
  node.text = key;
  node.may_be_not_applicable = signature.may_be_not_applicable;
  if (signature.type == ValueType::Exact) {
    node.number = info_of_decimal(signature.digits, signature.low, signature.high,
                                  unit_of_measure(signature.unit));
  }
  return add(std::move(node), &e);
}

NodeId Compiler::attribute(const Expr& e, std::string_view id) {
  for (size_t i = 0; i < rules_.attributes.size(); ++i) {
    const AttributeSignature& signature = rules_.attributes[i];
    if (signature.id != id) continue;
    Node node;
    node.op = Op::Attribute;
    node.type = signature.type;
    node.index = static_cast<uint32_t>(i);
    if (signature.type == ValueType::Exact) {
      node.number = info_of_decimal(signature.digits, std::nullopt, signature.high,
                                    unit_of_measure(signature.unit));
    }
    return add(std::move(node), &e);
  }
  std::vector<std::string> ids;
  for (const AttributeSignature& one : rules_.attributes) ids.push_back(one.id);
  const std::string near = nearest(id, ids);
  return fail(e, msg("units have no attribute '{}'", id),
              near.empty() ? msg("declare it as an attribute in office.toml")
                           : msg("did you mean unit.{}?", near));
}

NodeId Compiler::name(const Expr& e) {
  if (const auto inside = context_name(e)) return *inside;
  for (uint32_t i = 0; i < rules_.formulas.size(); ++i) {
    if (rules_.formulas[i].name == e.text) return formula_node(i);
  }
  for (uint32_t i = 0; i < rules_.inputs.size(); ++i) {
    if (rules_.inputs[i].id == e.text) return input(e, i, {});
  }
  if (e.text == "no_knock_out") return knock_out_node(view_);
  if (e.text == "period.first_day" || e.text == "period.last_day") {
    Node node;
    node.op = Op::PeriodDay;
    node.type = ValueType::Date;
    node.flag = e.text == "period.last_day";
    return add(std::move(node), &e);
  }
  if (e.text.starts_with("unit.")) return attribute(e, std::string_view(e.text).substr(5));
  const std::string near = nearest(e.text, known_names());
  return fail(e, msg("unknown name '{}'", e.text),
              near.empty() ? msg("declare it as an indicator or a measure")
                           : msg("did you mean '{}'?", near));
}

// x[previous, previous, …]: the innermost first, without recursion.
NodeId Compiler::select(const Expr& e) {
  std::vector<const Expr*> chain{&e};
  while (chain.back()->args[0]->kind == ExprKind::Select)
    chain.push_back(chain.back()->args[0].get());
  for (const Expr* one : chain) {
    if (one->selector.is_many()) {
      return fail_at(one->selector.span, msg("several periods give several values"),
                     msg("say what becomes of them: sum(x[months]), mean(x[last 3 years])"));
    }
  }
  NodeId inner = expr(*chain.back()->args[0]);
  for (; !chain.empty() && inner.valid(); chain.pop_back()) {
    inner = selected(*chain.back(), inner);
  }
  return inner;
}

NodeId Compiler::selected(const Expr& e, NodeId inner) {
  Node node;
  node.type = at(inner).type;
  node.number = at(inner).number;
  node.may_be_not_applicable = at(inner).may_be_not_applicable;
  node.args = {inner};
  node.selector = e.selector;
  node.selector.span = {};
  switch (e.selector.kind) {
    case Selector::Kind::Parent:
      node.op = Op::AtParent;
      break;
    case Selector::Kind::Unit:
      node.op = Op::AtUnit;
      break;
    default:
      node.op = Op::Shift;
      node.inputs = inputs_below(inner);
  }
  return add(std::move(node), &e);
}

NodeId Compiler::category(const Expr& e) {
  const Expr& inner = *e.args[0];
  if (inner.kind == ExprKind::Name) {
    for (uint32_t i = 0; i < rules_.inputs.size(); ++i) {
      const InputSignature& signature = rules_.inputs[i];
      if (signature.id != inner.text) continue;
      std::map<std::string, std::string> chosen;
      for (const CategoryFilter& filter : e.categories) {
        const auto& own = signature.dimensions;
        if (std::find(own.begin(), own.end(), filter.dimension) == own.end()) {
          return fail_at(filter.span,
                         msg("'{}' is not broken down by '{}'", inner.text, filter.dimension),
                         msg("add it to the indicator's categories, or remove it here"));
        }
        for (const DimensionSignature& dimension : rules_.dimensions) {
          if (dimension.id != filter.dimension) continue;
          if (std::find(dimension.values.begin(), dimension.values.end(), filter.value) ==
              dimension.values.end()) {
            const std::string near = nearest(filter.value, dimension.values);
            return fail_at(filter.span, msg("'{}' has no value '{}'", dimension.id, filter.value),
                           near.empty() ? msg("write one of its declared values")
                                        : msg("did you mean '{}'?", near));
          }
        }
        chosen[filter.dimension] = filter.value;
      }
      return input(e, i, std::move(chosen));
    }
  }
  return fail(e, msg("only a reported indicator has categories"),
              msg("write indicator{{kind = \"…\"}}"));
}

}  // namespace exemplar::engine
