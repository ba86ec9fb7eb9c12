// What an assessment is as a workbook.
#pragma once

#include "cli/verbs.hpp"
#include "dialect/workbook/cells.hpp"
#include "programme/assessment/assessment.hpp"

namespace exemplar::cli {

struct MadeWorkbook {
  dialect::Workbook workbook;
  std::string title;
  size_t units = 0;     // shown
  size_t compared = 0;  // further rows, because the shown ones are compared with them
  size_t formulas = 0;  // cells
  // Steps written as values, each with why.
  std::vector<std::pair<std::string, std::string>> as_values;
};

// Of a run: `under` leaves the participants below that unit; none: all.
MadeWorkbook workbook_of(const programme::Office& office, programme::AssessmentRun& run,
                         std::optional<programme::OrganisationUnitId> under, Language language);

}  // namespace exemplar::cli
