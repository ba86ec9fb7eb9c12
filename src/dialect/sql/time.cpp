// Other periods and other places: [last year], [months], [parent], [unit("79")], under("79").
#include <fmt/format.h>

#include "dialect/sql/writer.hpp"

namespace exemplar::dialect {

using engine::Node;
using engine::NodeId;
using engine::ValueType;

// meant: the periods that the selector means, seen from each; broken: a definition between them
// changed so that their values cannot be compared. state: the same for all of them together.
std::string Writer::meant_periods(NodeId node) const {
  const Node& what = at(node);
  std::set<Date> breaks;
  for (const uint32_t input : what.inputs) {
    breaks.insert(programme_.inputs[input].breaks.begin(), programme_.inputs[input].breaks.end());
  }
  std::string broken;
  for (const Date day : breaks) {
    broken += fmt::format("{0}(q.first_day < {1}) <> (p.first_day < {1})",
                          broken.empty() ? "" : " OR ", day_literal(day));
  }
  broken =
      broken.empty() ? std::string("0") : fmt::format("CASE WHEN {} THEN 1 ELSE 0 END", broken);
  return fmt::format(
      "meant AS (\n  SELECT p.period AS id, p.meant, {} AS broken\n  FROM {} q\n  JOIN \"periods "
      "meant\" p ON p.period = q.period "
      "AND p.selector = {}\n), state AS (\n  SELECT id, max(broken) AS broken FROM meant GROUP BY "
      "id\n)",
      broken, quoted(pass_.periods(pass_.plan.list_of(node))),
      literal(selector_key(what.selector)));
}

void Writer::shift(NodeId node) {
  const Stage of = stage_of(at(node).args[0]);
  Stage stage = of;
  put(node, stage,
      fmt::format("WITH {}\nSELECT k.unit, k.period, {}\nFROM {} k\nLEFT JOIN meant m ON m.id = "
                  "k.period AND m.broken = 0\nLEFT JOIN {} t ON t.unit = k.unit AND t.period = "
                  "m.meant;\n",
                  meant_periods(node), columns_or(stage, "t", "COALESCE(t.answer, 1)"),
                  quoted(pass_.cells(pass_.plan.list_of(node))), quoted(of.table)));
}

void Writer::aggregate_periods(NodeId node) {
  const Node& what = at(node);
  const Stage of = stage_of(what.args[0]);
  const std::string columns = rows_of(node, what.args[0], "t");
  if (refusal_) return;
  const Summary total = summary_of(what, of, dialect_);
  Stage stage;
  stage.type = what.type;
  stage.fixed = total.fixed;
  const std::string per = total.fixed == 0 ? ", " + total.per + " AS per" : std::string();
  put(node, stage,
      fmt::format(
          "WITH {}, part AS (\n  SELECT t.unit, m.id AS period, {}\n  FROM meant m\n  JOIN {} t ON "
          "t.period = m.meant\n), total AS (\n  SELECT r.unit, r.period, {} AS answer, {} AS "
          "value{}\n"
          "  FROM part r\n  GROUP BY r.unit, r.period\n)\nSELECT k.unit, k.period, {}\nFROM {} "
          "k\nLEFT "
          "JOIN state s ON s.id = k.period\nLEFT JOIN total t ON t.unit = k.unit AND t.period = "
          "k.period;\n",
          meant_periods(node), columns, quoted(of.table), total.answer, total.value, per,
          columns_or(stage, "t", "CASE WHEN s.id IS NULL OR s.broken = 1 THEN 1 ELSE t.answer END"),
          quoted(pass_.cells(pass_.plan.list_of(node)))));
}

void Writer::at_parent(NodeId node) {
  const Stage of = stage_of(at(node).args[0]);
  put(node, of,
      fmt::format("SELECT k.unit, k.period, {}\nFROM {} k\nLEFT JOIN {} a ON a.unit = k.unit AND "
                  "a.period = k.period AND a.depth = 1\nLEFT JOIN {} t ON t.unit = a.ancestor AND "
                  "t.period = k.period;\n",
                  columns_or(of, "t", "COALESCE(t.answer, 1)"),
                  quoted(pass_.cells(pass_.plan.list_of(node))), quoted(above_table({})),
                  quoted(of.table)));
}

void Writer::at_unit(NodeId node) {
  const Stage of = stage_of(at(node).args[0]);
  put(node, of,
      fmt::format(
          "SELECT k.unit, k.period, {}\nFROM {} k\nLEFT JOIN {} n ON n.period = k.period\nLEFT "
          "JOIN {} t ON t.unit = n.unit AND t.period = k.period;\n",
          columns_or(of, "t", "COALESCE(t.answer, 1)"),
          quoted(pass_.cells(pass_.plan.list_of(node))), quoted(unit_table(at(node).selector.text)),
          quoted(of.table)));
}

// A unit is not under itself.
void Writer::under(NodeId node) {
  const Node& what = at(node);
  Stage stage;
  stage.type = ValueType::Truth;
  put(node, stage,
      fmt::format(
          "SELECT k.unit, k.period, CAST(CASE WHEN n.unit IS NULL OR k.there = 0 THEN 1 WHEN "
          "a.unit IS NULL "
          "THEN 0 ELSE 2 END AS smallint) AS answer\nFROM {} k\nLEFT JOIN {} n ON n.period = "
          "k.period\nLEFT JOIN {} a ON a.period = k.period AND a.unit = k.unit AND a.ancestor = "
          "n.unit;\n",
          quoted(pass_.cells(pass_.plan.list_of(node))), quoted(unit_table(what.text)),
          quoted(above_table(what.selector.text))));
}

}  // namespace exemplar::dialect
