// spelling_key and search_key of base/text.hpp.
//
//   text → NFKC with case folded → NFD → letters and marks apart
//        → in each run of letters: tones to its end, y to i where they are one sound
//        → one space between words, none at the ends or around dashes
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <string_view>

#include "base/text.hpp"

namespace exemplar {

namespace {

constexpr UChar32 kDStroke = 0x111;  // đ, which has no decomposition

bool is_tone(UChar32 c) {
  return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309 || c == 0x323;
}

bool is_mark(UChar32 c) {
  return u_charType(c) == U_NON_SPACING_MARK;
}

// Characters that people and old programs use for one another.
UChar32 without_look_alikes(UChar32 c) {
  switch (c) {
    case 0xF0:   // ð, the eth of Latin-1 fonts
    case 0x256:  // ɖ, the African d with tail
      return kDStroke;
    case 0x2018:  // ‘
    case 0x2019:  // ’
    case 0x2BC:   // ʼ
    case '`':
    case 0xB4:  // ´
      return '\'';
    default:
      break;
  }
  if (u_charType(c) == U_DASH_PUNCTUATION || c == 0x2212) return '-';
  if (u_isUWhiteSpace(c)) return ' ';
  return c;
}

// The run's letters with shape marks, y made i where both are written for one sound.
icu::UnicodeString with_one_i(icu::UnicodeString letters) {
  static constexpr std::u16string_view kOnsets = u"hklmstv";
  const int32_t length = letters.length();
  if (length == 0 || letters.charAt(length - 1) != u'y') return letters;
  const bool after_consonant =
      length == 2 && kOnsets.find(letters.charAt(0)) != std::u16string_view::npos;
  if (after_consonant || letters == icu::UnicodeString(u"quy")) {
    letters.setCharAt(length - 1, u'i');
  }
  return letters;
}

// Appends characters with spaces collapsed; a dash swallows the spaces beside it.
void append_collapsed(icu::UnicodeString& key, UChar32 c) {
  const int32_t length = key.length();
  const UChar32 last = length == 0 ? ' ' : key.char32At(length - 1);
  if (c == ' ' && (last == ' ' || last == '-')) return;
  if (c == '-' && length > 0 && last == ' ') key.truncate(length - 1);
  key.append(c);
}

icu::UnicodeString spelled(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* folded = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::Normalizer2* decomposed = icu::Normalizer2::getNFDInstance(status);
  const icu::UnicodeString source =
      decomposed->normalize(folded->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(
                                                  text.data(), static_cast<int32_t>(text.size()))),
                                              status),
                            status);

  icu::UnicodeString key;
  icu::UnicodeString letters;
  icu::UnicodeString tones;
  const auto end_run = [&] {
    key.append(with_one_i(letters)).append(tones);
    letters.remove();
    tones.remove();
  };
  for (int32_t i = 0; i < source.length();) {
    const UChar32 raw = source.char32At(i);
    i += U16_LENGTH(raw);
    const UChar32 c = without_look_alikes(raw);
    if (is_tone(c)) {
      tones.append(c);
    } else if (u_isalpha(c) || is_mark(c)) {
      letters.append(c);
    } else {
      end_run();
      append_collapsed(key, c);
    }
  }
  end_run();
  if (key.length() > 0 && key.charAt(key.length() - 1) == u' ') key.truncate(key.length() - 1);
  return key;
}

}  // namespace

std::string spelling_key(std::string_view text) {
  std::string key;
  spelled(text).toUTF8String(key);
  return key;
}

std::string search_key(std::string_view text) {
  const icu::UnicodeString source = spelled(text);
  icu::UnicodeString plain;
  for (int32_t i = 0; i < source.length();) {
    const UChar32 c = source.char32At(i);
    i += U16_LENGTH(c);
    if (!is_mark(c)) plain.append(c == kDStroke ? UChar32{'d'} : c);
  }
  std::string key;
  plain.toUTF8String(key);
  return key;
}

}  // namespace exemplar
