#include "cli/notices.hpp"

#include "base/number.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::cli {

using programme::AssessmentRun;
using programme::Office;
using programme::OrganisationUnitId;
using programme::Period;
using programme::Programme;

void say_no_values(Report& report, const programme::SpanWithoutValues& span, const Office& office,
                   const Programme& programme, const Period& period, std::string_view option,
                   const Say& say) {
  if (!span.nothing_reported) return;
  const auto& calendar = calendar_of(office, programme);
  Report::Block block;
  block.lines.push_back(
      say(msg("no values at all for {}: nobody has reported any, and whatever "
              "hangs on them stays unknown",
              programme::label(period, calendar))));
  std::optional<Period> newest;
  if (span.newest) {
    const int year = programme::year_holding(calendar, last_day(*span.newest));
    const auto read = programme::parse_period(fmt::format("{:04}", year), calendar);
    if (read) newest = *read;
  }
  if (newest) {
    block.lines.push_back("  " + say(msg("the newest values are those of {}: {} {}",
                                         programme::label(*newest, calendar), option,
                                         programme::to_string(*newest, calendar))));
  }
  report.blocks.push_back(std::move(block));
  Json json = Json::object();
  json.add("newest_period_with_values",
           newest ? Json::string(programme::to_string(*newest, calendar)) : Json());
  report.fact("no_values", std::move(json));
}

LeftOut left_out_of(const AssessmentRun& run) {
  const programme::Assessment& result = run.result();
  return {result.period, programme::fate_unknown_participants(run.rules(), run.facts(), result.view,
                                                              result.period)};
}

namespace {

constexpr size_t kNamed = 3;

struct LeftOutWords {
  std::string line;
  std::string note;  // without the names
  Json json;
};

LeftOutWords words_of(const LeftOut& left_out, const Office& office, const Programme& programme,
                      const Say& say) {
  // Names and districts as they were: on the geography's day they have none.
  const Names names(office, programme, last_day(left_out.period), say.language);
  std::vector<OrganisationUnitId> units = left_out.units;
  names.sort(units);
  const std::string count = format_integer(static_cast<int64_t>(units.size()), say.language);
  LeftOutWords words;
  words.line = say(
      msg("{} units were there in the period and have ended with their fate unknown: in none of "
          "these figures ({})",
          count, few_of(units, names, kNamed, say)));
  words.note = say(msg("{} units of unknown fate are not in these figures", count));
  words.json = Json::object();
  words.json.add("period", Json::string(programme::to_string(left_out.period,
                                                             calendar_of(office, programme))));
  words.json.add("units", Json::integer(static_cast<int64_t>(units.size())));
  Json codes = Json::array();
  for (const OrganisationUnitId unit : units) codes.add(Json::string(names.code(unit)));
  words.json.add("codes", std::move(codes));
  return words;
}

// How many of the units met all in the period as it was.
int met_all_as_it_was(const AssessmentRun& restated, const LeftOut& left_out,
                      const Office& office) {
  if (left_out.units.empty()) return 0;
  const programme::Assessment& result = restated.result();
  const auto run = AssessmentRun::make(
      office.definitions, office.facts,
      {result.programme->id, result.period, result.set->id, {result.view.floor, {}}});
  if (!run) return 0;
  const programme::Assessment& as_was = (*run)->result();
  return static_cast<int>(
      std::count_if(left_out.units.begin(), left_out.units.end(), [&](OrganisationUnitId unit) {
        const programme::UnitAssessment* found = as_was.of(unit);
        return found != nullptr && as_was.standing(*found) == programme::Standing::MeetsAll;
      }));
}

}  // namespace

void say_left_out(Report& report, const LeftOut& left_out, const Office& office,
                  const Programme& programme, const Say& say, const std::string& of_what) {
  if (left_out.units.empty()) return;
  const std::string before = of_what.empty() ? std::string() : of_what + ": ";
  LeftOutWords words = words_of(left_out, office, programme, say);
  if (report.blocks.empty()) report.blocks.emplace_back();
  report.blocks.back().lines.push_back(before + words.line);
  report.notes_in_csv.push_back(before + words.note);
  report.fact("fate_unknown", std::move(words.json));
}

void say_left_out(Report& report, const std::vector<LeftOut>& of_periods, const Office& office,
                  const Programme& programme, const Say& say) {
  Json all = Json::array();
  bool any = false;
  const bool alike = std::all_of(of_periods.begin(), of_periods.end(), [&](const LeftOut& one) {
    return one.units == of_periods.front().units;
  });
  if (report.blocks.empty()) report.blocks.emplace_back();
  for (const LeftOut& one : of_periods) {
    if (one.units.empty()) continue;
    LeftOutWords words = words_of(one, office, programme, say);
    const std::string period =
        alike ? std::string()
              : programme::to_string(one.period, calendar_of(office, programme)) + ": ";
    if (!alike || !any) {
      report.blocks.back().lines.push_back(period + words.line);
      report.notes_in_csv.push_back(period + words.note);
    }
    any = true;
    all.add(std::move(words.json));
  }
  if (any) report.fact("fate_unknown", std::move(all));
}

void say_left_out_of_flow(Report& report, const AssessmentRun& before, const AssessmentRun& now,
                          const Office& office, const Say& say) {
  const LeftOut of_before = left_out_of(before);
  const LeftOut of_now = left_out_of(now);
  if (of_before.units.empty() && of_now.units.empty()) return;
  const int met_before = met_all_as_it_was(before, of_before, office);
  const int met_now = met_all_as_it_was(now, of_now, office);
  const auto& calendar = calendar_of(office, *now.result().programme);
  report.blocks.back().lines.push_back(
      say(msg("units of unknown fate are not among these; as they were {} of them met all in {}, "
              "and {} in {}",
              met_before, programme::to_string(of_before.period, calendar), met_now,
              programme::to_string(of_now.period, calendar))));
  Json json = Json::object();
  json.add("met_all_before", Json::integer(met_before));
  json.add("met_all_now", Json::integer(met_now));
  report.fact("flow_fate_unknown", std::move(json));
}

}  // namespace exemplar::cli
