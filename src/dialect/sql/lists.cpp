// Which units, periods and participants the stages speak of.
#include <fmt/format.h>

#include "dialect/sql/writer.hpp"

namespace exemplar::dialect {

using engine::Node;
using engine::NodeId;
using engine::Op;

namespace {

// "period asked about", "last year, months".
std::string in_words(const SelectorPaths& paths) {
  std::string text;
  for (const SelectorPath& path : paths) {
    std::string one;
    for (const std::string& step : path) one += (one.empty() ? "" : " of ") + step;
    text +=
        (text.empty() ? "" : "; ") + (one.empty() ? std::string("the period asked about") : one);
  }
  return text;
}

// The periods that the paths lead to, as a query.
std::string query_of(const SelectorPaths& paths) {
  std::string text;
  for (const SelectorPath& path : paths) {
    std::string at = "a.period";
    std::string from = "\"asked about\" a";
    for (size_t i = 0; i < path.size(); ++i) {
      from +=
          fmt::format(" JOIN \"periods meant\" p{0} ON p{0}.period = {1} AND p{0}.selector = {2}",
                      i, at, literal(path[i]));
      at = fmt::format("p{}.meant", i);
    }
    text += (text.empty() ? "" : " UNION ") +
            fmt::format("SELECT DISTINCT {} AS period FROM {}", at, from);
  }
  return text;
}

}  // namespace

void Writer::heading() {
  for (const std::string& line : programme_.says) say(line);
  say("");
  say("Answers: 0 not met, 1 unknown, 2 met, 3 not applicable. Beside a value: 2 known, 1 "
      "unknown,");
  say("3 not applicable. An exact value is a whole number over a whole number; where its stage has "
      "no");
  say("column per, the denominator is written where it is used. Run it in a session of its own.");
  if (dialect_.duckdb()) return;
  say("Every join is on a key, in the order written: no time is spent on looking for a better "
      "one.");
  text_ += "SET join_collapse_limit = 1;\nSET jit = off;\n";
}

void Writer::asked() {
  section("What is asked");
  say("another period: write its id here");
  table("asked", fmt::format("SELECT CAST({} AS text) AS period;\n", literal(programme_.period)),
        "");
  numbered();
}

// Units and periods by whole numbers: everything that follows joins on them.
void Writer::numbered() {
  say("units and periods by number: every table below speaks of them by these");
  counted_table("unit numbers",
                "SELECT id, CAST(row_number() OVER (ORDER BY id) AS integer) AS unit\nFROM (SELECT "
                "DISTINCT id FROM unit) u;\n",
                "id");
  counted_table(
      "period numbers",
      "SELECT id, CAST(row_number() OVER (ORDER BY id) AS integer) AS period\nFROM period "
      "WHERE selector = 'this';\n",
      "id");
  counted_table(
      "periods meant",
      "SELECT n.period, p.selector, p.position, m.period AS meant, p.first_day, "
      "p.last_day\nFROM period p\nJOIN \"period numbers\" n ON n.id = p.id\nJOIN \"period "
      "numbers\" m ON m.id = p.meant;\n",
      "period, selector, position");
  table("asked about",
        "SELECT n.period FROM asked a JOIN \"period numbers\" n ON n.id = a.period;\n", "");
}

// One table for each list of periods, and `periods` for all of them with their days.
void Writer::periods(const std::string& day) {
  std::string all;
  for (size_t i = 0; i < pass_.plan.lists.size(); ++i) {
    const std::string name = pass_.periods(i);
    say("periods: " + in_words(pass_.plan.lists[i]));
    counted_table(
        name,
        fmt::format("SELECT q.period, p.first_day, p.last_day, {} AS day\nFROM ({}) q\nJOIN "
                    "\"periods meant\" p ON p.period = q.period AND p.selector = 'this';\n",
                    day, query_of(pass_.plan.lists[i])),
        "period");
    all += (all.empty() ? "" : "\nUNION ") + fmt::format("SELECT * FROM {}", quoted(name));
  }
  if (all.empty()) {
    all = fmt::format(
        "SELECT a.period, p.first_day, p.last_day, {} AS day FROM \"asked about\" a JOIN \"periods "
        "meant\" p ON p.period = a.period AND p.selector = 'this'",
        day);
  }
  table(pass_.prefix + "periods", all + ";\n", "period");
}

void Writer::cells() {
  for (size_t i = 0; i < pass_.plan.lists.size(); ++i) {
    say("every unit in each of these periods, as it is on the day; there: whether it exists then");
    counted_table(
        pass_.cells(i),
        fmt::format(
            "SELECT u.unit, p.period, p.day, {} AS first_day, {} AS last_day,\n"
            "  CASE WHEN v.id IS NULL THEN 0 ELSE 1 END AS there, COALESCE(v.code, '') AS code,\n"
            "  COALESCE(v.name, '') AS name, COALESCE(v.kind, '') AS kind\n"
            "FROM {} p\nCROSS JOIN \"unit numbers\" u\n"
            "LEFT JOIN unit v ON v.id = u.id AND p.day BETWEEN v.valid_from AND v.valid_until;\n",
            dialect_.day_number("p.first_day"), dialect_.day_number("p.last_day"),
            quoted(pass_.periods(i))),
        "unit, period");
  }
}

std::string Writer::above_table(const std::string& hierarchy) const {
  return pass_.prefix + "above in " + (hierarchy.empty() ? programme_.hierarchy : hierarchy);
}

void Writer::hierarchy(const std::string& id) {
  say("who stands above whom on the day: depth 1 is the parent");
  counted_table(
      above_table(id),
      fmt::format(
          "WITH RECURSIVE link AS (\n  SELECT p.period, n.unit, o.unit AS parent\n  FROM {} p\n  "
          "JOIN "
          "unit_link l ON l.hierarchy = {} AND p.day BETWEEN l.valid_from AND l.valid_until\n"
          "  JOIN \"unit numbers\" n ON n.id = l.unit\n  JOIN \"unit numbers\" o ON o.id = "
          "l.parent\n"
          "), climb AS (\n  SELECT period, unit, parent AS ancestor, 1 AS depth FROM link\n"
          "  UNION ALL\n  SELECT c.period, c.unit, l.parent, c.depth + 1\n  FROM climb c\n"
          "  JOIN link l ON l.period = c.period AND l.unit = c.ancestor\n"
          ")\nSELECT period, unit, ancestor, depth FROM climb;\n",
          quoted(pass_.prefix + "periods"), literal(id.empty() ? programme_.hierarchy : id)),
      "period, unit, ancestor");
}

void Writer::above() {
  std::set<std::string> wanted{programme_.hierarchy};
  for (size_t i = 0; i < graph().nodes.size(); ++i) {
    const Node& node = graph().nodes[i];
    if (pass_.plan.stage[i] && node.op == Op::Under && !node.selector.text.empty()) {
      wanted.insert(node.selector.text);
    }
  }
  for (const std::string& one : wanted) hierarchy(one);
}

std::string Writer::unit_table(const std::string& text) const {
  return pass_.prefix + "unit " + text;
}

// The units that formulas name, as the day resolves their code or id; no row where it names none or
// several.
void Writer::named_units() {
  std::set<std::string> texts;
  for (size_t i = 0; i < graph().nodes.size(); ++i) {
    const Node& node = graph().nodes[i];
    if (!pass_.plan.stage[i]) continue;
    if (node.op == Op::Under) texts.insert(node.text);
    if (node.op == Op::AtUnit) texts.insert(node.selector.text);
    const bool over = node.op == Op::AggregateUnits || node.op == Op::CompareUnits;
    if (over && node.set == engine::UnitSet::Under) texts.insert(node.text);
  }
  for (const std::string& text : texts) {
    say("the unit that " + literal(text) + " names on the day");
    table(
        unit_table(text),
        fmt::format(
            "SELECT p.period, min(n.unit) AS unit\nFROM {0} p\nJOIN unit u ON (u.code = {1} OR "
            "u.id = {1}) AND p.day BETWEEN u.valid_from AND u.valid_until\nJOIN \"unit numbers\" n "
            "ON n.id = u.id\nGROUP BY p.period HAVING count(DISTINCT u.id) = 1;\n",
            quoted(pass_.prefix + "periods"), literal(text)),
        "period");
  }
}

// Who takes part: on the day that the programme names, by a condition on units alone.
void Writer::find_participants() {
  section("Who takes part");
  pass_ = Pass{};
  pass_.prefix = "list: ";
  const SelectorPaths both{{}, {"last year"}};
  std::vector<NodeId> named;
  if (programme_.participants.valid()) named.push_back(programme_.participants);
  pass_.plan = plan_of(graph(), named, both);
  if (pass_.plan.lists.empty()) pass_.plan.lists.push_back(both);
  for (size_t i = 0; i < graph().nodes.size(); ++i) {
    if (!pass_.plan.stage[i] && !pass_.plan.needed[i]) continue;
    const Op op = graph().nodes[i].op;
    const bool of_units = elementwise(graph().nodes[i]) || op == Op::Attribute || op == Op::Under ||
                          op == Op::AtParent || op == Op::AtUnit ||
                          (op == Op::MonthsActive && programme_.list_day == ListDay::LastDay);
    if (!of_units) refuse(NodeId(i), msg("who takes part must follow from the units alone"));
  }
  if (refusal_) return;
  name_stages();
  periods(programme_.list_day == ListDay::LastDay    ? "p.last_day"
          : programme_.list_day == ListDay::FirstDay ? "p.first_day"
                                                     : day_literal(programme_.list_on));
  cells();
  above();
  named_units();
  stages();
  std::string condition;
  if (programme_.participants.valid()) {
    condition =
        fmt::format("JOIN {} c ON c.unit = k.unit AND c.period = k.period AND c.answer = 2\n",
                    quoted(stage_of(programme_.participants).table));
  }
  say("the lists of the period and of the year before; a unit that exists on the list's day");
  table("list of participants",
        fmt::format("SELECT k.period, k.unit\nFROM {} k\n{}WHERE k.there = 1;\n",
                    quoted(pass_.cells(0)), condition),
        "period, unit");
}

// The year before has its own list; every other period is looked at by the list of the period asked.
void Writer::participants() {
  say("who takes part, seen from each period: the year before has its own list");
  counted_table(
      "participants",
      fmt::format("SELECT p.period, l.unit\nFROM {} p\nCROSS JOIN \"asked about\" a\nLEFT JOIN "
                  "\"periods meant\" b ON b.period "
                  "= a.period AND b.selector = 'last year'\nJOIN \"list of participants\" l ON "
                  "l.period = CASE WHEN p.period = b.meant THEN b.meant ELSE a.period END;\n",
                  quoted(pass_.prefix + "periods")),
      "period, unit");
}

}  // namespace exemplar::dialect
