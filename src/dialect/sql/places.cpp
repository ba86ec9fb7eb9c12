// One unit among others: rank, percentile rank, min-max, z-score, share of the largest; and the
// quota on a level.
//
//   compared   the members of the set with their values
//   placed     the known among them, with what a window over their group says
//   a unit outside the set has no place: not applicable, one that does not exist unknown; one
//   without a value keeps its answer
#include <fmt/format.h>

#include "dialect/sql/writer.hpp"

namespace exemplar::dialect {

using engine::FunctionId;
using engine::Node;
using engine::NodeId;
using engine::Ties;
using engine::UnitSet;
using engine::ValueType;

namespace {

constexpr const char* kGroup = "PARTITION BY c.period, c.grp";

}  // namespace

// Windows: rank() is the first place of equals, count(*) with the same order the last.
Writer::Placed Writer::ranked(const Node& node, Stage& stage) const {
  const std::string order =
      fmt::format("OVER ({} ORDER BY c.rank_key{})", kGroup,
                  node.flag && node.function == FunctionId::Rank ? " DESC" : "");
  Placed placed;
  placed.columns = fmt::format(
      "rank() {0} AS first_place, count(*) {0} AS last_place, dense_rank() {0} AS distinct_place, "
      "count(*) OVER ({1}) AS compared",
      order, kGroup);
  if (node.function == FunctionId::PercentileRank) {
    placed.answer = "CASE WHEN p.compared < 2 THEN 3 ELSE 2 END";
    placed.number = Fraction::varying("2 * (p.first_place - 1) + p.last_place - p.first_place",
                                      "greatest(2 * (p.compared - 1), 1)");
    stage.fixed = 0;
    return placed;
  }
  switch (node.ties) {
    case Ties::Max:
      placed.number = Fraction::over("p.last_place", 1);
      break;
    case Ties::Mean:
      placed.number = Fraction::over("p.first_place + p.last_place", 2);
      break;
    case Ties::Dense:
      placed.number = Fraction::over("p.distinct_place", 1);
      break;
    default:
      placed.number = Fraction::over("p.first_place", 1);
  }
  stage.fixed = placed.number.fixed;
  return placed;
}

// min_max and share_of_max of exact values stay exact.
Writer::Placed Writer::normalised_exactly(const Node& node, const Stage& of, Stage& stage) const {
  Placed placed;
  const auto extreme = [&](const char* column, const char* direction) {
    return fmt::format("first_value(c.{0}) OVER ({1} ORDER BY c.rank_key{2}, c.value{2})", column,
                       kGroup, direction);
  };
  placed.columns = fmt::format("{} AS least_value, {} AS most_value", extreme("value", ""),
                               extreme("value", " DESC"));
  Fraction value = fraction_of(of, "p");
  Fraction least = Fraction::over("p.least_value", of.fixed);
  Fraction most = Fraction::over("p.most_value", of.fixed);
  if (has_per(of)) {
    placed.columns += fmt::format(", {} AS least_per, {} AS most_per", extreme("per", ""),
                                  extreme("per", " DESC"));
    least = Fraction::varying("p.least_value", "p.least_per");
    most = Fraction::varying("p.most_value", "p.most_per");
  }
  const bool ranged = node.function == FunctionId::MinMax;
  const Fraction span = ranged ? subtract(most, least) : most;
  const Fraction above = ranged ? subtract(value, least) : value;
  placed.answer = fmt::format("CASE WHEN {} = 0 THEN 3 ELSE 2 END", span.value);
  placed.number = divide(above, span, Sign::Any);
  placed.number.per =
      fmt::format("CASE WHEN {} = 0 THEN 1 ELSE {} END", span.value, placed.number.per);
  stage.fixed = 0;
  return placed;
}

Writer::Placed Writer::normalised(const Node& node, Stage& stage) const {
  Placed placed;
  placed.columns = fmt::format(
      "min(c.real_value) OVER ({0}) AS least, max(c.real_value) OVER ({0}) AS most, "
      "sum(c.real_value) OVER ({0}) / count(*) OVER ({0}) AS mean, stddev_samp(c.real_value) OVER "
      "({0}) AS deviation",
      kGroup);
  std::string by = "p.most";
  std::string from = "0";
  if (node.function == FunctionId::MinMax) {
    by = "(p.most - p.least)";
    from = "p.least";
  } else if (node.function == FunctionId::ZScore) {
    // Equal values have no spread, whatever their mean rounds to.
    by = "(CASE WHEN p.least = p.most THEN 0 ELSE p.deviation END)";
    from = "p.mean";
  }
  placed.answer = fmt::format("CASE WHEN {} = 0 THEN 3 ELSE 2 END", by);
  placed.real =
      fmt::format("CASE WHEN {0} = 0 THEN 0 ELSE (p.real_value - {1}) / {0} END", by, from);
  (void)stage;
  return placed;
}

void Writer::compare_units(NodeId node) {
  const Node& what = at(node);
  const Stage& of = stage_of(what.args[0]);
  const std::string cells = quoted(pass_.cells(pass_.plan.list_of(node)));
  Stage stage;
  stage.type = what.type;
  if (what.set == UnitSet::Children || what.set == UnitSet::Descendants) {
    // A unit is none of its own children: it has no place among them.
    const std::string value =
        what.type == ValueType::Real ? dialect_.real("0") : dialect_.number("0");
    put(node, stage,
        fmt::format(
            "SELECT unit, period, CAST(CASE WHEN there = 0 THEN 1 ELSE 3 END AS smallint) AS "
            "answer, {} AS value FROM {};\n",
            value, cells));
    return;
  }
  const bool places =
      what.function == FunctionId::Rank || what.function == FunctionId::PercentileRank;
  const bool exact = places || what.type == ValueType::Exact;
  const bool numbers = of.type == ValueType::Exact || of.type == ValueType::Date;
  std::string columns = "t.answer";
  if (exact && numbers) {
    columns += fmt::format(", t.value, {} AS rank_key", order_key(what.args[0], "t"));
    if (has_per(of)) columns += ", t.per";
  } else if (exact) {
    columns += ", 0 AS value, 0 AS rank_key";
  } else {
    const bool some = numbers || of.type == ValueType::Real;
    columns += ", " + dialect_.real(some ? real_of(of, "t", dialect_) : "0") + " AS real_value";
  }
  if (refusal_) return;
  const Placed placed = places                          ? ranked(what, stage)
                        : what.type == ValueType::Exact ? normalised_exactly(what, of, stage)
                                                        : normalised(what, stage);
  std::string query = fmt::format(
      "WITH member AS (\n  {}\n), compared AS (\n  SELECT m.period, m.grp, m.unit, {}\n  FROM "
      "member m\n"
      "  JOIN {} t ON t.unit = m.unit AND t.period = m.period\n), known AS (\n  SELECT c.*, {}\n  "
      "FROM "
      "compared c\n  WHERE c.answer IN (0, 2)\n), placed AS (\n  SELECT p.period, p.unit, {} AS "
      "answer, "
      "{} AS value{}\n  FROM known p\n)\n",
      members(what), columns, quoted(of.table), placed.columns, placed.answer,
      exact ? dialect_.number(placed.number.value) : dialect_.real(placed.real),
      stage.fixed == 0 ? ", " + dialect_.number(placed.number.per) + " AS per" : std::string());
  query += fmt::format(
      "SELECT k.unit, k.period, {}\nFROM {} k\nLEFT JOIN compared c ON c.period = k.period AND "
      "c.unit = "
      "k.unit\nLEFT JOIN placed p ON p.period = k.period AND p.unit = k.unit;\n",
      columns_or(stage, "p",
                 "COALESCE(p.answer, c.answer, CASE WHEN k.there = 0 THEN 1 ELSE 3 END)"),
      cells);
  put(node, stage, query);
}

// The best floor(share × n) of the n participants on the level, by the declared order. A tie at the
// cut takes none of the tied unless all are declared. Open while any of the n is undetermined.
void Writer::quota(NodeId node) {
  const Node& what = at(node);
  const Stage& level = stage_of(what.args[0]);
  const Stage& order = stage_of(what.args[1]);
  const bool numbers = order.type == ValueType::Exact || order.type == ValueType::Date;
  const std::string key = numbers ? order_key(what.args[1], "o") : "0";
  if (refusal_) return;
  const std::string places = dialect_.count_quotient(
      product(to_string(what.quantity.numerator),
              "count(*) FILTER (WHERE t.level = 2) OVER (PARTITION BY t.period)"),
      to_string(what.quantity.denominator));
  const std::string taken = what.ties == Ties::All ? "first_place" : "last_place";
  const std::string query = fmt::format(
      "WITH taking_part AS (\n  SELECT m.period, m.unit, l.answer AS level, o.answer AS placed, {} "
      "AS "
      "rank_key\n  FROM \"participants\" m\n  JOIN {} l ON l.unit = m.unit AND l.period = "
      "m.period\n"
      "  JOIN {} o ON o.unit = m.unit AND o.period = m.period\n), counted AS (\n  SELECT t.*, {} "
      "AS "
      "places,\n    max(CASE WHEN t.level = 1 OR (t.level = 2 AND t.placed = 1) THEN 1 ELSE 0 END) "
      "OVER "
      "(PARTITION BY t.period) AS undetermined\n  FROM taking_part t\n), ranked AS (\n  SELECT "
      "c.period, "
      "c.unit,\n    rank() OVER w AS first_place, count(*) OVER w AS last_place\n  FROM counted "
      "c\n  "
      "WHERE c.level = 2 AND c.placed IN (0, 2)\n  WINDOW w AS (PARTITION BY c.period ORDER BY "
      "c.rank_key{})\n)\nSELECT k.unit, k.period, CAST(CASE WHEN c.unit IS NULL AND k.there = 0 "
      "THEN 1 WHEN c.unit IS NULL THEN 3 WHEN "
      "c.level <> "
      "2 THEN c.level\n  WHEN c.undetermined = 1 THEN 1 WHEN r.{} <= c.places THEN 2 ELSE 0 END AS "
      "smallint) AS answer\nFROM {} k\nLEFT JOIN counted c ON c.unit = k.unit AND c.period = "
      "k.period\n"
      "LEFT JOIN ranked r ON r.unit = k.unit AND r.period = k.period;\n",
      key, quoted(level.table), quoted(order.table), places, what.flag ? " DESC" : "", taken,
      quoted(pass_.cells(pass_.plan.list_of(node))));
  Stage stage;
  stage.type = ValueType::Truth;
  put(node, stage, query);
}

}  // namespace exemplar::dialect
