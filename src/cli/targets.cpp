// targets: progress against every version of the target, city-wide and by group.
#include "base/number.hpp"
#include "cli/notices.hpp"
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
  return programme::progress_of_targets(office.definitions, programme, office.facts,
                                        office.decisions, assessment_of, request);
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

constexpr TargetCounts kWays[] = {TargetCounts::MeetsAll, TargetCounts::TitleOfYear,
                                  TargetCounts::TitleInForce, TargetCounts::TitleEver};

// For people a few lines for each target, and a table of groups for those that speak of one list.
// In JSON the targets, their readings and their groups are tables; CSV has one table of both: of
// each target first the whole (no group), then a line for each group.
class Targets {
 public:
  Targets(const programme::Office& office, const Common& common,
          const programme::Programme& programme)
      : office_(office), say_{common.language}, programme_(programme) {}

  Report report(const std::vector<TargetProgress>& all, const programme::ProgressRequest& request,
                programme::AssessmentRun* run) {
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
    if (run != nullptr) {
      say_span(report, programme::span_without_values(*run), office_, programme_, request.period,
               "--period", say_);
    }
    std::string line = say_(msg("Counted on {}", format_date(request.at, say_.language)));
    line += "; ";
    line += request.known_on == kOpenFuture
                ? say_(msg("all decisions recorded"))
                : say_(msg("as known on {}", format_date(request.known_on, say_.language)));
    report.line(std::move(line));
    if (run != nullptr) {
      // Titles are counted on the lists as they were.
      say_left_out(report, left_out_of(*run), office_, programme_, say_,
                   say_(words_of(TargetCounts::MeetsAll)));
    }
    Table rows = rows_table();
    Table readings = readings_table();
    Table groups = groups_table();
    Table lines = lines_table();
    for (const TargetProgress& one : all) {
      for_people(report, one);
      add_row(rows, one);
      add_readings(readings, one);
      add_groups(groups, one);
      add_lines(lines, one);
    }
    groups_for_people(report, all);
    if (all.empty()) report.line(say_(msg("the programme has no target: targets.csv is empty")));
    report.table(std::move(rows));
    report.table(std::move(readings));
    report.table(std::move(groups));
    report.table(std::move(lines));
    report.csv_table = "progress";
    return report;
  }

 private:
  void for_people(Report& report, const TargetProgress& one) {
    const programme::Target& target = *one.target;
    Report::Block block;
    block.lines.push_back(fmt::format("■ {} · {} · {} · {}", target.name_in(say_.language),
                                      say_(msg("by {}", format_date(target.by, say_.language))),
                                      say_(words_of(target.kind)),
                                      asked_text(target, one.readings.front(), say_)));
    std::string from;
    for (const std::string& part :
         {target.document, target.issuer.in(say_.language),
          target.date ? format_date(*target.date, say_.language) : std::string(),
          target.note.in(say_.language)}) {
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
                 {"name", ""},
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
               text(target.name_in(say_.language)),
               date(target.by, say_.language),
               text(std::string(name_of(target.kind))),
               maybe(target.document),
               maybe(target.issuer.in(say_.language)),
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
                 {"name", ""},
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
      table.row({text(one.target->version), text(one.target->name_in(say_.language)),
                 date(one.target->by, say_.language), truth(reading.declared, say_.language),
                 truth(reading.strictly_more, say_.language),
                 truth(reading.fixed_denominator, say_.language), count_of(reading.denominator),
                 count_of(reading.asked)});
    }
  }

  Table groups_table() const {
    Table table{"groups",
                "",
                {{"version", ""},
                 {"name", ""},
                 {"by", ""},
                 {"group", ""},
                 {"units", ""},
                 {"reached", ""},
                 {"missing_share", ""},
                 {"meets_all", ""},
                 {"title_of_year", ""},
                 {"title_in_force", ""},
                 {"title_ever", ""},
                 {"undetermined", ""}},
                {}};
    table.for_people = false;
    return table;
  }

  void add_groups(Table& table, const TargetProgress& one) const {
    const Names names(office_, programme_, one.day, say_.language);
    for (const programme::GroupProgress& group : one.groups) {
      table.row({text(one.target->version), text(one.target->name_in(say_.language)),
                 date(one.target->by, say_.language), group_value(names, group),
                 count_of(group.units), one.reached ? count_of(group.reached) : nothing(),
                 one.reached ? count_of(group.gap_share) : nothing(), count_of(group.counted[0]),
                 count_of(group.counted[1]), count_of(group.counted[2]), count_of(group.counted[3]),
                 count_of(group.undetermined)});
    }
  }

