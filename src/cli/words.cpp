#include "cli/words.hpp"

#include <algorithm>
#include <set>

#include "base/date_message.hpp"
#include "base/number.hpp"
#include "cli/notices.hpp"
#include "programme/explanation/explanation.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::cli {

using engine::Answer;
using programme::OrganisationUnitId;
using programme::Standing;
using programme::Status;

Message words_of(Standing standing) {
  return programme::words_for(standing);
}

Value value_of(Standing standing, Language language) {
  return word(std::string(name_of(standing)), render(words_of(standing), language));
}

Message words_of(Answer answer) {
  return programme::words_for(answer);
}

std::string_view name_of(Answer answer) {
  return programme::name_of(answer);
}

Value value_of(Answer answer, Language language) {
  return word(std::string(name_of(answer)),
              fmt::format("{} {}", mark_of(answer), render(words_of(answer), language)));
}

std::string_view mark_of(Answer answer) {
  switch (answer) {
    case Answer::Met:
      return "✓";
    case Answer::NotMet:
      return "✗";
    case Answer::Unknown:
      return "?";
    case Answer::NotApplicable:
      return "–";
  }
  return {};
}

Message words_of(Status status) {
  return programme::words_for(status);
}

Message words_of(programme::TargetCounts counts) {
  switch (counts) {
    case programme::TargetCounts::MeetsAll:
      return msg("meets all criteria (computed)");
    case programme::TargetCounts::TitleOfYear:
      return msg("title of that year");
    case programme::TargetCounts::TitleInForce:
      return msg("title in force");
    case programme::TargetCounts::TitleEver:
      return msg("ever recognised");
  }
  return {};
}

Message words_of(programme::TargetKind kind) {
  switch (kind) {
    case programme::TargetKind::Assigned:
      return msg("assigned");
    case programme::TargetKind::Committed:
      return msg("committed");
    case programme::TargetKind::StrivenFor:
      return msg("striven for");
  }
  return {};
}

std::vector<std::string> labels_of(const programme::Office& office, Language language) {
  std::vector<std::string> labels;
  for (const Message& label : programme::labels_of(office))
    labels.push_back(render(label, language));
  return labels;
}

Result<const programme::Programme*> chosen_programme(const programme::Office& office,
                                                     const Common& common) {
  const auto& all = office.definitions.programmes;
  std::string known;
  for (const programme::Programme& one : all) known += (known.empty() ? "" : ", ") + one.id;
  if (!common.programme.empty()) {
    const programme::Programme* found = office.definitions.programme(common.programme);
    if (found != nullptr) return found;
    return Refusal{msg("there is no programme '{}'", common.programme),
                   msg("the office has: {}", known)};
  }
  if (all.size() == 1) return &all[0];
  if (all.empty()) {
    return Refusal{msg("the office has no programme"),
                   msg("add programmes/ID/programme.toml to the pack")};
  }
  return Refusal{msg("the office has several programmes: {}", known),
                 msg("choose one: --programme ID")};
}

const programme::Calendar& calendar_of(const programme::Office& office,
                                       const programme::Programme& programme) {
  const programme::Calendar* calendar = office.definitions.calendar(programme.calendar);
  return calendar != nullptr ? *calendar : programme::civil_calendar();
}

std::optional<programme::Period> latest_judged(const programme::Office& office,
                                               const programme::Programme& programme,
                                               const programme::CriteriaSet* set) {
  const auto years = programme::judged_years(office, programme, set);
  return years.empty() ? std::nullopt : std::optional(years.front());
}

Result<programme::Period> period_of(const programme::Office& office,
                                    const programme::Programme& programme, std::string_view text) {
  return programme::parse_period(text, calendar_of(office, programme));
}

Result<Date> day_of(std::string_view text) {
  if (const auto day = parse_iso_date(text)) return *day;
  if (const auto day = parse_vietnamese_date(text)) return *day;
  return Refusal{msg("'{}' is not a day", text), msg("write it like 2024-01-16 or 16/01/2024")};
}

Result<programme::View> view_of(std::string_view status, std::string_view geography, Date today) {
  programme::View view;
  if (status == "verified") view.floor = Status::Verified;
  if (status == "decided") view.floor = Status::Decided;
  if (geography == "as-was") return view;
  if (geography == "as-is") {
    view.geography = today;
    return view;
  }
  const auto day = day_of(geography);
  if (!day) {
    return Refusal{msg("'{}' is not a geography", geography),
                   msg("write as-was, as-is or a day like 2025-07-01")};
  }
  view.geography = *day;
  return view;
}

