#include "tables/table.hpp"

#include <algorithm>

#include "base/nearest.hpp"

namespace exemplar::tables {
namespace {

bool holds(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string joined(const std::vector<std::string>& names) {
  constexpr size_t kShownMax = 20;
  std::string text;
  for (size_t i = 0; i < names.size() && i < kShownMax; ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  return names.size() > kShownMax ? text + ", …" : text;
}

// The table of an empty or unreadable file.
Table no_table(const std::string& file) {
  auto header = std::make_shared<Header>();
  header->file = file;
  return {header, {}};
}

Table read_all(TableReader& reader) {
  Table table{reader.shared_header(), {}};
  TableRow row;
  while (reader.next(row)) table.rows.push_back(row);
  return table;
}

}  // namespace

std::optional<size_t> Header::find(std::string_view name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<size_t>(found - names.begin());
}

const std::string& TableRow::text(std::string_view column) const {
  static const std::string absent;
  const auto index = header->find(column);
  return index ? cells[*index].text : absent;
}

Place TableRow::place(std::string_view column) const {
  const auto index = header->find(column);
  return index ? place(*index) : place();
}

Place TableRow::place(size_t index) const {
  return {header->file, cells[index].line, cells[index].column};
}

Place TableRow::place() const {
  return cells.empty() ? Place{header->file, line, 1} : place(size_t{0});
}

TableReader::TableReader(std::unique_ptr<RecordSource> records, const TableFormat& format)
    : records_(std::move(records)), header_(std::make_shared<Header>()) {
  header_->file = records_->file();
  read_header(format);
}

TableReader::TableReader(ByteSource source, std::string file, const TableFormat& format,
                         Problems& problems)
    : header_(std::make_shared<Header>()) {
  auto csv = std::make_unique<CsvReader>(std::move(source), std::move(file), format.csv, problems);
  separator_ = csv->separator();
  records_ = std::move(csv);
  header_->file = records_->file();
  read_header(format);
}

void TableReader::read_header(const TableFormat& format) {
  if (!records_->next(record_)) {
    records_->report(1, 1, msg("the file is empty"),
                     msg("begin it with the line: {}", joined(format.required)));
    return;
  }
  header_->line = record_.line;
  for (const Field& field : record_.fields) {
    header_->names.emplace_back(field.text);
    header_->columns.push_back(field.column);
  }
  header_->end = {records_->file(), record_.end_line, record_.end_column};
  usable_ = !records_->damaged();
  check_names(format, usable_);
}

void TableReader::check_names(const TableFormat& format, bool complete) {
  const auto fault = [&] {
    if (format.faulty == FaultyHeader::Refuse) usable_ = false;
  };
  std::vector<std::string> unclaimed;
  for (size_t i = 0; i < header_->names.size(); ++i) {
    const std::string& name = header_->names[i];
    const auto first = header_->find(name);
    if (name.empty()) {
      fault();
      records_->report(header_->line, header_->columns[i], msg("column {} has no name", i + 1),
                       msg("name it, or remove the column"));
    } else if (*first != i) {
      fault();
      header_->lacking.push_back(name);
      records_->report(header_->line, header_->columns[i], msg("column '{}' occurs twice", name),
                       msg("rename or remove one of them"));
    } else if (!holds(format.required, name) && !holds(format.optional, name)) {
      unclaimed.push_back(name);
    }
  }
  std::vector<std::string> absent = format.optional;
  for (const std::string& name : format.required) {
    if (header_->find(name)) continue;
    absent.push_back(name);
    fault();
    header_->lacking.push_back(name);
    if (complete) report_missing(name, unclaimed);
  }
  if (format.others == OtherColumns::Keep) return;
  for (const std::string& name : unclaimed) {
    const std::string meant = nearest(name, absent);
    std::vector<std::string> known = format.required;
    known.insert(known.end(), format.optional.begin(), format.optional.end());
    records_->report(header_->line, header_->columns[*header_->find(name)],
                     msg("unknown column '{}'", name),
                     meant.empty() ? msg("this table knows: {}", joined(known))
                                   : msg("did you mean '{}'?", meant));
  }
}

void TableReader::report_missing(const std::string& name,
                                 const std::vector<std::string>& unclaimed) {
  const std::string meant = nearest(name, unclaimed);
  const std::string have = joined(header_->names);
  records_->report(header_->end.line, header_->end.column, msg("missing column '{}'", name),
                   meant.empty() ? msg("the header has: {}", have)
                                 : msg("the header has: {}; did you mean '{}'?", have, meant));
}

void TableReader::report_width(size_t width) {
  const size_t count = record_.fields.size();
  const bool excess = count > width;
  records_->report(excess ? record_.fields[width].line : record_.end_line,
                   excess ? record_.fields[width].column : record_.end_column,
                   msg("{} fields, but the header has {} columns", count, width),
                   excess
                       ? msg("remove the excess, or put a field that holds the separator in quotes")
                       : msg("add what is missing; an empty field still needs its separator"));
}

bool TableReader::next(TableRow& row) {
  while (usable_ && records_->next(record_)) {
    const size_t width = header_->names.size();
    if (record_.fields.size() != width) {
      if (!records_->damaged()) report_width(width);
      continue;
    }
    row.header = header_;
    row.line = record_.line;
    row.cells.resize(width);
    for (size_t i = 0; i < width; ++i) {
      const Field& field = record_.fields[i];
      row.cells[i].text.assign(field.text);
      row.cells[i].line = field.line;
      row.cells[i].column = field.column;
    }
    return true;
  }
  return false;
}

Table read_table(const std::string& path, const std::string& file, const TableFormat& format,
                 Problems& problems) {
  const Result<ByteSource> source = bytes_of_file(path);
  if (!source) {
    problems.error({file, 0, 0}, source.refusal().what, source.refusal().remedy);
    return no_table(file);
  }
  TableReader reader(*source, file, format, problems);
  return read_all(reader);
}

Table read_table_text(std::string_view text, const std::string& file, const TableFormat& format,
                      Problems& problems) {
  TableReader reader(bytes_of_text(text), file, format, problems);
  return read_all(reader);
}

}  // namespace exemplar::tables
