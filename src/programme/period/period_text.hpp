// Periods as people write and read them, in the sense of a calendar (calendar.hpp):
//
//   2023        the year ending in 2023             năm 2023
//   2023-H1     its first half                      6 tháng đầu năm 2023
//   2023-Q1     its first quarter                   quý I/2023
//   2023-03     the month ending in March 2023      tháng 3/2023
//   2023-W05    its fifth week                      tuần 5/2023 (…)
//   2023-03-15  one day                             15/03/2023
//   2022-12-15/P1Y  any other: start and length     15/12/2022–14/12/2023
//
// Weeks are numbered as ISO 8601 does it, with the calendar's own week and year: a week belongs to
// the year that holds its fourth day, and week 1 is the first that does. From Monday in calendar
// years these are the ISO weeks.
#pragma once

#include <string>
#include <string_view>

#include "base/message.hpp"
#include "programme/period/calendar.hpp"

namespace exemplar::programme {

// Reads all forms above. Strict: no spaces, two digits for months and weeks.
Result<Period> parse_period(std::string_view text, const Calendar& calendar);

// The shortest text that reads back as the same period in the same form: P12M stays P12M.
std::string to_string(const Period& period, const Calendar& calendar);

// For people. A name that does not follow the calendar year shows its days as well:
// "năm 2023 (15/12/2022–14/12/2023)".
Message label(const Period& period, const Calendar& calendar);

}  // namespace exemplar::programme
