#include "programme/period/calendar.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace exemplar::programme {

namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

bool has_fixed_periods(Length length) {
  if (length.count < 1) return false;
  if (length.counts_months()) return length.size() <= 12 && 12 % length.size() == 0;
  return length.size() == 1 || length.size() == 7;
}

Refusal no_fixed_periods(Length length) {
  return {msg("a calendar has no fixed periods of {}", to_string(length)),
          msg("use P1D, P1W, P1M, P2M, P3M, P4M, P6M or P1Y")};
}

bool usable(MonthDay start) {
  return start.month >= 1 && start.month <= 12 && start.day >= 1 && start.day <= 28;
}

Refusal unusable_year_start(std::string_view text) {
  return {msg("a year cannot start on '{}'", text),
          msg("write month and day, the day from 1 to 28, which every month has: 01-01 or 12-15")};
}

int floored_remainder(int value, int divisor) {
  return ((value % divisor) + divisor) % divisor;
}

// The first day of the fixed period of `months` months that holds the day.
Date month_grid_start(const Calendar& calendar, int months, Date day) {
  const CivilDate c = civil(day);
  int index = c.year * 12 + (c.month - 1) - (c.day < calendar.year_starts.day ? 1 : 0);
  index -= floored_remainder(index - (calendar.year_starts.month - 1), months);
  index = std::clamp(index, 12, 9999 * 12 + 11);  // dates have years 1 to 9999
  return *make_date(index / 12, index % 12 + 1, calendar.year_starts.day);
}

}  // namespace

const Calendar& civil_calendar() {
  static const Calendar calendar{
      "civil", {"năm dương lịch", "calendar year"}, {1, 1}, 0, {1, Length::Months}};
  return calendar;
}

std::optional<Refusal> fault_in(const Calendar& calendar) {
  if (!usable(calendar.year_starts)) return unusable_year_start(to_string(calendar.year_starts));
  if (calendar.week_starts < 0 || calendar.week_starts > 6) {
    return Refusal{msg("there is no weekday {}", calendar.week_starts),
                   msg("write a weekday from monday (0) to sunday (6)")};
  }
  if (!has_fixed_periods(calendar.basic)) return no_fixed_periods(calendar.basic);
  return std::nullopt;
}

Result<MonthDay> parse_year_start(std::string_view text) {
  // A leap year, so that what is refused about 29 February is the day number and not the year.
  const std::optional<Date> date = parse_iso_date(fmt::format("2024-{}", text));
  if (!date) return unusable_year_start(text);
  const MonthDay start{civil(*date).month, civil(*date).day};
  if (!usable(start)) return unusable_year_start(text);
  return start;
}

std::string to_string(MonthDay month_day) {
  return fmt::format("{:02}-{:02}", month_day.month, month_day.day);
}

Result<int> parse_weekday(std::string_view text) {
  const auto found = std::find(kWeekdays.begin(), kWeekdays.end(), text);
  if (found == kWeekdays.end()) {
    return Refusal{msg("'{}' is not a weekday", text),
                   msg("write monday, tuesday, wednesday, thursday, friday, saturday or sunday")};
  }
  return static_cast<int>(found - kWeekdays.begin());
}

std::string_view weekday_name(int weekday) {
  return kWeekdays.at(static_cast<size_t>(weekday));
}

Date year_start(const Calendar& calendar, int year) {
  const bool ends_in_its_own_year = calendar.year_starts == MonthDay{1, 1};
  return *make_date(std::clamp(ends_in_its_own_year ? year : year - 1, 1, 9999),
                    calendar.year_starts.month, calendar.year_starts.day);
}

int year_holding(const Calendar& calendar, Date day) {
  const int year = civil(day).year;
  return year_start(calendar, year + 1) <= day ? year + 1 : year;
}

Result<Period> period_holding(const Calendar& calendar, Length length, Date day) {
  if (!has_fixed_periods(length)) return no_fixed_periods(length);
  Date start = day;
  if (length.counts_months()) {
    start = month_grid_start(calendar, length.size(), day);
  } else if (length.size() == 7) {
    start = day - floored_remainder(weekday(day) - calendar.week_starts, 7);
  }
  return make_period(start, length);
}

bool is_fixed(const Calendar& calendar, const Period& period) {
  const Result<Period> fixed = period_holding(calendar, period.length, period.start);
  return fixed && fixed->start == period.start;
}

Result<std::vector<Period>> nested(const Period& period, const Calendar& calendar, Length length) {
  const Result<Period> first = period_holding(calendar, length, first_day(period));
  if (!first) return first.refusal();

  const auto crossing = [&](const Period& piece) {
    const bool at_start = first_day(piece) < first_day(period);
    const Date edge = at_start ? first_day(period) : last_day(period);
    return Refusal{
        at_start ? msg("{} is not a union of the {} of calendar '{}': the one from {} to {} "
                       "begins before its first day, {}",
                       to_string(period), to_string(length), calendar.id, iso(first_day(piece)),
                       iso(last_day(piece)), iso(edge))
                 : msg("{} is not a union of the {} of calendar '{}': the one from {} to {} ends "
                       "after its last day, {}",
                       to_string(period), to_string(length), calendar.id, iso(first_day(piece)),
                       iso(last_day(piece)), iso(edge)),
        at_start
            ? msg("collect by a calendar with periods that begin on {}, or by day (P1D)", iso(edge))
            : msg("collect by a calendar with periods that end on {}, or by day (P1D)", iso(edge))};
  };

  if (first_day(*first) < first_day(period)) return crossing(*first);
  std::vector<Period> pieces;
  for (Period piece = *first; first_day(piece) <= last_day(period); piece = next(piece)) {
    if (last_day(piece) > last_day(period)) return crossing(piece);
    pieces.push_back(piece);
  }
  return pieces;
}

}  // namespace exemplar::programme
