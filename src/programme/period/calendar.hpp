// A calendar is declared, as data: where its year and its week begin. From this follow its fixed
// periods, which lie side by side over all of time:
//
//   year_starts 12-15   year 2023   |15 Dec 2022 ................................ 14 Dec 2023|
//                       quarters    |15 Dec – 14 Mar|15 Mar – 14 Jun|15 Jun – ...|... 14 Dec|
//                       months      |15 Dec – 14 Jan|15 Jan – 14 Feb| ...
//   week_starts Thu     weeks       ...|Thu .. Wed|Thu .. Wed|...       (not cut at a year's end)
//
// A year is named by the year in which it ends, a month by the month in which it ends: the year
// from 15 Dec 2022 to 14 Dec 2023 is 2023, and 15 Feb to 14 Mar is its month 3.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.hpp"
#include "programme/period/period.hpp"

namespace exemplar::programme {

struct MonthDay {
  int month = 1;
  int day = 1;

  auto operator<=>(const MonthDay&) const = default;
};

struct Calendar {
  std::string id;
  Text name;
  MonthDay year_starts;
  int week_starts = 0;              // Monday = 0 … Sunday = 6, as weekday() counts
  Length basic{1, Length::Months};  // its basic period: one of its fixed periods
};

// The calendar year: from 1 January, weeks from Monday, by month.
const Calendar& civil_calendar();

// What makes a calendar unusable: a year that starts on a day not every month has, no such weekday,
// or a basic length without fixed periods. All that follows expects a calendar without fault.
std::optional<Refusal> fault_in(const Calendar& calendar);

// "12-15" (month and day). Days 29 to 31 are refused.
Result<MonthDay> parse_year_start(std::string_view text);
std::string to_string(MonthDay month_day);
// "monday" … "sunday", as 0 … 6.
Result<int> parse_weekday(std::string_view text);
std::string_view weekday_name(int weekday);

// The first day of the calendar's year ending in `year`.
Date year_start(const Calendar& calendar, int year);
// The number of the calendar's year that holds the day.
int year_holding(const Calendar& calendar, Date day);

// The calendar's fixed period of this length that holds the day. Fixed are days, weeks, years and
// the numbers of months that divide a year; any other length has no fixed beginning and is refused.
Result<Period> period_holding(const Calendar& calendar, Length length, Date day);
bool is_fixed(const Calendar& calendar, const Period& period);

// The calendar's fixed periods of this length that make up the period, in order. Refused, with the
// one that crosses its start or end, where the period is not a union of them.
Result<std::vector<Period>> nested(const Period& period, const Calendar& calendar, Length length);

}  // namespace exemplar::programme
