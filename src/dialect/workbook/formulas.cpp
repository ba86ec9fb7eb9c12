#include "dialect/workbook/formulas.hpp"

#include <algorithm>

namespace exemplar::dialect {

using engine::Answer;
using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::PeriodIndex;
using engine::ValueType;

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += between;
    text += part;
  }
  return text;
}

std::string product(const std::vector<std::string>& parts, i128 factor) {
  std::vector<std::string> present;
  for (const std::string& part : parts) {
    if (!part.empty()) present.push_back(part);
  }
  if (present.empty()) return to_string(factor);
  std::string text = joined(present, "*");
  if (factor == 1) return text;
  return text + "*" + (factor < 0 ? "(" + to_string(factor) + ")" : to_string(factor));
}

bool is_written_inline(const Node& node) {
  return node.op == Op::Constant || node.op == Op::Said || node.op == Op::PeriodDay;
}

std::string missing(const std::vector<Operand>& operands) {
  std::vector<std::string> answers;
  for (const Operand& one : operands) {
    if (one.always_known()) continue;
    if (std::find(answers.begin(), answers.end(), one.answer) == answers.end()) {
      answers.push_back(one.answer);
    }
  }
  if (answers.empty()) return "2";
  if (answers.size() == 1) return answers[0];
  const std::string all = joined(answers, ",");
  return "IF(MIN(" + all + ")=1,1,MAX(" + all + "))";
}

std::string if_text(const std::string& condition, const std::string& then,
                    const std::string& otherwise) {
  return fmt::format("IF({},{},{})", condition, then, otherwise);
}

std::string where_known(const std::string& missing, const std::string& then) {
  if (missing == "2") return then;
  return "IF(" + missing + "=2," + then + "," + missing + ")";
}

namespace {

std::string day_literal(Date day) {
  const auto parts = civil(day);
  if (parts.year < 1901) return "(" + std::to_string(day.days + kDayZero) + ")";
  return fmt::format("DATE({},{},{})", parts.year, parts.month, parts.day);
}

}  // namespace

std::string Formulas::literal(const Node& node) const {
  const engine::Cell& cell = node.constant;
  if (node.op == Op::PeriodDay) {
    engine::Source& source = steps_.evaluation_.source();
    return day_literal(node.flag ? source.last_day(period_) : source.first_day(period_));
  }
  if (node.op == Op::Said || !cell.known()) return "\"\"";
  switch (node.type) {
    case ValueType::Text:
      return quoted(graph_.texts[static_cast<size_t>(cell.exact.numerator)]);
    case ValueType::Date:
      return day_literal(Date{static_cast<int32_t>(cell.exact.numerator)});
    case ValueType::Real:
      return fmt::format("{}", cell.real);
    default:
      return number_literal(cell.exact);
  }
}

Operand Formulas::operand(NodeId id, char row) const {
  return operand_at(id, period_, row);
}

Operand Formulas::operand_at(NodeId id, PeriodIndex period, char row) const {
  id = steps_.meant(id);
  const Node& node = graph_[id];
  Operand result;
  result.node = &node;
  if (is_written_inline(node)) {
    Formulas there(steps_, period, sheet_);
    result.value = there.literal(node);
    const Answer answer = node.op == Op::PeriodDay ? engine::kKnown : node.constant.answer;
    result.answer = std::to_string(static_cast<int>(answer));
    if (node.op == Op::Constant && node.type == ValueType::Exact) {
      result.constant = node.constant.exact;
    }
    return result;
  }
  result.answer_step = steps_.answer_step(id, period);
  result.value_step = steps_.value_step(id, period);
  const Step* answer = result.answer_step;
  const Step* value = result.value_step;
  if (row == Steps::kRow && period == period_ && answer->sheet != sheet_ &&
      (answer->sheet == steps_.part_sheets_.at(Part::Inputs) ||
       answer->sheet == steps_.part_sheets_.at(Part::Measures))) {
    const Steps::Place& here = steps_.bring(id, period, sheet_);
    answer = &steps_.steps_[here.answer];
    if (value != nullptr) value = &steps_.steps_[here.value];
  }
  // Where it is the same whatever is reported, the answer itself.
  const bool settled = result.answer_step->settled();
  result.answer = settled ? result.answer_step->formula : steps_.reference(*answer, sheet_, row);
  if (value != nullptr) result.value = steps_.reference(*value, sheet_, row);
  return result;
}

std::vector<Operand> Formulas::operands(const Node& node) const {
  std::vector<Operand> all;
  for (const NodeId arg : node.args) {
    if (arg.valid()) all.push_back(operand(arg));
  }
  return all;
}

std::nullopt_t Formulas::too_many_digits() {
  return refuse(msg("a spreadsheet keeps 15 digits, and this comparison may need more"));
}

std::optional<Written> Formulas::write(NodeId id) {
  const Node& node = graph_[id];
  switch (node.op) {
    case Op::And:
    case Op::Or:
      return junction(id, node.op == Op::Or);
    case Op::Not:
    case Op::AnswerIs:
    case Op::Known:
    case Op::OrElse:
    case Op::Applies:
    case Op::Policy:
    case Op::Assume:
      return replaced(node);
    case Op::Compare:
      return comparison(node);
    case Op::If:
      return branch(node);
    case Op::AtLeast:
    case Op::Share:
      return counted(node);
    case Op::Band:
      return band(node);
    case Op::Choose:
      return choose(node);
    case Op::AggregateList:
    case Op::AggregateCategories:
      return list(node, operands(node));
    case Op::Shift:
      return other_period(node);
    case Op::AggregatePeriods:
      return several_periods(node);
    case Op::AtParent:
    case Op::AtUnit:
      return other_unit(node);
    case Op::AggregateUnits:
      return over_units(node);
    case Op::CompareUnits:
      return among_units(node);
    case Op::Quota:
      return refuse(msg("places within a quota are given out among all units at once"));
    default:
      return arithmetic(node);
  }
}

}  // namespace exemplar::dialect
