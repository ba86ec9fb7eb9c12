// targets: progress against every version of the target, city-wide and by group.
#include "base/number.hpp"
#include "cli/targets_text.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::cli {

using programme::TargetCounts;
using programme::TargetProgress;
using programme::TargetReading;

Result<std::vector<TargetProgress>> progress_of(const programme::Office& office,
                                                const programme::Programme& programme,
                                                programme::AssessmentRun* run,
                                                const programme::ProgressRequest& request,
                                                const programme::View& view) {
  Problems problems;
  const auto rules = programme::compile_rules(office.definitions, programme, nullptr, problems);
  if (!rules) {
    problems.sort();
    return Refusal{problems.empty() ? msg("the programme's formulas cannot be used")
                                    : problems.list().front().what,
                   msg("run exemplar check on the pack")};
  }
  std::map<programme::Period, std::unique_ptr<programme::AssessmentRun>> runs;
  const auto assessment_of = [&](const programme::Period& period) -> const programme::Assessment* {
    if (run != nullptr && same_days(period, run->result().period)) return &run->result();
    auto [at, is_new] = runs.try_emplace(period);
    if (is_new) {
      auto made = programme::AssessmentRun::make(office.definitions, office.facts,
                                                 {programme.id, period, {}, view});
      if (made) at->second = made.take();
    }
    return at->second == nullptr ? nullptr : &at->second->result();
  };
  return programme::progress_of_targets(*rules, office.facts, office.decisions, assessment_of,
                                        request);
}

std::string asked_text(const programme::Target& target, const TargetReading& reading,
                       const Say& say) {
  const std::string units = format_integer(reading.denominator, say.language);
  programme::Target by_share = target;
  by_share.count.reset();
  by_share.strictly_more = reading.strictly_more;
  // Where the document gives a share and a number, the larger one asks.
  if (!target.share || programme::units_asked(by_share, reading.denominator) != reading.asked) {
    return say(msg("{} of {} units", format_integer(reading.asked, say.language), units));
  }
  const Ratio share{target.share->units, power_of_ten(target.share->digits)};
  // Decimals of the percentage that the document wrote: 0.40 is 40 %, 0.335 is 33.5 %.
  const int digits = std::max(0, target.share->digits - 2);
  const std::string percentage = format_percent(share, digits, say.language);
  const std::string asked = format_integer(reading.asked, say.language);
  return reading.strictly_more ? say(msg("more than {} of {} = {}", percentage, units, asked))
                               : say(msg("{} of {} = {}", percentage, units, asked));
}

namespace {

// In JSON and CSV one line for each target; for people a few lines and a table of groups each.
class Targets {
 public:
  Targets(const programme::Office& office, const Common& common,
          const programme::Programme& programme)
      : office_(office), say_{common.language}, programme_(programme) {}

  Report report(const std::vector<TargetProgress>& all, const programme::ProgressRequest& request) {
    const auto& calendar = calendar_of(office_, programme_);
    Report report;
    report.labels = labels_of(office_, say_.language);
    report.title = fmt::format("{} · {} · {}", say_(programme_.name), say_(msg("targets")),
                               say_(programme::label(request.period, calendar)));
    report.fact("programme", Json::string(programme_.id));
    report.fact("period", Json::string(programme::to_string(request.period, calendar)));
    report.fact("at", Json::string(iso(request.at)));
    report.fact("known_on",
                request.known_on == kOpenFuture ? Json() : Json::string(iso(request.known_on)));
    std::string line = say_(msg("Counted on {}", format_date(request.at, say_.language)));
    line += "; ";
    line += request.known_on == kOpenFuture
                ? say_(msg("all decisions recorded"))
                : say_(msg("as known on {}", format_date(request.known_on, say_.language)));
    report.line(std::move(line));
    Table rows = rows_table();
    Table readings = readings_table();
    Table groups = groups_table();
    for (const TargetProgress& one : all) {
      for_people(report, one);
      add_row(rows, one);
      add_readings(readings, one);
      add_groups(groups, one);
    }
    groups_for_people(report, all);
    if (all.empty()) report.line(say_(msg("the programme has no target: targets.csv is empty")));
    report.table(std::move(rows));
    report.table(std::move(readings));
    report.table(std::move(groups));
    report.csv_table = "targets";
    return report;
  }

