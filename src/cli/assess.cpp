// assess: what stands in a period, city-wide, by criterion and by group; what changed since the
// year before; or one unit.
#include "base/number.hpp"
#include "cli/notices.hpp"
#include "cli/proposed_command.hpp"
#include "cli/ranking.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::cli {

namespace {

using engine::Answer;
using programme::Assessment;
using programme::AssessmentRun;
using programme::Flow;
using programme::kStandings;
using programme::OrganisationUnitId;
using programme::Standing;
using programme::UnitAssessment;

class Assess {
 public:
  Assess(const programme::Office& office, const Common& common, AssessmentRun& run)
      : office_(office),
        say_{common.language},
        run_(run),
        result_(run.result()),
        names_(office, *result_.programme, result_.day, common.language) {}

  Report summary(const ViewOptions& options, bool list_units) {
    Report report = begin();
    say_list(report);
    if (result_.set->criteria.empty()) return index(std::move(report), options);
    report.table(standings());
    if (result_.set->levels.size() > 2) report.table(levels());
    report.table(criteria());
    if (!result_.programme->group_by.empty()) {
      report.table(groups());
      say_ended_groups(report);
    }
    flow(report, options);
    Table units = units_table();
    units.for_people = list_units;
    report.table(std::move(units));
    report.csv_table = "units";
    notes(report);
    return report;
  }

  Report of_unit(const UnitAssessment& unit) {
    Report report = begin();
    const std::string full_name = names_.with_district(unit.unit);
    report.fact("unit", Json::string(names_.code(unit.unit)));
    report.fact("unit_name", Json::string(full_name));
    report.fact("takes_part", Json::truth(unit.takes_part));
    const bool judged = !result_.set->criteria.empty();
    const Value level = level_value(*result_.set, unit, say_);
    if (judged) {
      report.fact("standing", json_of(cli::value_of(result_.standing(unit), say_.language)));
    } else if (!unit.levels.empty()) {
      report.fact("level", json_of(level));
    }
    std::string line = fmt::format("{} ({})", full_name, names_.code(unit.unit));
    if (!judged && !unit.levels.empty()) line += " · " + level.shown;
    if (judged) {
      line += " · " + say_(words_of(result_.standing(unit))) + ": " + counts_of(unit);
    }
    report.line(std::move(line));
    if (!unit.takes_part) {
      report.blocks.back().lines.push_back(
          say_(msg("does not take part: in no count, share or rank")));
    }
    if (unit.assessable == Answer::NotMet && !result_.set->assessable_reason.vi.empty()) {
      report.blocks.back().lines.push_back(say_(result_.set->assessable_reason));
    }
    if (!unit.levels.empty()) {
      Table table = levels_of(unit);
      // The line above says the level, unless it is open.
      table.for_people = judged || level_reached(unit).open;
      report.table(std::move(table));
    }
    if (judged) report.table(criteria_of(unit));
    if (!result_.set->measures.empty()) report.table(measures_of(unit.unit));
    report.csv_table = judged ? "criteria" : "measures";
    return report;
  }

  // A set without criteria: levels, places and measures; nothing is met.
  Report index(Report report, const ViewOptions& options) {
    const Ranking ranking(run_, names_, say_.language);
    if (!result_.set->levels.empty()) report.table(levels());
    report.table(ranking.table(ranking.order().size()));
    if (!result_.set->levels.empty()) index_flow(report, options);
    report.table(measured_units(ranking));
    report.csv_table = "units";
    notes(report);
    return report;
  }

  std::optional<Refusal> refusal(OrganisationUnitId unit) const {
    return refusal_to_judge(office_, result_, unit, names_, say_.language);
  }

 private:
  std::string counts_of(const UnitAssessment& unit) const {
    std::string text = say_(msg("{} of {} met, {} not met, {} unknown", unit.met, unit.judged(),
                                unit.not_met, unit.unknown));
    if (unit.not_applicable > 0) {
      text += ", " + say_(msg("{} not applicable", unit.not_applicable));
    }
    return text;
  }

  Report begin() const {
    const auto& calendar = calendar_of(office_, *result_.programme);
    Report report;
    report.labels = labels_of(office_, say_.language);
    report.title =
        fmt::format("{} · {} · {}", say_(result_.programme->name),
                    say_(programme::label(result_.period, calendar)), say_(result_.set->name));
    report.fact("programme", Json::string(result_.programme->id));
    report.fact("period", Json::string(programme::to_string(result_.period, calendar)));
    report.fact("criteria_set", Json::string(result_.set->id));
    report.fact("status_floor", Json::string(name_of(result_.view.floor)));
    report.fact("geography", Json::string(result_.view.geography ? iso(*result_.view.geography)
                                                                 : std::string("as-was")));
    say_span(report, programme::span_without_values(run_), office_, *result_.programme,
             result_.period, "--period", say_);
    return report;
  }

