// The words of results, for people and for machines, and what several verbs say alike.
#pragma once

#include "cli/verbs.hpp"
#include "programme/assessment/assessment.hpp"
#include "programme/assessment/participants.hpp"
#include "programme/assessment/span_without_values.hpp"
#include "programme/recognition/progress.hpp"

namespace exemplar::cli {

// Puts messages into the words of one language.
struct Say {
  Language language = Language::Vietnamese;

  std::string operator()(const Message& message) const { return render(message, language); }
  std::string operator()(const Text& text) const { return text.in(language); }
};

Message words_of(programme::Standing standing);
Value value_of(programme::Standing standing, Language language);

Message words_of(engine::Answer answer);
std::string_view name_of(engine::Answer answer);  // "met", "not_met", "unknown", "not_applicable"
Value value_of(engine::Answer answer, Language language);
// ✓ ✗ ? –, beside the word, never instead of it.
std::string_view mark_of(engine::Answer answer);

Message words_of(programme::Status status);
Message words_of(programme::TargetCounts counts);
Message words_of(programme::TargetKind kind);

// "simulated values" while any value of the office is, "illustrative criteria" while any of its
// criteria sets is, in this order: on everything while it holds; cannot be switched off.
std::vector<std::string> labels_of(const programme::Office& office, Language language);

// The programme named, or the only one.
Result<const programme::Programme*> chosen_programme(const programme::Office& office,
                                                     const Common& common);
const programme::Calendar& calendar_of(const programme::Office& office,
                                       const programme::Programme& programme);
// The latest year of the programme for which there are values and which the set judges; without a
// set, which any judges.
std::optional<programme::Period> latest_judged(const programme::Office& office,
                                               const programme::Programme& programme,
                                               const programme::CriteriaSet* set = nullptr);
Result<programme::Period> period_of(const programme::Office& office,
                                    const programme::Programme& programme, std::string_view text);
// 2024-01-16 or 16/01/2024.
Result<Date> day_of(std::string_view text);
Result<programme::View> view_of(std::string_view status, std::string_view geography, Date today);
// Refused where the geography lies before the office's records of units.
Result<programme::View> view_of(const programme::Office& office, std::string_view status,
                                std::string_view geography, Date today);

// Names with what tells them apart, in the programme's hierarchy.
class Names {
 public:
  Names(const programme::Office& office, const programme::Programme& programme, Date day,
        Language language);
  // "Phường Tân Định, Quận 1"
  std::string with_district(programme::OrganisationUnitId unit) const;
  std::string name(programme::OrganisationUnitId unit) const;
  std::string code(programme::OrganisationUnitId unit) const;
  // The unit's group, or an empty text.
  std::string group(programme::OrganisationUnitId unit) const;
  // For machines the name alone, for people the name with its district.
  Value value(programme::OrganisationUnitId unit) const;
  // By group, then by name, in Vietnamese natural order.
  void sort(std::vector<programme::OrganisationUnitId>& units) const;

 private:
  const programme::UnitRegister& units_;
  const programme::Programme& programme_;
  programme::HierarchyId hierarchy_;
  Date day_;
  Language language_;
};

std::string kind_name(const programme::Office& office, const std::string& kind, Language language);

// Why the criteria do not judge a unit, and one that they do: where no participant is of its kind.
// A unit of such a kind that does not take part is judged, and marked.
std::optional<Refusal> refusal_to_judge(const programme::Office& office,
                                        const programme::Assessment& result,
                                        programme::OrganisationUnitId unit, const Names& names,
                                        Language language);

// Of several units: the first few names, "and 12 more".
std::string few_of(const std::vector<programme::OrganisationUnitId>& units, const Names& names,
                   size_t most, const Say& say);

// Says first that some indicators have no values for the period asked about, and which period would
// serve: lines for people, the member "no_values_for_span" for programs. Nothing where all have.
// `option`: the one that takes a period.
void say_span(Report& report, const programme::SpanWithoutValues& span,
              const programme::Office& office, const programme::Programme& programme,
              const programme::Period& period, std::string_view option, const Say& say);

// One run for options; refused with what would be right.
Result<std::unique_ptr<programme::AssessmentRun>> run_of(const programme::Office& office,
                                                         const programme::Programme& programme,
                                                         const ViewOptions& options, Date today);
// The same view on the same period a year before; null where no criteria set judges it.
std::unique_ptr<programme::AssessmentRun> run_before(const programme::Office& office,
                                                     const programme::AssessmentRun& now,
                                                     const ViewOptions& options);

}  // namespace exemplar::cli
