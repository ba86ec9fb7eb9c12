// A list of rows as it leaves the office: to programs, to spreadsheets, to people who open either.
//
//   Listing ─┬─ JSON   an array of objects
//            ├─ CSV    a line of names, then the rows
//            └─ XLSX   one sheet, names frozen on top
//
// The labels ("simulated values", "illustrative criteria") are in every row of CSV and XLSX, as a
// first column "label": a spreadsheet keeps them with whatever part of it is copied on. A text that a
// spreadsheet would take for a formula (it begins with = + - @, a tab or a line end) is held in CSV by
// an apostrophe before it, and so is one that begins with an apostrophe; whoever reads the text takes
// one off. Numbers stay numbers, and in a workbook texts are texts.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace exemplar::tables {

struct ListCell {
  enum class Kind : uint8_t { Nothing, Text, Number, Truth, Texts };

  Kind kind = Kind::Nothing;
  std::string plain;               // "0.7671", "2024-01-16", "not_met"
  std::vector<std::string> texts;  // of Texts; ";" between them where there is but one cell

  ListCell() = default;
  ListCell(Kind of_kind, std::string text) : kind(of_kind), plain(std::move(text)) {}
  ListCell(std::string text) : kind(Kind::Text), plain(std::move(text)) {}
  ListCell(std::string_view text) : ListCell(std::string(text)) {}
  ListCell(const char* text) : ListCell(std::string(text)) {}
  ListCell(int64_t number) : kind(Kind::Number), plain(std::to_string(number)) {}
  ListCell(int number) : ListCell(int64_t{number}) {}
  ListCell(bool truth) : kind(Kind::Truth), plain(truth ? "true" : "false") {}
  ListCell(std::vector<std::string> several) : kind(Kind::Texts), texts(std::move(several)) {}
};

struct Listing {
  std::string name = {};  // of the sheet
  std::vector<std::string> labels = {};
  std::vector<std::string> columns = {};
  std::vector<std::vector<ListCell>> rows = {};
};

Json json_of(const ListCell& cell);
Json json_of(const Listing& listing);
std::string csv_of(const Listing& listing);
// Refused: a text of more than 32,767 characters, more rows than a sheet has.
Result<std::string> xlsx_of(const Listing& listing);

// The bytes of the file that `write` makes at the place it is given; what went wrong, in the words of
// whatever library wrote, is a refusal.
Result<std::string> written_bytes(
    const std::function<std::optional<std::string>(const std::string& path)>& write);

}  // namespace exemplar::tables
