// One line of JSON that can be written in one way only, read strictly.
//
// A general JSON reader accepts many writings of one record (blanks, \u0041, members in another
// order or given twice): a byte of the file could then be altered without altering what was read.
// Here a line is exactly what the writer makes of the record, or it is refused at the first
// character that differs.
//
//   {"number":17,"actor":"a1","hash":"5f…"}
//   literal──▶number──▶literal──▶text──▶literal──▶hexadecimal──▶literal──▶end
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/message.hpp"
#include "programme/audit/instant.hpp"

namespace exemplar::programme {

// The quoted JSON string of `text`, which is UTF-8.
std::string quoted(std::string_view text);

// Each step takes what it expects. The first that fails is remembered and nothing is taken after
// it, so that a reader may write down all its steps and ask once.
class CanonicalLine {
 public:
  explicit CanonicalLine(std::string_view line) : line_(line) {}

  // Whether `expected` comes next; takes nothing.
  bool next_is(std::string_view expected) const;
  CanonicalLine& literal(std::string_view expected);
  // Without sign or leading zeros, at most 2^64 − 1.
  CanonicalLine& number(uint64_t& to);
  // A quoted string of at most `bytes_max` bytes once read.
  CanonicalLine& text(std::string& to, size_t bytes_max);
  CanonicalLine& instant(InstantUs& to);
  CanonicalLine& hexadecimal(std::span<uint8_t> to);
  CanonicalLine& end();

  bool failed() const { return !what_.pattern.empty(); }
  const Message& what() const { return what_; }
  int column() const;  // of the failure, from 1, in characters

 private:
  CanonicalLine& fail(Message what, size_t at);
  // On false, `at_` stands where it went wrong.
  bool quoted_text(std::string& to, size_t bytes_max);
  bool escape(std::string& to);

  std::string_view line_;
  size_t at_ = 0;
  size_t failed_at_ = 0;
  Message what_;
};

}  // namespace exemplar::programme
