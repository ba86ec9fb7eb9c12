// TCVN3 gives each small toned letter a byte. VNI writes a letter and then a byte that carries mark
// and tone together, and has bytes of their own only for đ, ơ, ư, toned i and ỵ:
//
//   VNI   "Ph" F6 F4 EF "ng"   =  Ph ư ơ◌̣ ng      F6 = ư, F4 = ơ, EF = dot below
//   its capitals are the same bytes less 0x20, marks included
#include "base/legacy_bytes.hpp"

namespace exemplar {

namespace {

using std::literals::string_view_literals::operator""sv;

constexpr char32_t kGrave = 0x300, kAcute = 0x301, kCircumflex = 0x302, kTilde = 0x303,
                   kBreve = 0x306, kHook = 0x309, kDot = 0x323;

// TCVN 5712:1993, VN3: bytes A0 to FF; 0 where the byte stands for nothing. B0–B4 combine.
constexpr std::u32string_view kTcvn3FromA0 =
    U"\u00A0ĂÂÊÔƠƯĐăâêôơưđ\0"
    U"\u0300\u0309\u0303\u0301\u0323àảãáạ\0ằẳẵắ\0"
    U"\0\0\0\0\0\0ặầẩẫấậè\0ẻẽ"
    U"éẹềểễếệìỉ\0\0\0ĩíịò"
    U"\0ỏõóọồổỗốộờởỡớợù"
    U"\0ủũúụừửữứựỳỷỹýỵ\0"sv;
static_assert(kTcvn3FromA0.size() == 96);

// What both encodings' files hold besides letters: ASCII and the punctuation of Windows-1252.
bool is_shared(uint8_t byte) {
  return byte < 0x80 || byte == 0x85 || (byte >= 0x91 && byte <= 0x97) || byte == 0xA0;
}

bool is_one_of(std::string_view letters, char c) {
  return letters.find(c) != std::string_view::npos;
}

struct VniMark {
  uint8_t byte;  // of small letters
  char32_t shape;
  char32_t tone;
  std::string_view after;  // small letters that take it; F4 is ơ, F6 is ư
};

constexpr VniMark kVniMarks[] = {
    {0xF8, 0, kGrave, "aeouy\xF4\xF6"}, {0xFB, 0, kHook, "aeouy\xF4\xF6"},
    {0xF5, 0, kTilde, "aeouy\xF4\xF6"}, {0xF9, 0, kAcute, "aeouy\xF4\xF6"},
    {0xEF, 0, kDot, "aeouy\xF4\xF6"},   {0xE2, kCircumflex, 0, "aeo"},
    {0xE0, kCircumflex, kGrave, "aeo"}, {0xE5, kCircumflex, kHook, "aeo"},
    {0xE3, kCircumflex, kTilde, "aeo"}, {0xE1, kCircumflex, kAcute, "aeo"},
    {0xE4, kCircumflex, kDot, "aeo"},   {0xEA, kBreve, 0, "a"},
    {0xE8, kBreve, kGrave, "a"},        {0xFA, kBreve, kHook, "a"},
    {0xFC, kBreve, kTilde, "a"},        {0xE9, kBreve, kAcute, "a"},
    {0xEB, kBreve, kDot, "a"},
};

struct VniLetter {
  uint8_t byte;  // small; the capital is 0x20 less
  char32_t small;
  char32_t capital;
};

constexpr VniLetter kVniLetters[] = {
    {0xF1, U'đ', U'Đ'}, {0xF4, U'ơ', U'Ơ'}, {0xF6, U'ư', U'Ư'},
    {0xEC, U'ì', U'Ì'}, {0xE6, U'ỉ', U'Ỉ'}, {0xF3, U'ĩ', U'Ĩ'},
    {0xED, U'í', U'Í'}, {0xF2, U'ị', U'Ị'}, {0xEE, U'ỵ', U'Ỵ'},
};

// VNI's capitals and capital marks lie 0x20 below the small ones, as ASCII's do.
uint8_t small_vni(uint8_t byte) {
  const bool capital = (byte >= 'A' && byte <= 'Z') || (byte >= 0xC0 && byte <= 0xDF);
  return capital ? static_cast<uint8_t>(byte + 0x20) : byte;
}

const VniMark* vni_mark_after(uint8_t letter, uint8_t byte) {
  if (byte < 0xC0) return nullptr;
  for (const VniMark& mark : kVniMarks) {
    if (mark.byte == small_vni(byte) &&
        is_one_of(mark.after, static_cast<char>(small_vni(letter)))) {
      return &mark;
    }
  }
  return nullptr;
}

char32_t vni_character(uint8_t byte) {
  if (is_shared(byte)) return windows1252_character(byte);
  if (byte > 0xA0 && byte < 0xC0) return byte;  // the fonts keep Latin-1's symbols there
  for (const VniLetter& letter : kVniLetters) {
    if (letter.byte == byte) return letter.small;
    if (letter.byte == small_vni(byte) && byte >= 0xC0) return letter.capital;
  }
  return 0;
}

// Windows-1252, bytes 80 to 9F.
constexpr std::u32string_view kWindows1252From80 = U"€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ"sv;
static_assert(kWindows1252From80.size() == 32);

}  // namespace

char32_t windows1252_character(uint8_t byte) {
  return byte >= 0x80 && byte < 0xA0 ? kWindows1252From80[byte - 0x80u] : char32_t{byte};
}

std::optional<uint8_t> windows1252_byte(char32_t character) {
  if (character <= 0xFF) return static_cast<uint8_t>(character);
  const size_t found = kWindows1252From80.find(character);
  if (found == std::u32string_view::npos) return std::nullopt;
  return static_cast<uint8_t>(0x80 + found);
}

Decoded decode_tcvn3(std::string_view bytes) {
  static constexpr std::string_view kTakesTone =
      "aeiouyAEIOUY\xA1\xA2\xA3\xA4\xA5\xA6\xA8\xA9\xAA\xAB\xAC\xAD";
  Decoded result;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<uint8_t>(bytes[i]);
    const bool combining = byte >= 0xB0 && byte <= 0xB4;
    char32_t c = 0;
    if (is_shared(byte)) {
      c = windows1252_character(byte);
    } else if (byte > 0xA0 && (!combining || (i > 0 && is_one_of(kTakesTone, bytes[i - 1])))) {
      c = kTcvn3FromA0[byte - 0xA0u];
    }
    if (c == 0 && byte != 0) {
      result.bad_offset = i;
      break;
    }
    result.text += c;
  }
  return result;
}

Decoded decode_vni(std::string_view bytes) {
  Decoded result;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<uint8_t>(bytes[i]);
    const char32_t c = vni_character(byte);
    if (c == 0 && byte != 0) {
      result.bad_offset = i;
      break;
    }
    result.text += c;
    if (i + 1 == bytes.size()) break;
    if (const VniMark* mark = vni_mark_after(byte, static_cast<uint8_t>(bytes[i + 1]))) {
      if (mark->shape != 0) result.text += mark->shape;
      if (mark->tone != 0) result.text += mark->tone;
      ++i;
    }
  }
  return result;
}

}  // namespace exemplar
