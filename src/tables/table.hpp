// A table as rows under named columns: the reader's caller says which columns it needs and which
// it knows, and is told of missing, unknown, doubled and empty names and of rows of another width.
//
//   TableReader   row by row, for files of any length
//   Table         all rows at once, for definitions
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tables/csv.hpp"

namespace exemplar::tables {

enum class OtherColumns {
  Refuse,  // a name that is not declared is an error: most often a slip in an optional one
  Keep,    // other columns are data too: their names are read by the caller (one per indicator)
};

// What becomes of the rows where a required column is not there, a column stands twice or has no
// name. That is reported in either case.
enum class FaultyHeader {
  Refuse,     // they are not read
  ReadCells,  // they are read; Header::lacking says what they cannot tell
};

struct TableFormat {
  std::vector<std::string> required;
  std::vector<std::string> optional = {};
  OtherColumns others = OtherColumns::Refuse;
  FaultyHeader faulty = FaultyHeader::Refuse;
  CsvFormat csv = {};
};

// The first record: names in the order of the file.
struct Header {
  std::string file;
  int line = 1;
  std::vector<std::string> names;
  std::vector<int> columns;          // where each name begins on `line`
  std::vector<std::string> lacking;  // required and not there, or there twice
  Place end;                         // just behind the last name

  std::optional<size_t> find(std::string_view name) const;
};

struct Cell {
  std::string text;
  int line = 0;
  int column = 0;
};

// A row of the header's width. A column that the file does not have reads as empty text.
struct TableRow {
  std::shared_ptr<const Header> header;
  int line = 0;
  std::vector<Cell> cells;

  const std::string& text(std::string_view column) const;
  const std::string& operator[](std::string_view column) const { return text(column); }
  const std::string& operator[](size_t index) const { return cells[index].text; }
  // Of the cell; of the row's first cell where the file has no such column.
  Place place(std::string_view column) const;
  Place place(size_t index) const;
  Place place() const;
};

class TableReader {
 public:
  // Reads the header. `problems` must outlive the reader.
  TableReader(ByteSource source, std::string file, const TableFormat& format, Problems& problems);
  // The same of whatever gives records.
  TableReader(std::unique_ptr<RecordSource> records, const TableFormat& format);

  // False where the header is refused or damaged; then next() gives nothing.
  bool usable() const { return usable_; }
  // False once the reading has ended before the end of the table; it was told why.
  bool whole() const { return records_->whole(); }
  const Header& header() const { return *header_; }
  std::shared_ptr<const Header> shared_header() const { return header_; }
  // Of a CSV file; 0 where the table comes from elsewhere.
  char separator() const { return separator_; }
  // The caller finds that the table needs one more column, and has told so.
  void note_lacking(std::string column) { header_->lacking.push_back(std::move(column)); }
  // The next row of the right width, false at the end. Rows of another width are reported and
  // left out: their cells cannot be told apart.
  bool next(TableRow& row);

 private:
  void read_header(const TableFormat& format);
  void check_names(const TableFormat& format, bool complete);
  void report_missing(const std::string& name, const std::vector<std::string>& unclaimed);
  void report_width(size_t width);

  std::unique_ptr<RecordSource> records_;
  char separator_ = 0;
  std::shared_ptr<Header> header_;
  Record record_;
  bool usable_ = false;
};

struct Table {
  std::shared_ptr<const Header> header;
  std::vector<TableRow> rows;

  bool has(std::string_view column) const { return header->find(column).has_value(); }
};

// Reads the whole file at `path`, called `file` in places. An unreadable file or header gives a
// table without rows, and Problems that say so.
Table read_table(const std::string& path, const std::string& file, const TableFormat& format,
                 Problems& problems);
Table read_table_text(std::string_view text, const std::string& file, const TableFormat& format,
                      Problems& problems);

}  // namespace exemplar::tables
