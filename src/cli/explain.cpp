// explain: the tree from a standing down to each value, its status and source. For people as lines;
// in JSON as the tree itself; in CSV one line for each node, with its depth. A whole explanation tells
// the nearest way too, where what asks for work ends and what is in order begins.
#include "cli/nearest_way_text.hpp"
#include "cli/notices.hpp"
#include "cli/ranking.hpp"
#include "programme/explanation/render_text.hpp"

namespace exemplar::cli {

namespace {

using programme::ExplainedCell;
using programme::ExplainedCriterion;
using programme::ExplainedFact;
using programme::ExplainedNode;
using programme::ExplainedValue;
using programme::Explanation;
using programme::UnitAssessment;

constexpr int kLineWidth = 110;

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json::string(text);
}
Json day_or_null(const std::optional<Date>& day) {
  return day ? Json::string(iso(*day)) : Json();
}

class Explain {
 public:
  Explain(const Explanation& explanation, Language language)
      : explanation_(explanation), say_{language} {}

  Report report(const programme::Office& office, programme::AssessmentRun& run) const {
    Report report;
    report.labels = labels_of(office, say_.language);
    report.labels_in_text = false;  // the first of the lines ends with them
    say_span(report, programme::span_without_values(run), office, *run.result().programme,
             run.result().period, "--period", say_);
    std::vector<std::string> lines =
        programme::render_text(explanation_, say_.language, kLineWidth);
    if (explanation_.whole && explanation_.has_criteria()) {
      const programme::NearestWay way = programme::nearest_way(run, explanation_.unit);
      insert_way(lines, nearest_way_lines(office.definitions, run.result(), way, say_, kLineWidth));
      report.fact("nearest_way", json_of(office.definitions, run.result(), way, say_));
    }
    report.blocks.push_back({std::move(lines), {}});
    if (compares_units()) {
      say_left_out(report, left_out_of(run), office, *run.result().programme, say_);
    }
    report.fact("unit", Json::string(explanation_.code));
    report.fact("unit_name", Json::string(say_(explanation_.name)));
    report.fact("period", Json::string(explanation_.period_text));
    report.fact("programme", Json::string(explanation_.programme));
    report.fact("criteria_set", Json::string(explanation_.criteria_set));
    report.fact("takes_part", Json::truth(explanation_.takes_part));
    // A set of measures and levels only judges nothing: its level is what there is to say.
    if (explanation_.has_criteria()) {
      report.fact("standing", Json::string(name_of(explanation_.standing)));
      report.fact("met", Json::integer(explanation_.met));
      report.fact("not_met", Json::integer(explanation_.not_met));
      report.fact("unknown", Json::integer(explanation_.unknown));
      report.fact("not_applicable", Json::integer(explanation_.not_applicable));
    } else if (!explanation_.levels.empty()) {
      report.fact("level", level());
    }
    if (explanation_.headline) {
      const ExplainedNode& one = explanation_.measures[*explanation_.headline];
      report.fact("measure", Json::string(one.id));
      report.fact("value", value(one.value));
    }
    report.fact("status_floor", Json::string(name_of(explanation_.floor)));
    report.fact("geography", day_or_null(explanation_.geography));
    report.fact("levels", levels());
    report.fact("assessable", Json::string(name_of(explanation_.assessable)));
    if (explanation_.assessable_tree) {
      report.fact("assessable_tree", node(*explanation_.assessable_tree));
    }
    Json criteria = Json::array();
    for (const ExplainedCriterion& one : explanation_.criteria) criteria.add(criterion(one));
    report.fact("criteria", std::move(criteria));
    Json measures = Json::array();
    for (const ExplainedNode& one : explanation_.measures) measures.add(node(one));
    report.fact("measures", std::move(measures));
    Json accepted = Json::array();
    for (const programme::Acceptance& one : explanation_.acceptances) {
      Json json = Json::object();
      json.add("rule", Json::string(std::string(one.rule)));
      json.add("id", text_or_null(one.id));
      json.add("warning", Json::string(one.accepted->warning));
      json.add("reason", Json::string(say_(one.accepted->reason)));
      accepted.add(std::move(json));
    }
    report.fact("accepted_warnings", std::move(accepted));
    report.table(nodes());
    report.csv_table = "nodes";
    return report;
  }

