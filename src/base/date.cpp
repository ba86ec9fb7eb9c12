#include "base/date.hpp"

#include <fmt/core.h>

namespace exemplar {

namespace {

// Reads exactly `count` digits at `position`, or gives -1.
int digits_at(std::string_view text, size_t position, size_t count) {
  if (position + count > text.size()) return -1;
  int value = 0;
  for (size_t i = position; i < position + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::optional<Date> make_date(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{year},
                                        std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return std::nullopt;
  return Date{static_cast<int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count())};
}

CivilDate civil(Date date) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{date.days}}};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

int days_in_month(int year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month == 2 && std::chrono::year{year}.is_leap()) return 29;
  return kDays[month - 1];
}

int weekday(Date date) {
  const int from_thursday = ((date.days % 7) + 7) % 7;  // 1970-01-01 was a Thursday
  return (from_thursday + 3) % 7;
}

Date add_months(Date date, int months) {
  const CivilDate c = civil(date);
  const int month_index = c.year * 12 + (c.month - 1) + months;
  const int year = month_index >= 0 ? month_index / 12 : (month_index - 11) / 12;
  const int month = month_index - year * 12 + 1;
  const int last = days_in_month(year, month);
  return *make_date(year, month, c.day < last ? c.day : last);
}

int months_between(Date from, Date to) {
  const CivilDate a = civil(from);
  const CivilDate b = civil(to);
  int months = (b.year - a.year) * 12 + (b.month - a.month);
  while (months > 0 && add_months(from, months) > to) --months;
  return months;
}

std::optional<Date> parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = digits_at(text, 0, 4);
  const int month = digits_at(text, 5, 2);
  const int day = digits_at(text, 8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  return make_date(year, month, day);
}

std::string iso(Date date) {
  const CivilDate c = civil(date);
  return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
}

std::optional<Date> parse_vietnamese_date(std::string_view text) {
  const size_t first = text.find_first_of("/-.");
  if (first == std::string_view::npos || first < 1 || first > 2) return std::nullopt;
  const size_t second = text.find(text[first], first + 1);
  if (second == std::string_view::npos || second - first < 2 || second - first > 3 ||
      text.size() - second != 5) {
    return std::nullopt;
  }
  const int day = digits_at(text, 0, first);
  const int month = digits_at(text, first + 1, second - first - 1);
  const int year = digits_at(text, second + 1, 4);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  return make_date(year, month, day);
}

std::string vietnamese(Date date) {
  const CivilDate c = civil(date);
  return fmt::format("{:02}/{:02}/{:04}", c.day, c.month, c.year);
}

}  // namespace exemplar
