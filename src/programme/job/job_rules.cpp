#include "programme/job/job_rules.hpp"

#include <algorithm>
#include <tuple>

namespace exemplar::programme {

namespace {

constexpr InstantUs kFirstWait = 60'000'000;
constexpr InstantUs kLongestWait = 3'600'000'000;

}  // namespace

std::vector<DueDay> due_days(std::span<const DailyTime> jobs, Date today, int minute) {
  std::vector<DueDay> due;
  for (size_t job = 0; job < jobs.size(); ++job) {
    const DailyTime& one = jobs[job];
    const Date newest = minute >= one.minute_of_day ? today : today - 1;
    const bool all = one.missed == MissedDays::EachIsDone && one.done.has_value();
    if (one.done && *one.done >= newest) continue;
    for (Date day = all ? *one.done + 1 : newest; day <= newest; day = day + 1) {
      due.push_back({job, day});
    }
  }
  std::sort(due.begin(), due.end(), [&](const DueDay& a, const DueDay& b) {
    const auto place = [&](const DueDay& one) {
      return std::tie(one.day, jobs[one.job].minute_of_day, jobs[one.job].name);
    };
    return place(a) < place(b);
  });
  return due;
}

InstantUs wait_after_failures(int64_t failures) {
  if (failures <= 0) return 0;
  const int64_t doubled = std::min<int64_t>(failures - 1, 10);
  return std::min(kFirstWait << doubled, kLongestWait);
}

}  // namespace exemplar::programme
