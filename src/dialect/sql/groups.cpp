// Several rows made one: over units, and over a list whose values are needed in rows.
//
//   member (period, grp, unit) ⋈ value of each unit  ─ GROUP BY period, grp ─>  total
//        each unit reads the total of its own group: its children, its siblings, the participants
#include <fmt/format.h>

#include <cmath>

#include "dialect/sql/writer.hpp"

namespace exemplar::dialect {

using engine::FunctionId;
using engine::Node;
using engine::NodeId;
using engine::UnitSet;
using engine::ValueType;

// Ratios with unlike denominators by whole numbers in the same order: floor(value × s ÷ per), where s
// is so large that two ratios that differ do so by more than one.
std::string Writer::order_key(NodeId node, const std::string& alias) {
  const NodeId of = meant(graph(), node);
  const Stage& stage = pass_.stages.at(of);
  if (!has_per(stage)) return alias + ".value";
  const engine::NumberInfo& info = at(of).number;
  const long double widest = std::max(info.denominator_bound, 1.0L);
  const int digits = static_cast<int>(std::ceil(std::log10(10.0L * widest * widest)));
  const long double largest = std::max(info.numerator_bound, 1.0L) * std::pow(10.0L, digits);
  if (!info.exact || (dialect_.duckdb() && largest > 1e38L)) {
    refuse(node, msg("its denominators are too large to be put in order"));
  }
  const std::string scale = "1" + std::string(static_cast<size_t>(digits), '0');
  return dialect_.floor_of(fmt::format("{}.value * {}", alias, scale), alias + ".per");
}

// The columns of an argument as rows for the summary; refused where it cannot be summed up.
std::string Writer::rows_of(NodeId node, NodeId arg, const std::string& alias) {
  const Stage& stage = stage_of(arg);
  const Node& what = at(node);
  std::string key;
  if (what.type == ValueType::Exact && has_per(stage)) {
    if (what.function == FunctionId::Sum || what.function == FunctionId::Mean) {
      refuse(node, msg("a sum of ratios with unlike denominators"));
    } else if (what.function != FunctionId::Count) {
      key = order_key(arg, alias);
    }
  }
  return summary_columns(what, stage, alias, key, dialect_);
}

// period, grp, unit: whom a set of units holds.
std::string Writer::members(const Node& node) const {
  const std::string above = quoted(above_table({}));
  switch (node.set) {
    case UnitSet::Children:
    case UnitSet::Siblings:
      return fmt::format("SELECT period, ancestor AS grp, unit FROM {} WHERE depth = 1", above);
    case UnitSet::Descendants:
      return fmt::format("SELECT period, ancestor AS grp, unit FROM {}", above);
    case UnitSet::Participants:
      return "SELECT period, 0 AS grp, unit FROM \"participants\"";
    case UnitSet::Under:
      break;
  }
  return fmt::format(
      "SELECT a.period, 0 AS grp, a.unit FROM {} a JOIN {} n ON n.period = a.period "
      "AND "
      "n.unit = a.ancestor",
      above, quoted(unit_table(node.text)));
}

void Writer::aggregate_units(NodeId node) {
  const Node& what = at(node);
  const Stage& of = stage_of(what.args[0]);
  const bool many = what.selector.is_many();
  const std::string columns = rows_of(node, what.args[0], "t");
  if (refusal_) return;
  const Summary total = summary_of(what, of, dialect_);
  Stage stage;
  stage.type = what.type;
  stage.fixed = total.fixed;
  std::string query = "WITH ";
  if (many) query += meant_periods(node) + ", ";
  query += fmt::format(
      "member AS (\n  {}\n), part AS (\n  SELECT m.period, m.grp, {}\n  FROM member m\n  JOIN {} k "
      "ON "
      "k.period = m.period\n",
      members(what), columns, quoted(pass_.periods(pass_.plan.list_of(node))));
  if (many) query += "  JOIN meant p ON p.id = m.period\n";
  query += fmt::format(
      "  JOIN {} t ON t.unit = m.unit AND t.period = {}\n), total AS (\n  SELECT r.period, r.grp, "
      "{} AS "
      "answer, {} AS value{}\n  FROM part r\n  GROUP BY r.period, r.grp\n)\n",
      quoted(of.table), many ? "p.meant" : "m.period", total.answer, total.value,
      total.fixed == 0 ? ", " + total.per + " AS per" : std::string());
  // The sets of a unit that does not exist are unknown, not empty.
  const bool own_set = what.set == UnitSet::Children || what.set == UnitSet::Siblings ||
                       what.set == UnitSet::Descendants;
  std::string answer = own_set ? "COALESCE(t.answer, CASE WHEN k.there = 0 THEN 1 ELSE 3 END)"
                               : "COALESCE(t.answer, 3)";
  if (many) {
    answer = fmt::format("CASE WHEN s.id IS NULL OR s.broken = 1 THEN 1 ELSE {} END", answer);
  }
  query += fmt::format("SELECT k.unit, k.period, {}\nFROM {} k\n", columns_or(stage, "t", answer),
                       quoted(pass_.cells(pass_.plan.list_of(node))));
  std::string group = "0";
  if (what.set == UnitSet::Children || what.set == UnitSet::Descendants) group = "k.unit";
  if (what.set == UnitSet::Siblings) {
    query +=
        fmt::format("LEFT JOIN {} o ON o.period = k.period AND o.unit = k.unit AND o.depth = 1\n",
                    quoted(above_table({})));
    group = "o.ancestor";
  }
  if (many) query += "LEFT JOIN state s ON s.id = k.period\n";
  query += fmt::format("LEFT JOIN total t ON t.period = k.period AND t.grp = {};\n", group);
  put(node, stage, query);
}

void Writer::aggregate_list(NodeId node) {
  const Node& what = at(node);
  Stage of;  // as if all came from one stage
  of.type = what.type == ValueType::Real ? ValueType::Real : ValueType::Exact;
  bool same = true;
  for (size_t i = 0; i < what.args.size(); ++i) {
    const Stage& one = stage_of(what.args[i]);
    if (one.type != ValueType::Exact) continue;
    const auto multiple =
        common(Fraction::over("0", of.fixed == 0 ? 1 : of.fixed),
               one.fixed == 0 ? Fraction::varying("0", "per") : Fraction::over("0", one.fixed));
    same = same && multiple.has_value();
    if (multiple) of.fixed = *multiple;
  }
  if (what.type != ValueType::Real && !same) {
    refuse(node, msg("a median of ratios with unlike denominators"));
    return;
  }
  const std::string cells = quoted(pass_.cells(pass_.plan.list_of(node)));
  std::string query = "WITH part AS (\n";
  for (size_t i = 0; i < what.args.size(); ++i) {
    const Stage& one = stage_of(what.args[i]);
    std::string value = "0";
    if (one.type == ValueType::Exact || one.type == ValueType::Real) {
      value = what.type == ValueType::Real
                  ? dialect_.real(real_of(one, "t", dialect_))
                  : dialect_.number(product("t.value", to_string(of.fixed / one.fixed)));
    }
    query += fmt::format("{}  SELECT t.unit, t.period, t.answer, {} AS value FROM {} t\n",
                         i == 0 ? "" : "  UNION ALL\n", value, quoted(one.table));
  }
  const Summary total = summary_of(what, of, dialect_);
  Stage stage;
  stage.type = what.type;
  stage.fixed = total.fixed;
  query += fmt::format(
      ")\nSELECT k.unit, k.period, CAST({} AS smallint) AS answer, {} AS value{}\nFROM {} k\nJOIN "
      "part r "
      "ON r.unit = k.unit AND r.period = k.period\nGROUP BY k.unit, k.period;\n",
      total.answer, total.value, total.fixed == 0 ? ", " + total.per + " AS per" : std::string(),
      cells);
  put(node, stage, query);
}

}  // namespace exemplar::dialect
