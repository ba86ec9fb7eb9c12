// Workbooks as a spreadsheet program computes them anew: LibreOffice, headless, with a profile of
// its own that trusts no cached value, or every one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dialect/workbook/cells.hpp"

namespace exemplar::tests {

// What a cell holds, as text; numbers with all their digits.
struct ReadCell {
  std::string text;
  bool is_number = false;
  double number = 0;
};

using ReadSheet = std::vector<std::vector<ReadCell>>;   // rows of columns
using ReadWorkbook = std::map<std::string, ReadSheet>;  // by the sheet's name

enum class CachedValues { Recalculate, Trust };

// Nothing where LibreOffice is not installed. One call for all of them.
std::optional<std::vector<ReadWorkbook>> read_by_office(
    const std::vector<dialect::Workbook>& workbooks, CachedValues cached);

// The same with every cached result wrong.
dialect::Workbook with_wrong_results(dialect::Workbook workbook);

const ReadCell& cell_of(const ReadWorkbook& workbook, const std::string& sheet,
                        dialect::RowColumn where);

// The cells of `read` whose formulas give something else than `expected` says, as lines of text.
struct Differences {
  long compared = 0;
  std::vector<std::string> lines;
  struct Where {
    std::string sheet;
    dialect::RowColumn cell;
    double by = 0;  // of numbers
    auto operator<=>(const Where&) const = default;
  };
  std::vector<Where> places;  // of each line
};
Differences differences(const dialect::Workbook& expected, const ReadWorkbook& read);

}  // namespace exemplar::tests
