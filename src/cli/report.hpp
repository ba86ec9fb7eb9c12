// What a verb has to say, said once as data and rendered in three ways.
//
//   Report ─┬─ text   labels, title, then blocks in order: lines and tables with headings
//           ├─ JSON   {"labels": […], "title": …, facts…, each table: [{column: value}, …]}
//           └─ CSV    one of the tables (csv_table), with a first column "label" while the
//                     report carries labels: spreadsheets keep it with every row
//
// The labels ("simulated values", "illustrative criteria") are part of every rendering.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/json.hpp"
#include "base/message.hpp"
#include "base/text.hpp"

namespace exemplar::cli {

enum class Format { Table, Json, Csv };

// One cell or fact: for machines and for people.
struct Value {
  enum class Kind { Nothing, Text, Number, Truth };

  Kind kind = Kind::Nothing;
  std::string plain;  // "0.7671", "2024-01-16", "not_met"; empty for Nothing
  std::string shown = "–";
};

// Null for machines; for people a dash, or why there is nothing.
Value nothing(std::string shown = "–");
Value text(std::string same);
Value word(std::string plain, std::string shown);
Value integer(int64_t number, Language language);
// With as many decimals as the number has.
Value decimal(Decimal number, Language language);
// 0 for a denominator of 0: nothing. Shown with `digits` decimals, both ways in percent.
Value percent(Ratio share, int digits, Language language);
Value truth(bool value, Language language);
Value date(Date day, Language language);

struct Column {
  std::string id;  // of the JSON member and CSV column
  std::string heading;
  Align align = Align::Left;
  int width_max = 0;         // in text; longer cells and headings go on below, nothing is cut. 0:
                             // as wide as they are
  bool for_people = true;    // in text
  bool for_machines = true;  // in JSON and CSV
};

struct Table {
  std::string id;
  std::string heading;  // a line above it; may be empty
  std::vector<Column> columns;
  std::vector<std::vector<Value>> rows;
  bool for_people = true;    // in text
  bool for_machines = true;  // in JSON
  bool bare = false;         // in text without the line of headings
  bool ruled = true;         // in text with a rule below the headings

  Table& row(std::vector<Value> cells) {
    rows.push_back(std::move(cells));
    return *this;
  }
};

struct Report {
  struct Block {
    std::vector<std::string> lines;  // either lines for people
    std::optional<Table> table;      // or a table
  };

  std::vector<std::string> labels;
  bool labels_in_text = true;  // false only where the lines themselves say them
  std::string title;
  std::vector<std::pair<std::string, Json>> facts;
  std::vector<Block> blocks;
  std::string csv_table;
  std::vector<std::string>
      notes_in_csv;  // after the labels: what must not be lost in a spreadsheet
  int exit_code = 0;

  void line(std::string one) { blocks.push_back({{std::move(one)}, {}}); }
  void table(Table one) { blocks.push_back({{}, std::move(one)}); }
  void fact(std::string id, Json value) { facts.emplace_back(std::move(id), std::move(value)); }
};

Json json_of(const Value& value);
std::string render(const Report& report, Format format);

}  // namespace exemplar::cli
