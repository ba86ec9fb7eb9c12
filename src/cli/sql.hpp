// sql: a criteria set as a script for a database that holds the five tables of export.
#pragma once

#include "cli/verbs.hpp"
#include "dialect/sql/script.hpp"
#include "programme/assessment/rules.hpp"

namespace exemplar::cli {

struct SqlOptions {
  std::string criteria_set;  // empty: the newest for which the pack holds values
  std::string period;        // empty: the newest with values that the set judges
  std::string status = "reported";
  std::string geography = "as-was";
  std::string database;  // postgresql or duckdb
};
// The script. Refused where the set cannot be used, or cannot be said in SQL.
Result<std::string> sql(const programme::Office& office, const Common& common,
                        const SqlOptions& options);

// What the script and the exported tables must name alike.
//
// A period is its days, "2023-01-01/2023-12-31": however a period is written, its days are one name.
std::string period_id(const programme::Period& period);
// The selector that leads from a period to an indicator's own collection periods within it.
std::string pieces_key(const programme::Indicator& indicator,
                       const programme::Programme& programme);
const programme::Calendar& calendar_of(const programme::Office& office,
                                       const programme::Indicator& indicator,
                                       const programme::Programme& programme);

// A compiled set for the dialect. The rules must outlive it.
dialect::SqlProgramme sql_programme(const programme::CompiledRules& rules,
                                    const programme::Period& period, programme::Status floor,
                                    Language language);

}  // namespace exemplar::cli
