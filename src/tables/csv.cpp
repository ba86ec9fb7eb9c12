#include "tables/csv.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace exemplar::tables {
namespace {

constexpr std::string_view kSeparators = ",;\t";

// The separator that occurs most outside quotes in the first line that is not empty; the comma
// where there is none.
char separator_of_header(std::string_view text) {
  std::array<size_t, kSeparators.size()> counts{};
  bool quoted = false;
  bool begun = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '\n' || c == '\r')) {
      if (begun) break;
      continue;
    }
    begun = true;
    const size_t which = kSeparators.find(c);
    if (!quoted && which != std::string_view::npos) ++counts[which];
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  return kSeparators[static_cast<size_t>(most - counts.begin())];
}

ByteSet ascii_without(std::string_view excluded) {
  ByteSet set{};
  for (size_t byte = 1; byte < 0x80; ++byte) {
    set[byte] = excluded.find(static_cast<char>(byte)) == std::string_view::npos;
  }
  return set;
}

bool all_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

CsvReader::CsvReader(ByteSource source, std::string file, CsvFormat format, Problems& problems)
    : text_(std::move(source)), file_(std::move(file)), format_(format), problems_(problems) {
  text_.peek();
  if (format_.separator == 0) format_.separator = separator_of_header(text_.look_ahead());
  plain_ = ascii_without(std::string("\"\r\n") + format_.separator);
  plain_quoted_ = ascii_without("\"\r\n");
}

void CsvReader::report(int line, int column, Message what, Message remedy) {
  damaged_ = true;
  if (given_up_) return;
  problems_.error({file_, line, column}, std::move(what), std::move(remedy));
  if (++reported_ < format_.problems_max) return;
  given_up_ = true;
  problems_.error({file_, line, column},
                  msg("{} problems so far; the rest was not read", reported_),
                  msg("correct these first, or check that the file is what it should be"));
}

bool CsvReader::at_line_end() {
  const int next = text_.peek();
  return next == '\n' || next == '\r';
}

void CsvReader::skip_empty_lines() {
  while (at_line_end()) {
    scratch_.clear();
    text_.take_line_end(scratch_);
  }
}

bool CsvReader::next(Record& record) {
  record.fields.clear();
  bytes_.clear();
  field_ends_.clear();
  damaged_ = false;
  bad_byte_reported_ = false;
  skip_empty_lines();
  if (given_up_ || text_.peek() == TextStream::kEnd) {
    if (text_.failed() && !given_up_) {
      report(text_.line(), text_.column(), msg("the file could not be read to its end"),
             msg("copy it anew"));
      given_up_ = true;
    }
    return false;
  }
  record.line = text_.line();
  while (read_field(record) == FieldEnd::Separator) {
  }
  record.end_line = end_line_;
  record.end_column = end_column_;
  cut(record);
  return true;
}

CsvReader::FieldEnd CsvReader::read_field(Record& record) {
  field_begin_ = bytes_.size();
  field_line_ = text_.line();
  field_column_ = text_.column();
  too_long_reported_ = false;
  const int line = field_line_;
  const int column = field_column_;
  const FieldEnd end = text_.peek() == '"' ? read_quoted(line, column) : read_unquoted();
  if (record.fields.size() < format_.record_fields_max) {
    record.fields.push_back({{}, line, column});
    field_ends_.push_back(bytes_.size());
  } else {
    bytes_.resize(field_begin_);
    if (field_ends_.size() == format_.record_fields_max) {
      field_ends_.push_back(bytes_.size());  // marks the report as made
      report(line, column, msg("more than {} fields in one row", format_.record_fields_max),
             msg("check the separator and the quotes before this place"));
    }
  }
  return end;
}

void CsvReader::note_end() {
  end_line_ = text_.line();
  end_column_ = text_.column();
}

CsvReader::FieldEnd CsvReader::finish_field() {
  if (text_.peek() == format_.separator) {
    text_.take_byte();
    return FieldEnd::Separator;
  }
  note_end();
  if (at_line_end()) {
    scratch_.clear();
    text_.take_line_end(scratch_);
  }
  return FieldEnd::Record;
}

