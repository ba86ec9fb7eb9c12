#include "cli/words.hpp"

#include "base/number.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::cli {

using engine::Answer;
using programme::OrganisationUnitId;
using programme::Standing;
using programme::Status;

Message words_of(Standing standing) {
  switch (standing) {
    case Standing::MeetsAll:
      return msg("meets all criteria");
    case Standing::Near:
      return msg("near");
    case Standing::NotYet:
      return msg("not yet");
    case Standing::Undetermined:
      return msg("undetermined");
    case Standing::NotAssessable:
      return msg("not assessable");
  }
  return {};
}

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::MeetsAll:
      return "meets_all";
    case Standing::Near:
      return "near";
    case Standing::NotYet:
      return "not_yet";
    case Standing::Undetermined:
      return "undetermined";
    case Standing::NotAssessable:
      return "not_assessable";
  }
  return {};
}

Value value_of(Standing standing, Language language) {
  return word(std::string(name_of(standing)), render(words_of(standing), language));
}

Message words_of(Answer answer) {
  switch (answer) {
    case Answer::Met:
      return msg("met");
    case Answer::NotMet:
      return msg("not met");
    case Answer::Unknown:
      return msg("unknown");
    case Answer::NotApplicable:
      return msg("not applicable");
  }
  return {};
}

std::string_view name_of(Answer answer) {
  switch (answer) {
    case Answer::Met:
      return "met";
    case Answer::NotMet:
      return "not_met";
    case Answer::Unknown:
      return "unknown";
    case Answer::NotApplicable:
      return "not_applicable";
  }
  return {};
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
  switch (status) {
    case Status::Draft:
      return msg("draft");
    case Status::Reported:
      return msg("reported");
    case Status::Verified:
      return msg("verified");
    case Status::Decided:
      return msg("decided");
  }
  return {};
}

std::string_view name_of(Status status) {
  switch (status) {
    case Status::Draft:
      return "draft";
    case Status::Reported:
      return "reported";
    case Status::Verified:
      return "verified";
    case Status::Decided:
      return "decided";
  }
  return {};
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

std::vector<std::string> labels_of(const programme::Office& office,
                                   const programme::CriteriaSet* set, Language language) {
  std::vector<std::string> labels;
  if (office.synthetic()) labels.push_back(render(msg("simulated values"), language));
  if (set != nullptr && set->illustrative) {
    labels.push_back(render(msg("illustrative criteria"), language));
  }
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

Result<std::unique_ptr<programme::AssessmentRun>> run_of(const programme::Office& office,
                                                         const programme::Programme& programme,
                                                         const ViewOptions& options, Date today) {
  const auto period = period_of(office, programme, options.period);
  if (!period) return period.refusal();
  const auto view = view_of(options.status, options.geography, today);
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
