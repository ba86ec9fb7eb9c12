#include "http/body_reader.hpp"

#include <algorithm>

namespace exemplar::http {

namespace {

constexpr size_t kDigitsMax = 15;  // fits 64 bits, whatever they are
constexpr size_t kExtensionBytesMax = 1 << 10;
constexpr size_t kTrailerBytesMax = 8 << 10;

int hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

BodyReader::BodyReader(const Head& head, uint64_t bytes_max)
    : bytes_max_(bytes_max), chunked_(head.chunked) {
  if (chunked_) {
    expect_ = Expect::Size;
  } else {
    left_ = head.content_length.value_or(0);
    if (left_ > bytes_max_) state_ = State::TooLarge;
    if (left_ == 0) state_ = State::Done;
  }
}

BodyReader::Fed BodyReader::feed(std::string_view bytes) {
  size_t consumed = 0;
  while (state_ == State::More && consumed < bytes.size()) {
    if (expect_ == Expect::Data) {
      consumed += take_data(bytes.substr(consumed));
    } else {
      take_framing(bytes[consumed]);
      ++consumed;
    }
  }
  return {consumed, state_};
}

size_t BodyReader::take_data(std::string_view bytes) {
  const auto size = static_cast<size_t>(std::min<uint64_t>(left_, bytes.size()));
  body_.append(bytes.data(), size);
  left_ -= size;
  if (left_ == 0) {
    if (chunked_) {
      expect_ = Expect::DataCr;
    } else {
      state_ = State::Done;
    }
  }
  return size;
}

void BodyReader::take_framing(char c) {
  const auto demand = [&](char wanted, Expect next) {
    if (c == wanted) {
      expect_ = next;
    } else {
      state_ = State::Malformed;
    }
  };
  switch (expect_) {
    case Expect::Size:
      return take_size(c);
    case Expect::Extension:
      if (c == '\r') {
        expect_ = Expect::SizeEnd;
      } else if (!is_field_value({&c, 1}) || ++line_bytes_ > kExtensionBytesMax) {
        state_ = State::Malformed;
      }
      return;
    case Expect::SizeEnd:
      if (c != '\n') {
        state_ = State::Malformed;
        return;
      }
      return end_size_line();
    case Expect::DataCr:
      return demand('\r', Expect::DataLf);
    case Expect::DataLf:
      digits_ = line_bytes_ = 0;
      return demand('\n', Expect::Size);
    case Expect::Trailer:
      if (c == '\r') {
        expect_ = Expect::TrailerEnd;
      } else if (++line_bytes_ > kTrailerBytesMax) {
        state_ = State::Malformed;
      } else {
        trailer_ += c;
      }
      return;
    case Expect::TrailerEnd:
      if (c != '\n') {
        state_ = State::Malformed;
        return;
      }
      return end_trailer_line();
    case Expect::Data:
      return;  // take_data's
  }
}

void BodyReader::take_size(char c) {
  const int digit = hexadecimal(c);
  if (digit >= 0 && digits_ < kDigitsMax) {
    left_ = left_ * 16 + static_cast<uint64_t>(digit);
    ++digits_;
  } else if (digits_ > 0 && c == ';') {
    expect_ = Expect::Extension;
  } else if (digits_ > 0 && c == '\r') {
    expect_ = Expect::SizeEnd;
  } else {
    state_ = State::Malformed;
  }
}

void BodyReader::end_size_line() {
  if (left_ > bytes_max_ - body_.size()) {
    state_ = State::TooLarge;
  } else if (left_ > 0) {
    expect_ = Expect::Data;
  } else {
    expect_ = Expect::Trailer;
    line_bytes_ = 0;
  }
}

void BodyReader::end_trailer_line() {
  if (trailer_.empty()) {
    state_ = State::Done;
    return;
  }
  const size_t colon = trailer_.find(':');
  const std::string_view line = trailer_;
  if (colon == std::string::npos || !is_token(line.substr(0, colon)) ||
      !is_field_value(line.substr(colon + 1))) {
    state_ = State::Malformed;
    return;
  }
  trailer_.clear();
  expect_ = Expect::Trailer;
}

}  // namespace exemplar::http
