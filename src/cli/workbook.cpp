// workbook: a period's assessment as an XLSX file.
#include "cli/workbook.hpp"

#include "base/number.hpp"
#include "cli/workbook_sheets.hpp"
#include "cli/write_workbook.hpp"
#include "tables/atomic_file.hpp"

namespace exemplar::cli {

using programme::OrganisationUnitId;

MadeWorkbook workbook_of(const programme::Office& office, programme::AssessmentRun& run,
                         std::optional<OrganisationUnitId> under, Language language) {
  std::vector<OrganisationUnitId> shown;
  const programme::Assessment& result = run.result();
  const auto hierarchy = office.definitions.units.find_hierarchy(result.programme->hierarchy);
  for (const uint32_t index : result.participants) {
    const OrganisationUnitId unit = result.units[index].unit;
    const bool below =
        !under || unit == *under ||
        (hierarchy && office.definitions.units.is_under(unit, *under, *hierarchy, result.day));
    if (below) shown.push_back(unit);
  }
  return WorkbookSheets(office, run, std::move(shown), language).make();
}

Result<Report> workbook(const programme::Office& office, const Common& common,
                        const WorkbookOptions& options) {
  const auto chosen = chosen_programme(office, common);
  if (!chosen) return chosen.refusal();
  const auto run = run_of(office, **chosen, options.view, common.today);
  if (!run) return run.refusal();
  std::optional<OrganisationUnitId> under;
  if (!options.under.empty()) {
    const auto unit = office.definitions.units.resolve(options.under, (*run)->result().day);
    if (!unit) return unit.refusal();
    under = *unit;
  }
  auto created = tables::AtomicFile::create(options.out);
  if (!created) return created.refusal();
  tables::AtomicFile file = created.take();
  const MadeWorkbook made = workbook_of(office, **run, under, common.language);
  if (made.units == 0) {
    return Refusal{msg("no unit under '{}' takes part", options.under),
                   msg("name a unit above those that take part, or leave out --under")};
  }
  const Say say{common.language};
  const auto bytes = xlsx_of(made.workbook, {made.title, "Exemplar", common.today});
  if (!bytes) return bytes.refusal();
  file.write(*bytes);
  if (const auto refusal = file.commit()) return *refusal;
  Report report;
  report.labels = labels_of(office, common.language);
  report.title = made.title;
  report.fact("file", Json::string(options.out));
  report.fact("bytes", Json::integer(static_cast<int64_t>(bytes->size())));
  report.fact("units", Json::integer(static_cast<int64_t>(made.units)));
  report.fact("formulas", Json::integer(static_cast<int64_t>(made.formulas)));
  report.line(
      say(msg("written: {} ({} KB): {} units, {} formulas", options.out,
              format_integer(static_cast<int64_t>((bytes->size() + 1023) / 1024), common.language),
              format_integer(static_cast<int64_t>(made.units), common.language),
              format_integer(static_cast<int64_t>(made.formulas), common.language))));
  if (made.compared > 0) {
    report.line(
        say(msg("{} further units are listed below, because these are compared with them "
                "or made up of them",
                made.compared)));
  }
  Table values{"as_values",
               say(msg("Written as values, marked:")),
               {{"step", say(msg("step"))}, {"why", say(msg("why"))}},
               {}};
  for (const auto& [step, why] : made.as_values) values.row({text(step), text(why)});
  values.for_people = !made.as_values.empty();
  report.table(std::move(values));
  report.csv_table = "as_values";
  return report;
}

}  // namespace exemplar::cli
