#include "tables/xlsx_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/date.hpp"
#include "base/text.hpp"
#include "tables/xlsx_parts.hpp"

namespace exemplar::tables {

namespace {

constexpr int kColumnsMax = 16'384;
constexpr int kRowsMax = 1'048'576;

// "AB12" → column 28, row 12.
struct Reference {
  int column = 0;
  int row = 0;
};
std::optional<Reference> parse_reference(std::string_view text) {
  Reference found;
  size_t i = 0;
  for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z'; ++i) {
    found.column = found.column * 26 + (text[i] - 'A' + 1);
    if (found.column > kColumnsMax) return std::nullopt;
  }
  const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), found.row);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (found.column < 1 || found.row < 1 || found.row > kRowsMax) return std::nullopt;
  return found;
}

// As it was typed: spreadsheet programs write the double next to 0.07 as 7.0000000000000007E-2.
std::optional<std::string> plain_number(std::string_view stored, DecimalSign sign) {
  double value = 0;
  const auto [end, error] = std::from_chars(stored.data(), stored.data() + stored.size(), value);
  if (error != std::errc() || end != stored.data() + stored.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  constexpr std::ptrdiff_t kDigitsKept = 15;
  const auto digits =
      std::count_if(stored.begin(), stored.end(), [](char c) { return c >= '0' && c <= '9'; });
  std::string text(stored);
  if (digits > kDigitsKept || stored.find_first_of("eE+") != std::string_view::npos) {
    if (std::abs(value) >= 1e18 || (value != 0 && std::abs(value) < 1e-18)) return text;
    char shortest[64];
    const auto made =
        std::to_chars(shortest, shortest + sizeof shortest, value, std::chars_format::fixed);
    text.assign(shortest, made.ptr);
  }
  if (sign == DecimalSign::Comma) std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

// A day of the workbook's count; nothing where it is none (29 February 1900, times).
std::optional<std::string> plain_day(std::string_view stored, bool from_1904,
                                     XlsxBook::Shown shown) {
  double serial = 0;
  const auto [end, error] = std::from_chars(stored.data(), stored.data() + stored.size(), serial);
  constexpr double kLast = 2'958'465;  // 31 December 9999
  if (error != std::errc() || end != stored.data() + stored.size()) return std::nullopt;
  if (!(serial >= 0 && serial <= kLast) || serial != std::floor(serial)) return std::nullopt;
  const int whole = static_cast<int>(serial);
  constexpr int kNoSuchDay = 60;  // the 29 February 1900 that never was
  Date day;
  if (from_1904) {
    day = *make_date(1904, 1, 1) + whole;
  } else if (whole == 0 || whole == kNoSuchDay) {
    return std::nullopt;
  } else {
    day = *make_date(1899, 12, 31) + (whole < kNoSuchDay ? whole : whole - 1);
  }
  std::string text = iso(day);
  if (shown == XlsxBook::Shown::Month) text.resize(7);
  if (shown == XlsxBook::Shown::Year) text.resize(4);
  return text;
}

}  // namespace

// Pieces of the part go in; rows come out and wait until they are asked for.
class XlsxSheet final : public RecordSource, private XmlEvents {
 public:
  XlsxSheet(const XlsxBook& book, ZipReader::Unpacker unpacker, std::string file, DecimalSign sign,
            Problems& problems)
      : book_(book),
        unpacker_(std::move(unpacker)),
        xml_(*this),
        file_(std::move(file)),
        sign_(sign),
        problems_(problems) {}

  bool next(Record& record) override;
  bool damaged() const override { return damaged_; }
  bool whole() const override { return !given_up_; }
  const std::string& file() const override { return file_; }
  void report(int line, int column, Message what, Message remedy) override;

 private:
  struct Cell {
    int column = 0;
    size_t begin = 0;  // in the row's own text …
    size_t size = 0;
    std::optional<size_t> shared;  // … or one of the workbook's
    enum class Fault : uint8_t { None, Number, Day, Text, Error } fault = Fault::None;
  };
  struct Row {
    int number = 0;
    std::string text;
    std::vector<Cell> cells;
  };

  void begin(std::string_view name, const char** attributes) override;
  void text(std::string_view part) override;
  void end(std::string_view name) override;
  void begin_row(const char** attributes);
  void begin_cell(const char** attributes);
  void end_cell();
  void put(Cell cell, std::string_view text);
  void put_number(Cell cell);
  // Reads on until a row waits; false at the end.
  bool read_on();
  bool give_up(const Refusal& why);
  std::string_view text_of(const Row& row, const Cell& cell) const;
  void tell_fault(const Row& row, const Cell& cell, std::string_view text);
  bool lay_out(const Row& row, Record& record);

  const XlsxBook& book_;
  ZipReader::Unpacker unpacker_;
  XmlStream xml_;
  std::string file_;
  DecimalSign sign_;
  Problems& problems_;

  bool in_data_ = false;
  bool in_cell_ = false;
  bool in_value_ = false;  // <v>
  TextRuns runs_;
  std::string value_;
  std::string type_;
  size_t format_ = 0;
  int column_ = 0;
  Row row_;
  std::optional<Refusal> broken_;

  std::vector<Row> waiting_;
  size_t waiting_at_ = 0;
  bool ended_ = false;
  size_t width_ = 0;  // of the first record: all others are filled up to it
  Row present_;
  bool damaged_ = false;
  bool given_up_ = false;
  size_t reported_ = 0;
};

void XlsxSheet::report(int line, int column, Message what, Message remedy) {
  damaged_ = true;
  if (given_up_) return;
  problems_.error({file_, line, column}, std::move(what), std::move(remedy));
  if (++reported_ < book_.limits_.problems_max) return;
  given_up_ = true;
  problems_.error({file_, line, column},
                  msg("{} problems so far; the rest was not read", reported_),
                  msg("correct these first, or check that the file is what it should be"));
}

void XlsxSheet::begin(std::string_view name, const char** attributes) {
  if (name == "sheetData") in_data_ = true;
  if (!in_data_ || broken_) return;
  if (name == "row") begin_row(attributes);
  if (name == "c") begin_cell(attributes);
  if (!in_cell_) return;
  if (name == "v") in_value_ = true;
  runs_.begin(name);
}

void XlsxSheet::begin_row(const char** attributes) {
  int number = row_.number + 1;
  if (const std::string_view given = attribute(attributes, "r"); !given.empty()) {
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), number);
    const bool wrong = error != std::errc() || end != given.data() + given.size();
    if (wrong || number <= row_.number || number > kRowsMax) number = 0;
  }
  if (number < 1 || number > kRowsMax) {
    broken_ = Refusal{msg("the workbook is damaged: its rows are not in order"),
                      msg("save it again with a spreadsheet program")};
    return;
  }
  row_ = {};
  row_.number = number;
  column_ = 0;
}