CsvReader::FieldEnd CsvReader::read_unquoted() {
  bool quote_reported = false;
  for (;;) {
    append(text_.take_run(plain_));
    const int next = text_.peek();
    if (next == TextStream::kEnd || next == format_.separator || at_line_end()) {
      return finish_field();
    }
    if (next == '"') {
      if (!quote_reported) {
        report(text_.line(), text_.column(),
               msg("a quote inside a field that does not begin with one"),
               msg("put the whole field in quotes and write its inner quotes twice"));
        quote_reported = true;
      }
      append("\"");
      text_.take_byte();
    } else if (plain_[static_cast<size_t>(next)] == false) {
      take_odd_character();
    }
  }
}

CsvReader::FieldEnd CsvReader::read_quoted(int line, int column) {
  text_.take_byte();
  for (;;) {
    append(text_.take_run(plain_quoted_));
    const int next = text_.peek();
    if (next == TextStream::kEnd) {
      report(line, column, msg("the quote opened here is never closed"),
             msg("close it, and write quotes inside the field twice"));
      note_end();
      return FieldEnd::Record;
    }
    if (next == '"') {
      text_.take_byte();
      if (text_.peek() != '"') break;
      append("\"");
      text_.take_byte();
    } else if (at_line_end()) {
      scratch_.clear();
      text_.take_line_end(scratch_);
      append(scratch_);
    } else if (plain_quoted_[static_cast<size_t>(next)] == false) {
      take_odd_character();
    }
  }
  const int after = text_.peek();
  if (after != TextStream::kEnd && after != format_.separator && !at_line_end()) {
    report(text_.line(), text_.column(), msg("text after the closing quote"),
           msg("put a separator here, or write quotes inside the field twice"));
    return read_unquoted();
  }
  return finish_field();
}

// A NUL byte, or a character beyond ASCII.
void CsvReader::take_odd_character() {
  const int line = text_.line();
  const int column = text_.column();
  const int byte = text_.peek();
  scratch_.clear();
  bool good = false;
  if (byte == 0) {
    text_.take_byte();
  } else {
    good = text_.take_character(scratch_);
  }
  append(scratch_);
  if (good || bad_byte_reported_) return;
  bad_byte_reported_ = true;
  if (byte == 0) {
    report(line, column, msg("a NUL byte: this is not a text in UTF-8"),
           msg("save the table as CSV in UTF-8"));
  } else {
    report(
        line, column, msg("not UTF-8: byte {}", fmt::format("0x{:02X}", byte)),
        msg("save the table as CSV in UTF-8; exemplar convert shows what a file in TCVN3, VNI or "
            "Windows-1258 would become"));
  }
}

void CsvReader::append(std::string_view bytes) {
  const size_t length = bytes_.size() - field_begin_;
  const bool fits = length + bytes.size() <= format_.field_bytes_max &&
                    bytes_.size() + bytes.size() <= format_.record_bytes_max;
  if (fits && !too_long_reported_) {
    bytes_ += bytes;
  } else if (!too_long_reported_) {
    too_long_reported_ = true;
    report(field_line_, field_column_,
           msg("a field of more than {} bytes begins here; its rest was left out",
               std::min(format_.field_bytes_max, format_.record_bytes_max)),
           msg("check that its quote is closed"));
  }
}

// Gives each field its text, now that the record's bytes stay where they are.
void CsvReader::cut(Record& record) {
  const bool as_read = format_.normalisation == Normalisation::AsWritten || all_ascii(bytes_);
  if (!as_read) {
    normalised_.clear();
    size_t begin = 0;
    for (size_t i = 0; i < record.fields.size(); ++i) {
      const std::string_view field = std::string_view(bytes_).substr(begin, field_ends_[i] - begin);
      begin = field_ends_[i];
      normalised_ += all_ascii(field) ? std::string(field) : nfc(field);
      field_ends_[i] = normalised_.size();
    }
  }
  const std::string_view all = as_read ? bytes_ : normalised_;
  size_t begin = 0;
  for (size_t i = 0; i < record.fields.size(); ++i) {
    record.fields[i].text = all.substr(begin, field_ends_[i] - begin);
    begin = field_ends_[i];
  }
}

}  // namespace exemplar::tables
