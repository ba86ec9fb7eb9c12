// export: units, periods and facts as the five tables that `sql` reads, one CSV a table.
#pragma once

#include "cli/verbs.hpp"

namespace exemplar::cli {

struct ExportOptions {
  std::string out;     // the folder
  std::string period;  // one more period to assess, beside those of the pack's values
};
// Writes unit, unit_link, unit_attribute, period and fact as .csv, and load_postgresql.sql and
// load_duckdb.sql, which fill tables with them. Refused where one cannot be written.
// The office needs no more of its values than their outline: `recorded` are read one by one.
Result<Report> export_tables(const programme::Office& office,
                             const programme::RecordedFacts& recorded, const Common& common,
                             const ExportOptions& options);

}  // namespace exemplar::cli