void XlsxSheet::begin_cell(const char** attributes) {
  ++column_;
  if (const std::string_view given = attribute(attributes, "r"); !given.empty()) {
    const auto place = parse_reference(given);
    const bool in_order = place && place->row == row_.number && place->column >= column_;
    column_ = in_order ? place->column : kColumnsMax + 1;
  }
  if (column_ > kColumnsMax) {
    broken_ =
        Refusal{msg("the workbook is damaged: the cells of row {} are not in order", row_.number),
                msg("save it again with a spreadsheet program")};
    return;
  }
  in_cell_ = true;
  value_.clear();
  type_ = attribute(attributes, "t");
  format_ = 0;
  const std::string_view format = attribute(attributes, "s");
  std::from_chars(format.data(), format.data() + format.size(), format_);
}

void XlsxSheet::text(std::string_view part) {
  if (!in_cell_ || broken_ || !(in_value_ || runs_.takes())) return;
  value_ += part;
  if (value_.size() > book_.limits_.cell_bytes_max) {
    broken_ = Refusal{
        msg("a cell of row {} holds more than {} bytes", row_.number, book_.limits_.cell_bytes_max),
        msg("shorten it")};
  }
}

void XlsxSheet::end(std::string_view name) {
  if (name == "sheetData") in_data_ = false;
  if (broken_) return;
  if (in_cell_) {
    runs_.end(name);
    if (name == "v") in_value_ = false;
    if (name == "c") end_cell();
  }
  if (in_data_ && name == "row" && !row_.cells.empty()) {
    const int number = row_.number;
    waiting_.push_back(std::move(row_));
    row_ = {};
    row_.number = number;
  }
}

void XlsxSheet::put(Cell cell, std::string_view text) {
  if (text.empty()) return;
  cell.begin = row_.text.size();
  cell.size = text.size();
  row_.text += text;
  row_.cells.push_back(cell);
  if (row_.text.size() > book_.limits_.record_bytes_max) {
    broken_ =
        Refusal{msg("row {} holds more than {} bytes", row_.number, book_.limits_.record_bytes_max),
                msg("keep the columns of the table alone")};
  }
}

void XlsxSheet::put_number(Cell cell) {
  const XlsxBook::Shown shown =
      format_ < book_.formats_.size() ? book_.formats_[format_] : XlsxBook::Shown::Number;
  const auto plain = shown == XlsxBook::Shown::Number ? plain_number(value_, sign_)
                                                      : plain_day(value_, book_.from_1904_, shown);
  if (!plain) {
    cell.fault = shown == XlsxBook::Shown::Number ? Cell::Fault::Number : Cell::Fault::Day;
    return put(cell, value_);
  }
  put(cell, *plain);
}

