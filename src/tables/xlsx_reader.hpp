// The sheets of a workbook (.xlsx, Office Open XML) as records with places: line = row, column = the
// number of the column.
//
//   bytes ─▶ open: which sheets, which texts, which formats are dates ─▶ sheet(name) ─▶ records
//                                                                        └─ row by row, bounded
//
// A cell reads as a table in CSV would write it: a number as it was typed (7, not 7.0000000000000007),
// with the decimal sign asked for; a day as 2024-01-16, where the cell's format shows no day as
// 2024-01, no month as 2024, by the workbook's own count of days (1900 or 1904); a truth as true or
// false; texts in NFC; of a formula what it came to when the file was saved. Rows without any text
// are passed over; what lacks at a row's end is empty. Hostile files: zip_reader.hpp, xml_stream.hpp.
#pragma once

#include "base/number.hpp"
#include "tables/record.hpp"
#include "tables/zip_reader.hpp"

namespace exemplar::tables {

struct XlsxLimits {
  ZipReader::Limits zip = {};
  size_t sheets_max = 1'000;
  size_t texts_max = 2'000'000;
  size_t texts_bytes_max = 128 << 20;
  size_t formats_max = 70'000;
  size_t cell_bytes_max = 1 << 20;
  size_t record_bytes_max = 16 << 20;
  size_t record_fields_max = 10'000;
  size_t problems_max = 100;
};

class XlsxBook {
 public:
  // `bytes` must outlive the book. Refused: what is no workbook, or is beyond the limits.
  static Result<XlsxBook> open(std::string_view bytes, const XlsxLimits& limits = {});

  // In the order of the workbook.
  std::vector<std::string> sheets() const;
  // The sheet of that name, without one the first that is not hidden. `file` is how places call it;
  // book and `problems` must outlive what is returned. Refused where there is no such sheet.
  Result<std::unique_ptr<RecordSource>> sheet(const std::string& name, std::string file,
                                              DecimalSign sign, Problems& problems) const;

  // What a number becomes by the format of its cell.
  enum class Shown : uint8_t { Number, Day, Month, Year };
  // Of a format's code, as "dd/mm/yyyy".
  static Shown shown_by(std::string_view format_code);

 private:
  friend class XlsxSheet;
  struct Sheet {
    std::string name;
    std::string part;
    bool hidden = false;
  };

  std::optional<Refusal> read_parts();
  std::optional<Refusal> read_texts(const std::string& part);
  std::optional<Refusal> read_formats(const std::string& part);
  std::string_view text(size_t index) const;

  std::unique_ptr<ZipReader> zip_;
  XlsxLimits limits_;
  std::vector<Sheet> sheets_;
  bool from_1904_ = false;
  std::string texts_;
  std::vector<uint32_t> text_ends_;
  std::vector<Shown> formats_;
};

}  // namespace exemplar::tables
