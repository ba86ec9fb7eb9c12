// Numbers as people write and read them.
//
// In Vietnamese the comma is the decimal sign and the point groups thousands; in English it is the
// other way round; and files mix both. "1.234" is then a thousandfold mistake waiting to be made,
// so where nobody declared the sign, only what has a single reading is read:
//
//   declared Comma   1.234,5 → 1234.5     1.234 → 1234      1,234 → 1.234
//   declared Point   1,234.5 → 1234.5     1,234 → 1234      1.234 → 1.234
//   undeclared       1.234,5 → 1234.5     1.234.567 → 1234567    1,5 → 1.5    0,125 → 0.125
//                    1.234 and 1,234 are asked about, with both readings
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/message.hpp"
#include "base/result.hpp"

namespace exemplar {

enum class DecimalSign { Comma, Point };

// Reads digits with an optional sign (+, -, −), groups of three (by the other sign, or by ordinary,
// no-break, narrow or thin spaces) and a decimal sign. Nothing declared: nothing guessed, see
// above. Refuses, saying what would be right: wrong grouping, more than 15 significant digits or
// decimals, anything that is no number. Percentages and units of measure are the caller's.
Result<Decimal> read_number(std::string_view text, std::optional<DecimalSign> sign);

// For people. Vietnamese 1.234.567 and 6,90; English 1,234,567 and 6.90; as many decimals as given.
// The minus is the ASCII one, so that a copied number is a number in a spreadsheet.
std::string format_number(Decimal number, Language language);
std::string format_integer(i128 number, Language language);
// With `digits` decimals, rounded half away from zero. A value that rounds to zero has no minus.
std::string format_number(const Ratio& ratio, int digits, Language language);
// The ratio times 100, rounded half away from zero, a no-break space (U+00A0) and the sign, in both
// languages as ISO 80000-1 writes it: 0.7671 with 1 digit is "76,7 %".
std::string format_percent(const Ratio& ratio, int digits, Language language);
// "6,90 m²", with a no-break space (U+00A0); without a unit only the number.
std::string format_amount(Decimal number, std::string_view unit, Language language);
// 16/01/2024 in Vietnamese, 16 Jan 2024 in English.
std::string format_date(Date date, Language language);

}  // namespace exemplar