  static Value group_value(const Names& names, const programme::GroupProgress& group) {
    return group.group ? text(names.name(*group.group)) : nothing();
  }

  // The columns of the whole, and after the date the group and its share of what is missing.
  Table lines_table() const {
    Table table = rows_table();
    table.id = "progress";
    table.for_machines = false;
    table.columns.insert(table.columns.begin() + kColumnsBeforeGroup, {"group", ""});
    table.columns.push_back({"missing_share", ""});
    return table;
  }

  void add_lines(Table& table, const TargetProgress& one) const {
    Table whole = rows_table();
    add_row(whole, one);
    std::vector<Value> row = std::move(whole.rows.front());
    row.insert(row.begin() + kColumnsBeforeGroup, nothing());
    row.push_back(nothing());
    const auto at = [&](std::string_view id) {
      size_t c = 0;
      while (table.columns[c].id != id) ++c;
      return c;
    };
    const Names names(office_, programme_, one.day, say_.language);
    std::vector<std::vector<Value>> rows = {row};
    for (const programme::GroupProgress& group : one.groups) {
      if (one.groups.size() == 1 && !group.group) continue;  // no groups: the whole again
      std::vector<Value> of_group = row;
      of_group[at("group")] = group.group ? group_value(names, group) : text("–");
      of_group[at("denominator")] = count_of(group.units);
      for (const char* whole_only : {"asked", "missing", "gone"}) {
        of_group[at(whole_only)] = nothing();
      }
      of_group[at("reached")] = one.reached ? count_of(group.reached) : nothing();
      for (size_t way = 0; way < std::size(kWays); ++way) {
        of_group[at(name_of(kWays[way]))] = count_of(group.counted[way]);
      }
      of_group[at("undetermined")] = count_of(group.undetermined);
      of_group[at("missing_share")] = one.reached ? count_of(group.gap_share) : nothing();
      rows.push_back(std::move(of_group));
    }
    for (std::vector<Value>& line : rows) table.row(std::move(line));
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
    const std::vector<TargetCounts> ways = ways_shown(alike);
    const bool any_open =
        std::find(ways.begin(), ways.end(), TargetCounts::MeetsAll) != ways.end() &&
        first.undetermined > 0;
    const auto column = [&](std::string heading) {
      constexpr int kHeadingWidth = 12;
      table.columns.push_back({"", std::move(heading), Align::Right, kHeadingWidth});
    };
    for (const TargetCounts way : ways) {
      column(say_(words_of(way)));
      if (way == TargetCounts::MeetsAll && any_open) column(say_(msg("undetermined")));
    }
    for (const TargetProgress* one : alike) {
      column(
          fmt::format("{} {}", one->target->name_in(say_.language), civil(one->target->by).year));
    }
    for (size_t g = 0; g < first.groups.size(); ++g) {
      const programme::GroupProgress& group = first.groups[g];
      std::vector<Value> row = {group_value(names, group), count_of(group.units)};
      for (const TargetCounts way : ways) {
        row.push_back(count_of(group.counted[static_cast<size_t>(way)]));
        if (way == TargetCounts::MeetsAll && any_open) row.push_back(count_of(group.undetermined));
      }
      for (const TargetProgress* one : alike) {
        row.push_back(one->reached ? count_of(one->groups[g].gap_share) : nothing());
      }
      table.row(std::move(row));
    }
    return table;
  }

  // The ways of counting that one of the targets declares, and those that count another number in
  // the whole or in a group than such a way does.
  static std::vector<TargetCounts> ways_shown(const std::vector<const TargetProgress*>& alike) {
    std::vector<TargetCounts> ways;
    for (const TargetCounts way : kWays) {
      const auto i = static_cast<size_t>(way);
      const bool shown = std::any_of(alike.begin(), alike.end(), [&](const TargetProgress* one) {
        const auto own = static_cast<size_t>(one->target->counts);
        return i == own || one->counted[i] != one->counted[own] ||
               std::any_of(one->groups.begin(), one->groups.end(), [&](const auto& group) {
                 return group.counted[i] != group.counted[own];
               });
      });
      if (shown) ways.push_back(way);
    }
    return ways;
  }

  static constexpr int kColumnsBeforeGroup = 3;

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
  const auto view = view_of(office, options.view.status, options.view.geography, common.today);
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
  return Targets(office, common, programme).report(*progress, request, run ? run->get() : nullptr);
}

}  // namespace exemplar::cli
