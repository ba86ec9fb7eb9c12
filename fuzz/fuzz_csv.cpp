// Any bytes are read as a table without a crash, within the bounds, and what was read without a
// problem is written and read back unchanged.
#include <cstdint>
#include <cstdlib>

#include "tables/csv_writer.hpp"
#include "tables/table.hpp"

using namespace exemplar;

namespace {

using Records = std::vector<std::vector<std::string>>;

Records read(std::string_view text, const tables::CsvFormat& format, Problems& problems) {
  tables::CsvReader reader(tables::bytes_of_text(text), "fuzz.csv", format, problems);
  tables::Record record;
  Records records;
  while (reader.next(record)) {
    records.emplace_back();
    for (const tables::Field& field : record.fields) {
      if (field.line < 1 || field.column < 1) std::abort();
      records.back().emplace_back(field.text);
    }
  }
  return records;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  tables::CsvFormat format;
  format.normalisation = tables::Normalisation::AsWritten;
  Problems problems;
  const Records records = read(text, format, problems);
  if (problems.size() > format.problems_max + 1) std::abort();
  if (problems.empty() && !records.empty()) {
    std::string written;
    for (const auto& fields : records) {
      const bool first = written.empty();
      tables::append_csv_record(
          written, fields, ';',
          first ? tables::RecordPosition::First : tables::RecordPosition::Later);
    }
    format.separator = ';';
    if (read(written, format, problems) != records || !problems.empty()) std::abort();
  }

  Problems of_table;
  tables::read_table_text(text, "fuzz.csv",
                          {.required = {"code"}, .others = tables::OtherColumns::Keep}, of_table);
  for (const Problem& problem : of_table) to_string(problem, Language::Vietnamese);
  return 0;
}
