#include "tables/csv_writer.hpp"

namespace exemplar::tables {
namespace {

enum class Separators { TheOne, All };

bool needs_quotes(std::string_view field, char separator, Separators quoted,
                  RecordPosition position) {
  if (field.find_first_of("\"\r\n") != std::string_view::npos) return true;
  if (field.find(separator) != std::string_view::npos) return true;
  if (quoted == Separators::All && field.find_first_of(",;\t") != std::string_view::npos)
    return true;
  // A byte order mark at the start of the file would be passed over.
  return position == RecordPosition::First && field.starts_with("\xEF\xBB\xBF");
}

void append_quoted(std::string& to, std::string_view field) {
  to += '"';
  for (const char c : field) {
    if (c == '"') to += '"';
    to += c;
  }
  to += '"';
}

}  // namespace

void append_csv_record(std::string& to, std::span<const std::string> fields, char separator,
                       RecordPosition position) {
  // The reader looks for the separator in the first record, and takes ',' where it finds none.
  const bool ambiguous = position == RecordPosition::First || fields.size() == 1;
  const Separators quoted = ambiguous ? Separators::All : Separators::TheOne;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) to += separator;
    // A record of one empty field would be an empty line, which readers pass over.
    const bool would_vanish = fields.size() == 1 && fields[0].empty();
    if (would_vanish || needs_quotes(fields[i], separator, quoted, position)) {
      append_quoted(to, fields[i]);
    } else {
      to += fields[i];
    }
  }
  to += '\n';
}

Result<CsvWriter> CsvWriter::create(const std::string& path, char separator) {
  Result<AtomicFile> file = AtomicFile::create(path);
  if (!file) return file.refusal();
  return CsvWriter(file.take(), separator);
}

void CsvWriter::record(std::span<const std::string> fields) {
  line_.clear();
  append_csv_record(line_, fields, separator_, position_);
  position_ = RecordPosition::Later;
  file_.write(line_);
}

}  // namespace exemplar::tables