 private:
  // Before the first criterion that is met; only their titles begin at the margin with its mark.
  static void insert_way(std::vector<std::string>& lines, const std::vector<std::string>& way) {
    if (way.empty()) return;
    const std::string met = std::string(mark_of(engine::Answer::Met)) + " ";
    auto at = std::find_if(lines.begin(), lines.end(),
                           [&](const std::string& line) { return line.starts_with(met); });
    const bool at_end = at == lines.end();
    if (at_end && !lines.empty() && !lines.back().empty()) at = lines.insert(at, "") + 1;
    at = lines.insert(at, way.begin(), way.end());
    if (!at_end) lines.insert(at + static_cast<std::ptrdiff_t>(way.size()), "");
  }

  // A figure told here is one among, or made up of, those of other units.
  bool compares_units() const {
    const auto compares = [](const ExplainedCriterion& one) {
      return looks_across(one.tree) || (one.points_tree && looks_across(*one.points_tree));
    };
    return std::any_of(explanation_.criteria.begin(), explanation_.criteria.end(), compares) ||
           std::any_of(explanation_.measures.begin(), explanation_.measures.end(), looks_across);
  }
  static bool looks_across(const ExplainedNode& one) {
    return one.member_count > 0 ||
           std::any_of(one.children.begin(), one.children.end(), looks_across);
  }

  // "undetermined" where a higher one is open, "none" where none is reached: as `assess` says it.
  // Not assessable comes first.
  Json level() const {
    if (explanation_.standing == programme::Standing::NotAssessable) {
      return Json::string(name_of(explanation_.standing));
    }
    if (explanation_.level_open) return Json::string("undetermined");
    if (!explanation_.level) return Json::string("none");
    return Json::string(explanation_.levels[*explanation_.level].id);
  }

  Json levels() const {
    Json all = Json::array();
    for (const programme::ExplainedLevel& level : explanation_.levels) {
      Json one = Json::object();
      one.add("level", Json::string(level.id));
      one.add("name", Json::string(say_(level.name)));
      one.add("answer", Json::string(name_of(level.result.answer)));
      one.add("at_worst", Json::string(name_of(level.result.worst)));
      one.add("at_best", Json::string(name_of(level.result.best)));
      all.add(std::move(one));
    }
    return all;
  }

  Json criterion(const ExplainedCriterion& one) const {
    Json json = Json::object();
    json.add("criterion", Json::string(one.id));
    json.add("title", Json::string(say_(one.title)));
    json.add("group", Json::string(one.group));
    json.add("group_name", Json::string(say_(one.group_name)));
    json.add("answer", Json::string(name_of(one.answer.answer)));
    json.add("raw_answer", Json::string(name_of(one.raw.answer)));
    json.add("policy_applied", Json::truth(one.policy_applied));
    json.add("knock_out", Json::truth(one.knock_out));
    json.add("status", Json::string(name_of(one.answer.status)));
    json.add("rule", text_or_null(say_(one.text)));
    json.add("basis", text_or_null(one.basis));
    json.add("illustrative", Json::truth(one.illustrative));
    json.add("met", text_or_null(one.met.text));
    json.add("applies", text_or_null(one.applies.text));
    json.add("points_formula", text_or_null(one.points_formula.text));
    json.add("evidence", text_or_null(say_(one.evidence)));
    if (one.points) json.add("points", value(*one.points));
    if (one.points_max) json.add("points_max", Json::literal(plain(*one.points_max)));
    json.add("tree", node(one.tree));
    if (one.points_tree) json.add("points_tree", node(*one.points_tree));
    return json;
  }

