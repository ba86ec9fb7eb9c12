#include "base/text.hpp"

#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace exemplar {

namespace {

icu::UnicodeString to_utf16(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string to_utf8(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

int column_width(UChar32 c) {
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  const int east_asian = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
}

// The next character from `position`, which moves behind it; U+FFFD for bytes that are none.
UChar32 next_character(std::string_view text, size_t& position) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const size_t length = text.size();
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(bytes, position, length, c);
  return c;
}

}  // namespace

std::optional<size_t> first_invalid_utf8(std::string_view bytes) {
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  const size_t length = bytes.size();
  for (size_t position = 0; position < length;) {
    const size_t start = position;
    UChar32 c = 0;
    U8_NEXT(data, position, length, c);
    if (c < 0) return start;
  }
  return std::nullopt;
}

std::string nfc(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFCInstance(status);
  return to_utf8(form->normalize(to_utf16(text), status));
}

std::string upper_case(std::string_view text) {
  return to_utf8(to_utf16(text).toUpper(icu::Locale::getRoot()));
}

int display_width(std::string_view text) {
  int width = 0;
  for (size_t position = 0; position < text.size();) {
    width += column_width(next_character(text, position));
  }
  return width;
}

std::string truncate_to_width(std::string_view text, int width) {
  if (display_width(text) <= width) return std::string(text);
  if (width <= 0) return {};
  int taken = 0;
  size_t end = 0;
  for (size_t position = 0; position < text.size();) {
    taken += column_width(next_character(text, position));
    if (taken > width - 1) break;
    end = position;
  }
  return std::string(text.substr(0, end)) + "…";
}

std::string pad_to_width(std::string_view text, int width, Align align) {
  const auto missing = static_cast<size_t>(std::max(0, width - display_width(text)));
  size_t before = 0;
  if (align == Align::Right) before = missing;
  if (align == Align::Centre) before = missing / 2;
  return std::string(before, ' ') + std::string(text) + std::string(missing - before, ' ');
}

std::string_view trim(std::string_view text) {
  size_t first = text.size();
  size_t last = 0;
  for (size_t position = 0; position < text.size();) {
    const size_t start = position;
    if (u_isUWhiteSpace(next_character(text, position))) continue;
    first = std::min(first, start);
    last = position;
  }
  return first < last ? text.substr(first, last - first) : std::string_view{};
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  size_t start = 0;
  for (size_t end = text.find(separator); end != std::string_view::npos;
       end = text.find(separator, start)) {
    parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  parts.push_back(text.substr(start));
  return parts;
}

}  // namespace exemplar
