// Files from before Unicode: TCVN3 (ABC fonts), VNI and Windows-1258.
//
// Their bytes look like any other text, so nothing is ever converted by itself. A reader that meets
// them asks suspect_encoding, shows the person the samples, and converts what the person names:
//
//   bytes ──suspect_encoding──> "TCVN3? C«ng an ph­êng → Công an phường (41 of 41 words)"
//         ──convert(bytes, Encoding::Tcvn3)──> UTF-8, NFC      or the byte that stands for nothing
//
// Legacy bytes often arrive dressed as UTF-8, because some program took them for Latin-1 ("C«ng an"
// copied out of a spreadsheet). Both functions see through that: where the bytes are valid UTF-8,
// its characters, read as Windows-1252 characters, are taken for the bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace exemplar {

enum class Encoding {
  Utf8,
  // TCVN 5712:1993, VN3: the ABC fonts (.VnTime). Toned letters exist in lower case only.
  Tcvn3,
  // The same bytes in a capital font (.VnTimeH), which shows every letter as a capital. The font's
  // name tells it, bytes do not; so it is never suspected, only named by a person.
  Tcvn3Capitals,
  // VNI-Times: a letter, then a byte for its marks.
  Vni,
  Windows1258,
};

// "utf8", "tcvn3", "tcvn3_capitals", "vni", "windows1258".
std::string_view name_of(Encoding encoding);
std::optional<Encoding> encoding_named(std::string_view name);

struct EncodingPreview {
  Encoding encoding = Encoding::Utf8;
  int words = 0;            // that hold a byte beyond ASCII
  int plausible_words = 0;  // of these, words that come out as Vietnamese syllables
  // Up to eight different words, as they show without conversion (Latin-1) and after it.
  std::vector<std::pair<std::string, std::string>> samples;

  double plausibility() const {
    return words == 0 ? 0 : static_cast<double>(plausible_words) / words;
  }
};

// The legacy encodings that make at least half of the words beyond ASCII Vietnamese, and more of
// them than the bytes are as they stand; the most plausible first. Empty: nothing to suspect.
std::vector<EncodingPreview> suspect_encoding(std::string_view bytes);

// The whole text as UTF-8 in NFC, or a refusal that names the first byte (counted from 1; in text
// dressed as UTF-8, the character) that stands for nothing in the encoding. Utf8 checks and
// normalises.
Result<std::string> convert(std::string_view bytes, Encoding encoding);

}  // namespace exemplar
