// The reading half of base/number.hpp, in three steps:
//
//   text → sign, groups of digits, separators between them   scan
//        → which separator is the decimal sign               sign_of   (asks where two readings
//        hold) → whole and decimals, groups checked                number_of
#include "base/number.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace exemplar {

namespace {

// "-1.234,5" = negative, {"1", "234", "5"}, {'.', ','}; every kind of space is ' '.
struct Scanned {
  bool negative = false;
  std::vector<std::string> groups;
  std::string separators;  // one fewer than groups

  size_t count(char separator) const {
    size_t n = 0;
    for (const char c : separators) n += c == separator ? 1 : 0;
    return n;
  }
};

char character(DecimalSign sign) {
  return sign == DecimalSign::Comma ? ',' : '.';
}
char other(char sign) {
  return sign == ',' ? '.' : ',';
}

// Takes `prefix` off the front of `text`.
bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// A grouping space: ordinary, no-break, figure, thin, narrow no-break.
bool take_space(std::string_view& text) {
  return take(text, " ") || take(text, "\u00A0") || take(text, "\u2007") || take(text, "\u2009") ||
         take(text, "\u202F");
}

std::optional<Scanned> scan(std::string_view text) {
  Scanned scanned;
  text = trim(text);
  scanned.negative = take(text, "-") || take(text, "\u2212");
  if (!scanned.negative) take(text, "+");
  scanned.groups.emplace_back();
  while (!text.empty()) {
    const char c = text.front();
    if (c >= '0' && c <= '9') {
      scanned.groups.back() += c;
      text.remove_prefix(1);
      continue;
    }
    char separator = ' ';
    if (c == '.' || c == ',') {
      separator = c;
      text.remove_prefix(1);
    } else if (!take_space(text)) {
      return std::nullopt;
    }
    scanned.separators += separator;
    scanned.groups.emplace_back();
  }
  return scanned;
}

std::string regrouped(std::string digits, char separator) {
  for (size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, separator);
  return digits;
}

// Groups [0, count): one to three digits, then threes; a grouped number does not begin with 0.
bool well_grouped(const Scanned& scanned, size_t count) {
  if (count == 1) return true;
  if (scanned.groups[0].size() > 3 || scanned.groups[0][0] == '0') return false;
  for (size_t i = 1; i < count; ++i) {
    if (scanned.groups[i].size() != 3) return false;
  }
  for (size_t i = 1; i + 1 < count; ++i) {
    if (scanned.separators[i] != scanned.separators[0]) return false;
  }
  return true;
}

std::string minus(const Scanned& scanned) {
  return scanned.negative ? "-" : "";
}

// The decimal sign of an undeclared number, where the number itself shows it.
Result<char> sign_of(const Scanned& scanned, std::string_view text) {
  const size_t points = scanned.count('.');
  const size_t commas = scanned.count(',');
  if (points == 0 && commas == 0) return ',';
  if (points > 0 && commas > 0) return scanned.separators.back();
  const char used = points > 0 ? '.' : ',';
  if (points + commas > 1) return other(used);
  const bool groups_too = scanned.separators.size() == 1 && well_grouped(scanned, 2);
  if (!groups_too) return used;
  const std::string whole = minus(scanned) + scanned.groups[0] + scanned.groups[1];
  const std::string fraction = minus(scanned) + scanned.groups[0] + other(used) + scanned.groups[1];
  return Refusal{
      msg("'{}' has two readings: {} if '{}' groups thousands, {} if it is the decimal sign", text,
          whole, used, fraction),
      msg("say whether the decimal sign is ',' or '.'")};
}

Refusal not_a_number(std::string_view text, std::optional<DecimalSign> sign) {
  const std::string example = sign == DecimalSign::Point ? "1,234.5" : "1.234,5";
  return {msg("'{}' is not a number", text),
          msg("write digits and at most one decimal sign, such as {}", example)};
}

// What the writer of wrongly grouped digits may have meant.
Refusal wrongly_grouped(const Scanned& scanned, size_t count, char sign, std::string_view text) {
  std::string digits;
  for (size_t i = 0; i < count; ++i) digits += scanned.groups[i];
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  const char group = scanned.separators[0] == ' ' ? ' ' : other(sign);
  const std::string tail = count < scanned.groups.size() ? sign + scanned.groups[count] : "";
  const bool one_separator = scanned.separators.size() == 1 && scanned.separators[0] != ' ';
  if (one_separator) {
    const std::string fraction = minus(scanned) + scanned.groups[0] + sign + scanned.groups[1];
    return {msg("'{}' is not grouped in threes, and its decimal sign is '{}'", text, sign),
            msg("write {} if decimals are meant, {} if not", fraction, minus(scanned) + digits)};
  }
  return {msg("'{}' is not grouped in threes", text),
          msg("write {} or {}", minus(scanned) + regrouped(digits, group) + tail,
              minus(scanned) + digits + tail)};
}

Result<Decimal> number_of(const Scanned& scanned, char sign, std::string_view text) {
  const size_t signs = scanned.count(sign);
  if (signs > 1 || (signs == 1 && scanned.separators.back() != sign)) {
    return Refusal{msg("'{}' has more than one decimal sign, or groups after it", text),
                   msg("write the decimal sign '{}' once, before the decimals", sign)};
  }
  const size_t count = scanned.groups.size() - signs;
  if (!well_grouped(scanned, count)) return wrongly_grouped(scanned, count, sign, text);
  std::string standard = minus(scanned);
  for (size_t i = 0; i < count; ++i) standard += scanned.groups[i];
  if (signs == 1) standard += "." + scanned.groups.back();
  if (const std::optional<Decimal> decimal = parse_decimal(standard)) return *decimal;
  return Refusal{msg("'{}' has more than 15 significant digits or decimals", text),
                 msg("write at most 15 digits; a larger unit of measure may help")};
}

}  // namespace

Result<Decimal> read_number(std::string_view text, std::optional<DecimalSign> sign) {
  const std::string shown = truncate_to_width(trim(text), 60);
  const std::optional<Scanned> scanned = scan(text);
  if (!scanned) return not_a_number(shown, sign);
  for (const std::string& group : scanned->groups) {
    if (group.empty()) return not_a_number(shown, sign);
  }
  if (sign) return number_of(*scanned, character(*sign), shown);
  const Result<char> seen = sign_of(*scanned, shown);
  if (!seen) return seen.refusal();
  return number_of(*scanned, *seen, shown);
}

}  // namespace exemplar
