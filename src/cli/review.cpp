// review, report: one HTML file that needs nothing else, for a hall or for a unit.
#include "base/number.hpp"
#include "cli/words.hpp"
#include "programme/period/period_text.hpp"
#include "programme/report/page.hpp"
#include "tables/atomic_file.hpp"

namespace exemplar::cli {

namespace {

Result<programme::ReviewRequest> request_of(const programme::Office& office,
                                            const programme::Programme& programme,
                                            const Common& common, const ViewOptions& options) {
  const auto period = period_of(office, programme, options.period);
  if (!period) return period.refusal();
  const auto view = view_of(office, options.status, options.geography, common.today);
  if (!view) return view.refusal();
  return programme::ReviewRequest{programme.id, *period, options.criteria_set, *view,
                                  common.language};
}

// Writes the page and says where it is.
Result<Report> written(const programme::Office& office, const Common& common,
                       const programme::Programme& programme,
                       const programme::ReviewRequest& request, const programme::ReportData& data,
                       const std::string& title, const std::string& out) {
  const std::string page = programme::page_of(data);
  auto created = tables::AtomicFile::create(out);
  if (!created) return created.refusal();
  tables::AtomicFile file = created.take();
  file.write(page);
  if (const auto refusal = file.commit()) return *refusal;
  const Say say{common.language};
  Report report;
  report.labels = labels_of(office, common.language);
  report.title = title;
  say_span(report, data.span, office, programme, request.period, "--period", say);
  report.fact("file", Json::string(out));
  report.fact("bytes", Json::integer(static_cast<int64_t>(page.size())));
  report.line(say(msg("written: {} ({} KB); open it in a browser, print it from there", out,
                      format_integer((page.size() + 1023) / 1024, common.language))));
  Table table{"files", "", {{"file", ""}, {"bytes", ""}}, {}};
  table.for_people = false;
  table.row({text(out), integer(static_cast<int64_t>(page.size()), common.language)});
  report.table(std::move(table));
  report.csv_table = "files";
  return report;
}

}  // namespace

Result<Report> review(const programme::Office& office, const Common& common,
                      const ReviewOptions& options) {
  const auto programme = chosen_programme(office, common);
  if (!programme) return programme.refusal();
  const auto request = request_of(office, **programme, common, options.view);
  if (!request) return request.refusal();
  const auto data = programme::review_of(office, *request);
  if (!data) return data.refusal();
  const Say say{common.language};
  const std::string title =
      fmt::format("{} · {}", say((*programme)->name),
                  say(programme::label(request->period, calendar_of(office, **programme))));
  return written(office, common, **programme, *request, *data, title, options.out);
}

Result<Report> report(const programme::Office& office, const Common& common,
                      const ReviewOptions& options) {
  const auto programme = chosen_programme(office, common);
  if (!programme) return programme.refusal();
  const auto request = request_of(office, **programme, common, options.view);
  if (!request) return request.refusal();
  const Date day = request->view.geography.value_or(last_day(request->period));
  const auto unit = office.definitions.units.resolve(options.unit, day);
  if (!unit) return unit.refusal();
  const auto run = programme::AssessmentRun::make(
      office.definitions, office.facts,
      {request->programme, request->period, request->criteria_set, request->view});
  if (!run) return run.refusal();
  const Names names(office, **programme, day, common.language);
  if (const auto refusal =
          refusal_to_judge(office, (*run)->result(), *unit, names, common.language)) {
    return *refusal;
  }
  const auto data = programme::unit_report_of(office, *request, *unit);
  if (!data) return data.refusal();
  return written(office, common, **programme, *request, *data,
                 fmt::format("{} ({})", names.with_district(*unit), names.code(*unit)),
                 options.out);
}

}  // namespace exemplar::cli
