#include "dialect/sql/writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace exemplar::dialect {

using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::ValueType;

namespace {

constexpr size_t kNameMost = 58;  // PostgreSQL keeps 63 bytes of a name

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// What a stage's columns are called in others: areas of "indicator areas", criterion_21.
std::string word_of(const std::string& table) {
  const std::string indicator = "indicator ";
  const std::string name = table.starts_with(indicator) ? table.substr(indicator.size()) : table;
  std::string word;
  for (const char c : lower(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain || (!word.empty() && word.back() != '_')) word += plain ? c : '_';
  }
  if (word.empty() || (word[0] >= '0' && word[0] <= '9')) word = "i_" + word;
  return word;
}

}  // namespace

Writer::Writer(const SqlProgramme& programme, Database database)
    : programme_(programme), dialect_(database) {}

void Writer::say(const std::string& line) {
  text_ += (line.empty() ? "--" : "-- " + one_line(line)) + "\n";
}
void Writer::section(const std::string& line) {
  text_ += "\n";
  say(std::string(96, '-'));
  say(line);
  text_ += "\n";
}

void Writer::table(const std::string& name, const std::string& query, const std::string& key) {
  text_ += fmt::format("CREATE TEMPORARY TABLE {} AS\n{}", quoted(name), query);
  if (!key.empty()) text_ += dialect_.unique_index(quoted(name), key);
  text_ += "\n";
}

// One that many stages join.
void Writer::counted_table(const std::string& name, const std::string& query,
                           const std::string& key) {
  table(name, query, key);
  text_.pop_back();
  text_ += dialect_.analyze(quoted(name)) + "\n";
}

std::string Writer::free_name(const std::string& wanted) {
  std::string name = wanted;
  if (name.size() > kNameMost) {
    size_t end = kNameMost;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
    name.resize(end);
  }
  std::string unique = name;
  for (int i = 2; !taken_.insert(lower(unique)).second; ++i) unique = fmt::format("{} {}", name, i);
  return unique;
}

void Writer::refuse(NodeId node, const Message& why) {
  if (refusal_) return;
  const uint32_t formula = at(node).formula;
  const std::string where =
      formula < programme_.formula_names.size() ? programme_.formula_names[formula] : std::string();
  const std::string written =
      at(node).expr != nullptr ? one_line(engine::print(*at(node).expr)) : std::string();
  refusal_ = Refusal{msg("{}: '{}' cannot be written for {}: {}", where, written,
                         std::string(dialect_.duckdb() ? "duckdb" : "postgresql"), why),
                     msg("round the values first, or assess with exemplar itself")};
}

const Stage& Writer::stage_of(NodeId node) const {
  return pass_.stages.at(meant(graph(), node));
}

// A name for every stage, by what it is in the pack.
void Writer::name_stages() {
  const auto give = [&](NodeId node, const std::string& name,
                        const std::vector<std::string>& says) {
    if (!node.valid()) return;
    const NodeId of = meant(graph(), node);
    if (names_.contains(of) || !pass_.plan.stage[of.index()] || at(of).op == Op::Input) return;
    names_[of] = free_name(pass_.prefix + name);
    says_[of] = says;
  };
  for (const SqlNamed& one : programme_.measures) give(one.node, one.name, one.says);
  for (const SqlCriterion& one : programme_.criteria) {
    const bool one_answer = meant(graph(), one.nodes.raw) == meant(graph(), one.nodes.answer);
    if (!one_answer) give(one.nodes.raw, "criterion " + one.id + " itself", one.says);
    give(one.nodes.answer, "criterion " + one.id,
         one_answer ? one.says
                    : std::vector<std::string>{"as it counts: when it is not applicable"});
    give(one.nodes.points, "points of " + one.id, one.says);
  }
  for (const SqlLevel& one : programme_.levels) {
    give(one.nodes.answer, (one.proposes ? "commendation " : "level ") + one.id, one.says);
    give(one.nodes.best, "at best " + one.id, {"every unknown criterion taken as met"});
    give(one.nodes.worst, "at worst " + one.id, {"every unknown criterion taken as not met"});
  }
  give(programme_.assessable, "assessable", programme_.assessable_says);
  for (size_t i = 0; i < graph().nodes.size(); ++i) {
    const Node& node = graph().nodes[i];
    if (node.op == Op::Named) give(NodeId(i), "named " + node.text, {});
  }
  for (size_t i = 0; i < graph().nodes.size(); ++i) {
    const NodeId id(i);
    if (!pass_.plan.stage[i] || names_.contains(id)) continue;
    const Node& node = graph().nodes[i];
    std::string name = fmt::format("value {}", i);
    if (node.op == Op::Input) {
      name = "indicator " + programme_.inputs[node.index].indicator;
      if (!node.text.empty()) name += " {" + node.text + "}";
      says_[id] = {programme_.inputs[node.index].says};
    } else if (node.op == Op::Attribute) {
      name = "attribute " + programme_.attributes[node.index].id;
    }
    names_[id] = free_name(pass_.prefix + name);
  }
}

