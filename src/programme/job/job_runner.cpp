#include "programme/job/job_runner.hpp"

#include <stdexcept>

namespace exemplar::programme {

namespace {

// One lease for all jobs: they have one order.
constexpr const char* kLease = "jobs";

class LeaseLost : public std::exception {};

}  // namespace

JobRunner::JobRunner(Options options)
    : options_(std::move(options)), not_before_(options_.jobs.size(), kFirstInstant) {
  for (const Job& job : options_.jobs) counts_.push_back({job.name, 0, 0, 0, {}});
}

std::optional<DueDay> JobRunner::next_due(store::Connection& connection, const Zone& zone,
                                          InstantUs now) const {
  std::vector<DailyTime> times;
  for (const Job& job : options_.jobs) {
    times.push_back({job.name, job.minute_of_day, job.missed, last_day_done(connection, job.name)});
  }
  const InstantUs clock = options_.clock();
  for (const DueDay& due : due_days(times, zone.day_of(now), zone.minute_of_day(now))) {
    if (not_before_[due.job] <= clock) return due;
  }
  return std::nullopt;
}

JobRunner::Ran JobRunner::run_due(store::Connection& connection, const Zone& zone, InstantUs now) {
  Ran ran;
  std::optional<Lease> lease;
  while (!stopped_) {
    const auto due = next_due(connection, zone, now);
    if (!due) break;
    lease = take_lease(connection, kLease, options_.holder, options_.clock(), options_.lease_term);
    if (!lease) {
      ran.elsewhere = true;
      return ran;
    }
    // Whoever had it before may have done it after we looked.
    if (next_due(connection, zone, now) != due) continue;
    try {
      do_day(connection, *lease, *due, now);
      note_done(*due);
      ++ran.done;
    } catch (const LeaseLost&) {
      ran.elsewhere = true;
      return ran;
    } catch (const store::Failure& failure) {
      using Kind = store::Failure::Kind;
      if (failure.kind() == Kind::Lost || failure.kind() == Kind::Busy) throw;
      note_failure(*due, failure.what());
      ++ran.failed;
    } catch (const std::exception& fault) {
      note_failure(*due, fault.what());
      ++ran.failed;
    }
  }
  if (!lease) return ran;
  try {
    give_back(connection, *lease, options_.clock());
  } catch (const store::Failure&) {
    // What was done is done, and the lease runs out by itself.
  }
  return ran;
}

void JobRunner::do_day(store::Connection& connection, const Lease& lease, const DueDay& due,
                       InstantUs now) {
  const Job& job = options_.jobs[due.job];
  const auto renew = [&] {
    const auto renewed =
        take_lease(connection, lease.name, lease.holder, options_.clock(), options_.lease_term);
    if (!renewed || renewed->fence != lease.fence) throw LeaseLost();
  };
  const DayWrite write_day = job.prepare(connection, {due.day, lease.fence, renew});
  const WriteBy by{now, "system", options_.random};
  store::Write write(connection, now);
  if (!still_held(connection, lease)) throw LeaseLost();
  Json payload = Json::object();
  payload.add("day", Json::string(iso(due.day))).add("did", write_day(write, by));
  keep_day_done(write, job.name, due.day, lease.fence);
  append_audit(write, {by.actor, "job.done", "job/" + job.name, payload.compact()}, by.random);
  write.commit();
}

void JobRunner::note_done(const DueDay& due) {
  bool recovered = false;
  {
    const std::lock_guard lock(counting_);
    JobCount& count = counts_[due.job];
    ++count.done;
    count.last_day = due.day;
    recovered = count.failures_in_a_row > 0;
    count.failures_in_a_row = 0;
  }
  not_before_[due.job] = kFirstInstant;
  if (recovered && options_.told) {
    options_.told(
        msg("job {} of {}: done, after it had failed", options_.jobs[due.job].name, iso(due.day)));
  }
}

void JobRunner::note_failure(const DueDay& due, const std::string& why) {
  int64_t failures = 0;
  {
    const std::lock_guard lock(counting_);
    JobCount& count = counts_[due.job];
    ++count.failed;
    failures = ++count.failures_in_a_row;
  }
  const InstantUs wait = wait_after_failures(failures);
  not_before_[due.job] = options_.clock() + wait;
  if (!options_.told) return;
  options_.told(msg("job {} of {} failed: {}; it is tried again in {} minutes",
                    options_.jobs[due.job].name, iso(due.day), why, wait / 60'000'000));
}

std::vector<JobCount> JobRunner::counts() const {
  const std::lock_guard lock(counting_);
  return counts_;
}

}  // namespace exemplar::programme
