// A period is a value: a first day and a length. Nothing else; there is no class per kind of
// period.
//
//   2022-12-15/P1Y      start                                last day
//                       |15 Dec 2022 ......................... 14 Dec 2023|
//        previous(p) ...|                  p                              |... next(p)
//
// A chain of periods never overlaps and leaves no gap: last_day(p) + 1 = first_day(next(p)), and
// previous(next(p)) = p. Day numbers that not every month has would break this (31 Jan + 1 month
// ends in February, and from there no month leads back to the 31st). So make_period refuses
//   - a start on day 29, 30 or 31 for a length in months that is no whole number of years;
//   - a start on 29 February for a length in years.
// The same days can always be written with a length in days. All other starts are allowed.
//
// Lengths fall into two families: months and years count by the calendar, days and weeks count
// days. P12M and P1Y are equal, P14D and P2W are equal, and P31D never equals P1M: over the same
// January they have different neighbours. A text keeps the form in which it was written.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"

namespace exemplar::programme {

struct Length {
  enum Unit { Days, Weeks, Months, Years };

  int count = 1;
  Unit unit = Months;

  bool counts_months() const { return unit == Months || unit == Years; }
  // The size in the family's smaller unit: months for months and years, days for days and weeks.
  int size() const { return unit == Years ? count * 12 : unit == Weeks ? count * 7 : count; }
  bool same_form(const Length& other) const { return count == other.count && unit == other.unit; }
  bool operator==(const Length& other) const {
    return counts_months() == other.counts_months() && size() == other.size();
  }
};

// "P1Y", "P3M", "P2W", "P7D".
std::string to_string(const Length& length);
// Reads one whole number with one unit; refuses 0, combined lengths (P1Y6M) and more than 100
// years.
Result<Length> parse_length(std::string_view text);

struct Period {
  Date start;
  Length length;

  bool operator==(const Period& other) const {
    return start == other.start && length == other.length;
  }
  // By first day, then by last day; over the same days a length in months comes before days.
  std::strong_ordering operator<=>(const Period& other) const;
};

// Periods lie within these years; a text outside them is a slip of the pen.
inline constexpr int kFirstYear = 1900;
inline constexpr int kLastYear = 2999;

// The only way in for data: refuses the starts named above, lengths of 0 or above 100 years, and
// days outside kFirstYear to kLastYear. Code that builds a Period itself must keep to these rules.
Result<Period> make_period(Date start, Length length);

Date first_day(const Period& period);
Date last_day(const Period& period);
int days(const Period& period);
DateRange range(const Period& period);

// Same length, immediately before and immediately after.
Period previous(const Period& period);
Period next(const Period& period);
// Same length, from the same day and month one year earlier. A week therefore begins on another
// weekday than it does this year, and 29 February (only a length in days may start there) goes to
// 28 February; a length in days keeps its number of days over a leap day.
Period same_period_last_year(const Period& period);

enum class Step { Lengths, Years };
// n steps on (n > 0) or back (n < 0), by the period's own length or by years as above. Refuses to
// leave kFirstYear to kLastYear.
Result<Period> shift(const Period& period, int n, Step step);

// Every day of `inner` is a day of `outer`. A partial order on the days covered: two periods that
// contain each other cover the same days.
bool contains(const Period& outer, const Period& inner);
bool contains(const Period& period, Date day);
bool overlaps(const Period& a, const Period& b);
bool same_days(const Period& a, const Period& b);

// Start and length: "2022-12-15/P1Y". Reads back in the same form.
std::string to_string(const Period& period);
// Reads start and length only; the short texts need a calendar (period_text.hpp).
Result<Period> parse_period(std::string_view text);

}  // namespace exemplar::programme

template <>
struct std::hash<exemplar::programme::Period> {
  size_t operator()(const exemplar::programme::Period& period) const noexcept {
    const uint64_t length =
        static_cast<uint64_t>(period.length.size()) * 2 + (period.length.counts_months() ? 1 : 0);
    return std::hash<uint64_t>()((length << 32) ^ static_cast<uint32_t>(period.start.days));
  }
};
