// Whether a word is built as a Vietnamese syllable: the evidence by which mistaken encodings show.
//
//   onset  +  rhyme  +  tone          đường = đ + ương + huyền
//
// A rhyme that ends in c, ch, p or t takes only the tones sắc and nặng.
#pragma once

#include <string_view>

namespace exemplar {

// UTF-8, any case, NFC or NFD. The letter under the tone is not looked at: hòa and hoà are both.
bool is_vietnamese_syllable(std::string_view word);

}  // namespace exemplar
