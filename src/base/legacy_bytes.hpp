// The byte tables of the legacy encodings; base/encoding.hpp is what others use.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace exemplar {

// Characters still to be normalised, or the offset of the first byte that stands for nothing.
struct Decoded {
  std::u32string text;
  std::optional<size_t> bad_offset;
};

Decoded decode_tcvn3(std::string_view bytes);
Decoded decode_vni(std::string_view bytes);

// Windows-1252, the "Latin-1" of Windows; 0 for its five bytes without a character.
char32_t windows1252_character(uint8_t byte);
// Its byte for a character, where there is one; C1 controls stand for themselves, as browsers have
// it.
std::optional<uint8_t> windows1252_byte(char32_t character);

}  // namespace exemplar
