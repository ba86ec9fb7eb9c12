// Characters of a UTF-8 text with their places, read through a buffer of fixed size.
//
//   source ──64 KiB──▶ buffer ──▶ peek / take / take_run          line, column of the next
//   character
//
// Lines end at LF, CRLF or CR. A byte order mark at the start is passed over.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tables/byte_source.hpp"

namespace exemplar::tables {

// For each byte value, whether take_run passes over it. Only one-byte characters other than line
// ends may be set: each counts one column.
using ByteSet = std::array<bool, 256>;

class TextStream {
 public:
  explicit TextStream(ByteSource source);

  static constexpr int kEnd = -1;

  // The next byte (0–255), or kEnd.
  int peek();
  // The longest run of bytes of `set` that is at hand, taken; may be shorter than what is in the
  // text, empty only where the next byte is not in the set. Valid until the next call.
  std::string_view take_run(const ByteSet& set);
  // Takes one byte below 0x80 that is no line end.
  void take_byte();
  // Takes the line end that peek() stands on and appends its bytes as they are.
  void take_line_end(std::string& to);
  // Takes one character that begins with a byte >= 0x80 and appends it. A byte that is not UTF-8
  // is taken alone, appended as U+FFFD, and false is returned.
  bool take_character(std::string& to);

  int line() const { return line_; }
  int column() const { return column_; }
  // The source failed before its end; what follows is kEnd.
  bool failed() const { return failed_; }
  // The next bytes without taking them, as many as the buffer holds: enough to look at a header.
  std::string_view look_ahead();

 private:
  // Tries to have `count` bytes at hand; fewer only at the end.
  void fill(size_t count);
  size_t available() const { return end_ - begin_; }
  std::string_view at_hand() const { return {buffer_.data() + begin_, available()}; }

  ByteSource source_;
  std::vector<char> buffer_;
  size_t begin_ = 0;
  size_t end_ = 0;
  int line_ = 1;
  int column_ = 1;
  bool ended_ = false;
  bool failed_ = false;
};

// The length of the UTF-8 character at the start of `bytes` (RFC 3629: no overlong forms, no
// surrogates, at most U+10FFFF), 0 where there is none.
size_t utf8_length(std::string_view bytes);

}  // namespace exemplar::tables
