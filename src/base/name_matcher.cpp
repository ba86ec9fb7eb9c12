// The matching half of base/name_match.hpp.

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "base/name_match.hpp"
#include "base/text.hpp"

namespace exemplar {

namespace {

std::u32string characters(std::string_view text) {
  std::u32string result;
  const auto* data = reinterpret_cast<const uint8_t*>(text.data());
  const size_t length = text.size();
  for (size_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(data, i, length, c);
    result += static_cast<char32_t>(c);
  }
  return result;
}

// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
int edit_distance(const std::u32string& a, const std::u32string& b) {
  std::vector<int> before(b.size() + 1);
  std::vector<int> above(b.size() + 1);
  std::vector<int> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) above[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, above[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

// Slips that a name of so many letters can bear and still be recognised.
size_t slips_allowed(size_t letters) {
  if (letters < 4) return 0;
  return letters < 8 ? 1 : 2;
}

// "1,urban_district:3" → "1 3 ": numbers are never near one another.
std::string numbers_in(std::string_view text) {
  std::string numbers;
  bool inside = false;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (digit)
      numbers += c;
    else if (inside)
      numbers += ' ';
    inside = digit;
  }
  return inside ? numbers + ' ' : numbers;
}

// At most the allowed slips apart, in letters without marks.
bool is_slip(std::string_view a, std::string_view b) {
  if (numbers_in(a) != numbers_in(b)) return false;
  const size_t allowed = slips_allowed(std::min(a.size(), b.size()));
  const size_t apart = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (allowed == 0 || apart > allowed) return false;
  return static_cast<size_t>(edit_distance(characters(a), characters(b))) <= allowed;
}

bool without_marks(const UnitName& name) {
  return name.rest == name.plain;
}

bool is_number(const UnitName& name) {
  return name.plain.find_first_not_of("0123456789") == std::string::npos;
}

// How two names that are not one are near, if they are.
std::optional<NameDifference> nearness(const UnitName& a, const UnitName& b) {
  const bool one_without_kind = a.word.empty() != b.word.empty();
  if (a.plain == b.plain && a.word != b.word) {
    if (one_without_kind) return NameDifference::KindLeftOut;
    // Phường 1 and Quận 1 share nothing but a number.
    return is_number(a) ? std::nullopt : std::optional(NameDifference::OtherKind);
  }
  if (a.plain == b.plain) {
    return without_marks(a) || without_marks(b) ? NameDifference::MarksLeftOut
                                                : NameDifference::OtherMarks;
  }
  // A name may begin like a kind: "quan hoa" is the district Quan Hóa, not a Quận.
  if (a.whole == b.plain || b.whole == a.plain) return NameDifference::KindLeftOut;
  const bool kinds_agree = a.word == b.word || one_without_kind;
  if (kinds_agree && is_slip(a.plain, b.plain)) return NameDifference::Slip;
  return std::nullopt;
}

}  // namespace

NameMatcher::NameMatcher(const std::vector<std::string>& names) {
  prepared_.reserve(names.size());
  for (const std::string& name : names) prepared_.push_back({nfc(name), unit_name(name)});
}

std::vector<NameMatch> NameMatcher::match(std::string_view query) const {
  const std::string composed = nfc(query);
  const UnitName name = unit_name(query);
  std::vector<NameMatch> matches;
  if (name.rest.empty()) return matches;
  for (size_t i = 0; i < prepared_.size(); ++i) {
    const Prepared& candidate = prepared_[i];
    if (candidate.name.rest.empty()) continue;
    if (candidate.composed == composed) {
      matches.push_back({i, Certainty::Exact, NameDifference::None, 0});
    } else if (candidate.name.key == name.key) {
      matches.push_back({i, Certainty::Equivalent, NameDifference::None, 0});
    } else if (const auto difference = nearness(name, candidate.name)) {
      const int edits = edit_distance(characters(name.rest), characters(candidate.name.rest));
      matches.push_back({i, Certainty::Likely, *difference, edits});
    }
  }
  std::stable_sort(matches.begin(), matches.end(), [](const NameMatch& a, const NameMatch& b) {
    return std::tie(a.certainty, a.difference, a.edits) <
           std::tie(b.certainty, b.difference, b.edits);
  });
  return matches;
}

std::vector<NameMatch> match_names(std::string_view query,
                                   const std::vector<std::string>& candidates) {
  return NameMatcher(candidates).match(query);
}

std::optional<size_t> certain_match(const std::vector<NameMatch>& matches) {
  for (const Certainty certainty : {Certainty::Exact, Certainty::Equivalent}) {
    std::optional<size_t> found;
    for (const NameMatch& match : matches) {
      if (match.certainty != certainty) continue;
      if (found) return std::nullopt;
      found = match.candidate;
    }
    if (found) return found;
  }
  return std::nullopt;
}

bool same_name_in_other_writing(std::string_view a, std::string_view b) {
  if (nfc(a) == nfc(b)) return true;
  return unit_name(a).key == unit_name(b).key;
}

}  // namespace exemplar