  void say_list(Report& report) const {
    report.line(
        say_(msg("{} units take part (list of {}): the denominator of every share; values "
                 "with status {} or higher",
                 result_.participants.size(), format_date(result_.participants_day, say_.language),
                 say_(words_of(result_.view.floor)))));
    if (result_.view.geography) {
      report.blocks.back().lines.push_back(
          say_(msg("in the geography of {}: values moved along merges and splits",
                   format_date(*result_.view.geography, say_.language))));
    }
    say_left_out(report, left_out_of(run_), office_, *result_.programme, say_);
    report.fact("participants", Json::integer(static_cast<int64_t>(result_.participants.size())));
    report.fact("participants_day", Json::string(iso(result_.participants_day)));
  }

  Table standings() const {
    Table table{"standings",
                "",
                {{"standing", say_(msg("standing"))},
                 {"units", say_(msg("units")), Align::Right},
                 {"percent", say_(msg("share")), Align::Right}},
                {}};
    const auto all = static_cast<i128>(result_.participants.size());
    for (const Standing standing : kStandings) {
      const int count = result_.count(standing);
      table.row({cli::value_of(standing, say_.language), integer(count, say_.language),
                 percent({count, all}, 1, say_.language)});
    }
    return table;
  }

  // Each participant at the highest level it reaches.
  Table levels() const {
    Table table{"levels",
                "",
                {{"level", say_(msg("highest level reached"))},
                 {"units", say_(msg("units")), Align::Right},
                 {"percent", say_(msg("share")), Align::Right}},
                {}};
    const size_t count = result_.set->levels.size();
    std::vector<int> units(count, 0);
    int none = 0;
    int undetermined = 0;
    for (const uint32_t index : result_.participants) {
      const LevelReached reached = level_reached(result_.units[index]);
      if (reached.level) {
        ++units[*reached.level];
      } else {
        ++(reached.open ? undetermined : none);
      }
    }
    const auto all = static_cast<i128>(result_.participants.size());
    const auto add = [&](Value level, int found) {
      table.row({std::move(level), integer(found, say_.language),
                 percent({found, all}, 1, say_.language)});
    };
    for (size_t l = 0; l < count; ++l) {
      add(word(result_.set->levels[l].id, say_(result_.set->levels[l].name)), units[l]);
    }
    add(word("none", say_(msg("no level"))), none);
    add(word("undetermined", say_(msg("none so far, still undetermined"))), undetermined);
    return table;
  }

  Table criteria() const {
    Table table{"criteria",
                "",
                {{"criterion", say_(msg("criterion")), Align::Right},
                 {"title", say_(msg("title")), Align::Left, 64},
                 {"met", say_(msg("met")), Align::Right},
                 {"not_met", say_(msg("not met")), Align::Right},
                 {"unknown", say_(msg("unknown")), Align::Right},
                 {"not_applicable", say_(msg("n/a")), Align::Right}},
                {}};
    for (size_t c = 0; c < result_.set->criteria.size(); ++c) {
      const programme::Criterion& criterion = result_.set->criteria[c];
      std::vector<Value> row = {text(criterion.id), text(say_(criterion.title))};
      for (const Answer answer :
           {Answer::Met, Answer::NotMet, Answer::Unknown, Answer::NotApplicable}) {
        row.push_back(integer(result_.count(c, answer), say_.language));
      }
      table.row(std::move(row));
    }
    return table;
  }

  // Districts may have ended by the day looked at.
  void say_ended_groups(Report& report) const {
    if (programme::group_kinds_exist(office_.definitions.units, *result_.programme, result_.day)) {
      return;
    }
    std::string kinds;
    for (const std::string& kind : result_.programme->group_by) {
      kinds += (kinds.empty() ? "" : ", ") + kind_name(office_, kind, say_.language);
    }
    report.line(say_(msg("no {} exists on {}: grouped by the next higher unit", kinds,
                         format_date(result_.day, say_.language))));
  }

