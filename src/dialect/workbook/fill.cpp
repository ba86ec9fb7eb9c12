// The cells of the steps: each formula with the engine's result, or the result alone.
#include "dialect/workbook/formulas.hpp"

namespace exemplar::dialect {

using engine::Answer;
using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::PeriodIndex;
using engine::ValueType;

namespace {

NumberShape shape_of(const Node& node) {
  if (node.type == ValueType::Date) return NumberShape::Day;
  if (node.type == ValueType::Real) return NumberShape::Decimals3;
  const auto& info = node.number;
  if (node.op == Op::Divide && info.unit.empty() && info.fixed_denominator == 0) {
    return NumberShape::Percent;
  }
  if (node.op == Op::CompareUnits && node.function == engine::FunctionId::Rank) {
    return NumberShape::General;
  }
  if (info.fixed_denominator == 1) return NumberShape::Whole;
  if (info.fixed_denominator == 10) return NumberShape::Decimals1;
  if (info.fixed_denominator == 100) return NumberShape::Decimals2;
  if (info.fixed_denominator == 1000) return NumberShape::Decimals3;
  return is_entry(node) ? NumberShape::General : NumberShape::Decimals3;
}

std::string in_row(const std::string& formula, uint32_t row, int32_t other_row) {
  std::string text;
  text.reserve(formula.size() + 16);
  for (const char c : formula) {
    if (c == Steps::kRow) {
      text += std::to_string(row + 1);
    } else if (c == Steps::kOtherRow) {
      text += std::to_string(other_row + 1);
    } else {
      text += c;
    }
  }
  return text;
}

Look input_look(const engine::Cell& cell) {
  if (cell.answer == Answer::Unknown) return Look::InputMissing;
  switch (cell.status) {
    case 0:
      return Look::InputDraft;
    case 1:
      return Look::InputReported;
    case 2:
      return Look::InputVerified;
    default:
      return Look::InputDecided;
  }
}

}  // namespace

void Steps::fill() {
  for (const Step& step : steps_) {
    Sheet& sheet = workbook_.sheets[step.sheet];
    for (size_t place = 0; place < world_.units.size(); ++place) {
      Cell& cell = sheet.at(world_.first_row + static_cast<uint32_t>(place), step.column);
      if (step.role == Step::Role::Key) {
        fill_key(step, place, cell);
      } else if (step.role == Step::Role::Entry) {
        fill_entry(step, place, cell);
      } else {
        fill_result(step, place, cell);
      }
    }
  }
}

void Steps::fill_key(const Step& step, size_t place, Cell& cell) const {
  cell.look = Look::AsValue;
  if (!step.key_texts.empty()) {
    cell.text = step.key_texts[place];
    return;
  }
  cell.kind = Cell::Kind::Number;
  cell.number = step.keys[place];
}

// A known value of any type; an answer is the caller's.
void Steps::put_value(const Step& step, const engine::Cell& from, Cell& cell) {
  const Node& node = graph_[step.node];
  cell.kind = Cell::Kind::Number;
  switch (node.type) {
    case ValueType::Real:
      cell.number = from.real;
      break;
    case ValueType::Date:
      cell.number = static_cast<double>(from.exact.numerator + kDayZero);
      break;
    case ValueType::Text:
    case ValueType::Any:
      cell.kind = Cell::Kind::Text;
      cell.text = evaluation_.pool().text(static_cast<uint32_t>(from.exact.numerator));
      break;
    default:
      cell.number = from.exact.to_double();
  }
  cell.shape = shape_of(node);
}

void Steps::fill_entry(const Step& step, size_t place, Cell& cell) {
  const uint32_t unit = world_.units[place];
  const engine::Cell& from = evaluation_.column(step.node, step.period)[unit];
  const EntryWords words = entry_words(world_.language);
  if (withheld(step.node, unit, step.period) && from.known()) {
    cell.text = words.withheld;
    cell.look = Look::Hidden;
    return;
  }
  if (from.known()) put_value(step, from, cell);
  if (graph_[step.node].type == ValueType::Truth) {
    cell.kind = Cell::Kind::Text;
    cell.text = from.answer == Answer::Met      ? words.yes
                : from.answer == Answer::NotMet ? words.no
                                                : "";
  }
  if (from.answer == Answer::NotApplicable) cell.text = words.not_applicable;
  cell.look = input_look(from);
}

void Steps::fill_result(const Step& step, size_t place, Cell& cell) {
  const uint32_t unit = world_.units[place];
  const engine::Cell& from = evaluation_.column(step.node, step.period)[unit];
  const bool array = step.role == Step::Role::Array;
  const bool is_value = step.role == Step::Role::Value || array;
  const bool truth = graph_[step.node].type == ValueType::Truth;
  const bool entry = is_entry(graph_[step.node]);
  const int32_t other = step.other_rows.empty() ? 0 : step.other_rows[place];
  const bool secret = !truth && withheld(step.node, unit, step.period);
  bool as_value = step.as_value || other < 0 || (entry && secret);
  if (!entry && !as_value && step.role != Step::Role::Gather) as_value = reads_withheld(step, unit);
  if (is_value && secret) {
    cell.text = from.known() ? entry_words(world_.language).withheld : "";
    cell.look = Look::Hidden;
    return;
  }
  if (is_value) {
    if (from.known()) put_value(step, from, cell);
    if (array) cell.kind = Cell::Kind::Number;
    cell.look = as_value ? Look::AsValue : Look::Value;
  } else {
    cell.kind = Cell::Kind::Number;
    cell.number = truth || !from.known() ? static_cast<double>(from.answer) : 2;
    cell.look = truth ? (as_value ? Look::AnswerAsValue : Look::Answer)
                      : (as_value ? Look::KnownAsValue : Look::Known);
  }
  // A formula without operands is a number; programs need not compute it before what reads it.
  if (as_value) return;
  if (step.settled()) {
    cell.number = step.formula.front() - '0';
    return;
  }
  cell.result_is_text = cell.kind == Cell::Kind::Text;
  cell.result = std::exchange(cell.text, {});
  cell.kind = Cell::Kind::Formula;
  cell.array = step.array;
  cell.text = in_row(step.formula, world_.first_row + static_cast<uint32_t>(place),
                     static_cast<int32_t>(world_.first_row) + other);
}

bool Steps::withheld(NodeId node, uint32_t unit, PeriodIndex period) const {
  if (!world_.withheld) return false;
  if (world_.withheld(node, unit, period)) return true;
  for (const NodeId name : names_of(node)) {
    if (world_.withheld(name, unit, period)) return true;
  }
  return false;
}

bool Steps::set_is_withheld(const Node& node, PeriodIndex period, uint32_t unit) {
  const auto& groups = evaluation_.groups(node.set, node.text, period);
  const int32_t group = groups.group_of[unit];
  if (group < 0) return false;
  const NodeId id(static_cast<uint32_t>(&node - graph_.nodes.data()));
  const auto [found, added] = withheld_sets_.try_emplace({key_of(id, period), group}, false);
  if (!added) return found->second;
  bool any = false;
  for (const PeriodIndex other : periods_below(node, period)) {
    for (const uint32_t member : groups.groups[static_cast<size_t>(group)]) {
      any = any || withheld(meant(node.args[0]), member, other);
    }
  }
  return found->second = any;
}

// A formula cannot read what is not shown.
bool Steps::reads_withheld(const Step& step, uint32_t unit) {
  const Node& node = graph_[step.node];
  if (!world_.withheld || node.op == Op::Known) return false;
  if (node.op == Op::AggregateUnits || node.op == Op::CompareUnits) {
    return set_is_withheld(node, step.period, unit);
  }
  uint32_t read = unit;
  if (node.op == Op::AtParent || node.op == Op::AtUnit) {
    engine::Source& source = evaluation_.source();
    const int32_t other = node.op == Op::AtUnit
                              ? source.unit_with_code(node.selector.text, step.period)
                              : source.parents(step.period, {})[unit];
    if (other < 0) return false;
    read = static_cast<uint32_t>(other);
  }
  for (const PeriodIndex period : periods_below(node, step.period)) {
    for (const NodeId arg : node.args) {
      if (!arg.valid()) continue;
      const NodeId id = meant(arg);
      if (is_written_inline(graph_[id]) || graph_[id].type == ValueType::Truth) continue;
      if (withheld(id, read, period)) return true;
    }
  }
  return false;
}

}  // namespace exemplar::dialect
