// unit_name of base/name_match.hpp: the words by which Vietnamese units are named, and how a name
// is taken apart by them.
#include "base/name_match.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"

namespace exemplar {

namespace {

struct Word {
  std::string_view id;
  std::string full;                             // spelling_key
  std::string plain;                            // search_key
  std::vector<std::string_view> abbreviations;  // as spelling_key gives them
};

const std::vector<Word>& words() {
  static const std::vector<Word> kWords = [] {
    std::vector<Word> list;
    const auto add = [&list](std::string_view id, std::string_view full,
                             std::vector<std::string_view> abbreviations) {
      list.push_back({id, spelling_key(full), search_key(full), std::move(abbreviations)});
    };
    add("ward", "phường", {"p.", "p"});
    add("commune", "xã", {"x.", "x"});
    add("township", "thị trấn", {"t.t.", "tt.", "tt"});
    add("town", "thị xã", {"t.x.", "tx.", "tx"});
    add("urban_district", "quận", {"q.", "q"});
    add("rural_district", "huyện", {"h.", "h"});
    add("city", "thành phố", {"t.p.", "tp.", "tp"});
    add("province", "tỉnh", {});
    add("special_zone", "đặc khu", {"đ.k.", "đk.", "đk"});
    return list;
  }();
  return kWords;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// What follows `head` in `text` if `head` ends there as a word: before a space or a digit, or by
// its own dot. Empty if not, or if nothing follows.
std::string_view after_word(std::string_view text, std::string_view head) {
  if (!text.starts_with(head) || text.size() == head.size()) return {};
  const char next = text[head.size()];
  const bool dotted = head.back() == '.';
  if (!dotted && next != ' ' && !is_digit(next)) return {};
  return trim(text.substr(head.size()));
}

// The rest after the word for the kind; `text` (a spelling_key) itself where there is none.
std::string_view take_word(std::string_view text, const Word*& taken) {
  const bool without_marks = search_key(text) == text;
  for (const Word& word : words()) {
    std::string_view rest = after_word(text, word.full);
    if (rest.empty() && without_marks) rest = after_word(text, word.plain);
    for (size_t i = 0; rest.empty() && i < word.abbreviations.size(); ++i) {
      rest = after_word(text, word.abbreviations[i]);
    }
    if (!rest.empty()) {
      taken = &word;
      return rest;
    }
  }
  return text;
}

// 1–39 in Roman numerals, 0 for anything else.
int roman(std::string_view text) {
  static constexpr std::array<std::string_view, 10> kUnits = {"",  "i",  "ii",  "iii",  "iv",
                                                              "v", "vi", "vii", "viii", "ix"};
  const size_t tens = std::min(text.find_first_not_of('x'), text.size());
  if (tens > 3) return 0;
  // "ix" begins with i, so the tens are exactly the leading x's.
  for (size_t unit = 0; unit < kUnits.size(); ++unit) {
    if (text.substr(tens) == kUnits[unit]) return static_cast<int>(tens * 10 + unit);
  }
  return 0;
}

std::string without_leading_zeros(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end == i) {
      result += text[i++];
      continue;
    }
    while (i + 1 < end && text[i] == '0') ++i;
    result.append(text.substr(i, end - i));
    i = end;
  }
  return result;
}

std::string canonical_rest(std::string_view rest, std::string_view word) {
  while (rest.ends_with('.') || rest.ends_with(' ')) rest.remove_suffix(1);
  static const std::array kNumberWords = {spelling_key("số"), search_key("số")};
  for (const std::string& number_word : kNumberWords) {
    if (!rest.starts_with(number_word)) continue;
    const std::string_view number = trim(rest.substr(number_word.size()));
    if (!number.empty() && is_digit(number.front())) rest = number;
  }
  if (word == "city" && rest == "hcm") return spelling_key("Hồ Chí Minh");
  if (const int number = word == "ward" ? roman(rest) : 0) return std::to_string(number);
  return without_leading_zeros(rest);
}

}  // namespace

UnitName unit_name(std::string_view text) {
  UnitName name;
  const std::string spelled = spelling_key(text);
  name.whole = search_key(text);
  bool first = true;
  for (const std::string_view raw : split(spelled, ',')) {
    const std::string_view part = trim(raw);
    if (part.empty()) continue;
    const Word* word = nullptr;
    std::string_view rest = part == "tphcm" ? "tp hcm" : part;
    rest = take_word(rest, word);
    const std::string_view id = word == nullptr ? std::string_view{} : word->id;
    const std::string canonical = canonical_rest(rest, id);
    const std::string key = (id.empty() ? "" : std::string(id) + ":") + canonical;
    if (first) {
      name.word = id;
      name.rest = canonical;
      name.key = key;
    } else {
      name.rest += "," + key;
      name.key += "," + key;
    }
    first = false;
  }
  name.plain = search_key(name.rest);
  return name;
}

}  // namespace exemplar