  Table groups() const {
    Table table{"groups", "", {{"group", say_(msg("group"))}}, {}};
    table.columns.push_back({"units", say_(msg("units")), Align::Right});
    for (const Standing standing : kStandings) {
      table.columns.push_back(
          {std::string(name_of(standing)), say_(words_of(standing)), Align::Right});
    }
    std::map<std::string, std::pair<std::string, std::map<Standing, int>>> groups;
    for (const uint32_t index : result_.participants) {
      const std::string name = names_.group(result_.units[index].unit);
      auto& [shown, counts] = groups[sort_key(name)];
      shown = name;
      ++counts[result_.standing(result_.units[index])];
    }
    for (auto& [key, group] : groups) {
      int units = 0;
      for (const auto& [standing, count] : group.second) units += count;
      std::vector<Value> row = {group.first.empty() ? nothing() : text(group.first),
                                integer(units, say_.language)};
      for (const Standing standing : kStandings) {
        row.push_back(integer(group.second[standing], say_.language));
      }
      table.row(std::move(row));
    }
    return table;
  }

  // Of those that met all before, how many have ended since and no event says what became of them.
  int ended_without_event(const Assessment& before) const {
    const programme::UnitRegister& units = office_.definitions.units;
    int count = 0;
    for (const uint32_t index : before.participants) {
      const OrganisationUnitId unit = before.units[index].unit;
      const bool ended = units.validity(unit).until < result_.day;
      if (!ended || !units.successor_events(unit).empty()) continue;
      count += before.standing(before.units[index]) == Standing::MeetsAll ? 1 : 0;
    }
    return count;
  }

  void flow(Report& report, const ViewOptions& options) {
    const auto before = run_before(office_, run_, options);
    if (before == nullptr) {
      report.line(say_(msg("no criteria set judges the year before: no flow")));
      return;
    }
    const Flow flow = programme::flow_between(before->result(), run_);
    std::string line = say_(
        msg("Against {}: {} held, {} gained, {} lost, {} at risk",
            programme::to_string(before->result().period, calendar_of(office_, *result_.programme)),
            flow.held.size(), flow.gained.size(), flow.lost.size(), flow.at_risk.size()));
    if (!flow.undetermined.empty()) {
      line += "; " + say_(msg("{} undetermined now", flow.undetermined.size()));
    }
    if (flow.ended > 0) {
      line +=
          "; " + say_(msg("{} no longer there or no longer taking part: nothing is said of them",
                          flow.ended));
      const int unknown = ended_without_event(before->result());
      if (unknown > 0) line += say_(msg(", of {} of them the fate is unknown", unknown));
    }
    report.line(std::move(line));
    say_left_out_of_flow(report, *before, run_, office_, say_);
    Table table{"flow",
                "",
                {{"flow", say_(msg("flow"))},
                 {"code", say_(msg("code"))},
                 {"unit", say_(msg("unit"))},
                 {"criteria", say_(msg("criteria"))}},
                {}};
    const auto add = [&](std::string id, const Message& words,
                         std::vector<OrganisationUnitId> units) {
      names_.sort(units);
      for (const OrganisationUnitId unit : units) {
        table.row({word(id, say_(words)), text(names_.code(unit)), text(names_.with_district(unit)),
                   id == "lost" || id == "undetermined" ? text(unmet_of(unit)) : nothing()});
      }
    };
    add("held", msg("held"), flow.held);
    add("gained", msg("gained"), flow.gained);
    add("lost", msg("lost"), flow.lost);
    add("undetermined", msg("undetermined"), flow.undetermined);
    for (const Flow::Risk& risk : flow.at_risk) {
      std::string criteria;
      for (const size_t c : risk.criteria) {
        criteria += (criteria.empty() ? "" : ", ") + result_.set->criteria[c].id;
      }
      table.row({word("at_risk", say_(msg("at risk"))), text(names_.code(risk.unit)),
                 text(names_.with_district(risk.unit)), text(criteria)});
    }
    if (!flow.at_risk.empty()) {
      report.blocks.back().lines.push_back(say_(
          msg("at risk: meets all now, and would not if every margin changed once more as it did "
              "since the year before; with the criteria that would go")));
    }
    if (!table.rows.empty()) report.table(std::move(table));
  }

  void index_flow(Report& report, const ViewOptions& options) {
    const auto before = run_before(office_, run_, options);
    if (before == nullptr || before->result().set != result_.set) {
      report.line(say_(msg("the set does not judge the year before: no flow")));
      return;
    }
    const LevelFlow flow = level_flow(before->result(), result_, say_);
    const auto& calendar = calendar_of(office_, *result_.programme);
    report.line(flow_line(flow, programme::to_string(before->result().period, calendar), say_));
    Table table{"flow",
                "",
                {{"flow", say_(msg("flow"))},
                 {"code", say_(msg("code"))},
                 {"unit", say_(msg("unit"))},
                 {"from", say_(msg("level before"))},
                 {"to", say_(msg("level now"))}},
                {}};
    const auto add = [&](const char* id, const Message& words,
                         const std::vector<LevelFlow::Move>& moves) {
      for (const LevelFlow::Move& move : moves) {
        table.row({word(id, say_(words)), text(names_.code(move.unit)),
                   text(names_.with_district(move.unit)), move.from, move.to});
      }
    };
    add("risen", msg("risen"), flow.risen);
    add("fallen", msg("fallen"), flow.fallen);
    table.for_people = !table.rows.empty();
    report.table(std::move(table));
  }

