// CSV as records with places, by RFC 4180, in one pass and bounded memory.
//
//   code;name              a record begins on line 1      fields know their own line and column
//   26734;"Tân             a record begins on line 2      the quoted field spans lines 2 and 3
//   Định"
//
// Accepted beyond RFC 4180: a byte order mark; LF, CRLF or CR as line end; ',' ';' or TAB between
// fields (declared, or found from the first record); empty lines, which are passed over.
// Refused with the place: bytes that are not UTF-8, NUL bytes, a quote inside an unquoted field,
// text after a closing quote, a quote never closed, fields and records beyond the bounds.
// Columns with names: tables/table.hpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tables/record.hpp"
#include "tables/text_stream.hpp"

namespace exemplar::tables {

enum class Normalisation { AsWritten, Nfc };

struct CsvFormat {
  char separator = 0;  // 0: the one of , ; TAB that the first record uses most
  Normalisation normalisation = Normalisation::Nfc;
  size_t field_bytes_max = 1 << 20;
  size_t record_bytes_max = 16 << 20;
  size_t record_fields_max = 10'000;
  // After so many problems the rest is not read: a file of another kind gives a page, not a flood.
  size_t problems_max = 100;
};

class CsvReader final : public RecordSource {
 public:
  // `file` is how places call the file; `problems` must outlive the reader.
  CsvReader(ByteSource source, std::string file, CsvFormat format, Problems& problems);

  // The next record, false at the end. A record with a problem is returned as far as it could be
  // read (a bad byte as U+FFFD, an over-long field cut), with `damaged` set.
  bool next(Record& record) override;
  // Whether the record last returned had a problem.
  bool damaged() const override { return damaged_; }
  bool whole() const override { return !given_up_; }

  char separator() const { return format_.separator; }
  const std::string& file() const override { return file_; }
  void report(int line, int column, Message what, Message remedy) override;

 private:
  enum class FieldEnd { Separator, Record };

  FieldEnd read_field(Record& record);
  FieldEnd read_unquoted();
  FieldEnd read_quoted(int line, int column);
  bool at_line_end();
  FieldEnd finish_field();
  void note_end();
  void take_odd_character();
  void append(std::string_view bytes);
  void skip_empty_lines();
  void cut(Record& record);

  TextStream text_;
  std::string file_;
  CsvFormat format_;
  Problems& problems_;
  ByteSet plain_{};         // what an unquoted field takes without a look
  ByteSet plain_quoted_{};  // the same inside quotes
  std::string bytes_;       // the fields of the present record, one after the other
  std::string normalised_;
  std::string scratch_;
  std::vector<size_t> field_ends_;
  int end_line_ = 0;  // of the record: just behind its last field
  int end_column_ = 0;
  size_t field_begin_ = 0;
  int field_line_ = 0;
  int field_column_ = 0;
  size_t reported_ = 0;
  bool damaged_ = false;
  bool bad_byte_reported_ = false;  // once a record
  bool too_long_reported_ = false;  // once a field
  bool given_up_ = false;
};

}  // namespace exemplar::tables
