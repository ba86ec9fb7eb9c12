// What a step of a workbook is, in words and as formulas write it.
#include "cli/workbook_sheets.hpp"
#include "programme/indicator/formula_in_words.hpp"

namespace exemplar::cli {

using dialect::Step;
using engine::Node;
using engine::NodeId;
using engine::Op;

namespace {

// The rules' first attributes are the unit's code, name and kind.
constexpr size_t kNamesOfUnits = 3;

}  // namespace

std::string WorkbookSheets::in_words(const std::string& formula) const {
  const auto name_of = [this](const std::string& id) -> std::optional<Text> {
    for (const programme::Measure& measure : set().measures) {
      if (measure.id == id) return measure.name;
    }
    if (const auto indicator = office_.definitions.indicator(id)) {
      return office_.definitions[*indicator].name;
    }
    for (size_t i = 0; i < run_.rules().rules.attributes.size(); ++i) {
      if ("unit." + run_.rules().rules.attributes[i].id != id) continue;
      if (i < kNamesOfUnits) return std::nullopt;
      return office_.definitions.units
          .attribute(programme::UnitAttributeId(static_cast<uint32_t>(i - kNamesOfUnits)))
          .name;
    }
    return std::nullopt;
  };
  return programme::formula_in_words(formula, name_of, language_);
}

std::string WorkbookSheets::formula_text(const Node& node) const {
  return node.expr == nullptr ? std::string() : engine::print(*node.expr);
}

// As the pack calls it: a measure, a derived indicator, a criterion's answer, a level.
std::optional<std::string> WorkbookSheets::own_name(NodeId id) const {
  for (size_t i = 0; i < set().criteria.size(); ++i) {
    const auto& nodes = graph().criteria[i];
    const auto is = [&](NodeId node) { return node.valid() && steps_->meant(node) == id; };
    if (is(nodes.answer)) return say(msg("Criterion {}", set().criteria[i].id));
    if (is(nodes.points)) return say(msg("Points of criterion {}", set().criteria[i].id));
  }
  for (size_t i = 0; i < set().levels.size(); ++i) {
    const NodeId node = graph().levels[i].answer;
    if (node.valid() && steps_->meant(node) == id) return say(set().levels[i].name);
  }
  if (graph().assessable.valid() && steps_->meant(graph().assessable) == id) {
    return say(msg("Can be assessed"));
  }
  if (graph().no_knock_out.valid() && steps_->meant(graph().no_knock_out) == id) {
    return say(msg("No knock-out"));
  }
  for (const NodeId name : steps_->names_of(id)) {
    const std::string words = in_words(graph()[name].text);
    if (words != graph()[name].text) return words;
  }
  return std::nullopt;
}

// The column of an operand, or what is written there.
std::string WorkbookSheets::operand_name(const Step& step, NodeId operand) const {
  const Step* found = steps_->value_step(operand, step.period);
  if (found == nullptr) found = steps_->answer_step(operand, step.period);
  if (found == nullptr) {
    const Node& constant = graph()[steps_->meant(operand)];
    if (constant.op == Op::Constant && constant.type == engine::ValueType::Exact) {
      return dialect::number_literal(constant.constant.exact);
    }
    const std::string formula = formula_text(constant);
    return formula.empty() ? "…" : in_words(formula);
  }
  std::string column = dialect::column_letters(found->column);
  if (found->sheet == step.sheet) return column;
  return made_.workbook.sheets[found->sheet].name + " " + column;
}

// What joins steps that have headings of their own names their columns.
std::string WorkbookSheets::words_for_many(const Step& step) const {
  const Node& node = graph()[step.node];
  if (node.op == Op::If) {
    return say(msg("if {} then {}, else {}", operand_name(step, node.args[0]),
                   operand_name(step, node.args[1]), operand_name(step, node.args[2])));
  }
  if (node.op == Op::Subtract || node.op == Op::Divide) {
    return operand_name(step, node.args[0]) + (node.op == Op::Divide ? " / " : " − ") +
           operand_name(step, node.args[1]);
  }
  if (node.op == Op::Clip) {
    if (!node.args[1].valid() || !node.args[2].valid()) return in_words(formula_text(node));
    return say(msg("{} between {} and {}", operand_name(step, node.args[0]),
                   operand_name(step, node.args[1]), operand_name(step, node.args[2])));
  }
  constexpr size_t kNamed = 8;
  std::string columns;
  const std::vector<NodeId> operands = steps_->operands_of(step.node);
  for (size_t i = 0; i < operands.size() && i < kNamed; ++i) {
    columns += (i == 0 ? "" : ", ") + operand_name(step, operands[i]);
  }
  if (operands.size() > kNamed) columns += " …";
  return node.op == Op::And ? say(msg("all of {}", columns)) : say(msg("one of {}", columns));
}

std::string WorkbookSheets::words_for_step(const Step& step) const {
  const Node& node = graph()[step.node];
  if (const auto name = own_name(step.node)) return *name;
  const std::string formula = formula_text(node);
  switch (node.op) {
    case Op::Input: {
      const auto& indicator = office_.definitions[run_.rules().inputs[node.index]];
      return say(indicator.name) + (node.text.empty() ? "" : " (" + node.text + ")");
    }
    case Op::Attribute: {
      const std::string id = "unit." + run_.rules().rules.attributes[node.index].id;
      return in_words(id);
    }
    case Op::MonthsActive:
      return node.flag ? say(msg("Months active, with the units before it"))
                       : say(msg("Months active"));
    case Op::Policy:
      return say(msg("{}, as it counts where it does not apply", in_words(formula)));
    case Op::And:
    case Op::Or:
    case Op::If:
      return words_for_many(step);
    case Op::Subtract:
    case Op::Divide:
    case Op::Clip:
      // The parts of one function (goalposts) have one formula: they name their columns.
      if (node.expr != nullptr && node.expr->kind == engine::ExprKind::Call) {
        return words_for_many(step);
      }
      return in_words(formula);
    default:
      return formula.empty() ? say(msg("step")) : in_words(formula);
  }
}

// As formulas write it, with its unit of measure.
std::string WorkbookSheets::entry_id(const Node& node) const {
  if (node.op == Op::Attribute) {
    return "unit." + run_.rules().rules.attributes[node.index].id;
  }
  if (node.op != Op::Input) return formula_text(node);
  const auto& indicator = office_.definitions[run_.rules().inputs[node.index]];
  return indicator.id + (node.text.empty() ? "" : "{" + node.text + "}") +
         (indicator.unit.empty() ? "" : " · " + indicator.unit);
}

}  // namespace exemplar::cli
