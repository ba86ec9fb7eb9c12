#include "dialect/sql/dialect.hpp"

#include <fmt/format.h>

namespace exemplar::dialect {

namespace {

std::string doubled(std::string_view text, char mark) {
  std::string result(1, mark);
  for (const char c : text) {
    if (c == mark) result += mark;
    result += c;
  }
  return result + mark;
}

}  // namespace

std::string_view name_of(Database database) {
  return database == Database::PostgreSql ? "postgresql" : "duckdb";
}

std::string quoted(std::string_view name) {
  return doubled(name, '"');
}
std::string literal(std::string_view text) {
  return doubled(text, '\'');
}
std::string day_literal(Date day) {
  return "DATE '" + iso(day) + "'";
}

std::string Dialect::number(const std::string& expression) const {
  return fmt::format("CAST({} AS {})", expression, number_type());
}
std::string Dialect::real(const std::string& expression) const {
  return fmt::format("CAST({} AS {})", expression, real_type());
}
std::string Dialect::real_literal(double value) const {
  return real(fmt::format("'{:.17g}'", value));
}

std::string Dialect::quotient(const std::string& a, const std::string& b) const {
  return duckdb() ? fmt::format("(({}) // ({}))", a, b) : fmt::format("div({}, {})", a, b);
}
std::string Dialect::remainder(const std::string& a, const std::string& b) const {
  return fmt::format("(({}) % ({}))", a, b);
}
std::string Dialect::floor_of(const std::string& a, const std::string& b) const {
  return fmt::format("({} - CASE WHEN {} < 0 THEN 1 ELSE 0 END)", quotient(a, b), remainder(a, b));
}
std::string Dialect::ceiling_of(const std::string& a, const std::string& b) const {
  return fmt::format("({} + CASE WHEN {} > 0 THEN 1 ELSE 0 END)", quotient(a, b), remainder(a, b));
}
std::string Dialect::count_quotient(const std::string& a, const std::string& b) const {
  return fmt::format("({}) {} ({})", a, duckdb() ? "//" : "/", b);
}

std::string Dialect::is_finite(const std::string& real) const {
  if (duckdb()) return fmt::format("isfinite({})", real);
  return fmt::format("{} NOT IN ('Infinity', '-Infinity', 'NaN')", real);
}
// A cast of a double to numeric keeps 15 digits only; to bigint it is exact.
std::string Dialect::whole_of_real(const std::string& truncated) const {
  return number(fmt::format("CAST({} AS bigint)", truncated));
}
std::string Dialect::day_number(const std::string& date) const {
  return fmt::format("({} - DATE '1970-01-01')", date);
}
std::string Dialect::months_later(const std::string& day, const std::string& months) const {
  const std::string interval =
      duckdb() ? fmt::format("to_months(CAST({} AS integer))", months)
               : fmt::format("make_interval(months => CAST({} AS integer))", months);
  return day_number(
      fmt::format("CAST(DATE '1970-01-01' + CAST({} AS integer) + {} AS date)", day, interval));
}
std::string Dialect::year_of(const std::string& day) const {
  return fmt::format("EXTRACT(year FROM DATE '1970-01-01' + CAST({} AS integer))", day);
}
std::string Dialect::scale(int digits, const std::string& digits_given) const {
  return number(fmt::format("'1e' || ({} - {})", digits, digits_given));
}
std::string Dialect::unique_index(const std::string& table, const std::string& columns) const {
  // DuckDB joins by hash and needs none.
  return duckdb() ? std::string()
                  : fmt::format("CREATE UNIQUE INDEX ON {} ({});\n", table, columns);
}

std::string Dialect::analyze(const std::string& table) const {
  return duckdb() ? std::string() : fmt::format("ANALYZE {};\n", table);
}

// The planner knows nothing of tables that were made a moment ago, and would look up row by row, or
// sort, what is joined faster by hashing.
std::string Dialect::joined_as_a_whole() const {
  if (duckdb()) return {};
  return "-- whole tables are joined: by hashing, never by looking up row by row\n"
         "SET enable_nestloop = off;\nSET enable_mergejoin = off;\nSET enable_sort = off;\n\n";
}

}  // namespace exemplar::dialect
