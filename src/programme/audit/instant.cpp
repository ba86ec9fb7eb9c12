#include "programme/audit/instant.hpp"

#include <algorithm>

#include "base/date.hpp"
#include "base/number.hpp"

namespace exemplar::programme {

namespace {

constexpr int64_t kSecondUs = 1'000'000;
constexpr int64_t kDayUs = 86'400 * kSecondUs;

struct Clock {
  Date day;
  int hour, minute, second, microsecond;
};

Clock clock_of(InstantUs at) {
  int64_t days = at / kDayUs;
  int64_t rest = at % kDayUs;
  if (rest < 0) {
    rest += kDayUs;
    --days;
  }
  const auto seconds = static_cast<int>(rest / kSecondUs);
  return {Date{static_cast<int32_t>(days)}, seconds / 3600, seconds / 60 % 60, seconds % 60,
          static_cast<int>(rest % kSecondUs)};
}

}  // namespace

std::string iso_instant(InstantUs at) {
  const Clock clock = clock_of(at);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", iso(clock.day), clock.hour, clock.minute,
                     clock.second, clock.microsecond);
}

std::optional<InstantUs> parse_iso_instant(std::string_view text) {
  static constexpr std::string_view kShape = "0000-00-00T00:00:00.000000Z";
  const bool shaped = std::equal(
      text.begin(), text.end(), kShape.begin(), kShape.end(),
      [](char c, char shape) { return shape == '0' ? c >= '0' && c <= '9' : c == shape; });
  if (!shaped) return std::nullopt;
  const auto digits = [&](size_t from, size_t count) {
    int64_t value = 0;
    for (size_t i = from; i < from + count; ++i) value = value * 10 + (text[i] - '0');
    return value;
  };
  const auto day = parse_iso_date(text.substr(0, 10));
  const int64_t hour = digits(11, 2);
  const int64_t minute = digits(14, 2);
  const int64_t second = digits(17, 2);
  if (!day || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return day->days * kDayUs + ((hour * 60 + minute) * 60 + second) * kSecondUs + digits(20, 6);
}

std::string shown_instant(InstantUs at, Language language) {
  const Clock clock = clock_of(at);
  return fmt::format("{} {:02}:{:02}:{:02} UTC", format_date(clock.day, language), clock.hour,
                     clock.minute, clock.second);
}

}  // namespace exemplar::programme
