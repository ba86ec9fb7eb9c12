#include "dialect/sql/cells.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dialect/sql/plan.hpp"

namespace exemplar::dialect {

using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::ValueType;

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\r', ' ');
  return text;
}

std::string all_of_them(const std::vector<std::string>& list, const char* between) {
  std::string text;
  for (const std::string& one : list) text += (text.empty() ? "" : between) + one;
  return text;
}

std::vector<std::string> answers_of(const std::vector<CellSql>& cells) {
  std::vector<std::string> answers;
  for (const CellSql& one : cells) answers.push_back(one.is);
  return answers;
}

// Any unknown gives unknown, else any not applicable gives not applicable.
std::string missing(const std::vector<std::string>& answers, const std::string& otherwise) {
  std::vector<std::string> open;
  for (const std::string& one : answers) {
    if (one == "1") return "1";
    if (one != "2" && one != "0" && std::find(open.begin(), open.end(), one) == open.end()) {
      open.push_back(one);
    }
  }
  if (open.empty()) return otherwise;
  if (open.size() == 1) {
    if (otherwise == "2") return open[0];  // of a number: never not met
    return fmt::format("CASE WHEN {0} IN (1, 3) THEN {0} ELSE {1} END", open[0], otherwise);
  }
  const std::string list = all_of_them(open, ", ");
  return fmt::format("CASE WHEN 1 IN ({0}) THEN 1 WHEN 3 IN ({0}) THEN 3 ELSE {1} END", list,
                     otherwise);
}

bool has_per(const Stage& stage) {
  return stage.type == ValueType::Exact && stage.fixed == 0;
}

Fraction fraction_of(const Stage& stage, const std::string& alias) {
  if (stage.type != ValueType::Exact && stage.type != ValueType::Date) return {};
  return stage.fixed != 0 ? Fraction::over(alias + ".value", stage.fixed)
                          : Fraction::varying(alias + ".value", alias + ".per");
}

std::string real_of(const Stage& stage, const std::string& alias, const Dialect& dialect) {
  if (stage.type == ValueType::Real) return alias + ".value";
  const Fraction number = fraction_of(stage, alias);
  const std::string value = dialect.real(number.value);
  return number.fixed == 1 ? value : value + " / " + dialect.real(number.per);
}

Cells::Cells(const engine::Graph& graph, const Dialect& dialect, StageOf stage_of, Refuse refuse)
    : graph_(graph),
      dialect_(dialect),
      stage_of_(std::move(stage_of)),
      refuse_(std::move(refuse)) {}

// One after the last step of the columns that the expression speaks of.
int Cells::step_of(const std::string& expression) const {
  int step = 0;
  std::string word;
  const auto finish = [&] {
    const auto found = by_name_.find(word);
    if (found != by_name_.end()) step = std::max(step, columns_[found->second].step);
    word.clear();
  };
  for (const char c : expression) {
    const bool part =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (part)
      word += c;
    else
      finish();
  }
  finish();
  return step + 1;
}

std::string Cells::column(NodeId node, const char* suffix, const std::string& expression) {
  if (expression.empty() || by_name_.contains(expression) || whole_number(expression)) {
    return expression;
  }
  std::string name = fmt::format("x{}_{}", node.value, suffix);
  while (by_name_.contains(name)) name += "_";
  const Node& of = graph_[node];
  const std::string says = of.expr != nullptr ? one_line(engine::print(*of.expr)) : std::string();
  by_name_[name] = columns_.size();
  columns_.push_back({name, expression, step_of(expression), says});
  return name;
}

// The cell with each of its expressions as a column.
CellSql Cells::kept(NodeId node, CellSql cell) {
  cell.is = column(node, "is", cell.is);
  switch (cell.type) {
    case ValueType::Exact:
    case ValueType::Date:
      if (!whole_number(cell.number.value) && !by_name_.contains(cell.number.value)) {
        cell.number.value = column(node, "value", dialect_.number(cell.number.value));
      }
      if (cell.number.fixed == 0 && !by_name_.contains(cell.number.per)) {
        cell.number.per = column(node, "per", dialect_.number(cell.number.per));
      }
      break;
    case ValueType::Real:
      cell.real = column(node, "value", cell.real);
      break;
    case ValueType::Text:
      cell.text = column(node, "value", cell.text);
      break;
    default:
      break;
  }
  return cell;
}

