#include "dialect/workbook/cells.hpp"

#include <algorithm>

namespace exemplar::dialect {

Cell& Sheet::text(uint32_t row, uint16_t column, std::string words, Look look) {
  Cell& cell = at(row, column);
  cell.kind = Cell::Kind::Text;
  cell.text = std::move(words);
  cell.look = look;
  return cell;
}

Cell& Sheet::number(uint32_t row, uint16_t column, double value, Look look) {
  Cell& cell = at(row, column);
  cell.kind = Cell::Kind::Number;
  cell.number = value;
  cell.look = look;
  return cell;
}

std::string column_letters(uint16_t column) {
  std::string letters;
  for (unsigned rest = column + 1u; rest > 0; rest = (rest - 1) / 26) {
    letters += static_cast<char>('A' + (rest - 1) % 26);
  }
  std::reverse(letters.begin(), letters.end());
  return letters;
}

std::string sheet_prefix(const std::string& name) {
  std::string text = "'";
  for (const char c : name) text += c == '\'' ? "''" : std::string(1, c);
  return text + "'!";
}

std::string number_literal(const Ratio& ratio) {
  const Ratio lowest = ratio.reduced();
  for (int digits = 0; digits <= 12; ++digits) {
    const auto scaled = checked_multiply(lowest.numerator, power_of_ten(digits));
    if (!scaled || *scaled % lowest.denominator != 0) continue;
    const i128 units = *scaled / lowest.denominator;
    if (units > INT64_MAX || units < INT64_MIN) break;
    const std::string text = plain({static_cast<int64_t>(units), digits});
    return units < 0 ? "(" + text + ")" : text;
  }
  return "(" + to_string(lowest.numerator) + "/" + to_string(lowest.denominator) + ")";
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? "\"\"" : std::string(1, c);
  return result + "\"";
}

std::string sheet_name(const std::string& wanted) {
  constexpr size_t kMost = 31;
  std::string name;
  size_t characters = 0;
  for (const char c : wanted) {
    const bool begins = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (begins && ++characters > kMost) break;
    name += std::string("[]:*?/\\'").find(c) == std::string::npos ? c : '-';
  }
  return name;
}

}  // namespace exemplar::dialect
