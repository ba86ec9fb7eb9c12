#include "tables/text_stream.hpp"

#include <cstring>

namespace exemplar::tables {
namespace {

constexpr size_t kBufferBytes = 64 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

}  // namespace

// RFC 3629, section 4: the table of well-formed sequences.
size_t utf8_length(std::string_view bytes) {
  if (bytes.empty()) return 0;
  const auto at = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char first = at(0);
  if (first < 0x80) return 1;
  size_t length = 0;
  unsigned char second_min = 0x80;
  unsigned char second_max = 0xBF;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    if (first == 0xE0) second_min = 0xA0;
    if (first == 0xED) second_max = 0x9F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    if (first == 0xF0) second_min = 0x90;
    if (first == 0xF4) second_max = 0x8F;
  }
  if (length == 0 || bytes.size() < length) return 0;
  if (at(1) < second_min || at(1) > second_max) return 0;
  for (size_t i = 2; i < length; ++i) {
    if (at(i) < 0x80 || at(i) > 0xBF) return 0;
  }
  return length;
}

TextStream::TextStream(ByteSource source) : source_(std::move(source)), buffer_(kBufferBytes) {
  fill(kByteOrderMark.size());
  if (at_hand().starts_with(kByteOrderMark)) begin_ += kByteOrderMark.size();
}

void TextStream::fill(size_t count) {
  if (available() >= count || ended_) return;
  std::memmove(buffer_.data(), buffer_.data() + begin_, available());
  end_ -= begin_;
  begin_ = 0;
  while (available() < count && !ended_) {
    const size_t got = source_(buffer_.data() + end_, buffer_.size() - end_);
    if (got == 0 || got == kReadFailed) {
      ended_ = true;
      failed_ = got == kReadFailed;
    } else {
      end_ += got;
    }
  }
}

int TextStream::peek() {
  if (available() == 0) {
    fill(1);
    if (available() == 0) return kEnd;
  }
  return static_cast<unsigned char>(buffer_[begin_]);
}

std::string_view TextStream::take_run(const ByteSet& set) {
  if (peek() == kEnd) return {};
  const size_t from = begin_;
  while (begin_ < end_ && set[static_cast<unsigned char>(buffer_[begin_])]) ++begin_;
  column_ += static_cast<int>(begin_ - from);
  return {buffer_.data() + from, begin_ - from};
}

void TextStream::take_byte() {
  ++begin_;
  ++column_;
}

void TextStream::take_line_end(std::string& to) {
  fill(2);
  const size_t length = at_hand().starts_with("\r\n") ? 2 : 1;
  to.append(buffer_.data() + begin_, length);
  begin_ += length;
  ++line_;
  column_ = 1;
}

bool TextStream::take_character(std::string& to) {
  fill(4);
  const size_t length = utf8_length(at_hand());
  if (length == 0) {
    to += kReplacement;
  } else {
    to.append(buffer_.data() + begin_, length);
  }
  begin_ += length == 0 ? 1 : length;
  ++column_;
  return length != 0;
}

std::string_view TextStream::look_ahead() {
  fill(buffer_.size());
  return at_hand();
}

}  // namespace exemplar::tables
