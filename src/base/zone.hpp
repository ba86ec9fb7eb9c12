// Days of a zone and instants: which local day it is, and when one ends.
#pragma once

#include <memory>
#include <string>

#include "base/date.hpp"
#include "base/result.hpp"

namespace exemplar {

// By the rules of the IANA time zone database that ICU carries.
class Zone {
 public:
  // "Asia/Ho_Chi_Minh". Refused where there is no such zone.
  static Result<Zone> named(const std::string& name);

  // Of microseconds since 1970-01-01T00:00:00Z.
  Date day_of(int64_t instant_us) const;
  // The first instant of the day. Where the clock skips midnight, the first that there is.
  int64_t begin_of(Date day) const;
  // The last microsecond of the day.
  int64_t end_of(Date day) const { return begin_of(Date{day.days + 1}) - 1; }
  // Hours and minutes of the local clock as minutes since midnight.
  int minute_of_day(int64_t instant_us) const;

 private:
  struct Rules;
  explicit Zone(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}
  int64_t local_us(int64_t instant_us) const;

  std::shared_ptr<const Rules> rules_;
};

}  // namespace exemplar
