#include "programme/report/review.hpp"

#include "programme/report/review_builder.hpp"

namespace exemplar::programme {

namespace {

constexpr std::string_view kFormat = "exemplar-review/1";

std::string_view code_of(Language language) {
  return language == Language::English ? "en" : "vi";
}

Result<std::unique_ptr<AssessmentRun>> judged(const Office& office, const ReviewRequest& request) {
  auto run =
      AssessmentRun::make(office.definitions, office.facts,
                          {request.programme, request.period, request.criteria_set, request.view});
  if (!run) return run.refusal();
  const Assessment& result = (*run)->result();
  if (result.set->criteria.empty()) {
    return Refusal{
        msg("the criteria set '{}' has no criteria: there is nothing to review", result.set->id),
        msg("use exemplar assess for a set of measures and levels")};
  }
  if (result.participants.empty()) {
    return Refusal{msg("no unit takes part in this period"),
                   msg("choose a period in which the programme has participants")};
  }
  return run;
}

}  // namespace

Result<ReportData> review_of(const Office& office, const ReviewRequest& request) {
  auto run = judged(office, request);
  if (!run) return run.refusal();
  ReviewBuilder review(office, **run);
  ReportData report;
  report.data = Json::object();
  report.data.add("format", Json::string(kFormat)).add("kind", Json::string("review"));
  report.data.add("lang", Json::string(code_of(request.language)));
  review.add_heading(report.data);
  report.data.add("criteria_groups", review.criteria_groups());
  report.data.add("criteria", review.criteria());
  report.data.add("groups", review.groups());
  report.data.add("units", review.units());
  report.data.add("reasons", review.reasons());
  report.data.add("one_thing", review.one_thing());
  report.data.add("flow", review.flow());
  report.data.add("targets", review.targets());
  report.data.add("trajectory", review.trajectory());
  report.data.add("comparison", review.comparison());
  report.data.add("obstacles", review.obstacles());
  report.data.add("directives", review.directives());
  report.data.add("documents", review.documents());
  report.data.add("quotas", review.quotas());
  report.data.add("commendations", review.commendations());
  report.data.add("plan", review.plan());
  report.data.add("texts", review.texts());
  report.explanations = review.explanations();
  report.span = span_without_values(**run);
  return report;
}

Result<ReportData> unit_report_of(const Office& office, const ReviewRequest& request,
                                  OrganisationUnitId unit) {
  auto run = judged(office, request);
  if (!run) return run.refusal();
  if ((*run)->result().of(unit) == nullptr) {
    return Refusal{msg("this unit is not there in this period"),
                   msg("see exemplar units --trace for its days")};
  }
  ReviewBuilder review(office, **run, unit);
  ReportData report;
  report.data = Json::object();
  report.data.add("format", Json::string(kFormat)).add("kind", Json::string("unit"));
  report.data.add("lang", Json::string(code_of(request.language)));
  review.add_heading(report.data);
  report.data.add("criteria_groups", review.criteria_groups());
  report.data.add("criteria", review.criteria());
  report.data.add("groups", review.groups());
  report.data.add("units", review.units());
  report.data.add("reasons", review.reasons());
  report.data.add("profile", review.profile());
  report.data.add("trend", review.trend());
  report.data.add("comparison", review.comparison());
  report.data.add("obstacles", review.obstacles());
  report.data.add("texts", review.texts());
  report.explanations = review.explanations();
  report.span = span_without_values(**run);
  return report;
}

}  // namespace exemplar::programme
