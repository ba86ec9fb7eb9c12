#include "base/zone.hpp"

#include <unicode/basictz.h>
#include <unicode/timezone.h>

namespace exemplar {

namespace {

constexpr int64_t kMicrosecondsOfDay = 86'400'000'000;

int64_t floor_divided(int64_t value, int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

}  // namespace

struct Zone::Rules {
  std::unique_ptr<icu::BasicTimeZone> zone;
};

Result<Zone> Zone::named(const std::string& name) {
  std::unique_ptr<icu::TimeZone> zone(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  auto* rules = dynamic_cast<icu::BasicTimeZone*>(zone.get());
  if (rules == nullptr || *zone == icu::TimeZone::getUnknown()) {
    return Refusal{msg("there is no time zone '{}'", name),
                   msg("write it as the time zone database does, like Asia/Ho_Chi_Minh")};
  }
  zone.release();
  auto held = std::make_shared<Rules>();
  held->zone.reset(rules);
  return Zone(std::move(held));
}

int64_t Zone::local_us(int64_t instant_us) const {
  int32_t raw = 0;
  int32_t saving = 0;
  UErrorCode error = U_ZERO_ERROR;
  const auto milliseconds = static_cast<UDate>(floor_divided(instant_us, 1000));
  rules_->zone->getOffset(milliseconds, static_cast<UBool>(false), raw, saving, error);
  return instant_us + (int64_t{raw} + saving) * 1000;
}

Date Zone::day_of(int64_t instant_us) const {
  return Date{static_cast<int32_t>(floor_divided(local_us(instant_us), kMicrosecondsOfDay))};
}

int64_t Zone::begin_of(Date day) const {
  int32_t raw = 0;
  int32_t saving = 0;
  UErrorCode error = U_ZERO_ERROR;
  const int64_t midnight = int64_t{day.days} * kMicrosecondsOfDay;
  // Where midnight comes twice the first counts, where it is skipped the offset from before: both
  // are the day's first instant.
  const int64_t milliseconds = midnight / 1000;  // without a rest
  rules_->zone->getOffsetFromLocal(static_cast<UDate>(milliseconds), UCAL_TZ_LOCAL_FORMER,
                                   UCAL_TZ_LOCAL_FORMER, raw, saving, error);
  return midnight - (int64_t{raw} + saving) * 1000;
}

int Zone::minute_of_day(int64_t instant_us) const {
  const int64_t local = local_us(instant_us);
  return static_cast<int>((local - floor_divided(local, kMicrosecondsOfDay) * kMicrosecondsOfDay) /
                          60'000'000);
}

}  // namespace exemplar