void XlsxSheet::end_cell() {
  in_cell_ = false;
  if (value_.empty()) return;
  Cell cell;
  cell.column = column_;
  if (type_ == "s") {
    size_t index = 0;
    const auto [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), index);
    if (error == std::errc() && end == value_.data() + value_.size() &&
        index < book_.text_ends_.size()) {
      cell.shared = index;
      if (!book_.text(index).empty()) row_.cells.push_back(cell);
      return;
    }
    cell.fault = Cell::Fault::Text;
    put(cell, value_);
  } else if (type_ == "b") {
    put(cell, value_ == "1" || value_ == "true" ? "true" : "false");
  } else if (type_ == "e") {
    cell.fault = Cell::Fault::Error;
    put(cell, value_);
  } else if (type_ == "str" || type_ == "inlineStr") {
    put(cell, nfc(unescaped(value_)));
  } else if (type_ == "d") {
    constexpr std::string_view kMidnight = "T00:00:00";
    std::string_view day = value_;
    if (const size_t at = day.find(kMidnight); at != std::string_view::npos)
      day = day.substr(0, at);
    put(cell, day);
  } else {
    put_number(cell);
  }
}

bool XlsxSheet::give_up(const Refusal& why) {
  report(std::max(row_.number, 1), 0, why.what, why.remedy);
  given_up_ = true;
  return false;
}

bool XlsxSheet::read_on() {
  std::string piece;
  while (waiting_at_ == waiting_.size()) {
    waiting_.clear();
    waiting_at_ = 0;
    if (ended_ || given_up_) return false;
    piece.clear();
    const auto more = unpacker_.next(piece);
    if (!more) return give_up(more.refusal());
    ended_ = !*more;
    const auto refusal = ended_ ? xml_.finish() : xml_.feed(piece);
    if (refusal) return give_up(*refusal);
    // What came before is not given either: a table is read whole or not at all.
    if (broken_) return give_up(*broken_);
  }
  return true;
}

std::string_view XlsxSheet::text_of(const Row& row, const Cell& cell) const {
  if (cell.shared) return book_.text(*cell.shared);
  return std::string_view(row.text).substr(cell.begin, cell.size);
}

void XlsxSheet::tell_fault(const Row& row, const Cell& cell, std::string_view text) {
  const auto tell = [&](Message what) {
    report(row.number, cell.column, std::move(what), msg("type the value in"));
  };
  switch (cell.fault) {
    case Cell::Fault::None:
      return;
    case Cell::Fault::Number:
      return tell(msg("the cell holds '{}', which is no number", text));
    case Cell::Fault::Day:
      return tell(msg("the cell holds '{}', which is no day", text));
    case Cell::Fault::Text:
      return tell(msg("the cell names a text that the workbook does not have"));
    case Cell::Fault::Error:
      return tell(msg("the cell holds the error {}", text));
  }
}

// Fields by columns, with empty ones between; faults are told. False where it cannot be a record.
bool XlsxSheet::lay_out(const Row& row, Record& record) {
  const auto last = static_cast<size_t>(row.cells.back().column);
  if (last > book_.limits_.record_fields_max) {
    report(row.number, static_cast<int>(last),
           msg("a cell in column {} of the sheet; at most {} are read", last,
               book_.limits_.record_fields_max),
           msg("clear what lies outside of the table"));
    return false;
  }
  const size_t width = std::max(last, width_);
  if (width_ == 0) width_ = width;
  record.line = row.number;
  for (size_t i = 0; i < width; ++i) {
    record.fields.push_back({{}, row.number, static_cast<int>(i) + 1});
  }
  size_t bytes = 0;
  for (const Cell& cell : row.cells) {
    Field& field = record.fields[static_cast<size_t>(cell.column) - 1];
    field.text = text_of(row, cell);
    bytes += field.text.size();
    tell_fault(row, cell, field.text);
  }
  if (bytes > book_.limits_.record_bytes_max) {
    report(row.number, 0,
           msg("row {} holds more than {} bytes", row.number, book_.limits_.record_bytes_max),
           msg("keep the columns of the table alone"));
    return false;
  }
  record.end_line = row.number;
  record.end_column = static_cast<int>(width) + 1;
  return true;
}

bool XlsxSheet::next(Record& record) {
  damaged_ = false;
  for (;;) {
    record.fields.clear();
    if (given_up_ || !read_on()) return false;
    present_ = std::move(waiting_[waiting_at_++]);
    if (lay_out(present_, record)) return true;
  }
}

Result<std::unique_ptr<RecordSource>> XlsxBook::sheet(const std::string& name, std::string file,
                                                      DecimalSign sign, Problems& problems) const {
  const auto found = std::find_if(sheets_.begin(), sheets_.end(), [&](const Sheet& one) {
    return name.empty() ? !one.hidden : one.name == name;
  });
  if (found == sheets_.end()) {
    std::string all;
    for (const Sheet& one : sheets_) {
      constexpr size_t kShownMax = 500;
      if (all.size() < kShownMax) all += (all.empty() ? "" : ", ") + one.name;
    }
    return Refusal{name.empty() ? msg("the workbook shows no sheet")
                                : msg("the workbook has no sheet '{}'", name),
                   msg("its sheets are: {}", all)};
  }
  auto unpacker = zip_->unpack(found->part);
  if (!unpacker) return unpacker.refusal();
  return std::unique_ptr<RecordSource>(
      new XlsxSheet(*this, unpacker.take(), std::move(file), sign, problems));
}

}  // namespace exemplar::tables
