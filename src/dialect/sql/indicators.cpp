// What was reported: the collection periods that make up a period, and what a unit has from the units
// below it.
//
//   piece      the periods whose facts make up each period
//   reported   every unit's fact in each of them
//   own        together: one value a unit; itself 0 where nothing was reported
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

const char* kNobodySaid =
    "itself 0: nothing was reported, so that a value may come from the units below";

}  // namespace

// CTEs up to `own`: unit, period, answer, itself, value, per.
std::string Writer::own_values(NodeId node, const SqlInput& what, Stage& stage) {
  const size_t list = pass_.plan.list_of(node);
  const std::string here = fmt::format("indicator = {} AND category = {}", literal(what.indicator),
                                       literal(at(node).text));
  std::string text = fmt::format(
      "WITH piece AS (\n  SELECT k.period, k.period AS piece, 1 AS position FROM {0} k\n"
      "  WHERE k.period IN (SELECT period FROM \"recorded\" WHERE {1})\n  UNION ALL\n"
      "  SELECT k.period, p.meant, p.position FROM {0} k\n  JOIN period p ON p.id = k.period AND "
      "p.selector = {2}\n  WHERE k.period NOT IN (SELECT period FROM \"recorded\" WHERE {1})\n",
      quoted(pass_.periods(list)), here, literal(what.pieces));
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
  text += fmt::format(
      "), reported AS (\n  SELECT k.unit, k.period, p.position,\n    CASE WHEN t.unit IS NULL OR "
      "f.unit IS NULL THEN 1 WHEN f.kind = 'not applicable' THEN 3 ELSE {} END AS answer,\n    "
      "CASE "
      "WHEN t.unit IS NOT NULL AND f.unit IS NULL THEN 0 ELSE 1 END AS itself,\n    {} AS value\n"
      "  FROM {} k\n  JOIN piece p ON p.period = k.period\n"
      "  LEFT JOIN \"units there\" t ON t.period = p.piece AND t.unit = k.unit\n"
      "  LEFT JOIN \"standing facts\" f ON f.{}\n    AND f.period = p.piece AND f.unit = k.unit\n",
      known, value, quoted(pass_.cells(list)),
      fmt::format("indicator = {} AND f.category = {}", literal(what.indicator),
                  literal(at(node).text)));

  const bool valued = what.type != ValueType::Truth;
  std::string columns;
  std::string nothing = what.type == ValueType::Text ? "''" : "0";
  if (what.over_time == Combining::None) {
    columns =
        "CASE WHEN count(r.unit) = 1 THEN max(r.answer) ELSE 1 END AS answer,\n    CASE WHEN "
        "count(r.unit) = 1 THEN max(r.itself) ELSE 1 END AS itself";
    if (valued) {
      columns += fmt::format(
          ",\n    CASE WHEN count(r.unit) = 1 THEN max(r.value) ELSE {} END AS value", nothing);
    }
  } else if (what.over_time == Combining::Last || !numeric(what)) {
    const auto last = [](const char* column) {
      return fmt::format("(array_agg(r.{} ORDER BY r.position DESC))[1]", column);
    };
    columns = fmt::format("COALESCE({}, 1) AS answer,\n    COALESCE({}, 1) AS itself",
                          last("answer"), last("itself"));
    if (valued) columns += fmt::format(",\n    COALESCE({}, {}) AS value", last("value"), nothing);
  } else {
    const Summary summary = summary_of(combining(what.over_time), stage, dialect_);
    columns = fmt::format(
        "CASE WHEN count(r.unit) = 0 THEN 1 ELSE {} END AS answer,\n    CASE WHEN count(r.unit) > "
        "0 "
        "AND count(r.unit) = sum(CASE WHEN r.answer = 1 THEN 1 ELSE 0 END)\n      THEN "
        "max(CASE WHEN r.position = 1 THEN r.itself ELSE 0 END) ELSE 1 END AS itself,\n    {} AS "
        "value",
        summary.answer, summary.value);
    stage.fixed = summary.fixed;
    if (summary.fixed == 0) columns += fmt::format(",\n    {} AS per", summary.per);
  }
  text += fmt::format(
      "), own AS (  -- {}\n  SELECT k.unit, k.period,\n    {}\n  FROM {} k\n  LEFT JOIN reported r "
      "ON "
      "r.unit = k.unit AND r.period = k.period\n  GROUP BY k.unit, k.period\n",
      kNobodySaid, columns, quoted(pass_.cells(list)));
  return text;
}

// What a unit did not report itself: the participants below it, or, where one between them reported
// the value itself, the highest such unit in their place, each once.
std::string Writer::from_below(const SqlInput& what, Stage& stage) {
  const std::string above = quoted(above_table({}));
  const Summary total = summary_of(combining(what.over_units), stage, dialect_);
  std::string text = fmt::format(
      "), below AS (\n  SELECT a.period, a.ancestor AS whole, a.unit, max(CASE WHEN o.itself = 1 "
      "THEN "
      "b.depth END) AS cut\n  FROM {0} a\n  JOIN \"participants\" t ON t.period = a.period AND "
      "t.unit "
      "= a.unit\n  JOIN own w ON w.period = a.period AND w.unit = a.ancestor AND w.itself = 0\n"
      "  LEFT JOIN {0} b ON b.period = a.period AND b.unit = a.unit AND b.depth < a.depth\n"
      "  LEFT JOIN own o ON o.period = b.period AND o.unit = b.ancestor\n"
      "  GROUP BY a.period, a.ancestor, a.unit\n"
      "), part AS (\n  SELECT DISTINCT s.period, s.whole, COALESCE(b.ancestor, s.unit) AS unit\n"
      "  FROM below s\n  LEFT JOIN {0} b ON b.period = s.period AND b.unit = s.unit AND b.depth = "
      "s.cut\n), total AS (\n  SELECT p.period, p.whole, {1} AS answer, {2} AS value{3}\n  FROM "
      "part "
      "p\n  JOIN own r ON r.period = p.period AND r.unit = p.unit\n  GROUP BY p.period, p.whole\n",
      above, total.answer, total.value,
      total.fixed == 0 ? ", " + total.per + " AS per" : std::string());
  text += ")\nSELECT o.unit, o.period, CAST(COALESCE(t.answer, o.answer) AS smallint) AS answer, ";
  if (total.fixed == stage.fixed) {
    text += fmt::format("{} AS value", dialect_.number("COALESCE(t.value, o.value)"));
  } else {
    text +=
        fmt::format("{} AS value, {} AS per", dialect_.number("COALESCE(t.value, o.value)"),
                    dialect_.number(fmt::format("COALESCE(t.per, {})", to_string(stage.fixed))));
  }
  stage.fixed = total.fixed;
  return text + "\nFROM own o\nLEFT JOIN total t ON t.period = o.period AND t.whole = o.unit;\n";
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
