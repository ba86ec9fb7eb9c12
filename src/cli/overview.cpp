// overview: where the programme stands, in at most 30 lines; what ./run prints.
#include "base/number.hpp"
#include "cli/proposed_command.hpp"
#include "cli/ranking.hpp"
#include "cli/targets_text.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::cli {

namespace {

using engine::Answer;
using programme::Assessment;
using programme::OrganisationUnitId;
using programme::Standing;
using programme::UnitAssessment;

class Overview {
 public:
  Overview(const programme::Office& office, const Common& common, programme::AssessmentRun& run)
      : office_(office),
        common_(common),
        say_{common.language},
        run_(run),
        result_(run.result()),
        book_(office.decisions, result_.programme->id, kOpenFuture),
        names_(office, *result_.programme, result_.day, common.language) {}

  Result<Report> report() {
    Report report;
    const auto& calendar = calendar_of(office_, *result_.programme);
    period_text_ = programme::to_string(result_.period, calendar);
    report.labels = labels_of(office_, say_.language);
    report.title = fmt::format("{} · {}", say_(office_.definitions.office_name),
                               say_(programme::label(result_.period, calendar)));
    report.fact("programme", Json::string(result_.programme->id));
    report.fact("period", Json::string(period_text_));
    report.fact("criteria_set", Json::string(result_.set->id));
    say_span(report, programme::span_without_values(run_), office_, *result_.programme,
             result_.period, "--period", say_);
    const bool judged = !result_.set->criteria.empty();
    if (judged) {
      report.table(states());
    } else {
      index(report);
    }
    const auto progress = progress_of(
        office_, *result_.programme, &run_,
        {result_.period, programme::last_day(result_.period), kOpenFuture}, result_.view);
    if (!progress) return progress.refusal();
    targets(report, *progress);
    failing(report);
    judged ? flow(report) : index_flow(report);
    next_steps(report);
    report.csv_table = "states";
    return report;
  }

 private:
  // Who registered, meets all, was proposed, was recognised: four states, kept apart.
  Table states() const {
    int registered = 0, registered_meeting = 0, proposed = 0, recognised = 0;
    for (const uint32_t index : result_.participants) {
      const UnitAssessment& unit = result_.units[index];
      const bool in = book_.registered(unit.unit, result_.period);
      registered += in ? 1 : 0;
      registered_meeting += in && result_.standing(unit) == Standing::MeetsAll ? 1 : 0;
      proposed += book_.proposed(unit.unit, result_.period) ? 1 : 0;
      recognised += book_.title_of_year(unit.unit, result_.period) ? 1 : 0;
    }
    Table table{"states",
                "",
                {{"state", say_(msg("state"))},
                 {"units", say_(msg("units")), Align::Right},
                 {"how", say_(msg("how it is known"))}},
                {}};
    table.bare = true;
    const auto add = [&](const char* id, const Message& name, int64_t count, const Message& how) {
      table.row({word(id, say_(name)), integer(count, say_.language), text(say_(how))});
    };
    add("taking_part", msg("take part"), static_cast<int64_t>(result_.participants.size()),
        msg("list of {}", format_date(result_.participants_day, say_.language)));
    add("registered", msg("registered"), registered, msg("decisions recorded"));
    add("meets_all", msg("meet all criteria"), result_.count(Standing::MeetsAll),
        msg("computed, {} criteria; {} of the {} registered", result_.set->criteria.size(),
            registered_meeting, registered));
    add("near", msg("near"), result_.count(Standing::Near), msg("computed"));
    add("not_yet", msg("not yet"), result_.count(Standing::NotYet), msg("computed"));
    add("undetermined", msg("undetermined"), result_.count(Standing::Undetermined),
        msg("computed: values are missing that decide"));
    if (const int count = result_.count(Standing::NotAssessable); count > 0) {
      add("not_assessable", msg("not assessable"), count, msg("computed"));
    }
    add("proposed", msg("proposed"), proposed, msg("decisions recorded"));
    add("recognised", msg("recognised"), recognised, msg("decisions recorded; never computed"));
    return table;
  }

