// The facts that stand in the status view, and what is known of the units themselves.
#include <fmt/format.h>

#include "dialect/sql/writer.hpp"

namespace exemplar::dialect {

using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::ValueType;

// Table inputs: what is read, by number.
void Writer::inputs() {
  std::string rows;
  std::string list;
  std::string selectors = "'this'";
  std::set<std::string> listed;
  for (size_t i = 0; i < graph().nodes.size(); ++i) {
    const Node& node = graph().nodes[i];
    if (!pass_.plan.stage[i] || node.op != Op::Input) continue;
    const SqlInput& what = programme_.inputs[node.index];
    const auto [place, added] = inputs_.emplace(std::make_pair(what.indicator, node.text),
                                                static_cast<int>(inputs_.size()) + 1);
    if (!added) continue;
    rows += fmt::format("{}  ({}, {}, {}, {})", rows.empty() ? "" : ",\n", literal(what.indicator),
                        literal(node.text), literal(what.pieces), place->second);
    const auto add = [&](std::string& to, const std::string& one) {
      if (listed.insert(one).second) to += (to.empty() ? "" : ", ") + one;
    };
    add(list, literal(what.indicator));
    if (!what.pieces.empty()) add(selectors, literal(what.pieces));
  }
  indicators_ = list.empty() ? "''" : list;
  collected_ = selectors;
  say("what is read, by number, and what leads to its collection periods");
  table("inputs",
        fmt::format("SELECT * FROM (VALUES\n{}\n) v (indicator, category, collected, input);\n",
                    rows.empty() ? "  ('', '', '', 0)" : rows),
        "indicator, category");
}

// The facts by number, and of each cell the newest at or above the status floor.
void Writer::facts() {
  section("Facts");
  inputs();
  say("the periods whose facts are read: those above and the collection periods within them");
  counted_table(
      "periods read",
      fmt::format(
          "SELECT DISTINCT n.id, t.period, t.last_day\nFROM \"periods\" p\nJOIN \"periods meant\" "
          "m "
          "ON m.period = p.period AND m.selector IN ({})\nJOIN \"periods meant\" t ON t.period = "
          "m.meant AND t.selector = 'this'\nJOIN \"period numbers\" n ON n.period = t.period;\n",
          collected_),
      "period");
  say("which units exist on a period's last day: a value of any other says nothing");
  counted_table(
      "units there",
      "SELECT p.period, n.unit\nFROM \"periods read\" p\nJOIN unit u ON p.last_day BETWEEN "
      "u.valid_from AND u.valid_until\nJOIN \"unit numbers\" n ON n.id = u.id;\n",
      "period, unit");
  say("of each cell the newest fact with the status asked for: 0 draft, 1 reported, 2 verified, 3 "
      "decided;");
  say("where there is none, any other: that something was recorded for the period");
  table(
      "standing facts",
      fmt::format(
          "SELECT input, period, unit, status, applies, number, digits, text\nFROM (\n  SELECT "
          "i.input, p.period, n.unit, f.status, CASE WHEN f.kind = 'not applicable' THEN 0 ELSE 1 "
          "END AS applies,\n    f.number, f.digits, f.text, row_number() OVER (\n      PARTITION "
          "BY "
          "i.input, p.period, n.unit ORDER BY CASE WHEN f.status >= {} THEN 0 ELSE 1 END, "
          "f.revision DESC) AS place\n  FROM \"periods read\" p\n  JOIN fact f ON f.period = p.id "
          "AND f.indicator IN ({})\n  JOIN \"unit numbers\" n ON n.id = f.unit\n  JOIN \"inputs\" "
          "i "
          "ON i.indicator = f.indicator AND i.category = f.category\n) newest\nWHERE place = 1\n"
          "ORDER BY input;\n",
          programme_.status_floor, indicators_),
      "");
  table("recorded", "SELECT DISTINCT input, period FROM \"standing facts\";\n", "input, period");
  text_.pop_back();
  text_ += fmt::format("DELETE FROM \"standing facts\" WHERE status < {};\n{}{}\n",
                       programme_.status_floor,
                       dialect_.unique_index("\"standing facts\"", "input, period, unit"),
                       dialect_.analyze("\"standing facts\""));
  pieces();
}

// The periods whose facts make up a period: itself where anything was recorded for it, else the
// indicator's collection periods.
void Writer::pieces() {
  say("the periods whose facts make up a period: itself where anything was recorded for it, else "
      "its");
  say("collection periods, the last of them at position = pieces");
  counted_table(
      "pieces",
      "SELECT input, period, piece, position, count(*) OVER (PARTITION BY input, period) AS "
      "pieces\n"
      "FROM (\n  SELECT r.input, r.period, r.period AS piece, 1 AS position\n  FROM \"recorded\" "
      "r\n"
      "  UNION ALL\n  SELECT i.input, p.period, m.meant, m.position\n  FROM \"periods\" p\n  CROSS "
      "JOIN \"inputs\" i\n  JOIN \"periods meant\" m ON m.period = p.period AND m.selector = "
      "i.collected\n  LEFT JOIN \"recorded\" r ON r.input = i.input AND r.period = p.period\n  "
      "WHERE "
      "r.input IS NULL\n) piece;\n",
      "input, period, position");
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
          "WITH described AS (\n  SELECT n.unit, a.number, a.digits, a.text, a.valid_from, "
          "a.valid_until\n  FROM unit_attribute a\n  JOIN \"unit numbers\" n ON n.id = a.unit\n  "
          "WHERE a.attribute = {}\n)\nSELECT k.unit, k.period, CAST(CASE WHEN k.there = 0 OR "
          "a.unit "
          "IS NULL THEN 1 ELSE {} END AS smallint) AS answer{}\nFROM {} k\nLEFT JOIN described a "
          "ON a.unit = k.unit AND k.day BETWEEN a.valid_from AND a.valid_until;\n",
          literal(what.id), known, value, cells));
}

// Follows from the units' history, which the tables do not hold: exported as facts of its own.
void Writer::months_active(NodeId node) {
  const std::string indicator(at(node).flag ? kMonthsActiveLineage : kMonthsActive);
  const size_t list = pass_.plan.list_of(node);
  Stage stage;
  stage.type = ValueType::Exact;
  put(node, stage,
      fmt::format(
          "WITH told AS (\n  SELECT n.unit, q.period, f.number\n  FROM {} q\n  JOIN \"period "
          "numbers\" p ON p.period = q.period\n  JOIN fact f ON f.period = p.id AND f.indicator = "
          "{}\n  JOIN \"unit numbers\" n ON n.id = f.unit\n)\nSELECT k.unit, k.period, CAST(CASE "
          "WHEN f.unit IS NULL THEN 1 ELSE 2 END AS smallint) AS answer, {} AS value\nFROM {} "
          "k\nLEFT JOIN told f ON f.period = k.period AND f.unit = k.unit;\n",
          quoted(pass_.periods(list)), literal(indicator), dialect_.number("COALESCE(f.number, 0)"),
          quoted(pass_.cells(list))));
}

}  // namespace exemplar::dialect
