#include "workbook/cells_behind.hpp"

#include <regex>
#include <vector>

namespace exemplar::tests {

namespace {

uint16_t column_of(const std::string& letters) {
  int column = 0;
  for (const char letter : letters) column = 26 * column + (letter - 'A' + 1);
  return static_cast<uint16_t>(column - 1);
}

uint32_t row_of(const std::string& number) {
  return static_cast<uint32_t>(std::stoul(number)) - 1;
}

// 'Sheet'!$A$1:$A$9, A1.
void add_named(const std::string& formula, const std::string& own_sheet,
               std::vector<CellPlace>& found) {
  static const std::regex kText("\"[^\"]*\"");
  static const std::regex kReference(
      R"((?:'([^']*)'!)?\$?\b([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?\b(?!\())");
  const std::string text = std::regex_replace(formula, kText, "");
  for (std::sregex_iterator at(text.begin(), text.end(), kReference), end; at != end; ++at) {
    const std::smatch& match = *at;
    const std::string sheet = match[1].matched ? match[1].str() : own_sheet;
    const bool range = match[4].matched;
    const uint16_t last_column = column_of(match[range ? 4 : 2].str());
    const uint32_t last_row = row_of(match[range ? 5 : 3].str());
    for (uint32_t row = row_of(match[3].str()); row <= last_row; ++row) {
      for (uint16_t column = column_of(match[2].str()); column <= last_column; ++column) {
        found.push_back({sheet, {row, column}});
      }
    }
  }
}

}  // namespace

std::set<CellPlace> cells_behind(const dialect::Workbook& workbook, const CellPlace& cell) {
  std::set<CellPlace> seen;
  std::vector<CellPlace> open{cell};
  while (!open.empty()) {
    const auto [name, where] = open.back();
    open.pop_back();
    for (const dialect::Sheet& sheet : workbook.sheets) {
      const auto found = sheet.cells.find(where);
      if (sheet.name != name || found == sheet.cells.end()) continue;
      if (found->second.kind != dialect::Cell::Kind::Formula) continue;
      std::vector<CellPlace> named;
      add_named(found->second.text, name, named);
      for (const CellPlace& one : named) {
        if (seen.insert(one).second) open.push_back(one);
      }
    }
  }
  return seen;
}

}  // namespace exemplar::tests
