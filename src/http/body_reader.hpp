// The body of a request, read from bytes that arrive in pieces: by its length, or in chunks.
//
//   4;name=value CRLF    the size in hexadecimal digits; extensions are read over
//   data CRLF
//   0 CRLF               the last chunk
//   X-Sum: 1 CRLF        trailer fields are read over
//   CRLF
//
// As strict as read_head, and for the same reason: a line ends in CRLF, blanks around the size are
// refused, and so is a line without end.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/head.hpp"

namespace exemplar::http {

class BodyReader {
 public:
  enum class State { More, Done, TooLarge, Malformed };
  struct Fed {
    size_t consumed = 0;  // all of the bytes given, unless the body ends or is refused before
    State state = State::More;
  };

  // For a head that has a body of `bytes_max` bytes at most.
  BodyReader(const Head& head, uint64_t bytes_max);

  Fed feed(std::string_view bytes);
  // Of the body so far, without what chunks add.
  uint64_t bytes() const { return body_.size(); }
  std::string take() { return std::move(body_); }

 private:
  enum class Expect { Size, Extension, SizeEnd, Data, DataCr, DataLf, Trailer, TrailerEnd };

  size_t take_data(std::string_view bytes);
  void take_framing(char c);
  void take_size(char c);
  void end_size_line();
  void end_trailer_line();

  uint64_t bytes_max_;
  bool chunked_;
  State state_ = State::More;
  Expect expect_ = Expect::Data;
  uint64_t left_ = 0;      // of the body, or of the chunk
  size_t digits_ = 0;      // of the chunk's size
  size_t line_bytes_ = 0;  // of the size line behind its digits, or of all trailer fields
  std::string trailer_;    // the line under way
  std::string body_;
};

}  // namespace exemplar::http
