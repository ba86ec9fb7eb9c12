// A local calendar day (proleptic Gregorian), without a zone. Arithmetic is exact to the day.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace exemplar {

struct Date {
  int32_t days = 0;  // since 1970-01-01

  auto operator<=>(const Date&) const = default;
  Date operator+(int n) const { return Date{days + n}; }
  Date operator-(int n) const { return Date{days - n}; }
  int operator-(Date other) const { return days - other.days; }
};

struct CivilDate {
  int year;
  int month;  // 1–12
  int day;    // 1–31
};

// Far past and far future: open ends of validity. Never shown.
inline constexpr Date kOpenPast{-1000000};
inline constexpr Date kOpenFuture{10000000};

// No value where the day does not exist (2023-02-29).
std::optional<Date> make_date(int year, int month, int day);
CivilDate civil(Date date);
int days_in_month(int year, int month);
// Monday = 0 … Sunday = 6.
int weekday(Date date);
// The same day number n months on, else that month's last day (31 Jan + 1 month = 28 Feb).
// Criminal Procedure Code 2015 counts terms in months so: a month ends on the same day number.
Date add_months(Date date, int months);
// Whole months from `from` to `to` (to >= from), by add_months.
int months_between(Date from, Date to);

// ISO: 2024-01-16. Strict: four, two and two digits.
std::optional<Date> parse_iso_date(std::string_view text);
std::string iso(Date date);
// As Vietnamese people write it: 16/01/2024.
std::optional<Date> parse_vietnamese_date(std::string_view text);
std::string vietnamese(Date date);

// Days from `from` to `until`, both included; the ends may be open.
struct DateRange {
  Date from = kOpenPast;
  Date until = kOpenFuture;

  bool contains(Date day) const { return from <= day && day <= until; }
  bool contains(const DateRange& other) const { return from <= other.from && other.until <= until; }
  bool overlaps(const DateRange& other) const { return from <= other.until && other.from <= until; }
  bool empty() const { return until < from; }
  auto operator<=>(const DateRange&) const = default;
};

}  // namespace exemplar
