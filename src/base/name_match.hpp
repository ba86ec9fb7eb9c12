// Which unit a person meant by a name. Certain matches may be taken; likely ones are shown to the
// person and never taken, because neighbours differ by one tone or one digit:
//
//   same bytes (NFC)                               exact       Phường Tân Tạo, the same
//   one name in another writing (unit_name below)  equivalent  Phường 1 = P.1 = P01 = phuong 1
//   same letters, marks left out or different      likely      Sa Dec, Sa Đéc; Tân Tạo, Tân Tảo
//   kind of unit left out, or another kind         likely      Củ Chi, Huyện Củ Chi
//   a slip of the keyboard                         likely      Tan Dinhh, Tân Định
//   another number, or nothing alike but a number  no match    Phường 13, Phường 15; Quận 1
//
// To that end a name is taken apart into the kind of unit it says it is, and the rest
// (name_match.cpp has the words); the matching itself is in name_matcher.cpp.
//
//   "P.01, Q.3"  ──unit_name──>  kind P. "1", kind Q. "3"; "phuong 1, quan 3" gives the same key
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exemplar {

struct UnitName {
  std::string word;  // which of the words for kinds of units it begins with; empty where none
  std::string rest;  // spelling_key of the name after the word, numbers in their plain form
  std::string key;  // of word and rest: equal exactly where two names are one name in other writing
  std::string plain;  // search_key of the rest
  std::string whole;  // search_key of everything, the word included as it was written
};

// What counts as writing and not as name:
// - all that spelling_key takes away;
// - the kind as a word, as a word without marks if the whole name has none, or abbreviated: P.1,
//   P1, P 1, Q.3, H. Củ Chi, TT. Củ Chi, TX. Dĩ An, TP.Thủ Đức, TPHCM;
// - leading zeros, "số" before a number, Roman numerals of a phường (Phường IV);
// - HCM for Hồ Chí Minh after the word for city.
// After a comma stands the unit above, read in the same way.
UnitName unit_name(std::string_view text);

enum class Certainty { Exact, Equivalent, Likely };

// What separates a likely match from a certain one; in the order in which they are proposed.
enum class NameDifference { None, MarksLeftOut, KindLeftOut, OtherMarks, OtherKind, Slip };

struct NameMatch {
  size_t candidate = 0;  // its index
  Certainty certainty = Certainty::Exact;
  NameDifference difference = NameDifference::None;
  int edits = 0;  // letters, marks and tones between the two names; 0 where certain

  bool operator==(const NameMatch&) const = default;
};

// Names prepared once, asked about often. Keeps copies.
class NameMatcher {
 public:
  explicit NameMatcher(const std::vector<std::string>& names);
  // Every candidate that matches, the most certain and nearest first, then in their own order.
  std::vector<NameMatch> match(std::string_view query) const;

 private:
  struct Prepared {
    std::string composed;
    UnitName name;
  };
  std::vector<Prepared> prepared_;
};

std::vector<NameMatch> match_names(std::string_view query,
                                   const std::vector<std::string>& candidates);

// The one candidate that may be taken: the only exact match, else the only equivalent one. None
// where two are equally certain (a name shared by two districts) or nothing is.
std::optional<size_t> certain_match(const std::vector<NameMatch>& matches);

// Whether two names are one name, written otherwise. "Phường 05" and "Phường 5", "Hòa" and "Hoà"
// are; "Phường 13" and "Phường 15", "Sa Đéc" and "Sa Dec", "Quận 9" and "Phường 9" are not.
bool same_name_in_other_writing(std::string_view a, std::string_view b);

}  // namespace exemplar
