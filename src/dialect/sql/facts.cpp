// The facts that stand in the status view, and what is known of the units themselves.
#include <fmt/format.h>

#include "dialect/sql/writer.hpp"

namespace exemplar::dialect {

using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::ValueType;

// The newest fact of every cell at or above the status floor, once for all indicators.
void Writer::facts() {
  std::set<std::string> indicators;
  std::set<std::string> pieces;
  for (size_t i = 0; i < graph().nodes.size(); ++i) {
    const Node& node = graph().nodes[i];
    if (!pass_.plan.stage[i]) continue;
    if (node.op == Op::Input) {
      indicators.insert(literal(programme_.inputs[node.index].indicator));
      if (!programme_.inputs[node.index].pieces.empty()) {
        pieces.insert(literal(programme_.inputs[node.index].pieces));
      }
    }
  }
  section("Facts");
  std::string list;
  for (const std::string& one : indicators) list += (list.empty() ? "" : ", ") + one;
  if (list.empty()) list = "''";
  std::string selectors = "'this'";
  for (const std::string& one : pieces) selectors += ", " + one;
  say("the periods whose facts are read: those above and the collection periods within them");
  counted_table(
      "periods read",
      fmt::format(
          "SELECT DISTINCT t.id AS period, t.last_day\nFROM \"periods\" p\nJOIN period m ON "
          "m.id = p.period AND m.selector IN ({})\nJOIN period t ON t.id = m.meant AND "
          "t.selector = 'this';\n",
          selectors),
      "period");
  say("which units exist on a period's last day: a value of any other says nothing");
  counted_table(
      "units there",
      "SELECT p.period, u.id AS unit\nFROM \"periods read\" p\nJOIN unit u ON p.last_day BETWEEN "
      "u.valid_from AND u.valid_until;\n",
      "period, unit");
  say("of each cell the newest fact with the status asked for: 0 draft, 1 reported, 2 verified, "
      "3 decided");
  counted_table(
      "standing facts",
      fmt::format(
          "SELECT indicator, category, period, unit, kind, number, digits, text\nFROM (\n"
          "  SELECT f.*, row_number() OVER (\n    PARTITION BY indicator, category, period, unit "
          "ORDER BY revision DESC) AS place\n  FROM fact f\n  WHERE status >= {} AND period IN "
          "(SELECT period FROM \"periods read\") AND indicator IN ({})\n) newest\nWHERE place = "
          "1;\n",
          programme_.status_floor, list),
      "indicator, category, period, unit");
  say("for which periods anything was recorded, whatever its status");
  counted_table(
      "recorded",
      fmt::format("SELECT DISTINCT indicator, category, period\nFROM fact\nWHERE period IN (SELECT "
                  "period FROM \"periods\") AND indicator IN ({});\n",
                  list),
      "indicator, category, period");
}

void Writer::attribute(NodeId node) {
  const SqlAttribute& what = programme_.attributes[at(node).index];
  const std::string cells = quoted(pass_.cells(pass_.plan.list_of(node)));
  Stage stage;
  stage.type = what.type;
  if (what.of_unit) {
    put(node, stage,
        fmt::format(
            "SELECT unit, period, CAST(CASE WHEN there = 1 THEN 2 ELSE 1 END AS smallint) AS "
            "answer, {} AS value FROM {};\n",
            what.id, cells));
    return;
  }
  std::string known = "2";
  std::string value;
  if (what.type == ValueType::Truth) {
    known = "CASE WHEN a.number = 0 THEN 0 ELSE 2 END";
  } else if (what.type == ValueType::Text) {
    value = ", COALESCE(a.text, '') AS value";
  } else {
    std::string number = dialect_.number("COALESCE(a.number, 0)");
    if (what.type == ValueType::Exact) {
      stage.fixed = power_of_ten(what.digits);
      number +=
          " * " + dialect_.scale(what.digits, fmt::format("COALESCE(a.digits, {})", what.digits));
    }
    value = fmt::format(", {} AS value", dialect_.number(number));
  }
  put(node, stage,
      fmt::format(
          "SELECT k.unit, k.period, CAST(CASE WHEN k.there = 0 OR a.unit IS NULL THEN 1 ELSE "
          "{} END AS smallint) AS answer{}\nFROM {} k\nLEFT JOIN unit_attribute a ON a.unit = "
          "k.unit AND a.attribute = {}\n  AND k.day BETWEEN a.valid_from AND a.valid_until;\n",
          known, value, cells, literal(what.id)));
}

// Follows from the units' history, which the tables do not hold: exported as facts of its own.
void Writer::months_active(NodeId node) {
  const std::string indicator(at(node).flag ? kMonthsActiveLineage : kMonthsActive);
  Stage stage;
  stage.type = ValueType::Exact;
  put(node, stage,
      fmt::format(
          "SELECT k.unit, k.period, CAST(CASE WHEN f.unit IS NULL THEN 1 ELSE 2 END AS "
          "smallint) AS answer, {} AS value\nFROM {} k\nLEFT JOIN fact f ON f.indicator = {} "
          "AND f.period = k.period AND f.unit = k.unit;\n",
          dialect_.number("COALESCE(f.number, 0)"), quoted(pass_.cells(pass_.plan.list_of(node))),
          literal(indicator)));
}

}  // namespace exemplar::dialect
