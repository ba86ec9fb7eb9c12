// A workbook as data: sheets of cells, before anything is a file.
//
//   Workbook ── Sheet "Kết quả" ── Column widths, frozen panes, what is printed again on each page
//                 └─ Cell (row, column) ── text, number, date or formula with its present result
//
// Rows and columns count from 0, as in the file format; references in formulas count rows from 1.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/decimal.hpp"

namespace exemplar::dialect {

// What a cell is, and so how it looks.
enum class Look : uint8_t {
  Plain,
  Banner,       // labels on top of every sheet
  Title,        // of the sheet
  Note,         // words below the title
  Heading,      // of a column
  Group,        // of a group of rows
  Small,        // formulas and ids in headings
  LinkUpright,  // to another sheet, written upwards over a narrow column
  Wrapped,      // running text
  Link,         // to another sheet
  InputDraft,   // values by their status; an empty one is missing
  InputReported,
  InputVerified,
  InputDecided,
  InputMissing,
  Value,    // what a step gives
  Answer,   // ✗ 0, ? 1, ✓ 2, – 3
  Known,    // beside a value: ? 1, • 2, – 3
  AsValue,  // computed by the programme, no formula
  AnswerAsValue,
  KnownAsValue,
  Hidden,  // withheld
};

enum class NumberShape : uint8_t { General, Whole, Decimals1, Decimals2, Decimals3, Percent, Day };

struct Cell {
  enum class Kind : uint8_t { Text, Number, Formula };

  Kind kind = Kind::Text;
  Look look = Look::Plain;
  NumberShape shape = NumberShape::General;
  std::string text;    // Text: it; Formula: without the leading "="
  double number = 0;   // Number; Formula: its present result where that is a number
  std::string result;  // Formula: its present result where that is a text
  bool result_is_text = false;
  bool array = false;  // Formula: entered as an array formula
  std::string note;    // a comment on the cell
  std::string link;    // the sheet to go to
};

using RowColumn = std::pair<uint32_t, uint16_t>;

struct Region {
  RowColumn first;
  RowColumn last;
};

// What may be typed into cells.
struct Allowed {
  Region where;
  std::vector<std::string> words;  // one of these; empty: a number …
  bool whole = false;
  bool day = false;
  double low = 0;
  double high = 0;
  std::string refusal;  // shown to who types something else
};

// A text that is no longer said once the answer is another one.
struct Outdated {
  Region where;
  std::string formula;  // true in the region's first cell where the text is outdated
};

struct Sheet {
  std::string name;  // at most 31 characters, none of []:*?/\ .
  std::map<RowColumn, Cell> cells;
  std::map<uint16_t, double> widths;  // of columns, in characters
  std::map<uint32_t, double> heights;
  bool wide = false;  // printed over several pages side by side, its first columns on each
  uint32_t frozen_rows = 0;
  uint16_t frozen_columns = 0;
  bool landscape = true;
  std::vector<Allowed> allowed;
  std::vector<Outdated> outdated;
  std::vector<Region> merged;
  std::vector<Region> filtered;  // at most one
  uint32_t colour = 0;           // of the tab, 0xRRGGBB; 0: none

  Cell& at(uint32_t row, uint16_t column) { return cells[{row, column}]; }
  Cell& text(uint32_t row, uint16_t column, std::string words, Look look);
  Cell& number(uint32_t row, uint16_t column, double value, Look look);
};

struct Workbook {
  std::vector<Sheet> sheets;
};

// "A", "Z", "AA".
std::string column_letters(uint16_t column);
// "Số liệu" as formulas write it: 'Số liệu'!
std::string sheet_prefix(const std::string& name);
// A number in a formula: 2.5, (-1), (1/3).
std::string number_literal(const Ratio& ratio);
// A text constant in a formula.
std::string quoted(const std::string& text);
// A name for a sheet: what the format refuses left out, at most 31 characters.
std::string sheet_name(const std::string& wanted);

}  // namespace exemplar::dialect
