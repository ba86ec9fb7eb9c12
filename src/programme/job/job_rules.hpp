// Which days of the daily jobs are due, in the order in which they are to be done.
//
//                       done │ due                      now: 16 January, 08:00 in the office's zone
//   01:00 reminders       12 │ 13  14  15  16           each day that was missed
//   23:00 closing         12 │ 13  14  15               its time of day has not come yet
//   02:00 cleaning        12 │             16           one run stands for all the days missed
//   03:00 a new job        – │             16           begins with the newest
//
// The order is that of (day, time of day, name), over all jobs.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "programme/audit/instant.hpp"

namespace exemplar::programme {

// What becomes of days on which nothing ran.
enum class MissedDays { EachIsDone, NewestAlone };

struct DailyTime {
  std::string name;       // stable: "audit.checkpoint"
  int minute_of_day = 0;  // of the office's clock, 0 to 1439
  MissedDays missed = MissedDays::EachIsDone;
  std::optional<Date> done;  // the last day done; none before the first
};

struct DueDay {
  size_t job = 0;  // of those given
  Date day;

  bool operator==(const DueDay&) const = default;
};
// `today` and `minute` are those of the office's zone. A clock that was set back makes nothing due.
std::vector<DueDay> due_days(std::span<const DailyTime> jobs, Date today, int minute);

// How long a job waits after so many failures in a row: a minute, then twice as long each time, at
// most an hour.
InstantUs wait_after_failures(int64_t failures);

}  // namespace exemplar::programme