void Writer::put(NodeId node, Stage stage, const std::string& query) {
  stage.table = names_.at(node);
  stage.beside.clear();
  stage.word = word_of(stage.table);
  const std::string formula =
      at(node).expr != nullptr ? engine::print(*at(node).expr) : std::string();
  bool said = formula.empty();
  for (const std::string& line : says_[node]) {
    if (!line.empty()) say(line);
    said = said || line.find(formula) != std::string::npos;
  }
  if (!said) say("= " + formula);
  table(stage.table, query, "");
  pass_.stages[node] = std::move(stage);
}

void Writer::stage(NodeId node) {
  switch (at(node).op) {
    case Op::Input:
      return input(node);
    case Op::Attribute:
      return attribute(node);
    case Op::MonthsActive:
      return months_active(node);
    case Op::Under:
      return under(node);
    case Op::Shift:
      return shift(node);
    case Op::AtParent:
      return at_parent(node);
    case Op::AtUnit:
      return at_unit(node);
    case Op::AggregateUnits:
      return aggregate_units(node);
    case Op::AggregatePeriods:
      return aggregate_periods(node);
    case Op::CompareUnits:
      return compare_units(node);
    case Op::Quota:
      return quota(node);
    default:
      break;
  }
  if (needs_rows(at(node))) return aggregate_list(node);
  const SelectorPaths& paths = pass_.plan.paths[node.index()];
  const bool beside = std::includes(pass_.side_by_side.begin(), pass_.side_by_side.end(),
                                    paths.begin(), paths.end());
  std::map<NodeId, Stage> alone;
  const auto finished = [&](NodeId of) -> const Stage* {
    const auto found = pass_.stages.find(of);
    if (found == pass_.stages.end() || of == node) return nullptr;
    if (beside || found->second.beside.empty()) return &found->second;
    Stage stage = found->second;
    stage.beside.clear();
    return &alone.emplace(of, std::move(stage)).first->second;
  };
  Cells cells(graph(), dialect_, finished,
              [this](NodeId where, const Message& why) { refuse(where, why); });
  Stage made;
  const std::string query = cells.query(node, pass_.cells(pass_.plan.list_of(node)), made);
  put(node, made, query);
}

void Writer::stages() {
  for (size_t i = 0; i < graph().nodes.size() && !refusal_; ++i) {
    if (!pass_.plan.stage[i]) continue;
    stage(NodeId(i));
    if (!refusal_) side_by_side();
  }
}

Result<std::string> Writer::write() {
  heading();
  asked();
  find_participants();
  if (refusal_) return *refusal_;

  std::vector<NodeId> named;
  for (const SqlNamed& one : programme_.measures) named.push_back(one.node);
  for (const SqlCriterion& one : programme_.criteria) {
    named.insert(named.end(), {one.nodes.answer, one.nodes.raw, one.nodes.points});
  }
  for (const SqlLevel& one : programme_.levels) {
    named.insert(named.end(), {one.nodes.answer, one.nodes.best, one.nodes.worst});
  }
  named.push_back(programme_.assessable);
  pass_ = Pass{};
  pass_.plan = plan_of(graph(), named, {SelectorPath{}});
  names_.clear();
  says_.clear();
  name_stages();
  section("Units and periods");
  periods("p.last_day");
  cells();
  above();
  named_units();
  participants();
  facts();
  below();
  section("Indicators, rules and levels");
  text_ += dialect_.joined_as_a_whole();
  stages();
  if (refusal_) return *refusal_;
  outcome();
  return text_;
}

Result<std::string> sql_script(const SqlProgramme& programme, Database database) {
  return Writer(programme, database).write();
}

}  // namespace exemplar::dialect
