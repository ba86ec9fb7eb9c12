// What was reported: the collection periods that make up a period, and what a unit has from the units
// below it.
//
//   pieces     the periods whose facts make up each period (facts.cpp)
//   reported   every unit's fact in each of them
//   own        together: one value a unit; itself 0 where nothing was reported
//   cut        below a unit, the participants for whom somebody between them reported
//   part       below a unit that reported nothing: its participants, or who reported for them
#include <fmt/format.h>

#include "dialect/sql/writer.hpp"

namespace exemplar::dialect {

using engine::FunctionId;
using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::ValueType;

namespace {

FunctionId function_of(Combining combining) {
  switch (combining) {
    case Combining::Mean:
      return FunctionId::Mean;
    case Combining::Min:
      return FunctionId::Min;
    case Combining::Max:
      return FunctionId::Max;
    default:
      return FunctionId::Sum;
  }
}

Node combining(Combining how) {
  Node node;
  node.op = Op::AggregateList;
  node.type = ValueType::Exact;
  node.function = function_of(how);
  return node;
}

bool numeric(const SqlInput& what) {
  return what.type == ValueType::Exact;
}

// One of its pieces alone says what a period has.
bool one_piece(const SqlInput& what) {
  return what.over_time == Combining::None || what.over_time == Combining::Last || !numeric(what);
}

const char* kNobodySaid =
    "itself 0: nothing was reported, so that a value may come from the units below";

}  // namespace

// CTEs up to `own`: unit, period, answer, itself, value, per.
std::string Writer::own_values(NodeId node, const SqlInput& what, Stage& stage) {
  const std::string cells = quoted(pass_.cells(pass_.plan.list_of(node)));
  const int number = inputs_.at({what.indicator, at(node).text});
  std::string value = "0";
  std::string known = "2";
  switch (what.type) {
    case ValueType::Truth:
      known = "CASE WHEN f.number = 0 THEN 0 ELSE 2 END";
      break;
    case ValueType::Text:
      value = "COALESCE(f.text, '')";
      break;
    case ValueType::Date:
      value = dialect_.number("COALESCE(f.number, 0)");
      break;
    default:
      value = dialect_.number("COALESCE(f.number, 0)");
      if (what.digits > 0) {
        value +=
            " * " + dialect_.scale(what.digits, fmt::format("COALESCE(f.digits, {})", what.digits));
      }
  }
  if (what.type != ValueType::Truth) value = ",\n    " + value + " AS value";
  if (what.type == ValueType::Truth) value.clear();
  const std::string answer = fmt::format(
      "WHEN t.unit IS NULL OR f.unit IS NULL THEN 1 WHEN f.applies = 0 THEN 3 ELSE {}", known);
  const char* which = !one_piece(what)                    ? ""
                      : what.over_time == Combining::None ? " AND p.pieces = 1"
                                                          : " AND p.position = p.pieces";
  const std::string from = fmt::format(
      "FROM {0} k\n  LEFT JOIN \"pieces\" p ON p.input = {1} AND p.period = k.period{2}\n"
      "  LEFT JOIN \"units there\" t ON t.period = p.piece AND t.unit = k.unit\n"
      "  LEFT JOIN \"standing facts\" f ON f.input = {1} AND f.period = p.piece AND f.unit = "
      "k.unit\n",
      cells, number, which);
  std::string text = "WITH ";
  if (one_piece(what)) {
    return text + fmt::format(
                      "own AS (  -- {}\n  SELECT k.unit, k.period,\n    CASE {} END AS "
                      "answer,\n    CASE WHEN t.unit IS NOT NULL AND f.unit IS NULL THEN 0 "
                      "ELSE 1 END AS itself{}\n  {}",
                      kNobodySaid, answer, value, from);
  }
  const Summary summary = summary_of(combining(what.over_time), stage, dialect_);
  text += fmt::format(
      "reported AS (\n  SELECT k.unit, k.period, p.position,\n    CASE WHEN p.piece IS NULL THEN "
      "NULL "
      "{} END AS answer,\n    CASE WHEN t.unit IS NOT NULL AND f.unit IS NULL THEN 0 ELSE 1 END AS "
      "itself{}\n  {}), own AS (  -- {}\n  SELECT r.unit, r.period,\n    CASE WHEN "
      "count(r.position) "
      "= 0 THEN 1 ELSE {} END AS answer,\n    CASE WHEN count(r.position) > 0 AND "
      "count(r.position) "
      "= sum(CASE WHEN r.answer = 1 THEN 1 ELSE 0 END)\n      THEN max(CASE WHEN r.position = 1 "
      "THEN "
      "r.itself ELSE 0 END) ELSE 1 END AS itself,\n    {} AS value",
      answer, value, from, kNobodySaid, summary.answer, summary.value);
  stage.fixed = summary.fixed;
  if (summary.fixed == 0) text += fmt::format(",\n    {} AS per", summary.per);
  return text + "\n  FROM reported r\n  GROUP BY r.unit, r.period\n";
}

// The participants below each unit, and who stands between the two.
void Writer::below() {
  const auto& nodes = graph().nodes;
  bool wanted = false;
  for (size_t i = 0; i < nodes.size() && !wanted; ++i) {
    if (!pass_.plan.stage[i] || nodes[i].op != Op::Input) continue;
    const SqlInput& what = programme_.inputs[nodes[i].index];
    wanted = what.over_units != Combining::None && numeric(what);
  }
  if (!wanted) return;
  const std::string above = quoted(above_table({}));
  say("the participants below each unit");
  counted_table("below",
                fmt::format("SELECT a.period, a.ancestor AS whole, a.unit\nFROM {} a\nJOIN "
                            "\"participants\" t ON t.period = a.period AND t.unit = a.unit;\n",
                            above),
                "period, whole, unit");
  say("who stands between a unit and a participant below it, the highest at the greatest depth");
  counted_table(
      "between",
      fmt::format("SELECT s.period, s.whole, s.unit, b.ancestor AS middle, b.depth\nFROM "
                  "\"below\" s\nJOIN {0} a ON a.period = s.period AND a.unit = s.unit AND "
                  "a.ancestor = s.whole\nJOIN {0} b ON b.period = s.period AND b.unit = "
                  "s.unit AND b.depth < a.depth;\n",
                  above),
      "period, middle, whole, unit");
}

// What a unit did not report itself: the participants below it, or, where one between them reported
// the value itself, the highest such unit in their place, each once.
std::string Writer::from_below(const SqlInput& what, Stage& stage) {
  const Summary total = summary_of(combining(what.over_units), stage, dialect_);
  std::string text = fmt::format(
      "), cut AS (\n  SELECT m.period, m.whole, m.unit, max(m.depth) AS depth\n  FROM own o\n  "
      "JOIN "
      "\"between\" m ON m.period = o.period AND m.middle = o.unit\n  WHERE o.itself = 1\n  GROUP "
      "BY "
      "m.period, m.whole, m.unit\n"
      "), part AS (\n  SELECT s.period, s.whole, s.unit\n  FROM \"below\" s\n  LEFT JOIN cut c ON "
      "c.period = s.period AND c.whole = s.whole AND c.unit = s.unit\n  WHERE c.unit IS NULL\n"
      "  UNION ALL\n  SELECT DISTINCT m.period, m.whole, m.middle\n  FROM cut c\n  JOIN "
      "\"between\" m "
      "ON m.period = c.period AND m.whole = c.whole AND m.unit = c.unit AND m.depth = c.depth\n"
      "  LEFT JOIN \"below\" s ON s.period = m.period AND s.whole = m.whole AND s.unit = m.middle\n"
      "  WHERE s.unit IS NULL\n"
      "), total AS (\n  SELECT p.period, p.whole, {} AS answer, {} AS value{}\n  FROM part p\n  "
      "JOIN own r ON r.period = p.period AND r.unit = p.unit\n  GROUP BY p.period, p.whole\n",
      total.answer, total.value, total.fixed == 0 ? ", " + total.per + " AS per" : std::string());
  text += ")\nSELECT o.unit, o.period, CAST(COALESCE(t.answer, o.answer) AS smallint) AS answer, ";
  if (total.fixed == stage.fixed) {
    text += fmt::format("{} AS value", dialect_.number("COALESCE(t.value, o.value)"));
  } else {
    text +=
        fmt::format("{} AS value, {} AS per", dialect_.number("COALESCE(t.value, o.value)"),
                    dialect_.number(fmt::format("COALESCE(t.per, {})", to_string(stage.fixed))));
  }
  stage.fixed = total.fixed;
  return text +
         "\nFROM own o\nLEFT JOIN total t ON o.itself = 0 AND t.period = o.period AND t.whole = "
         "o.unit;\n";
}

void Writer::input(NodeId node) {
  const SqlInput& what = programme_.inputs[at(node).index];
  Stage stage;
  stage.type = what.type;
  stage.fixed = what.type == ValueType::Exact ? power_of_ten(what.digits) : 1;
  std::string query = own_values(node, what, stage);
  if (what.over_units != Combining::None && numeric(what)) {
    if (stage.fixed == 0) {
      refuse(node, msg("means over time are not added up over units"));
      return;
    }
    query += from_below(what, stage);
  } else {
    query += ")\nSELECT unit, period, CAST(answer AS smallint) AS answer";
    if (what.type == ValueType::Text) query += ", value";
    if (what.type == ValueType::Exact || what.type == ValueType::Date) {
      query += fmt::format(", {} AS value", dialect_.number("value"));
      if (stage.fixed == 0) query += fmt::format(", {} AS per", dialect_.number("per"));
    }
    query += " FROM own;\n";
  }
  put(node, stage, query);
}

}  // namespace exemplar::dialect
