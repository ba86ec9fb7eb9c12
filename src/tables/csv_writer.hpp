// Records to CSV: LF line ends, quotes only where a reader would otherwise misread the field.
// What is written here, CsvReader reads back unchanged (with Normalisation::AsWritten), given valid
// UTF-8 without NUL.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tables/atomic_file.hpp"

namespace exemplar::tables {

// Appends one record. In the first record of a file every possible separator is quoted, so that
// the reader finds the right one.
enum class RecordPosition { First, Later };
void append_csv_record(std::string& to, std::span<const std::string> fields, char separator,
                       RecordPosition position);

// A CSV file that appears whole at commit(), or not at all.
class CsvWriter {
 public:
  static Result<CsvWriter> create(const std::string& path, char separator = ',');

  void record(std::span<const std::string> fields);
  void record(std::initializer_list<std::string> fields) {
    record(std::span<const std::string>(fields.begin(), fields.size()));
  }
  std::optional<Refusal> commit() { return file_.commit(); }

 private:
  CsvWriter(AtomicFile file, char separator) : file_(std::move(file)), separator_(separator) {}

  AtomicFile file_;
  std::string line_;
  char separator_;
  RecordPosition position_ = RecordPosition::First;
};

}  // namespace exemplar::tables