  // By place: each unit's level and measures.
  Table measured_units(const Ranking& ranking) const {
    Table table{"units",
                "",
                {{"code", ""}, {"unit", ""}, {"unit_full", ""}, {"group", ""}, {"level", ""}},
                {}};
    table.for_people = false;
    const std::vector<programme::Measure>& measures = result_.set->measures;
    for (const programme::Measure& measure : measures) {
      table.columns.push_back({"measure_" + measure.id, ""});
    }
    for (const OrganisationUnitId id : ranking.order()) {
      std::vector<Value> row = {text(names_.code(id)), names_.value(id),
                                text(names_.with_district(id)), text(names_.group(id)),
                                level_value(*result_.set, *result_.of(id), say_)};
      for (const programme::Measure& measure : measures) {
        row.push_back(value_of(run_, measure, id, say_.language));
      }
      table.row(std::move(row));
    }
    return table;
  }

  // What the set says of itself, and the warnings on its rules that its authors accept.
  void notes(Report& report) const {
    Report::Block block;
    if (const std::string note = say_(result_.set->note); !note.empty())
      block.lines.push_back(note);
    Table accepted{
        "accepted_warnings", "", {{"rule", ""}, {"id", ""}, {"warning", ""}, {"reason", ""}}, {}};
    accepted.for_people = false;
    for (const programme::Acceptance& one : programme::acceptances(*result_.set)) {
      const programme::AcceptedWarning& warning = *one.accepted;
      accepted.row({text(std::string(one.rule)), one.id.empty() ? nothing() : text(one.id),
                    text(warning.warning), text(say_(warning.reason))});
      block.lines.push_back(say_(msg("{}: the warning {} is accepted: {}", one.where,
                                     warning.warning, say_(warning.reason))));
    }
    if (!block.lines.empty()) report.blocks.push_back(std::move(block));
    if (!accepted.rows.empty()) report.table(std::move(accepted));
  }

  // The criteria that a unit does not meet now.
  std::string unmet_of(OrganisationUnitId unit) const {
    const UnitAssessment* here = result_.of(unit);
    std::string text;
    for (size_t c = 0; here != nullptr && c < here->criteria.size(); ++c) {
      const Answer answer = here->criteria[c].answer;
      if (answer == Answer::Met || answer == Answer::NotApplicable) continue;
      text += (text.empty() ? "" : ", ") + result_.set->criteria[c].id +
              (answer == Answer::Unknown ? "?" : "");
    }
    return text;
  }

  Table units_table() {
    Table table{"units",
                "",
                {{"code", say_(msg("code"))},
                 {"unit", say_(msg("unit"))},
                 {"unit_full", "", Align::Left, 0, false},
                 {"group", say_(msg("group"))},
                 {"standing", say_(msg("standing"))},
                 {"met", say_(msg("met")), Align::Right},
                 {"not_met", say_(msg("not met")), Align::Right},
                 {"unknown", say_(msg("unknown")), Align::Right},
                 {"not_applicable", say_(msg("n/a")), Align::Right}},
                {}};
    for (const programme::Criterion& criterion : result_.set->criteria) {
      table.columns.push_back({"criterion_" + criterion.id, criterion.id, Align::Centre});
    }
    for (const programme::Measure& measure : result_.set->measures) {
      table.columns.push_back({"measure_" + measure.id, measure.id, Align::Right});
    }
    std::vector<OrganisationUnitId> order;
    for (const uint32_t index : result_.participants) order.push_back(result_.units[index].unit);
    names_.sort(order);
    for (const OrganisationUnitId id : order) {
      const UnitAssessment& unit = *result_.of(id);
      std::vector<Value> row = {text(names_.code(id)), names_.value(id),
                                text(names_.with_district(id)), text(names_.group(id)),
                                cli::value_of(result_.standing(unit), say_.language)};
      for (const int count : {unit.met, unit.not_met, unit.unknown, unit.not_applicable}) {
        row.push_back(integer(count, say_.language));
      }
      for (const programme::CriterionResult& criterion : unit.criteria) {
        row.push_back(
            word(std::string(name_of(criterion.answer)), std::string(mark_of(criterion.answer))));
      }
      for (const programme::Measure& measure : result_.set->measures) {
        row.push_back(value_of(run_, measure, id, say_.language));
      }
      table.row(std::move(row));
    }
    return table;
  }

