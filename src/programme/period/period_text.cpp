#include "programme/period/period_text.hpp"

#include <fmt/core.h>

namespace exemplar::programme {

namespace {

constexpr Length kDay{1, Length::Days};
constexpr Length kWeek{1, Length::Weeks};
constexpr Length kMonth{1, Length::Months};
constexpr Length kQuarter{3, Length::Months};
constexpr Length kHalf{6, Length::Months};
constexpr Length kYear{1, Length::Years};

// The number of up to four digits, else -1.
int number(std::string_view digits) {
  int value = 0;
  if (digits.empty()) return -1;
  for (const char c : digits) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

Refusal not_a_period(std::string_view text) {
  return {msg("'{}' is not a period", text),
          msg("write 2023, 2023-H1, 2023-Q1, 2023-03, 2023-W05, 2023-03-15, or the first day and "
              "the length: 2022-12-15/P1Y")};
}

Date first_week_start(const Calendar& calendar, int year) {
  const Date earliest = year_start(calendar, year) - 3;
  return earliest + (calendar.week_starts - weekday(earliest) + 7) % 7;
}

int weeks_in_year(const Calendar& calendar, int year) {
  return (first_week_start(calendar, year + 1) - first_week_start(calendar, year)) / 7;
}

Result<Period> part_of_year(const Calendar& calendar, int year, char kind, int ordinal) {
  if (kind == 'W') {
    const int weeks = weeks_in_year(calendar, year);
    if (ordinal < 1 || ordinal > weeks) {
      return Refusal{msg("the year {} has no week {}", year, ordinal),
                     msg("write a week from {}-W01 to {}-W{}", year, year, weeks)};
    }
    return make_period(first_week_start(calendar, year) + 7 * (ordinal - 1), kWeek);
  }
  const bool quarter = kind == 'Q';
  if (quarter && (ordinal < 1 || ordinal > 4)) {
    return Refusal{msg("a year has no quarter {}", ordinal),
                   msg("write a quarter from {}-Q1 to {}-Q4", year, year)};
  }
  if (!quarter && (ordinal < 1 || ordinal > 2)) {
    return Refusal{msg("a year has no half {}", ordinal), msg("write {}-H1 or {}-H2", year, year)};
  }
  const Length length = quarter ? kQuarter : kHalf;
  return make_period(add_months(year_start(calendar, year), length.count * (ordinal - 1)), length);
}

Result<Period> month_ending_in(const Calendar& calendar, int year, int month) {
  if (month < 1 || month > 12) {
    return Refusal{msg("a year has no month {}", month),
                   msg("write a month from {}-01 to {}-12", year, year)};
  }
  const int day = calendar.year_starts.day;
  const Date start = *make_date(year, month, day);
  return make_period(day == 1 ? start : add_months(start, -1), kMonth);
}

// What a calendar calls one of its fixed periods.
struct Name {
  Length length;
  int year = 0;
  int ordinal = 0;  // half, quarter, month or week of the year
};

std::optional<Name> name_of(const Period& period, const Calendar& calendar) {
  const Length& length = period.length;
  if (!is_fixed(calendar, period)) return std::nullopt;
  if (length.same_form(kWeek)) {
    const int year = year_holding(calendar, period.start + 3);
    return Name{kWeek, year, (period.start - first_week_start(calendar, year)) / 7 + 1};
  }
  const CivilDate end = civil(last_day(period));
  if (length.same_form(kMonth)) return Name{kMonth, end.year, end.month};
  const int year = year_holding(calendar, period.start);
  if (length.same_form(kYear)) return Name{kYear, year, 1};
  if (length.same_form(kQuarter) || length.same_form(kHalf)) {
    const int months = months_between(year_start(calendar, year), period.start);
    return Name{length, year, months / length.count + 1};
  }
  return std::nullopt;
}

std::string days_for_people(const Period& period) {
  return fmt::format("{}–{}", vietnamese(first_day(period)), vietnamese(last_day(period)));
}

Message month_label(int month, const std::string& year) {
  switch (month) {
    case 1:
      return msg("January {}", year);
    case 2:
      return msg("February {}", year);
    case 3:
      return msg("March {}", year);
    case 4:
      return msg("April {}", year);
    case 5:
      return msg("May {}", year);
    case 6:
      return msg("June {}", year);
    case 7:
      return msg("July {}", year);
    case 8:
      return msg("August {}", year);
    case 9:
      return msg("September {}", year);
    case 10:
      return msg("October {}", year);
    case 11:
      return msg("November {}", year);
    default:
      return msg("December {}", year);
  }
}

Message quarter_label(int quarter, const std::string& year) {
  switch (quarter) {
    case 1:
      return msg("first quarter of {}", year);
    case 2:
      return msg("second quarter of {}", year);
    case 3:
      return msg("third quarter of {}", year);
    default:
      return msg("fourth quarter of {}", year);
  }
}

}  // namespace

Result<Period> parse_period(std::string_view text, const Calendar& calendar) {
  if (text.find('/') != std::string_view::npos) return parse_period(text);
  if (text.size() == 10) {
    const std::optional<Date> day = parse_iso_date(text);
    if (!day) return not_a_period(text);
    return make_period(*day, kDay);
  }
  const int year = number(text.substr(0, 4));
  if (text.size() < 4 || year < 0) return not_a_period(text);
  if (text.size() > 4 && text[4] != '-') return not_a_period(text);
  // One year of margin: the first weeks of a year may begin in the one before.
  if (year < kFirstYear || year > kLastYear + 1) {
    return Refusal{
        msg("the period {} does not lie within the years {} to {}", text, kFirstYear, kLastYear),
        msg("check the year")};
  }
  if (text.size() == 4) return make_period(year_start(calendar, year), kYear);

  const std::string_view part = text.substr(5);
  if (part.size() == 2 && number(part) >= 0) return month_ending_in(calendar, year, number(part));
  const char kind = part.empty() ? ' ' : part[0];
  const bool well_formed =
      kind == 'W' ? part.size() == 3 : (kind == 'Q' || kind == 'H') && part.size() == 2;
  const int ordinal = well_formed ? number(part.substr(1)) : -1;
  if (ordinal < 0) return not_a_period(text);
  return part_of_year(calendar, year, kind, ordinal);
}

std::string to_string(const Period& period, const Calendar& calendar) {
  if (period.length.same_form(kDay)) return iso(period.start);
  const std::optional<Name> name = name_of(period, calendar);
  if (!name) return to_string(period);
  if (name->length == kYear) return fmt::format("{:04}", name->year);
  if (name->length == kHalf) return fmt::format("{:04}-H{}", name->year, name->ordinal);
  if (name->length == kQuarter) return fmt::format("{:04}-Q{}", name->year, name->ordinal);
  if (name->length == kMonth) return fmt::format("{:04}-{:02}", name->year, name->ordinal);
  return fmt::format("{:04}-W{:02}", name->year, name->ordinal);
}

Message label(const Period& period, const Calendar& calendar) {
  if (days(period) == 1) return msg("{}", vietnamese(period.start));
  // People read P12M as the year it is; only the text keeps the form.
  Period plain = period;
  if (plain.length == kYear) plain.length = kYear;
  if (plain.length == kWeek) plain.length = kWeek;

  const std::optional<Name> name = name_of(plain, calendar);
  const bool from_year_start =
      period.length.counts_months() && period.length.size() < 12 &&
      period.start == year_start(calendar, year_holding(calendar, period.start));
  if (!name && !from_year_start) return msg("{}", days_for_people(period));

  const bool named = name.has_value();
  const bool week = named && name->length == kWeek;
  // In a calendar year the name says which days; in any other it does not.
  const bool says_its_days = !week && calendar.year_starts == MonthDay{1, 1};
  std::string year = std::to_string(named ? name->year : year_holding(calendar, period.start));
  if (!says_its_days) year += " (" + days_for_people(period) + ")";

  if (!named) return msg("first {} months of {}", period.length.size(), year);
  if (week) return msg("week {} of {}", name->ordinal, year);
  if (name->length == kYear) return msg("year {}", year);
  if (name->length == kMonth) return month_label(name->ordinal, year);
  if (name->length == kQuarter) return quarter_label(name->ordinal, year);
  if (name->ordinal == 1) return msg("first {} months of {}", 6, year);
  return msg("last {} months of {}", 6, year);
}

}  // namespace exemplar::programme
