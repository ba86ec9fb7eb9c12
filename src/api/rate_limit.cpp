#include "api/rate_limit.hpp"

#include <algorithm>

namespace exemplar::api {

RateLimit::Clock::duration RateLimit::take(std::string_view caller, Clock::time_point now) {
  if (rate_.per_second <= 0) return Clock::duration::zero();
  const auto seconds = [](double count) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(count));
  };
  const std::lock_guard lock(mutex_);
  std::string key(caller);
  if (due_.size() >= callers_max_ && !due_.contains(key)) {
    // Whoever would be let in as if they had never come is forgotten.
    std::erase_if(due_, [&](const auto& one) { return one.second <= now; });
    if (due_.size() >= callers_max_) key.clear();
  }
  Clock::time_point& due = due_.try_emplace(std::move(key), now).first->second;
  const Clock::time_point next = std::max(due, now) + seconds(1 / rate_.per_second);
  const Clock::time_point latest = now + seconds(rate_.burst / rate_.per_second);
  if (next > latest) return next - latest;
  due = next;
  return Clock::duration::zero();
}

size_t RateLimit::callers() {
  const std::lock_guard lock(mutex_);
  return due_.size();
}

}  // namespace exemplar::api