 private:
  void for_people(Report& report, const TargetProgress& one) {
    const programme::Target& target = *one.target;
    Report::Block block;
    block.lines.push_back(fmt::format("■ {} · {} · {} · {}", target.version,
                                      say_(msg("by {}", format_date(target.by, say_.language))),
                                      say_(words_of(target.kind)),
                                      asked_text(target, one.readings.front(), say_)));
    std::string from;
    for (const std::string& part :
         {target.document, target.issuer,
          target.date ? format_date(*target.date, say_.language) : std::string(), target.note}) {
      if (!part.empty()) from += (from.empty() ? "" : ", ") + part;
    }
    if (!from.empty()) block.lines.push_back("  " + from);
    block.lines.push_back("  " + reached_text(one));
    block.lines.push_back("  " + say_(msg("by other ways of counting: {}", other_counts(one))));
    for (size_t i = 1; i < one.readings.size(); ++i) {
      block.lines.push_back("  " + other_reading(target, one.readings[i]));
    }
    if (one.frozen) {
      block.lines.push_back(
          "  " +
          say_(msg("frozen on {}: the list of {} units has ended, {} of them no longer exist "
                   "on the day asked for; no title passes to a new unit by itself",
                   format_date(one.day, say_.language), one.list.size(), one.gone)));
    }
    if (!one.list_found) {
      block.lines.push_back(
          "  " + say_(msg("no list of {} participants is recorded: counted on the {} of {}",
                          target.fixed_denominator.value_or(0), one.list.size(),
                          format_date(one.day, say_.language))));
    }
    report.blocks.push_back(std::move(block));
  }

  std::string reached_text(const TargetProgress& one) const {
    const std::string way = say_(words_of(one.target->counts));
    if (!one.reached) {
      return say_(msg("counts {}: not known, no criteria set judges {}", way,
                      programme::to_string(one.period, calendar_of(office_, programme_))));
    }
    std::string text = say_(msg("counts {}: {} of {}, {} missing", way, *one.reached,
                                one.readings.front().asked, *one.gap()));
    if (one.target->counts == TargetCounts::MeetsAll && one.undetermined > 0) {
      text += "; " + say_(msg("{} undetermined", one.undetermined));
    }
    return text;
  }

  std::string other_counts(const TargetProgress& one) const {
    std::string text;
    for (size_t i = 0; i < one.counted.size(); ++i) {
      const auto way = static_cast<TargetCounts>(i);
      if (way == one.target->counts) continue;
      text += (text.empty() ? "" : " · ") + say_(words_of(way)) + " " +
              (one.counted[i] ? std::to_string(*one.counted[i]) : "?");
      if (way == TargetCounts::MeetsAll && one.undetermined > 0) {
        text += " (" + say_(msg("{} undetermined", one.undetermined)) + ")";
      }
    }
    return text;
  }

  std::string other_reading(const programme::Target& target, const TargetReading& reading) const {
    std::string text = asked_text(target, reading, say_);
    if (!reading.fixed_denominator && target.fixed_denominator) {
      return say_(msg("read with the units existing on the day: {}", text));
    }
    return reading.strictly_more ? say_(msg("read as \"more than\": {}", text))
                                 : say_(msg("read as \"at least\": {}", text));
  }

  Table rows_table() const {
    Table table{"targets",
                "",
                {{"version", ""},
                 {"by", ""},
                 {"kind", ""},
                 {"document", ""},
                 {"issuer", ""},
                 {"date", ""},
                 {"counts", ""},
                 {"strictly_more", ""},
                 {"fixed_denominator", ""},
                 {"denominator", ""},
                 {"asked", ""},
                 {"reached", ""},
                 {"missing", ""},
                 {"meets_all", ""},
                 {"title_of_year", ""},
                 {"title_in_force", ""},
                 {"title_ever", ""},
                 {"undetermined", ""},
                 {"counted_on", ""},
                 {"frozen", ""},
                 {"gone", ""}},
                {}};
    table.for_people = false;
    return table;
  }

  Value count_of(std::optional<int64_t> count) const {
    return count ? integer(*count, say_.language) : nothing();
  }

  void add_row(Table& table, const TargetProgress& one) const {
    const programme::Target& target = *one.target;
    const TargetReading& reading = one.readings.front();
    const auto maybe = [](const std::string& part) {
      return part.empty() ? nothing() : text(part);
    };
    table.row({text(target.version),
               date(target.by, say_.language),
               text(std::string(name_of(target.kind))),
               maybe(target.document),
               maybe(target.issuer),
               target.date ? date(*target.date, say_.language) : nothing(),
               text(std::string(name_of(target.counts))),
               truth(reading.strictly_more, say_.language),
               truth(reading.fixed_denominator, say_.language),
               count_of(reading.denominator),
               count_of(reading.asked),
               count_of(one.reached),
               count_of(one.gap()),
               count_of(one.counted[0]),
               count_of(one.counted[1]),
               count_of(one.counted[2]),
               count_of(one.counted[3]),
               count_of(one.undetermined),
               date(one.day, say_.language),
               truth(one.frozen, say_.language),
               count_of(one.gone)});
  }