  Json value(const ExplainedValue& one) const {
    Json json = Json::object();
    json.add("answer", Json::string(name_of(one.answer)));
    json.add("shown", Json::string(programme::value_text(one, say_.language)));
    if (one.exact) {
      json.add("exact", Json::string(exact_text(*one.exact)));
    }
    if (one.real) json.add("real", Json::literal(fmt::format("{}", *one.real)));
    if (one.date) json.add("date", Json::string(iso(*one.date)));
    json.add("status", Json::string(name_of(one.status)));
    if (one.correction_pending) json.add("correction_pending", Json::truth(true));
    if (one.reason) {
      json.add("reason", Json::string(programme::name_of(one.reason->kind)));
      json.add("reason_text",
               Json::string(programme::reason_text(*one.reason, one.style, say_.language)));
    }
    return json;
  }

  static std::string exact_text(const Ratio& ratio) {
    const Ratio lowest = ratio.reduced();
    const std::string top = to_string(lowest.numerator);
    return lowest.denominator == 1 ? top : top + "/" + to_string(lowest.denominator);
  }

  Json node(const ExplainedNode& one) const {
    Json json = Json::object();
    json.add("kind", Json::string(programme::name_of(one.kind)));
    json.add("formula", text_or_null(one.formula));
    if (!one.id.empty()) json.add("id", Json::string(one.id));
    if (const std::string name = say_(one.name); !name.empty()) {
      json.add("name", Json::string(name));
    }
    if (one.other_unit) json.add("unit", Json::string(say_(one.unit_name)));
    if (one.other_period) json.add("period", Json::string(say_(one.period_label)));
    json.add("value", value(one.value));
    json.add("decides", Json::truth(one.decides));
    if (one.interval) {
      json.add("interval_low", Json::literal(fmt::format("{:.6f}", one.interval->low)));
      json.add("interval_high", Json::literal(fmt::format("{:.6f}", one.interval->high)));
    }
    if (one.wanted > 0) json.add("wanted", Json::integer(one.wanted));
    if (!one.cells.empty()) {
      Json cells = Json::array();
      for (const ExplainedCell& each : one.cells) cells.add(cell(each));
      json.add("cells", std::move(cells));
    }
    if (one.member_count > 0) {
      json.add("units_compared", Json::integer(one.member_count));
      json.add("units_known", Json::integer(one.members_known));
    }
    if (!one.children.empty()) {
      Json children = Json::array();
      for (const ExplainedNode& child : one.children) children.add(node(child));
      json.add("children", std::move(children));
    }
    return json;
  }

  Json cell(const ExplainedCell& one) const {
    Json json = Json::object();
    json.add("period", Json::string(say_(one.period_label)));
    if (one.share) {
      json.add("unit", Json::string(say_(one.unit_name)));
      json.add("share_at_least", Json::string(exact_text(one.share->lower)));
      json.add("share_at_most", Json::string(exact_text(one.share->upper)));
    }
    json.add("correction_pending", Json::truth(one.correction_pending));
    Json history = Json::array();
    for (size_t i = 0; i < one.history.size(); ++i) {
      Json fact = fact_of(one.history[i]);
      fact.add("stands", Json::truth(one.standing == i));
      history.add(std::move(fact));
    }
    json.add("history", std::move(history));
    return json;
  }

  Json fact_of(const ExplainedFact& one) const {
    Json json = Json::object();
    json.add("value", Json::string(programme::value_text(one.value, say_.language)));
    json.add("status", Json::string(name_of(one.fact.status())));
    json.add("reported_on", day_or_null(one.fact.reported_on));
    json.add("verified_on", day_or_null(one.fact.verified_on));
    json.add("decided_on", day_or_null(one.fact.decided_on));
    json.add("source", Json::string(say_(one.source)));
    json.add("synthetic", Json::truth(one.synthetic));
    json.add("by", text_or_null(one.fact.by));
    json.add("note", text_or_null(one.fact.note));
    return json;
  }

