// The assessment: one row a unit, with every criterion's answer, every level and where it stands.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "dialect/sql/writer.hpp"

namespace exemplar::dialect {

using engine::NodeId;
using engine::ValueType;

namespace {

std::string how_many(const std::vector<std::string>& answers, int answer) {
  std::string text = "0";
  for (const std::string& one : answers) {
    text = sum(text, fmt::format("CASE WHEN {} = {} THEN 1 ELSE 0 END", one, answer));
  }
  return text;
}

}  // namespace

// The answers to all criteria in one row of a unit, once the last of them is written: levels, and what
// is best and worst for them, read that instead of joining every criterion again.
void Writer::side_by_side() {
  if (!pass_.side_by_side.empty() || programme_.criteria.size() < 2) return;
  std::map<std::string, NodeId> by_table;
  SelectorPaths common;
  for (const SqlCriterion& one : programme_.criteria) {
    for (const NodeId wanted : {one.nodes.answer, one.nodes.raw}) {
      const NodeId node = meant(graph(), wanted);
      const auto found = pass_.stages.find(node);
      if (found == pass_.stages.end()) return;
      const SelectorPaths& paths = pass_.plan.paths[node.index()];
      SelectorPaths both;
      std::set_intersection(common.begin(), common.end(), paths.begin(), paths.end(),
                            std::inserter(both, both.end()));
      common = by_table.empty() ? paths : both;
      by_table.emplace(found->second.table, node);
    }
  }
  const auto& lists = pass_.plan.lists;
  const auto list = std::find(lists.begin(), lists.end(), common);
  if (common.empty() || list == lists.end()) return;
  const std::string name = free_name("criteria side by side");
  std::string columns;
  std::string joins;
  for (const auto& [table, node] : by_table) {
    const std::string own = quoted(table);
    columns += fmt::format(",\n  {0}.answer AS {0}", own);
    joins += fmt::format("\nJOIN {0} ON {0}.unit = k.unit AND {0}.period = k.period", own);
    pass_.stages.at(node).beside = name;
  }
  pass_.side_by_side = common;
  say("the answers to all criteria side by side");
  table(name,
        fmt::format("SELECT k.unit, k.period{}\nFROM {} k{};\n", columns,
                    quoted(pass_.cells(static_cast<size_t>(list - lists.begin()))), joins),
        "unit, period");
}

// The word of a unit's standing, from the answers to its criteria and levels.
std::string Writer::standing_of(const std::vector<std::string>& criteria,
                                const std::vector<std::string>& levels,
                                const std::string& assessable) const {
  if (criteria.empty()) return "CAST('' AS text)";
  const auto level = [&](int index) {
    return index < 0 ? std::string("0") : levels[static_cast<size_t>(index)];
  };
  const std::string judged = difference(std::to_string(criteria.size()), how_many(criteria, 3));
  return fmt::format(
      "CASE WHEN {0} = 0 OR {1} = 0 THEN 'not_assessable'\n    WHEN {2} = 1 OR ({2} = 2 AND {0} "
      "= 1) "
      "THEN 'undetermined' WHEN {2} = 2 THEN 'meets_all'\n    WHEN {3} = 1 THEN 'undetermined' "
      "WHEN "
      "{3} = 2 THEN 'near' ELSE 'not_yet' END",
      assessable, judged, level(programme_.main_level), level(programme_.near_level));
}

void Writer::outcome() {
  section("The assessment");
  std::string columns;
  std::string joins;
  std::map<std::string, std::string> alias_of;
  std::vector<std::string> shown;  // answer columns for the readable list
  const auto alias = [&](const std::string& from) {
    const auto found = alias_of.find(from);
    if (found != alias_of.end()) return found->second;
    std::string made = fmt::format("t{}", alias_of.size() + 1);
    alias_of[from] = made;
    joins += fmt::format("\nJOIN {0} {1} ON {1}.unit = u.unit AND {1}.period = u.period",
                         quoted(from), made);
    return made;
  };
  const auto column = [&](const std::string& expression, std::string name) {
    taken_.clear();
    name = quoted(name);
    columns += fmt::format(",\n  {} AS {}", expression, name);
    return name;
  };
  std::vector<std::string> criteria;
  const auto answer_of = [&](NodeId node) {
    const Stage& stage = stage_of(node);
    return stage.beside.empty() ? alias(stage.table) + ".answer"
                                : alias(stage.beside) + "." + quoted(stage.table);
  };
  const auto value = [&](NodeId node, const std::string& name) {
    const Stage& stage = stage_of(node);
    const std::string from = alias(stage.table);
    column(from + ".answer", name + " answer");
    if (stage.type == ValueType::Truth || stage.type == ValueType::Any) return;
    column(from + ".value", name);
    if (stage.type == ValueType::Exact) {
      column(stage.fixed == 0 ? from + ".per" : dialect_.number(to_string(stage.fixed)),
             name + " per");
    }
  };
  for (const SqlCriterion& one : programme_.criteria) {
    criteria.push_back(answer_of(one.nodes.answer));
    shown.push_back(column(criteria.back(), "criterion " + one.id));
    column(answer_of(one.nodes.raw), "criterion " + one.id + " itself");
    if (one.nodes.points.valid()) value(one.nodes.points, "points of " + one.id);
  }
  const std::string assessable =
      programme_.assessable.valid() ? answer_of(programme_.assessable) : std::string("2");
  column(fmt::format("CAST({} AS smallint)", assessable), "assessable");
  std::vector<std::string> levels;
  for (const SqlLevel& one : programme_.levels) {
    std::string answer = answer_of(one.nodes.answer);
    std::string best = answer_of(one.nodes.best);
    std::string worst = answer_of(one.nodes.worst);
    levels.push_back(answer);
    if (one.proposes && programme_.assessable.valid()) {
      // Who is not assessed is proposed for nothing; while that is open, it is open.
      answer = fmt::format("CASE WHEN {0} = 0 THEN 0 WHEN {0} = 1 AND {1} = 2 THEN 1 ELSE {1} END",
                           assessable, answer);
      best = fmt::format("CASE WHEN {} = 0 THEN 0 ELSE {} END", assessable, best);
      worst = fmt::format("CASE WHEN {} IN (0, 1) THEN 0 ELSE {} END", assessable, worst);
    }
    const std::string name = (one.proposes ? "commendation " : "level ") + one.id;
    shown.push_back(column(answer, name));
    column(best, name + " at best");
    column(worst, name + " at worst");
  }
  for (const SqlNamed& one : programme_.measures) value(one.node, one.name);
  say("the units that exist on the period's last day, and those that take part");
  table(
      "units listed",
      "SELECT p.period, u.unit, n.id AS period_id, u.id, COALESCE(v.code, '') AS code, "
      "COALESCE(v.name, '') AS name,\n  CASE WHEN t.unit IS NULL THEN 0 ELSE 1 END AS "
      "takes_part\nFROM \"asked about\" a\nJOIN \"periods\" p ON p.period = a.period\nJOIN "
      "\"period numbers\" n ON n.period = a.period\nCROSS JOIN \"unit numbers\" u\nLEFT JOIN unit "
      "v ON v.id = u.id AND p.day BETWEEN v.valid_from AND v.valid_until\nLEFT JOIN "
      "\"participants\" t ON "
      "t.period = p.period AND t.unit = u.unit\nWHERE v.id IS NOT NULL OR t.unit IS NOT NULL;\n",
      "unit, period");
  table("assessment",
        fmt::format("SELECT u.period_id AS period, u.id AS unit, u.code, u.name, u.takes_part,\n  "
                    "{} AS standing{}\nFROM "
                    "\"units listed\" u{};\n",
                    standing_of(criteria, levels, assessable), columns, joins),
        "unit, period");
  say("to read: the units that take part, in words");
  std::string words;
  for (const std::string& one : shown) {
    words += fmt::format(
        ",\n  CASE {0} WHEN 0 THEN {1} WHEN 1 THEN {2} WHEN 2 THEN {3} ELSE {4} END AS {0}", one,
        literal(programme_.words[0]), literal(programme_.words[1]), literal(programme_.words[2]),
        literal(programme_.words[3]));
  }
  for (const SqlNamed& one : programme_.measures) {
    const Stage& stage = stage_of(one.node);
    if (stage.type == ValueType::Exact) {
      words += fmt::format(",\n  CASE WHEN {0} = 2 THEN {1} / {2} END AS {3}",
                           quoted(one.name + " answer"), dialect_.real(quoted(one.name)),
                           dialect_.real(quoted(one.name + " per")), quoted(one.name));
    } else if (stage.type != ValueType::Truth && stage.type != ValueType::Any) {
      words += fmt::format(",\n  CASE WHEN {0} = 2 THEN {1} END AS {1}",
                           quoted(one.name + " answer"), quoted(one.name));
    }
  }
  text_ += fmt::format(
      "SELECT code, name, standing{}\nFROM \"assessment\"\nWHERE takes_part = 1\nORDER BY code, "
      "unit;\n",
      words);
}

}  // namespace exemplar::dialect