  Table readings_table() const {
    Table table{"readings",
                "",
                {{"version", ""},
                 {"by", ""},
                 {"declared", ""},
                 {"strictly_more", ""},
                 {"fixed_denominator", ""},
                 {"denominator", ""},
                 {"asked", ""}},
                {}};
    table.for_people = false;
    return table;
  }

  void add_readings(Table& table, const TargetProgress& one) const {
    for (const TargetReading& reading : one.readings) {
      table.row({text(one.target->version), date(one.target->by, say_.language),
                 truth(reading.declared, say_.language),
                 truth(reading.strictly_more, say_.language),
                 truth(reading.fixed_denominator, say_.language), count_of(reading.denominator),
                 count_of(reading.asked)});
    }
  }

  Table groups_table() const {
    Table table{"groups",
                "",
                {{"version", ""},
                 {"by", ""},
                 {"group", ""},
                 {"units", ""},
                 {"reached", ""},
                 {"missing_share", ""}},
                {}};
    table.for_people = false;
    return table;
  }

  void add_groups(Table& table, const TargetProgress& one) const {
    const Names names(office_, programme_, one.day, say_.language);
    for (const programme::GroupProgress& group : one.groups) {
      table.row({text(one.target->version), date(one.target->by, say_.language),
                 group.group ? text(names.name(*group.group)) : nothing(), count_of(group.units),
                 count_of(group.reached), count_of(group.gap_share)});
    }
  }

  // For people: one table for each list of units, a column for each target that speaks of it.
  void groups_for_people(Report& report, const std::vector<TargetProgress>& all) const {
    std::vector<const TargetProgress*> open;
    for (const TargetProgress& one : all) open.push_back(&one);
    while (!open.empty()) {
      const TargetProgress& first = *open.front();
      std::vector<const TargetProgress*> alike;
      std::vector<const TargetProgress*> others;
      for (const TargetProgress* one : open) {
        (one->list == first.list ? alike : others).push_back(one);
      }
      open = std::move(others);
      if (first.groups.size() > 1) report.table(table_of_groups(alike));
    }
  }

  Table table_of_groups(const std::vector<const TargetProgress*>& alike) const {
    const TargetProgress& first = *alike.front();
    const Names names(office_, programme_, first.day, say_.language);
    Table table{
        "",
        say_(msg("By group, {} units of {}: reached, and the group's share of what is missing "
                 "(in proportion to its units not yet there)",
                 first.list.size(), format_date(first.day, say_.language))),
        {{"group", say_(msg("group"))}, {"units", say_(msg("units")), Align::Right}},
        {}};
    table.for_machines = false;
    std::set<TargetCounts> ways;
    for (const TargetProgress* one : alike) {
      if (ways.insert(one->target->counts).second) {
        table.columns.push_back({"", say_(words_of(one->target->counts)), Align::Right});
      }
    }
    for (const TargetProgress* one : alike) {
      table.columns.push_back(
          {"", fmt::format("{} {}", one->target->version, civil(one->target->by).year),
           Align::Right});
    }
    for (size_t g = 0; g < first.groups.size(); ++g) {
      const programme::GroupProgress& group = first.groups[g];
      std::vector<Value> row = {group.group ? text(names.name(*group.group)) : nothing(),
                                count_of(group.units)};
      ways.clear();
      for (const TargetProgress* one : alike) {
        if (ways.insert(one->target->counts).second)
          row.push_back(count_of(one->groups[g].reached));
      }
      for (const TargetProgress* one : alike) row.push_back(count_of(one->groups[g].gap_share));
      table.row(std::move(row));
    }
    return table;
  }

  const programme::Office& office_;
  Say say_;
  const programme::Programme& programme_;
};

}  // namespace

Result<Report> targets(const programme::Office& office, const Common& common,
                       const TargetsOptions& options) {
  const auto chosen = chosen_programme(office, common);
  if (!chosen) return chosen.refusal();
  const programme::Programme& programme = **chosen;
  const auto period = period_of(office, programme, options.view.period);
  if (!period) return period.refusal();
  const auto view = view_of(options.view.status, options.view.geography, common.today);
  if (!view) return view.refusal();
  programme::ProgressRequest request{*period, last_day(*period), kOpenFuture};
  if (!options.at.empty()) {
    const auto day = day_of(options.at);
    if (!day) return day.refusal();
    request.at = *day;
  }
  if (!options.known_on.empty()) {
    const auto day = day_of(options.known_on);
    if (!day) return day.refusal();
    request.known_on = *day;
  }
  // Titles stand without any criteria set; only "meets all" asks for one.
  auto run = run_of(office, programme, options.view, common.today);
  if (!run && !options.view.criteria_set.empty()) return run.refusal();
  auto progress = progress_of(office, programme, run ? run->get() : nullptr, request, *view);
  if (!progress) return progress.refusal();
  return Targets(office, common, programme).report(*progress, request);
}

}  // namespace exemplar::cli
