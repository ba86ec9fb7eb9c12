// A table as records with places, whatever it was written in: what TableReader reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"

namespace exemplar::tables {

struct Field {
  std::string_view text;  // valid until the source's next call
  int line = 0;           // where the field begins; in a workbook its row
  int column = 0;         // in a workbook the number of its column, from 1
};

struct Record {
  int line = 0;
  std::vector<Field> fields;
  int end_line = 0;  // just behind the last field
  int end_column = 0;
};

class RecordSource {
 public:
  RecordSource() = default;
  RecordSource(const RecordSource&) = delete;
  RecordSource& operator=(const RecordSource&) = delete;
  virtual ~RecordSource() = default;

  // The next record, false at the end. A record with a problem is returned as far as it could be
  // read.
  virtual bool next(Record& record) = 0;
  // Whether the record last returned had a problem.
  virtual bool damaged() const = 0;
  // False once the reading has ended before the end of the table; it was told why.
  virtual bool whole() const = 0;
  // How places call the file.
  virtual const std::string& file() const = 0;
  // For the layers above: adds a problem under this source's bound, and ends the reading at it.
  virtual void report(int line, int column, Message what, Message remedy) = 0;
};

}  // namespace exemplar::tables
