#include "programme/period/period.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace exemplar::programme {

namespace {

constexpr int kYearsMax = 100;
constexpr int kMonthsMax = kYearsMax * 12;
constexpr int kDaysMax = 36525;  // 100 years, leap days included

constexpr char kUnitLetters[] = {'D', 'W', 'M', 'Y'};

// Dates have years 1 to 9999. A chain driven beyond them stands still, which keeps add_months
// defined; make_period and shift refuse such periods long before.
Date moved_by_months(Date date, int months) {
  const int index = civil(date).year * 12 + civil(date).month - 1;
  return add_months(date, std::clamp(months, 12 - index, 9999 * 12 + 11 - index));
}

Date moved_by_lengths(const Period& period, int n) {
  const int amount = period.length.size() * n;
  return period.length.counts_months() ? moved_by_months(period.start, amount)
                                       : period.start + amount;
}

Refusal too_long(std::string_view text) {
  return {msg("the length {} is more than {} years", text, kYearsMax),
          msg("write a length of at most P{}Y, for example P1Y", kYearsMax)};
}

Refusal empty_length(std::string_view text) {
  return {msg("the length {} holds no day", text),
          msg("write a number of at least 1, for example P1M")};
}

Refusal outside_years(std::string_view text) {
  return {msg("the period {} does not lie within the years {} to {}", text, kFirstYear, kLastYear),
          msg("check the year")};
}

}  // namespace

std::string to_string(const Length& length) {
  return fmt::format("P{}{}", length.count, kUnitLetters[length.unit]);
}

Result<Length> parse_length(std::string_view text) {
  const auto not_a_length = [&] {
    return Refusal{msg("'{}' is not a length", text),
                   msg("write P, one whole number and one of D, W, M, Y: P7D, P2W, P3M or P1Y "
                       "(P18M for a year and a half)")};
  };
  if (text.size() < 3 || text.front() != 'P') return not_a_length();
  const char* const letter =
      std::find(std::begin(kUnitLetters), std::end(kUnitLetters), text.back());
  if (letter == std::end(kUnitLetters)) return not_a_length();
  const std::string_view digits = text.substr(1, text.size() - 2);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return not_a_length();

  Length length{0, static_cast<Length::Unit>(letter - kUnitLetters)};
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), length.count);
  if (read.ec != std::errc{} || length.count > kDaysMax) return too_long(text);
  if (length.count == 0) return empty_length(text);
  if (length.size() > (length.counts_months() ? kMonthsMax : kDaysMax)) return too_long(text);
  return length;
}

std::strong_ordering Period::operator<=>(const Period& other) const {
  if (const auto by_start = start <=> other.start; by_start != 0) return by_start;
  if (const auto by_end = last_day(*this) <=> last_day(other); by_end != 0) return by_end;
  return other.length.counts_months() <=> length.counts_months();
}

Result<Period> make_period(Date start, Length length) {
  if (length.count < 1) return empty_length(to_string(length));
  const int units_max[] = {kDaysMax, kDaysMax / 7, kMonthsMax, kYearsMax};
  if (length.count > units_max[length.unit]) return too_long(to_string(length));

  const Period period{start, length};
  if (start.days < make_date(kFirstYear, 1, 1)->days ||
      last_day(period).days > make_date(kLastYear, 12, 31)->days) {
    return outside_years(to_string(period));
  }
  const CivilDate c = civil(start);
  const auto in_days = [&] {
    return msg("start on another day (1 to 28 always serve), or count the same days: {}",
               to_string(Period{start, {days(period), Length::Days}}));
  };
  if (length.counts_months() && length.size() % 12 != 0 && c.day > 28) {
    return Refusal{
        msg("the period {} cannot start on day {}, which not every month has: its neighbours "
            "would overlap or leave a gap",
            to_string(period), c.day),
        in_days()};
  }
  if (length.counts_months() && c.month == 2 && c.day == 29) {
    return Refusal{
        msg("the period {} cannot start on 29 February, which not every year has: its neighbours "
            "would overlap or leave a gap",
            to_string(period)),
        in_days()};
  }
  return period;
}

Date first_day(const Period& period) {
  return period.start;
}

Date last_day(const Period& period) {
  return moved_by_lengths(period, 1) - 1;
}

int days(const Period& period) {
  return moved_by_lengths(period, 1) - period.start;
}

DateRange range(const Period& period) {
  return {first_day(period), last_day(period)};
}

Period previous(const Period& period) {
  return {moved_by_lengths(period, -1), period.length};
}

Period next(const Period& period) {
  return {moved_by_lengths(period, 1), period.length};
}

Period same_period_last_year(const Period& period) {
  return {moved_by_months(period.start, -12), period.length};
}

Result<Period> shift(const Period& period, int n, Step step) {
  // Anything beyond this leaves the allowed years from every start, and would overflow besides.
  constexpr int64_t kMonthsSpan = int64_t{kLastYear - kFirstYear + 1} * 12;
  const bool by_months = step == Step::Years || period.length.counts_months();
  const int64_t amount = int64_t{n} * (step == Step::Years ? 12 : period.length.size());
  if (std::abs(amount) > (by_months ? kMonthsSpan : kMonthsSpan * 31)) {
    return Refusal{msg("{} moved by {} does not lie within the years {} to {}", to_string(period),
                       n, kFirstYear, kLastYear),
                   msg("move it by fewer steps")};
  }
  const int moved = static_cast<int>(amount);
  return make_period(by_months ? moved_by_months(period.start, moved) : period.start + moved,
                     period.length);
}

bool contains(const Period& outer, const Period& inner) {
  return range(outer).contains(range(inner));
}

bool contains(const Period& period, Date day) {
  return range(period).contains(day);
}

bool overlaps(const Period& a, const Period& b) {
  return range(a).overlaps(range(b));
}

bool same_days(const Period& a, const Period& b) {
  return range(a) == range(b);
}

std::string to_string(const Period& period) {
  return fmt::format("{}/{}", iso(period.start), to_string(period.length));
}

Result<Period> parse_period(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return Refusal{msg("'{}' is not a start and a length", text),
                   msg("write the first day and the length: 2022-12-15/P1Y")};
  }
  const std::optional<Date> start = parse_iso_date(text.substr(0, slash));
  if (!start) {
    return Refusal{msg("'{}' is not a day", text.substr(0, slash)),
                   msg("write the first day as year-month-day: 2022-12-15/P1Y")};
  }
  const Result<Length> length = parse_length(text.substr(slash + 1));
  if (!length) return length.refusal();
  return make_period(*start, *length);
}

}  // namespace exemplar::programme
