#include "base/encoding.hpp"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include "base/legacy_bytes.hpp"
#include "base/syllable.hpp"
#include "base/text.hpp"

namespace exemplar {

namespace {

constexpr std::array kEncodings = {Encoding::Utf8, Encoding::Tcvn3, Encoding::Tcvn3Capitals,
                                   Encoding::Vni, Encoding::Windows1258};
constexpr std::array kSuspects = {Encoding::Tcvn3, Encoding::Vni, Encoding::Windows1258};

constexpr size_t kSamplesMax = 8;

// How people know it.
std::string_view title_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::Utf8:
      return "UTF-8";
    case Encoding::Tcvn3:
    case Encoding::Tcvn3Capitals:
      return "TCVN3 (ABC)";
    case Encoding::Vni:
      return "VNI";
    case Encoding::Windows1258:
      return "Windows-1258";
  }
  return "";
}

bool is_ascii(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string to_utf8(const std::u32string& text) {
  std::string bytes;
  icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()),
                                static_cast<int32_t>(text.size()))
      .toUTF8String(bytes);
  return bytes;
}

// Legacy bytes dressed as UTF-8, undressed: `bytes` as they are unless they are valid UTF-8 beyond
// ASCII; then the Windows-1252 byte of each character, and nothing if a character has none.
std::optional<std::string> undressed(std::string_view bytes) {
  if (is_ascii(bytes) || first_invalid_utf8(bytes)) return std::string(bytes);
  std::string legacy;
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  const size_t length = bytes.size();
  for (size_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(data, i, length, c);
    const std::optional<uint8_t> byte = windows1252_byte(static_cast<char32_t>(c));
    if (!byte) return std::nullopt;
    legacy += static_cast<char>(*byte);
  }
  return legacy;
}

// As it shows when nothing is converted.
std::string as_latin1(std::string_view bytes) {
  std::u32string text;
  for (const char c : bytes) {
    const char32_t character = windows1252_character(static_cast<uint8_t>(c));
    text += character == 0 ? U'\uFFFD' : character;
  }
  return to_utf8(text);
}

Decoded decode_windows1258(std::string_view bytes) {
  Decoded result;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
      ucnv_open("windows-1258", &status), &ucnv_close);
  for (size_t i = 0; i < bytes.size(); ++i) {
    UErrorCode here = status;
    const char* next = bytes.data() + i;
    const UChar32 c = ucnv_getNextUChar(converter.get(), &next, next + 1, &here);
    if (U_FAILURE(here) || c == 0xFFFD) {
      result.bad_offset = i;
      break;
    }
    result.text += static_cast<char32_t>(c);
  }
  return result;
}

Refusal bad_byte(std::string_view bytes, size_t offset, Encoding encoding) {
  const auto value = fmt::format("0x{:02X}", static_cast<unsigned char>(bytes[offset]));
  if (encoding == Encoding::Utf8) {
    return {msg("byte {} ({}) is not valid UTF-8", offset + 1, value),
            msg("save the file as UTF-8, or say which encoding it has")};
  }
  return {msg("byte {} ({}) stands for nothing in {}", offset + 1, value, title_of(encoding)),
          msg("choose another encoding, or correct the text at that byte")};
}

// Words are runs of ASCII letters and of everything beyond ASCII.
std::vector<std::string_view> words_beyond_ascii(std::string_view bytes) {
  std::vector<std::string_view> words;
  const auto in_word = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
  };
  for (size_t i = 0; i < bytes.size();) {
    size_t end = i;
    while (end < bytes.size() && in_word(bytes[end])) ++end;
    const std::string_view word = bytes.substr(i, end - i);
    if (!is_ascii(word)) words.push_back(word);
    i = end == i ? i + 1 : end;
  }
  return words;
}

// `legacy` is undressed.
Result<std::string> converted_from(std::string_view legacy, Encoding encoding) {
  Decoded decoded;
  if (encoding == Encoding::Vni)
    decoded = decode_vni(legacy);
  else if (encoding == Encoding::Windows1258)
    decoded = decode_windows1258(legacy);
  else
    decoded = decode_tcvn3(legacy);
  if (decoded.bad_offset) return bad_byte(legacy, *decoded.bad_offset, encoding);
  std::string text = nfc(to_utf8(decoded.text));
  return encoding == Encoding::Tcvn3Capitals ? upper_case(text) : text;
}

EncodingPreview preview_of(const std::vector<std::string_view>& words, Encoding encoding) {
  EncodingPreview preview{encoding, static_cast<int>(words.size()), 0, {}};
  std::set<std::string_view> shown;
  for (const std::string_view word : words) {
    const Result<std::string> converted = converted_from(word, encoding);
    if (!converted || !is_vietnamese_syllable(*converted)) continue;
    ++preview.plausible_words;
    if (shown.size() < kSamplesMax && shown.insert(word).second) {
      preview.samples.emplace_back(as_latin1(word), *converted);
    }
  }
  return preview;
}

}  // namespace

std::string_view name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::Utf8:
      return "utf8";
    case Encoding::Tcvn3:
      return "tcvn3";
    case Encoding::Tcvn3Capitals:
      return "tcvn3_capitals";
    case Encoding::Vni:
      return "vni";
    case Encoding::Windows1258:
      return "windows1258";
  }
  return "";
}

std::optional<Encoding> encoding_named(std::string_view name) {
  for (const Encoding encoding : kEncodings) {
    if (name_of(encoding) == name) return encoding;
  }
  return std::nullopt;
}

std::vector<EncodingPreview> suspect_encoding(std::string_view bytes) {
  const std::optional<std::string> legacy = undressed(bytes);
  if (!legacy || is_ascii(*legacy)) return {};
  // How Vietnamese the text already is; bytes that are not UTF-8 are not text at all.
  int plausible_now = 0;
  if (!first_invalid_utf8(bytes)) {
    for (const std::string_view word : words_beyond_ascii(bytes)) {
      plausible_now += is_vietnamese_syllable(word) ? 1 : 0;
    }
  }
  const std::vector<std::string_view> words = words_beyond_ascii(*legacy);
  std::vector<EncodingPreview> suspects;
  for (const Encoding encoding : kSuspects) {
    EncodingPreview preview = preview_of(words, encoding);
    if (preview.plausible_words > plausible_now && preview.plausible_words * 2 >= preview.words) {
      suspects.push_back(std::move(preview));
    }
  }
  std::stable_sort(suspects.begin(), suspects.end(), [](const auto& a, const auto& b) {
    return a.plausible_words > b.plausible_words;
  });
  return suspects;
}

Result<std::string> convert(std::string_view bytes, Encoding encoding) {
  if (encoding == Encoding::Utf8) {
    if (const auto offset = first_invalid_utf8(bytes)) return bad_byte(bytes, *offset, encoding);
    return nfc(bytes);
  }
  const std::optional<std::string> legacy = undressed(bytes);
  if (!legacy) {
    return Refusal{msg("the text is UTF-8 already, not {}", title_of(encoding)),
                   msg("read it as UTF-8")};
  }
  return converted_from(*legacy, encoding);
}

}  // namespace exemplar
