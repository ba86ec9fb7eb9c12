#include "programme/pack/row_reader.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace exemplar::programme {

RowReader::RowReader(const tables::TableRow& row, Problems& problems)
    : row_(row), problems_(problems) {
  for (size_t i = 0; i < row.cells.size(); ++i) {
    if (!is_to_fill(row.cells[i].text)) continue;
    report_to_fill(row.place(i), row.cells[i].text, problems);
    ok_ = false;
  }
}

bool RowReader::lacks(std::string_view column) const {
  const auto& lacking = row_.header->lacking;
  return std::find(lacking.begin(), lacking.end(), column) != lacking.end();
}

void RowReader::error(std::string_view column, Message what, Message remedy) {
  if (lacks(column)) return;
  ok_ = false;
  ++faults_;
  if (std::find(told_.begin(), told_.end(), column) != told_.end()) return;
  told_.emplace_back(column);
  problems_.error(row_.place(column), std::move(what), std::move(remedy));
}

void RowReader::warning(std::string_view column, std::string code, Message what, Message remedy) {
  if (lacks(column)) return;
  problems_.warning(row_.place(column), std::move(code), std::move(what), std::move(remedy));
}

std::string_view RowReader::text(std::string_view column) const {
  return lacks(column) ? std::string_view() : trim(row_.text(column));
}

std::string_view RowReader::required(std::string_view column) {
  const std::string_view found = text(column);
  if (found.empty()) error(column, msg("'{}' is empty", column), msg("write what it is"));
  return found;
}

std::optional<Date> RowReader::day(std::string_view column) {
  const std::string_view found = text(column);
  if (found.empty()) return std::nullopt;
  const Result<Date> day = read_day(found);
  if (day) return *day;
  error(column, day.refusal().what, day.refusal().remedy);
  return std::nullopt;
}

std::optional<Decimal> RowReader::number(std::string_view column, DecimalSign sign) {
  const std::string_view found = text(column);
  if (found.empty()) return std::nullopt;
  const Result<Decimal> number = read_number(found, sign);
  if (number) return *number;
  error(column, number.refusal().what, number.refusal().remedy);
  return std::nullopt;
}

std::optional<int64_t> RowReader::whole(std::string_view column) {
  const std::string_view found = text(column);
  if (found.empty()) return std::nullopt;
  const auto decimal = parse_decimal(found);
  if (decimal && decimal->digits == 0) return decimal->units;
  error(column, msg("'{}' is no whole number", found), msg("write digits only, at most 15"));
  return std::nullopt;
}

std::optional<bool> RowReader::truth(std::string_view column) {
  const std::string_view found = text(column);
  if (found.empty()) return std::nullopt;
  const auto truth = read_truth(found);
  if (!truth) error(column, msg("'{}' is neither yes nor no", found), msg("write yes or no"));
  return truth;
}

Result<Date> read_day(std::string_view text) {
  if (const auto day = parse_iso_date(text)) return *day;
  if (const auto day = parse_vietnamese_date(text)) {
    return Refusal{msg("'{}' is not how a pack writes days", text), msg("write {}", iso(*day))};
  }
  return Refusal{msg("'{}' is no day", text), msg("write it like 2024-01-16")};
}

std::optional<bool> read_truth(std::string_view text) {
  if (text == "yes" || text == "true" || text == "có") return true;
  if (text == "no" || text == "false" || text == "không") return false;
  return std::nullopt;
}

}  // namespace exemplar::programme
