// The writing half of base/number.hpp.
#include <array>

#include "base/number.hpp"

namespace exemplar {

namespace {

constexpr std::string_view kNoBreakSpace = "\u00A0";

// units × 10^-digits with the language's signs.
std::string written(i128 units, int digits, Language language) {
  const char group = language == Language::Vietnamese ? '.' : ',';
  const char sign = language == Language::Vietnamese ? ',' : '.';
  const auto decimals = static_cast<size_t>(digits);
  std::string text = to_string(units < 0 ? -units : units);
  if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
  const size_t whole = text.size() - decimals;
  if (decimals > 0) text.insert(whole, 1, sign);
  for (size_t i = whole; i > 3; i -= 3) text.insert(i - 3, 1, group);
  return units < 0 ? "-" + text : text;
}

}  // namespace

std::string format_number(Decimal number, Language language) {
  return written(number.units, number.digits, language);
}

std::string format_integer(i128 number, Language language) {
  return written(number, 0, language);
}

std::string format_number(const Ratio& ratio, int digits, Language language) {
  return written(round_to_integer(ratio, digits, RoundingMode::HalfAwayFromZero), digits, language);
}

std::string format_percent(const Ratio& ratio, int digits, Language language) {
  const i128 units = round_to_integer(ratio, digits + 2, RoundingMode::HalfAwayFromZero);
  return written(units, digits, language) + std::string(kNoBreakSpace) + "%";
}

std::string format_amount(Decimal number, std::string_view unit, Language language) {
  std::string text = format_number(number, language);
  if (!unit.empty()) text.append(kNoBreakSpace).append(unit);
  return text;
}

std::string format_date(Date date, Language language) {
  if (language == Language::Vietnamese) return vietnamese(date);
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilDate c = civil(date);
  return fmt::format("{} {} {}", c.day, kMonths[static_cast<size_t>(c.month - 1)], c.year);
}

}  // namespace exemplar
