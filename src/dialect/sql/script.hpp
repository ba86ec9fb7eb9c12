// A compiled criteria set as one SQL script that makes the assessment where the data are.
//
//   unit, unit_link, unit_attribute, period, fact          five tables (docs/scale-out.md)
//        └─> "participants" ─> "indicator areas" ─> "criterion 21" ─> "level meets_all"
//                                                                └──> "assessment": a row a unit
//
// Every stage is a temporary table with one row for each unit and period it is needed for, named
// after what it is. An answer is a code, never NULL: not met 0, unknown 1, met 2, not applicable 3;
// a value stands beside its answer, an exact one as an integer over an integer.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/compute/graph.hpp"

namespace exemplar::dialect {

enum class Database : uint8_t { PostgreSql, DuckDb };
std::string_view name_of(Database database);  // "postgresql", "duckdb"

// How values of several periods or units become one.
enum class Combining : uint8_t { None, Sum, Mean, Min, Max, Last };

struct SqlInput {  // by the index of an Op::Input
  std::string indicator;
  engine::ValueType type = engine::ValueType::Exact;
  int digits = 0;
  std::string pieces;  // the selector of table `period` that leads to its own periods
  Combining over_time = Combining::None;
  Combining over_units = Combining::None;
  std::vector<Date> breaks;  // values of periods before and from such a day cannot be compared
  std::string says;          // its name, for the comment
};

struct SqlAttribute {  // by the index of an Op::Attribute
  std::string id;
  bool of_unit = false;  // a column of table `unit`, else a row of `unit_attribute`
  engine::ValueType type = engine::ValueType::Text;
  int digits = 0;
};

// A node that has a name of its own, and what is said of it above its stage.
struct SqlNamed {
  std::string name;  // of the stage: "measure hdi"
  engine::NodeId node;
  std::vector<std::string> says;
};

struct SqlCriterion {
  std::string id;
  std::vector<std::string> says;  // title, rule in words, formula
  engine::CompiledCriterion nodes;
};

struct SqlLevel {
  std::string id;
  std::vector<std::string> says;
  engine::CompiledLevel nodes;
  bool proposes = false;  // a commendation: limited to those that are assessable
};

enum class ListDay : uint8_t { LastDay, FirstDay, FixedDay };

struct SqlProgramme {
  const engine::Graph* graph = nullptr;
  std::vector<std::string> says;           // the heading
  std::vector<std::string> formula_names;  // by origin of the graph: "criterion 21"
  std::vector<SqlInput> inputs;
  std::vector<SqlAttribute> attributes;
  std::string hierarchy;
  std::string period;           // asked about: an id of table `period`
  int status_floor = 1;         // draft 0, reported 1, verified 2, decided 3
  engine::NodeId participants;  // invalid: every unit
  ListDay list_day = ListDay::LastDay;
  Date list_on;  // FixedDay
  std::vector<SqlNamed> measures;
  std::vector<SqlCriterion> criteria;
  std::vector<SqlLevel> levels;
  engine::NodeId assessable;
  std::vector<std::string> assessable_says;
  std::vector<std::string> words{"not met", "unknown", "met", "not applicable"};  // of the answers
  int main_level = -1;  // index into levels
  int near_level = -1;
};

// The script. Refused, by the criterion's name, where something cannot be said exactly in SQL.
Result<std::string> sql_script(const SqlProgramme& programme, Database database);

// Creates the five tables and fills them from the CSV files beside it: for psql, or for DuckDB.
std::string sql_load(Database database);
// Under which selector table `period` holds what a formula's [..] means: "last year", "months",
// "last 3 years", "= 2022".
std::string selector_key(const engine::Selector& selector);
// The indicators under which table `fact` holds months_active() and months_active(lineage).
inline constexpr std::string_view kMonthsActive = "#months_active";
inline constexpr std::string_view kMonthsActiveLineage = "#months_active_lineage";

}  // namespace exemplar::dialect
