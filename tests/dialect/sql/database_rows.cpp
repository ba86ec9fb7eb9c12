#include "dialect/sql/database_rows.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace exemplar::dialect {

namespace {

std::vector<std::vector<std::string>> records_of(const std::string& text) {
  std::vector<std::vector<std::string>> records;
  std::vector<std::string> record;
  std::string field;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      field += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == ',' || c == '\n')) {
      record.push_back(std::move(field));
      field.clear();
      if (c == '\n') {
        records.push_back(std::move(record));
        record.clear();
      }
    } else {
      field += c;
    }
  }
  return records;
}

std::optional<i128> whole(const std::string& text) {
  i128 number = 0;
  const size_t start = text.starts_with("-") ? 1 : 0;
  if (text.size() == start || text.size() > 38 + start) return std::nullopt;
  for (size_t i = start; i < text.size(); ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    number = number * 10 + (text[i] - '0');
  }
  return start == 1 ? -number : number;
}

}  // namespace

DatabaseRows::DatabaseRows(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  auto records = records_of(text);
  if (records.empty()) return;
  for (size_t i = 0; i < records[0].size(); ++i) columns_[records[0][i]] = i;
  const size_t unit = columns_.at("unit");
  for (size_t i = 1; i < records.size(); ++i) {
    const std::string id = records[i][unit];
    rows_[id] = std::move(records[i]);
  }
}

std::string DatabaseRows::at(const std::string& unit, const std::string& column) const {
  const auto found = columns_.find(column);
  const auto row = rows_.find(unit);
  if (found == columns_.end() || row == rows_.end()) return {};
  return row->second[found->second];
}

std::string CellCheck::answer(const engine::Cell& cell, const std::string& found) {
  ++values;
  const std::string own = std::to_string(static_cast<int>(cell.answer));
  return found == own ? std::string() : fmt::format("engine answers {}, SQL '{}'", own, found);
}

std::string CellCheck::value(const engine::Cell& cell, engine::ValueType type,
                             const DatabaseRows& rows, const std::string& unit,
                             const std::string& name, const engine::Pool& pool,
                             const std::function<double()>& largest_operand) {
  const std::string wrong = answer(cell, rows.at(unit, name + " answer"));
  if (!wrong.empty() || !cell.known()) return wrong;
  const std::string found = rows.at(unit, name);
  switch (type) {
    case engine::ValueType::Exact: {
      const std::string per = rows.at(unit, name + " per");
      const auto numerator = whole(found);
      const auto denominator = whole(per);
      const Ratio own = cell.exact.reduced();
      if (numerator && denominator && *denominator > 0) {
        const Ratio other = Ratio{*numerator, *denominator}.reduced();
        if (other.numerator == own.numerator && other.denominator == own.denominator) return {};
      }
      return fmt::format("engine {}/{}, SQL {}/{}", to_string(own.numerator),
                         to_string(own.denominator), found, per);
    }
    case engine::ValueType::Date:
      if (found == to_string(cell.exact.numerator)) return {};
      return fmt::format("engine day {}, SQL {}", to_string(cell.exact.numerator), found);
    case engine::ValueType::Text:
      if (found == pool.text(static_cast<uint32_t>(cell.exact.numerator))) return {};
      return fmt::format("another text in SQL: {}", found);
    case engine::ValueType::Real: {
      ++doubles;
      const double other = std::strtod(found.c_str(), nullptr);
      const double apart = std::fabs(other - cell.real);
      if (apart == 0) return {};
      const double scale = std::max(std::fabs(cell.real), largest_operand());
      widest = std::max(widest, apart / scale);
      if (apart <= 1e-12 * scale) return {};
      return fmt::format("engine {:.17g}, SQL {}, largest operand {:.3g}", cell.real, found, scale);
    }
    default:
      return {};
  }
}

Ran run_databases(const std::filesystem::path& folder) {
  const std::string command = fmt::format("'{}' '{}/tests/sql/run_programmes.py' '{}'",
                                          EXEMPLAR_PYTHON, EXEMPLAR_ROOT, folder.string());
  constexpr int kSkipped = 77;
  std::fflush(stdout);
  const int code = std::system(command.c_str());
  if (code == 0) return Ran::Yes;
  return WIFEXITED(code) && WEXITSTATUS(code) == kSkipped ? Ran::NotInstalled : Ran::Failed;
}

}  // namespace exemplar::dialect
