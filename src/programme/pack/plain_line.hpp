// A line of a CSV file cut into its fields, as long as nothing in it is out of the ordinary.
//
//   tips,2023-01,w00001,17,2023-02-05,,generator⏎     fields are views into the line
//   tips,2023-01,w00001,n/a,,,generator,"a, b"⏎       a quoted one without its quotes
//
// What tables/csv.hpp would make of the line is made of it, or it is said that that reader is needed.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace exemplar::programme {

class PlainLine {
 public:
  enum class Kind {
    Plain,
    Empty,
    Odd,       // one record, but its fields must be read with care
    NotPlain,  // perhaps no record by itself, or a fault
  };

  static constexpr std::ptrdiff_t kLineMax = 1 << 16;  // a longer line is not plain
  static constexpr size_t kPadding = 4;

  PlainLine(char separator, size_t width);

  // Cuts the line that begins there and ends with a LF, which must be there, and kPadding readable
  // bytes behind it. next() is then behind the LF, unless the line is not plain.
  Kind cut(const char* begin);
  const char* next() const { return next_; }
  // Of a plain line: as many as the width.
  std::string_view operator[](size_t field) const { return fields_[field]; }

 private:
  enum Class : unsigned char { Ordinary, Separator, LineFeed, Return, Quote, Beyond, Nul };

  const char* cut_quoted(const char* at);
  Kind finish(const char* begin, const char* end, size_t count);

  std::array<unsigned char, 256> class_of_{};
  std::vector<std::string_view> fields_;
  const char* next_ = nullptr;
  bool beyond_ascii_ = false;
  bool escaped_ = false;  // a quote inside a quoted field
  std::string_view quoted_;
};

}  // namespace exemplar::programme
