// The five tables that a script reads (docs/scale-out.md says what each column means).
#include <fmt/format.h>

#include "dialect/sql/script.hpp"

namespace exemplar::dialect {

namespace {

constexpr std::string_view kTables =
    "CREATE TABLE unit (\n"
    "  id text NOT NULL, code text NOT NULL, name text NOT NULL, kind text NOT NULL,\n"
    "  valid_from date NOT NULL, valid_until date NOT NULL,\n"
    "  PRIMARY KEY (id, valid_from));\n"
    "CREATE TABLE unit_link (\n"
    "  hierarchy text NOT NULL, unit text NOT NULL, parent text NOT NULL,\n"
    "  valid_from date NOT NULL, valid_until date NOT NULL,\n"
    "  PRIMARY KEY (hierarchy, unit, valid_from));\n"
    "CREATE TABLE unit_attribute (\n"
    "  unit text NOT NULL, attribute text NOT NULL, kind text NOT NULL,\n"
    "  number bigint NOT NULL, digits smallint NOT NULL, text text NOT NULL,\n"
    "  valid_from date NOT NULL, valid_until date NOT NULL,\n"
    "  PRIMARY KEY (unit, attribute, valid_from));\n"
    "CREATE TABLE period (\n"
    "  id text NOT NULL, selector text NOT NULL, position integer NOT NULL,\n"
    "  meant text NOT NULL, first_day date NOT NULL, last_day date NOT NULL,\n"
    "  PRIMARY KEY (id, selector, position));\n"
    "CREATE TABLE fact (\n"
    "  indicator text NOT NULL, period text NOT NULL, unit text NOT NULL,\n"
    "  category text NOT NULL, revision bigint NOT NULL, status smallint NOT NULL,\n"
    "  kind text NOT NULL, number bigint NOT NULL, digits smallint NOT NULL,\n"
    "  text text NOT NULL,\n"
    "  PRIMARY KEY (indicator, period, unit, category, revision));\n";

// The table, and the columns in which nothing written is an empty text.
struct Filled {
  const char* table;
  const char* texts;
};
constexpr Filled kFilled[] = {{"unit", "code, name"},
                              {"unit_link", "unit"},
                              {"unit_attribute", "text"},
                              {"period", "meant"},
                              {"fact", "category, text"}};

}  // namespace

std::string sql_load(Database database) {
  std::string text(kTables);
  for (const Filled& one : kFilled) {
    text += database == Database::DuckDb
                ? fmt::format(
                      "COPY {0} FROM '{0}.csv' (FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"', "
                      "ESCAPE '\"', FORCE_NOT_NULL ({1}));\n",
                      one.table, one.texts)
                : fmt::format(
                      "\\copy {0} FROM '{0}.csv' WITH (FORMAT csv, HEADER, FORCE_NOT_NULL ({1}))\n",
                      one.table, one.texts);
  }
  if (database == Database::PostgreSql) {
    for (const Filled& one : kFilled) text += fmt::format("ANALYZE {};\n", one.table);
  }
  return text;
}

}  // namespace exemplar::dialect