  // Of a set without criteria: how many stand at each level, and the first places.
  void index(Report& report) {
    Table table{"states",
                "",
                {{"state", say_(msg("state"))},
                 {"units", say_(msg("units")), Align::Right},
                 {"how", say_(msg("how it is known"))}},
                {}};
    table.bare = true;
    const auto all = static_cast<int64_t>(result_.participants.size());
    table.row(
        {word("taking_part", say_(msg("take part"))), integer(all, say_.language),
         text(say_(msg("list of {}", format_date(result_.participants_day, say_.language))))});
    std::map<std::string, int64_t> counts;
    std::vector<Value> levels;
    for (const programme::Level& level : result_.set->levels) {
      levels.push_back(word(level.id, say_(level.name)));
    }
    levels.push_back(word("none", say_(msg("no level"))));
    levels.push_back(cli::value_of(Standing::Undetermined, say_.language));
    levels.push_back(cli::value_of(Standing::NotAssessable, say_.language));
    for (const uint32_t unit : result_.participants) {
      ++counts[level_value(*result_.set, result_.units[unit], say_).plain];
    }
    for (size_t l = 0; l < levels.size() && !result_.set->levels.empty(); ++l) {
      const int64_t count = counts[levels[l].plain];
      if (l >= result_.set->levels.size() && count == 0) continue;
      table.row({levels[l], integer(count, say_.language), text(say_(msg("computed")))});
    }
    report.table(std::move(table));
    constexpr size_t kPlacesShown = 10;
    const Ranking ranking(run_, names_, say_.language);
    report.table(ranking.table(kPlacesShown));
    if (ranking.order().size() > kPlacesShown) {
      report.line("  " + say_(msg("and {} more lines", ranking.order().size() - kPlacesShown)) +
                  ": " + proposed("assess"));
    }
  }

  void index_flow(Report& report) {
    const auto before = run_before(office_, run_, {});
    if (before == nullptr || before->result().set != result_.set) return;
    const LevelFlow flow = level_flow(before->result(), result_, say_);
    Json json = Json::object();
    json.add("risen", Json::integer(static_cast<int64_t>(flow.risen.size())));
    json.add("fallen", Json::integer(static_cast<int64_t>(flow.fallen.size())));
    json.add("same", Json::integer(flow.same));
    json.add("undetermined", Json::integer(flow.undetermined));
    report.fact("flow", std::move(json));
    const auto& calendar = calendar_of(office_, *result_.programme);
    report.line(flow_line(flow, programme::to_string(before->result().period, calendar), say_));
  }

  void targets(Report& report, const std::vector<programme::TargetProgress>& all) const {
    if (all.empty()) return;
    Table table{"targets",
                "",
                {{"version", say_(msg("target"))},
                 {"name", "", Align::Left, 0, false},
                 {"by", say_(msg("by the end of"))},
                 {"asked", say_(msg("asks for"))},
                 {"counts", say_(msg("counts"))},
                 {"reached", say_(msg("reached")), Align::Right},
                 {"missing", say_(msg("missing")), Align::Right}},
                {}};
    table.ruled = false;
    for (const programme::TargetProgress& one : all) {
      const std::string& name = one.target->name_in(say_.language);
      table.row({word(one.target->version, name), text(name), date(one.target->by, say_.language),
                 word(std::to_string(one.readings.front().asked),
                      asked_text(*one.target, one.readings.front(), say_)),
                 word(std::string(programme::name_of(one.target->counts)),
                      say_(words_of(one.target->counts))),
                 one.reached ? integer(*one.reached, say_.language) : nothing(),
                 one.gap() ? integer(*one.gap(), say_.language) : nothing()});
    }
    // One page holds six lines of them.
    constexpr size_t kRowsMax = 6;
    const size_t all_rows = table.rows.size();
    if (all_rows > kRowsMax) {
      Table shown = table;
      shown.rows.resize(kRowsMax - 1);
      shown.for_machines = false;
      table.for_people = false;
      report.table(std::move(shown));
      report.line("  " + say_(msg("and {} more lines", all_rows - kRowsMax + 1)) + ": " +
                  proposed("targets"));
    }
    report.table(std::move(table));
  }

  // How many criteria the page has room for: five at most.
  static size_t failing_shown(const Report& so_far) {
    constexpr std::ptrdiff_t kLinesOfPage = 30;
    constexpr std::ptrdiff_t kOtherLines = 7;  // a blank and the heading above, flow, four to go on
    const std::string text = render(so_far, Format::Table);
    const std::ptrdiff_t left =
        kLinesOfPage - kOtherLines - std::count(text.begin(), text.end(), '\n');
    return static_cast<size_t>(std::clamp<std::ptrdiff_t>(left, 1, 5));
  }