  Table nodes() const {
    Table table{"nodes",
                "",
                {{"criterion", ""},
                 {"depth", ""},
                 {"kind", ""},
                 {"id", ""},
                 {"formula", ""},
                 {"answer", ""},
                 {"value", ""},
                 {"status", ""},
                 {"decides", ""},
                 {"reason", ""},
                 {"reported_on", ""},
                 {"verified_on", ""},
                 {"source", ""}},
                {}};
    table.for_people = false;
    table.for_machines = false;
    for (const ExplainedCriterion& one : explanation_.criteria) {
      add_nodes(table, one.id, one.tree, 0);
      if (one.points_tree) add_nodes(table, one.id, *one.points_tree, 0);
    }
    for (const ExplainedNode& one : explanation_.measures) add_nodes(table, one.id, one, 0);
    return table;
  }

  void add_nodes(Table& table, const std::string& criterion, const ExplainedNode& one,
                 int depth) const {
    const auto maybe = [](const std::string& part) {
      return part.empty() ? nothing() : text(part);
    };
    const auto day = [&](const std::optional<Date>& on) {
      return on ? date(*on, say_.language) : nothing();
    };
    const ExplainedFact* fact = nullptr;
    if (one.cells.size() == 1 && one.cells[0].standing) {
      fact = &one.cells[0].history[*one.cells[0].standing];
    }
    table.row({text(criterion), integer(depth, say_.language),
               text(std::string(programme::name_of(one.kind))), maybe(one.id), maybe(one.formula),
               text(std::string(name_of(one.value.answer))),
               maybe(programme::value_text(one.value, say_.language)),
               text(std::string(name_of(one.value.status))), truth(one.decides, say_.language),
               one.value.reason ? maybe(programme::reason_text(*one.value.reason, one.value.style,
                                                               say_.language))
                                : nothing(),
               fact != nullptr ? day(fact->fact.reported_on) : nothing(),
               fact != nullptr ? day(fact->fact.verified_on) : nothing(),
               fact != nullptr ? maybe(say_(fact->source)) : nothing()});
    for (const ExplainedNode& child : one.children) add_nodes(table, criterion, child, depth + 1);
  }

  const Explanation& explanation_;
  Say say_;
};

Result<Report> explained(const programme::Office& office, const Common& common,
                         const ExplainOptions& options) {
  const auto chosen = chosen_programme(office, common);
  if (!chosen) return chosen.refusal();
  const auto run = run_of(office, **chosen, options.view, common.today);
  if (!run) return run.refusal();
  const auto unit = office.definitions.units.resolve(options.unit, (*run)->result().day);
  if (!unit) return unit.refusal();
  const Names names(office, **chosen, (*run)->result().day, common.language);
  const auto refusal = refusal_to_judge(office, (*run)->result(), *unit, names, common.language);
  if (refusal) return *refusal;
  const auto explanation = programme::explain(
      **run, office.sources, *unit,
      options.criterion.empty() ? std::optional<std::string>() : std::optional(options.criterion));
  if (!explanation) return explanation.refusal();
  return Explain(*explanation, common.language).report(office, **run);
}

}  // namespace

// Which facts are asked for shows only when the explanation is made: once to ask, once to tell.
Result<Report> explain(programme::Office& office, const programme::RecordedFacts* recorded,
                       const Common& common, const ExplainOptions& options) {
  if (recorded == nullptr) return explained(office, common, options);
  programme::CellsAsked asked;
  office.facts.note_asked(&asked);
  auto silent = explained(office, common, options);
  office.facts.note_asked(nullptr);
  if (!silent) return silent;
  const std::vector<programme::ReportedValues::At> cells = asked.take();
  office.facts = programme::Facts(office.facts.values(), office.facts.sources(),
                                  recorded->of(office.definitions.units, cells));
  return explained(office, common, options);
}

}  // namespace exemplar::cli