  Table measures_of(OrganisationUnitId unit) const {
    Table table{"measures",
                "",
                {{"measure", say_(msg("measure"))},
                 {"name", say_(msg("title")), Align::Left, 70},
                 {"value", say_(msg("value")), Align::Right}},
                {}};
    for (const programme::Measure& measure : result_.set->measures) {
      table.row({text(measure.id), text(say_(measure.name)),
                 value_of(run_, measure, unit, say_.language)});
    }
    return table;
  }

  // Levels with what is possible while something is unknown.
  Table levels_of(const UnitAssessment& unit) const {
    Table table{"levels",
                "",
                {{"level", say_(msg("level"))},
                 {"reached", say_(msg("answer"))},
                 {"at_worst", say_(msg("at worst"))},
                 {"at_best", say_(msg("at best"))}},
                {}};
    for (size_t l = 0; l < unit.levels.size(); ++l) {
      const programme::Level& level = result_.set->levels[l];
      std::string shown = say_(level.name);
      table.row({word(level.id, shown.empty() ? level.id : shown),
                 cli::value_of(unit.levels[l].answer, say_.language),
                 cli::value_of(unit.levels[l].worst, say_.language),
                 cli::value_of(unit.levels[l].best, say_.language)});
    }
    return table;
  }

  Table criteria_of(const UnitAssessment& unit) const {
    Table table{"criteria",
                "",
                {{"criterion", say_(msg("criterion")), Align::Right},
                 {"title", say_(msg("title")), Align::Left, 70},
                 {"answer", say_(msg("answer"))},
                 {"status", say_(msg("status"))},
                 {"correction_pending", say_(msg("correction"))}},
                {}};
    bool points = false;
    table.columns.back().for_people = false;
    for (const auto& criterion : unit.criteria) {
      points = points || criterion.points.has_value();
      if (criterion.correction_pending) table.columns.back().for_people = true;
    }
    if (points) table.columns.push_back({"points", say_(msg("points")), Align::Right});
    for (size_t c = 0; c < unit.criteria.size(); ++c) {
      const programme::CriterionResult& one = unit.criteria[c];
      const bool answered = one.answer == Answer::Met || one.answer == Answer::NotMet;
      std::vector<Value> row = {
          text(result_.set->criteria[c].id), text(say_(result_.set->criteria[c].title)),
          cli::value_of(one.answer, say_.language),
          answered ? word(std::string(name_of(one.status)), say_(words_of(one.status))) : nothing(),
          one.correction_pending ? word("true", say_(msg("pending"))) : word("false", "")};
      if (points) row.push_back(points_of(c, one));
      table.row(std::move(row));
    }
    return table;
  }

  Value points_of(size_t c, const programme::CriterionResult& one) const {
    if (!one.points) return nothing();
    const int digits = result_.set->criteria[c].round.value_or(0);
    const i128 units = round_to_integer(*one.points, digits, RoundingMode::HalfAwayFromZero);
    return decimal({static_cast<int64_t>(units), digits}, say_.language);
  }

  const programme::Office& office_;
  Say say_;
  AssessmentRun& run_;
  const Assessment& result_;
  Names names_;
};

}  // namespace

Result<Report> assess(const programme::Office& office, const Common& common,
                      const AssessOptions& options) {
  const auto programme = chosen_programme(office, common);
  if (!programme) return programme.refusal();
  auto run = run_of(office, **programme, options.view, common.today);
  if (!run) return run.refusal();
  Assess verb(office, common, **run);
  if (options.unit.empty()) return verb.summary(options.view, options.list_units);
  const Assessment& result = (*run)->result();
  const auto unit = office.definitions.units.resolve(options.unit, result.day);
  if (!unit) return unit.refusal();
  const UnitAssessment* found = result.of(*unit);
  if (found == nullptr) {
    return Refusal{msg("the unit {} does not exist on {}", options.unit,
                       format_date(result.day, common.language)),
                   msg("run {} units {} --trace {}", shell_word(common.command),
                       source_words(common), shell_word(options.unit))};
  }
  if (const auto refusal = verb.refusal(*unit)) return *refusal;
  return verb.of_unit(*found);
}

}  // namespace exemplar::cli