  // The criteria that most participants do not meet.
  void failing(Report& report) const {
    std::vector<std::pair<int, size_t>> order;
    for (size_t c = 0; c < result_.set->criteria.size(); ++c) {
      const int count = result_.count(c, Answer::NotMet);
      if (count > 0) order.emplace_back(-count, c);
    }
    std::sort(order.begin(), order.end());
    std::string line;
    Table table{"failing", "", {{"criterion", ""}, {"title", ""}, {"not_met", ""}}, {}};
    table.for_people = false;
    const size_t most = failing_shown(report);
    for (size_t i = 0; i < order.size() && i < most; ++i) {
      const programme::Criterion& criterion = result_.set->criteria[order[i].second];
      table.row({text(criterion.id), text(say_(criterion.title)),
                 integer(-order[i].first, say_.language)});
    }
    if (table.rows.empty()) return;
    Report::Block block;
    block.lines.push_back(say_(msg("What fails most (units that do not meet it):")));
    for (const auto& row : table.rows) {
      block.lines.push_back(fmt::format("  {}  {}. {}", pad_to_width(row[2].shown, 5, Align::Right),
                                        row[0].shown, row[1].shown));
    }
    report.blocks.push_back(std::move(block));
    report.table(std::move(table));
  }

  void flow(Report& report) {
    const auto before = run_before(office_, run_, {});
    if (before == nullptr) return;
    const programme::Flow flow = programme::flow_between(before->result(), run_);
    const std::string line = say_(
        msg("Against {}: {} held, {} gained, {} lost, {} at risk",
            programme::to_string(before->result().period, calendar_of(office_, *result_.programme)),
            flow.held.size(), flow.gained.size(), flow.lost.size(), flow.at_risk.size()));
    Json json = Json::object();
    json.add("held", Json::integer(static_cast<int64_t>(flow.held.size())));
    json.add("gained", Json::integer(static_cast<int64_t>(flow.gained.size())));
    json.add("lost", Json::integer(static_cast<int64_t>(flow.lost.size())));
    json.add("undetermined", Json::integer(static_cast<int64_t>(flow.undetermined.size())));
    json.add("at_risk", Json::integer(static_cast<int64_t>(flow.at_risk.size())));
    report.fact("flow", std::move(json));
    report.blocks.push_back({{line}, {}});
  }

  // A unit worth explaining: registered and not meeting all, else any not meeting all.
  std::optional<OrganisationUnitId> example() const {
    std::optional<OrganisationUnitId> any;
    for (const uint32_t index : result_.participants) {
      const UnitAssessment& unit = result_.units[index];
      if (result_.standing(unit) == Standing::MeetsAll) continue;
      if (book_.registered(unit.unit, result_.period)) return unit.unit;
      if (!any) any = unit.unit;
    }
    if (!any && !result_.participants.empty()) {
      any = result_.units[result_.participants[0]].unit;
    }
    return any;
  }

  // About the period shown.
  std::string proposed(const std::string& verb) const {
    return proposed_command(common_, verb, {"--period", period_text_});
  }

  // One command a line, each to be pasted as it stands.
  void next_steps(Report& report) const {
    Report::Block block;
    if (const auto unit = example()) {
      block.lines.push_back(say_(msg("Go on, for example with {}:", names_.with_district(*unit))));
      block.lines.push_back(
          "  " + proposed_command(common_, "explain",
                                  {"--unit", names_.code(*unit), "--period", period_text_}));
    } else {
      block.lines.push_back(say_(msg("Go on:")));
    }
    block.lines.push_back("  " + proposed("assess"));
    // The targets stand above already.
    if (result_.programme->targets.empty()) block.lines.push_back("  " + comparison());
    report.blocks.push_back(std::move(block));
  }

  std::string comparison() const {
    std::vector<std::string> words = {"--to", period_text_};
    // The values of an index hardly ever add up over units.
    if (result_.set->criteria.empty() && !result_.participants.empty()) {
      const OrganisationUnitId first = result_.units[result_.participants[0]].unit;
      words.insert(words.end(), {"--unit", names_.code(first)});
    }
    return proposed_command(common_, "compare", words);
  }

  const programme::Office& office_;
  const Common& common_;
  Say say_;
  programme::AssessmentRun& run_;
  const Assessment& result_;
  programme::TitleBook book_;
  Names names_;
  std::string period_text_;
};

}  // namespace

Result<Report> overview(const programme::Office& office, const Common& common,
                        const OverviewOptions& options) {
  const auto programme = chosen_programme(office, common);
  if (!programme) return programme.refusal();
  ViewOptions view;
  view.period = options.period;
  if (view.period.empty()) {
    const auto latest = latest_judged(office, **programme);
    if (!latest) {
      return Refusal{msg("no period has both values and a criteria set that judges it"),
                     msg("add values to values/*.csv, or name a period: --period 2023")};
    }
    view.period = programme::to_string(*latest, calendar_of(office, **programme));
  }
  auto run = run_of(office, **programme, view, common.today);
  if (!run) return run.refusal();
  return Overview(office, common, **run).report();
}

}  // namespace exemplar::cli
