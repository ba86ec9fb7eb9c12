// Text as Vietnamese people write, search, sort and tabulate it. All strings are UTF-8; wherever a
// function meets bytes that are not, it treats each as U+FFFD and never fails.
//
// One name has many writings. Two keys take away what does not count, in two steps:
//
//   "Phường  HOÀ  Lý"  ──spelling_key──>  phương◌̀ hoa◌̀ li◌́    letters, each syllable's tone last
//                      ──search_key────>  phuong hoa li       what a hurried person types
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exemplar {

// The offset of the first byte that is not part of valid UTF-8; none where all of it is valid.
// Overlong forms, surrogates and values beyond U+10FFFF are not valid.
std::optional<size_t> first_invalid_utf8(std::string_view bytes);

// Normalisation form C: what is stored, compared and shown. Input may be NFD, as macOS writes it.
std::string nfc(std::string_view text);

// Case by the Unicode rules: "ĐƯỜNG" for "đường".
std::string upper_case(std::string_view text);

// How many columns a terminal gives the text: 0 for combining marks and control characters, 2 for
// wide East Asian characters and emoji, else 1.
int display_width(std::string_view text);
// At most `width` columns; a cut text ends in "…". Never cuts a mark off its letter.
std::string truncate_to_width(std::string_view text, int width);

enum class Align { Left, Right, Centre };
// Spaces up to `width` columns; a longer text comes back as it is.
std::string pad_to_width(std::string_view text, int width, Align align = Align::Left);

// Equal exactly where two texts differ only in *writing*: composed or decomposed characters, case,
// number and kind of spaces, kinds of dashes and apostrophes, the eth (Ð) that old fonts use for Đ,
// the letter that carries the tone (hòa, hoà), and i or y as the only vowel after h, k, l, m, s, t,
// v and qu (Lý, Lí; Quý, Quí), where both are one sound (Decision 240/QĐ of 5 March 1984 gives
// hi, kì, lí, mĩ, sĩ, tỉ). Elsewhere y and i are two words (tay, tai) and stay two.
// Other tones and other letters stay different. The key is for comparing, not for showing.
std::string spelling_key(std::string_view text);

// spelling_key without tones and marks, đ as d: for finding, never for deciding that two are one.
std::string search_key(std::string_view text);

// Vietnamese dictionary order with numbers by value: a ă â b c d đ e ê …, then tones in the order
// ngang huyền hỏi ngã sắc nặng; Phường 2 before Phường 10. Negative, 0 or positive; 0 only for
// texts that are canonically equal. Any thread may call it.
int compare_vietnamese(std::string_view a, std::string_view b);
// Bytes in the same order, for sorting many.
std::string sort_key(std::string_view text);

// Without white space at both ends, no-break and other Unicode spaces included.
std::string_view trim(std::string_view text);
// The parts between separators, empty ones included: one more than there are separators.
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace exemplar
