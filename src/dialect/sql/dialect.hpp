// What PostgreSQL and DuckDB spell differently.
//
// Whole numbers are numeric in PostgreSQL, which has no greatest, and hugeint in DuckDB, which stops
// with an error beyond 2^127: the compiler has proved that the exact fragment stays below 10^38.
#pragma once

#include <string>
#include <string_view>

#include "dialect/sql/script.hpp"

namespace exemplar::dialect {

std::string quoted(std::string_view name);   // "criterion 21"
std::string literal(std::string_view text);  // 'đạt'
std::string day_literal(Date day);           // DATE '2023-12-31'

class Dialect {
 public:
  explicit Dialect(Database database) : database_(database) {}

  bool duckdb() const { return database_ == Database::DuckDb; }
  std::string number_type() const { return duckdb() ? "hugeint" : "numeric"; }
  std::string real_type() const { return duckdb() ? "double" : "double precision"; }
  std::string number(const std::string& expression) const;
  std::string real(const std::string& expression) const;
  std::string real_literal(double value) const;

  // Of whole numbers: towards zero, downwards, and of counts that are never negative.
  std::string quotient(const std::string& a, const std::string& b) const;
  std::string remainder(const std::string& a, const std::string& b) const;
  std::string floor_of(const std::string& a, const std::string& b) const;
  std::string ceiling_of(const std::string& a, const std::string& b) const;
  std::string count_quotient(const std::string& a, const std::string& b) const;

  std::string is_finite(const std::string& real) const;
  std::string whole_of_real(const std::string& truncated) const;  // a double without a fraction
  std::string day_number(const std::string& date) const;
  std::string months_later(const std::string& day, const std::string& months) const;
  std::string year_of(const std::string& day) const;
  // 10^(digits wanted - digits given), for a fact written with fewer digits.
  std::string scale(int digits, const std::string& digits_given) const;
  std::string unique_index(const std::string& table, const std::string& columns) const;
  std::string analyze(
      const std::string& table) const;  // that the planner knows how many rows it has
  // From here on every join is of whole tables.
  std::string joined_as_a_whole() const;

 private:
  Database database_;
};

}  // namespace exemplar::dialect