Result<programme::View> view_of(const programme::Office& office, std::string_view status,
                                std::string_view geography, Date today) {
  auto view = view_of(status, geography, today);
  const Date from = office.definitions.records_from;
  if (!view || !view->geography || *view->geography >= from) return view;
  return Refusal{msg("the units of {} are not known: the pack's records of units begin on {}",
                     day_message(*view->geography), day_message(from)),
                 msg("write --geography {} or a later day, as-is or as-was", iso(from))};
}

std::optional<Refusal> malformed_period(std::string_view text) {
  // The civil year has at most 53 weeks, as any other: whether this one has is the calendar's.
  constexpr std::string_view kWeekOfLongYears = "-W53";
  if (text.size() == 8 && text.substr(4) == kWeekOfLongYears) text = text.substr(0, 4);
  const auto period = programme::parse_period(text, programme::civil_calendar());
  return period ? std::nullopt : std::optional(period.refusal());
}

std::optional<Refusal> malformed_day(std::string_view text) {
  const auto day = day_of(text);
  return day ? std::nullopt : std::optional(day.refusal());
}

std::optional<Refusal> malformed_geography(std::string_view text) {
  const auto view = view_of("reported", text, Date{});
  return view ? std::nullopt : std::optional(view.refusal());
}

std::optional<Refusal> not_one_of(const std::vector<std::string>& words, std::string_view text) {
  std::string known;
  for (const std::string& word : words) {
    if (word == text) return std::nullopt;
    known += (known.empty() ? "" : ", ") + word;
  }
  return Refusal{msg("'{}' is not among the values it takes", text), msg("write one of {}", known)};
}

Names::Names(const programme::Office& office, const programme::Programme& programme, Date day,
             Language language)
    : units_(office.definitions.units), programme_(programme), day_(day), language_(language) {
  hierarchy_ = units_.find_hierarchy(programme.hierarchy).value_or(programme::HierarchyId());
}

std::string Names::with_district(OrganisationUnitId unit) const {
  if (!hierarchy_.valid()) return name(unit);
  return units_.name_with_district(unit, day_, hierarchy_, language_);
}

std::string Names::name(OrganisationUnitId unit) const {
  return units_.version_near(unit, day_).name.in(language_);
}

std::string Names::code(OrganisationUnitId unit) const {
  const std::string& code = units_.version_near(unit, day_).code;
  return code.empty() ? units_.id_of(unit) : code;
}

Value Names::value(OrganisationUnitId unit) const {
  return word(name(unit), with_district(unit));
}

std::string Names::group(OrganisationUnitId unit) const {
  const auto group = programme::group_of(units_, programme_, unit, day_);
  return group ? name(*group) : std::string();
}

void Names::sort(std::vector<OrganisationUnitId>& units) const {
  std::map<OrganisationUnitId, std::string> keys;
  for (const OrganisationUnitId unit : units) {
    keys[unit] = sort_key(group(unit)) + '\0' + sort_key(name(unit));
  }
  std::stable_sort(units.begin(), units.end(),
                   [&](auto a, auto b) { return keys.at(a) < keys.at(b); });
}

std::string kind_name(const programme::Office& office, const std::string& kind, Language language) {
  for (const programme::UnitKind& one : office.definitions.kinds) {
    if (one.id == kind) return one.name.in(language);
  }
  return kind;
}

std::optional<Refusal> refusal_to_judge(const programme::Office& office,
                                        const programme::Assessment& result,
                                        OrganisationUnitId unit, const Names& names,
                                        Language language) {
  const programme::UnitRegister& units = office.definitions.units;
  const auto hierarchy = units.find_hierarchy(result.programme->hierarchy);
  std::set<std::string> kinds;
  std::optional<OrganisationUnitId> example;
  bool example_is_under = false;
  for (const uint32_t index : result.participants) {
    const OrganisationUnitId one = result.units[index].unit;
    kinds.insert(units.version_near(one, result.participants_day).kind);
    const bool under = hierarchy && units.is_under(one, unit, *hierarchy, result.day);
    if (!example || (under && !example_is_under)) {
      example = one;
      example_is_under = under;
    }
  }
  const std::string& kind = units.version_near(unit, result.day).kind;
  if (!example || kinds.count(kind) > 0) return std::nullopt;
  std::string judged;
  for (const std::string& one : kinds) {
    judged += (judged.empty() ? "" : ", ") + kind_name(office, one, language);
  }
  return Refusal{
      msg("{} ({}): the criteria judge units of the kind {}; units of the kind {} are "
          "not judged",
          names.with_district(unit), names.code(unit), judged, kind_name(office, kind, language)),
      example_is_under ? msg("name a unit under it, for example {} ({})", names.code(*example),
                             names.with_district(*example))
                       : msg("name a unit that is judged, for example {} ({})",
                             names.code(*example), names.with_district(*example))};
}

