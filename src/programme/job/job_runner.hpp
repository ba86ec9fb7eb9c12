// What an office does by itself each day, once, whichever of its nodes does it.
//
//   due? ─▶ lease ─▶ prepare ─▶ one write: lease still ours? ─▶ the day's rows, its mark, its entry ─▶ commit
//    │        │         │                      │
//    none     another's a fault: later again   taken meanwhile: nothing is written
//
// A day and what was done on it stand or fall together: there is no day done twice or by half. A job
// that fails is tried again later, and holds up its own later days alone.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include "base/json.hpp"
#include "base/zone.hpp"
#include "programme/job/job_rules.hpp"
#include "programme/job/job_store.hpp"

namespace exemplar::programme {

// Within the day's write; gives what the audit log is told of it, without secrets. What it throws
// undoes the write.
using DayWrite = std::function<Json(store::Write& write, const WriteBy& by)>;

struct JobDay {
  Date day;
  int64_t fence = 0;
  // To be called now and then by what takes longer than a lease lasts. Throws where it was lost.
  std::function<void()> renew;
};

struct Job {
  std::string name;  // stable: "audit.checkpoint"
  int minute_of_day = 0;
  MissedDays missed = MissedDays::EachIsDone;
  // Reads and prepares, while others go on writing.
  std::function<DayWrite(store::Connection& connection, const JobDay& day)> prepare;
};

struct JobCount {
  std::string name;
  uint64_t done = 0;    // by this runner
  uint64_t failed = 0;  // attempts
  int64_t failures_in_a_row = 0;
  std::optional<Date> last_day;  // done by this runner
};

class JobRunner {
 public:
  struct Options {
    std::vector<Job> jobs;
    std::string holder;  // unlike that of any other runner
    FillRandom random;
    // Runs on whatever the office's clock does: leases and waiting after a failure are measured by it.
    std::function<InstantUs()> clock;
    InstantUs lease_term = 60'000'000;
    // Which job failed, and why; and when it does again.
    std::function<void(const Message&)> told;
  };
  explicit JobRunner(Options options);

  struct Ran {
    size_t done = 0;
    size_t failed = 0;
    bool elsewhere = false;  // another runner has the lease
  };
  // Everything that is due at `now`, the office's instant, in its order. Throws store::Failure where
  // the database cannot be reached. One thread at a time.
  Ran run_due(store::Connection& connection, const Zone& zone, InstantUs now);
  // What is running is finished, nothing more is begun.
  void stop() { stopped_ = true; }
  // Any thread.
  std::vector<JobCount> counts() const;

 private:
  std::optional<DueDay> next_due(store::Connection& connection, const Zone& zone,
                                 InstantUs now) const;
  void do_day(store::Connection& connection, const Lease& lease, const DueDay& due, InstantUs now);
  void note_done(const DueDay& due);
  void note_failure(const DueDay& due, const std::string& why);

  Options options_;
  std::vector<InstantUs> not_before_;  // by job: after a failure
  std::atomic<bool> stopped_ = false;
  mutable std::mutex counting_;
  std::vector<JobCount> counts_;
};

}  // namespace exemplar::programme