// A floating result: unknown where it is no finite number. `bounded`: it always is one.
CellSql Cells::kept_real(NodeId node, std::string answer, const std::string& real, bool bounded) {
  CellSql cell;
  cell.type = ValueType::Real;
  answer = column(node, "known", answer);
  const std::string guarded =
      answer == "2" ? real : fmt::format("CASE WHEN {} = 2 THEN {} ELSE 0 END", answer, real);
  if (bounded) {
    cell.is = answer;
    cell.real = column(node, "value", dialect_.real(guarded));
    return cell;
  }
  const std::string raw = column(node, "raw", dialect_.real(guarded));
  cell.is = column(node, "is",
                   fmt::format("CASE WHEN {} THEN {} ELSE 1 END", dialect_.is_finite(raw), answer));
  cell.real =
      column(node, "value", fmt::format("CASE WHEN {} = 2 THEN {} ELSE 0 END", cell.is, raw));
  return cell;
}

std::string Cells::alias_of(const std::string& table) {
  for (const auto& [joined, alias] : joined_) {
    if (joined == table) return alias;
  }
  joined_.emplace_back(table, fmt::format("t{}", joined_.size() + 1));
  return joined_.back().second;
}

CellSql Cells::joined(NodeId node, const Stage& stage) {
  const auto free = [&](const std::string& word) {
    return !by_name_.contains(word + "_is") && !by_name_.contains(word + "_value");
  };
  const std::string word =
      free(stage.word) ? stage.word : fmt::format("{}_{}", stage.word, node.value);
  const std::string alias = alias_of(stage.beside.empty() ? stage.table : stage.beside);
  const auto taken = [&](const char* suffix, const char* column_of) {
    std::string name = word + suffix;
    by_name_[name] = columns_.size();
    columns_.push_back({name, alias + column_of, 0, ""});
    return name;
  };
  CellSql cell;
  cell.type = stage.type;
  cell.is = stage.beside.empty() ? taken("_is", ".answer")
                                 : taken("_is", ("." + quoted(stage.table)).c_str());
  switch (stage.type) {
    case ValueType::Exact:
    case ValueType::Date:
      cell.number = Fraction::over(taken("_value", ".value"), stage.fixed);
      if (has_per(stage)) {
        cell.number = Fraction::varying(cell.number.value, taken("_per", ".per"));
      }
      break;
    case ValueType::Real:
      cell.real = taken("_value", ".value");
      break;
    case ValueType::Text:
      cell.text = taken("_value", ".value");
      break;
    default:
      break;
  }
  return cell;
}

CellSql Cells::of(NodeId node) {
  node = meant(graph_, node);
  if (const auto found = done_.find(node); found != done_.end()) return found->second;
  // What is written in the rules is written out, also where it is a stage for others.
  const bool written = graph_[node].op == Op::Constant || graph_[node].op == Op::Said;
  const Stage* stage = written ? nullptr : stage_of_(node);
  CellSql cell = stage != nullptr ? joined(node, *stage) : made(node);
  done_.emplace(node, cell);
  return cell;
}

std::vector<CellSql> Cells::arguments(NodeId node) {
  std::vector<CellSql> cells;
  for (const NodeId arg : graph_[node].args) cells.push_back(of(arg));
  return cells;
}

std::string Cells::real(const CellSql& cell) const {
  if (cell.type == ValueType::Real) return cell.real;
  if (cell.type == ValueType::Any) return "0";
  if (const auto constant = cell.number.constant()) {
    return dialect_.real_literal(constant->to_double());
  }
  const std::string value = dialect_.real(cell.number.value);
  return cell.number.fixed == 1 ? value : value + " / " + dialect_.real(cell.number.per);
}

}  // namespace exemplar::dialect