std::string few_of(const std::vector<OrganisationUnitId>& units, const Names& names, size_t most,
                   const Say& say) {
  std::string result;
  const size_t shown = units.size() <= most ? units.size() : most;
  for (size_t i = 0; i < shown; ++i) {
    result += (i == 0 ? "" : "; ") + names.with_district(units[i]);
  }
  if (shown < units.size()) {
    result += "; " + say(msg("and {} more", units.size() - shown));
  }
  return result;
}

namespace {

// By which periods they are collected, in a few words.
Message collected_words(const programme::Definitions& definitions,
                        const std::vector<programme::IndicatorId>& indicators) {
  using programme::Length;
  const Length& length = definitions[indicators.front()].collected;
  const bool alike = std::all_of(indicators.begin(), indicators.end(), [&](const auto id) {
    return definitions[id].collected == length;
  });
  if (!alike) return msg("by periods of other lengths");
  if (length == Length{1, Length::Days}) return msg("by the day");
  if (length == Length{1, Length::Weeks}) return msg("by the week");
  if (length == Length{1, Length::Months}) return msg("by the month");
  if (length == Length{3, Length::Months}) return msg("by the quarter");
  if (length == Length{1, Length::Years}) return msg("by the year");
  return length.counts_months() ? msg("by periods of {} months", length.size())
                                : msg("by periods of {} days", length.size());
}

}  // namespace

void say_span(Report& report, const programme::SpanWithoutValues& span,
              const programme::Office& office, const programme::Programme& programme,
              const programme::Period& period, std::string_view option, const Say& say) {
  say_no_values(report, span, office, programme, period, option, say);
  if (!span.any()) return;
  const programme::Definitions& definitions = office.definitions;
  const auto& calendar = calendar_of(office, programme);
  constexpr size_t kNamed = 3;
  std::string names;
  Json ids = Json::array();
  for (size_t i = 0; i < span.indicators.size(); ++i) {
    const programme::Indicator& indicator = definitions[span.indicators[i]];
    ids.add(Json::string(indicator.id));
    if (i < kNamed) names += (i == 0 ? "" : "; ") + say(indicator.name);
  }
  if (span.indicators.size() > kNamed) {
    names += "; " + say(msg("and {} more indicators", span.indicators.size() - kNamed));
  }
  Report::Block block;
  block.lines.push_back(
      say(msg("{}: {} of the {} indicators used have no values for this span, being collected {}; "
              "what hangs on them stays unknown",
              programme::label(period, calendar), span.indicators.size(), span.used,
              collected_words(definitions, span.indicators))));
  block.lines.push_back("  " + names);
  if (span.right) {
    block.lines.push_back(
        "  " + say(msg("they have values for {}: {} {}", programme::label(*span.right, calendar),
                       option, programme::to_string(*span.right, calendar))));
  }
  report.blocks.push_back(std::move(block));
  Json json = Json::object();
  json.add("indicators_used", Json::integer(static_cast<int64_t>(span.used)));
  json.add("indicators_without_values", std::move(ids));
  json.add("period_with_values",
           span.right ? Json::string(programme::to_string(*span.right, calendar)) : Json());
  report.fact("no_values_for_span", std::move(json));
}

Result<std::unique_ptr<programme::AssessmentRun>> run_of(const programme::Office& office,
                                                         const programme::Programme& programme,
                                                         const ViewOptions& options, Date today) {
  const auto period = period_of(office, programme, options.period);
  if (!period) return period.refusal();
  const auto view = view_of(office, options.status, options.geography, today);
  if (!view) return view.refusal();
  return programme::AssessmentRun::make(office.definitions, office.facts,
                                        {programme.id, *period, options.criteria_set, *view});
}

std::unique_ptr<programme::AssessmentRun> run_before(const programme::Office& office,
                                                     const programme::AssessmentRun& now,
                                                     const ViewOptions& options) {
  const programme::Assessment& result = now.result();
  auto run =
      programme::AssessmentRun::make(office.definitions, office.facts,
                                     {result.programme->id, same_period_last_year(result.period),
                                      options.criteria_set, result.view});
  return run ? run.take() : nullptr;
}

}  // namespace exemplar::cli
