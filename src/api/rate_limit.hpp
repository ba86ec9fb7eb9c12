// How many requests a second one caller may make, by the generic cell rate algorithm: a caller is kept
// as one instant, that at which all it has asked for would have been due.
//
//   due = max(due, now) + 1/rate        let in while due − now <= burst/rate
//
// Of each node alone: a limit against what would make a node slow for others, not a count of anything
// (docs/decisions/0015).
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace exemplar::api {

class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;
  struct Rate {
    double per_second = 0;  // 0: without a limit
    double burst = 1;       // so many at once
  };

  explicit RateLimit(Rate rate, size_t callers_max = 65'536)
      : rate_(rate), callers_max_(callers_max) {}

  // Zero: let in. Else after how long it would be; then it is not counted. Where more callers come
  // than are kept, the others share one place.
  Clock::duration take(std::string_view caller, Clock::time_point now);
  size_t callers();

 private:
  const Rate rate_;
  const size_t callers_max_;
  std::mutex mutex_;
  std::unordered_map<std::string, Clock::time_point> due_;
};

}  // namespace exemplar::api
