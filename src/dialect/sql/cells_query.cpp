// Which columns a node becomes, and the stage's query from all of them.
#include <fmt/format.h>

#include <algorithm>

#include "dialect/sql/cells.hpp"

namespace exemplar::dialect {

using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::ValueType;

CellSql Cells::made(NodeId node) {
  const Node& what = graph_[node];
  CellSql cell;
  cell.type = what.type;
  switch (what.op) {
    case Op::Constant:
      cell.is = std::to_string(static_cast<int>(what.constant.answer));
      if (what.type == ValueType::Text) {
        cell.text = literal(graph_.texts[static_cast<size_t>(what.constant.exact.numerator)]);
      } else if (what.type == ValueType::Real) {
        cell.real = dialect_.real_literal(what.constant.real);
      } else {
        cell.number = Fraction::of(what.constant.exact);
      }
      return cell;
    case Op::Said:
      cell.is = std::to_string(static_cast<int>(what.constant.answer));
      return cell;
    case Op::PeriodDay: {
      const std::string name = what.flag ? "last_day" : "first_day";
      if (!by_name_.contains(name)) {
        by_name_[name] = columns_.size();
        columns_.push_back({name, "k." + name, 0, ""});
      }
      cell.is = "2";
      cell.number = Fraction::over(name, 1);
      return cell;
    }
    case Op::Not: {
      const CellSql of_what = of(what.args[0]);
      cell.is = fmt::format("CASE WHEN {0} IN (0, 2) THEN 2 - {0} ELSE {0} END", of_what.is);
      return kept(node, cell);
    }
    case Op::And:
    case Op::Or: {
      std::vector<std::string> answers;
      for (const CellSql& one : arguments(node)) answers.push_back(one.is);
      const std::string all = all_of_them(answers, ", ");
      if (answers.empty()) {
        cell.is = what.op == Op::And ? "2" : "0";
      } else if (what.op == Op::And) {
        cell.is = answers.size() == 1 ? answers[0] : fmt::format("least({})", all);
      } else {
        cell.is = fmt::format(
            "CASE WHEN 2 IN ({0}) THEN 2 WHEN 1 IN ({0}) THEN 1 WHEN 0 IN ({0}) THEN 0 ELSE 3 END",
            all);
      }
      return kept(node, cell);
    }
    case Op::Known:
      cell.is = fmt::format("CASE WHEN {} IN (0, 2) THEN 2 ELSE 0 END", of(what.args[0]).is);
      return kept(node, cell);
    case Op::Compare:
      return compare(node);
    case Op::OrElse:
      return or_else(node);
    case Op::If:
      return conditional(node);
    case Op::Band:
      return band(node);
    case Op::Choose:
      return choose(node);
    case Op::AtLeast:
      return at_least(node);
    case Op::Share:
      return share(node);
    case Op::AnswerIs:
      return answer_is(node);
    case Op::Policy:
    case Op::Assume:
      return replaced(node);
    case Op::Applies:
      return applies(node);
    case Op::AggregateList:
    case Op::AggregateCategories:
      return list(node);
    case Op::Clip:
      return clip(node);
    default:
      return arithmetic(node);
  }
}

std::string Cells::query(NodeId root, const std::string& cells_table, Stage& result) {
  const CellSql cell = of(root);
  result.type = graph_[root].type;
  result.fixed = cell.number.fixed;
  int last = 0;
  for (const Column& one : columns_) last = std::max(last, one.step);

  std::string text = "WITH step_0 AS MATERIALIZED (\n  SELECT k.unit, k.period";
  for (const Column& one : columns_) {
    if (one.step == 0) text += fmt::format(",\n    {} AS {}", one.expression, one.name);
  }
  text += fmt::format("\n  FROM {} k", quoted(cells_table));
  for (const auto& [table, alias] : joined_) {
    text += fmt::format("\n  JOIN {0} {1} ON {1}.unit = k.unit AND {1}.period = k.period",
                        quoted(table), alias);
  }
  for (int step = 1; step <= last; ++step) {
    text += fmt::format("\n), step_{} AS MATERIALIZED (\n  SELECT *", step);
    std::string said;
    for (const Column& one : columns_) {
      if (one.step != step) continue;
      text += "," + (said.empty() ? std::string() : "  -- " + said);
      text += fmt::format("\n    {} AS {}", one.expression, one.name);
      said = one.says;
    }
    if (!said.empty()) text += "  -- " + said;
    text += fmt::format("\n  FROM step_{}", step - 1);
  }
  text += fmt::format("\n)\nSELECT unit, period, CAST({} AS smallint) AS answer", cell.is);
  switch (result.type) {
    case ValueType::Exact:
    case ValueType::Date:
      text += fmt::format(", {} AS value", dialect_.number(cell.number.value));
      if (result.type == ValueType::Exact && result.fixed == 0) {
        text += fmt::format(", {} AS per", dialect_.number(cell.number.per));
      }
      break;
    case ValueType::Real:
      text += fmt::format(", {} AS value", dialect_.real(cell.real));
      break;
    case ValueType::Text:
      text += fmt::format(", {} AS value", cell.text);
      break;
    default:
      break;
  }
  return text + fmt::format("\nFROM step_{};\n", last);
}

}  // namespace exemplar::dialect
