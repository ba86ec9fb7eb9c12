// What a database made of a script: the rows of its assessment, and how they are held against the
// engine's cells.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/compute/source.hpp"

namespace exemplar::dialect {

class DatabaseRows {
 public:
  // postgresql.csv or duckdb.csv; no rows where the file is not there.
  explicit DatabaseRows(const std::filesystem::path& file);

  size_t size() const { return rows_.size(); }
  // By the unit's id; "" where there is no such row or column.
  std::string at(const std::string& unit, const std::string& column) const;

 private:
  std::map<std::string, size_t> columns_;
  std::map<std::string, std::vector<std::string>> rows_;
};

// The answer, and where known the value: exact ones are equal, doubles within 1e-12 of the largest
// operand. What is wrong, in words; "" where nothing is.
class CellCheck {
 public:
  long values = 0;
  long doubles = 0;
  double widest = 0;  // the largest difference of doubles, as a share of the largest operand

  std::string answer(const engine::Cell& cell, const std::string& found);
  std::string value(const engine::Cell& cell, engine::ValueType type, const DatabaseRows& rows,
                    const std::string& unit, const std::string& name, const engine::Pool& pool,
                    const std::function<double()>& largest_operand);
};

// Runs the databases over the folders below `folder`; false, where none are installed.
enum class Ran : uint8_t { Yes, NotInstalled, Failed };
Ran run_databases(const std::filesystem::path& folder);

}  // namespace exemplar::dialect
