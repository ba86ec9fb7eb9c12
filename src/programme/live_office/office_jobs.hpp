// What an office that is served does by itself: its daily jobs, and checkpoints on their way to the
// file elsewhere. On every node; the lease says which of them does a day.
//
//   02:00  audit.checkpoint   how far the log has come, signed
//   03:00  cleanup            rows that have served their time, and that nothing promises to keep
#pragma once

#include <condition_variable>
#include <thread>

#include "programme/audit/checkpoint_witness.hpp"
#include "programme/job/job_runner.hpp"
#include "programme/live_office/live_office.hpp"

namespace exemplar::programme {

// What a concept has that may be forgotten: within the day's write; how many rows went.
struct CleanupPart {
  std::string name;
  std::function<int64_t(store::Connection& connection, InstantUs now)> clean;
};
// Of all concepts.
std::vector<CleanupPart> cleanup_parts();

Job checkpoint_job(const SigningKey& key);
Job cleanup_job(std::vector<CleanupPart> parts);
// All of an office.
std::vector<Job> office_jobs(const SigningKey& key);

struct OfficeJobCounts {
  std::vector<JobCount> jobs;
  bool witnessed = false;          // a file elsewhere is named
  uint64_t witness_appended = 0;   // checkpoints, by this process
  uint64_t witness_failures = 0;   // attempts
  bool witness_is_behind = false;  // the newest attempt failed
};

class OfficeJobs {
 public:
  struct Options {
    OfficeAddress address;
    FillRandom random;
    std::function<store::Instant()> now;    // the office's
    std::function<store::Instant()> clock;  // runs on, whatever the office's does
    SigningKey key;
    std::string checkpoints;  // the file elsewhere; empty: none
    // How often it is looked whether anything is due; 0: only when run_due() is called.
    std::chrono::milliseconds look_every{1'000};
    std::function<void(const Message&)> told;  // for the log
  };
  // Refused where the file elsewhere cannot be appended to. The office must outlive it.
  static Result<std::unique_ptr<OfficeJobs>> start(const LiveOffice& office, Options options);
  ~OfficeJobs();

  // Everything due by the office's clock, or at `now`, then whatever the file elsewhere lacks. Any
  // thread. Throws store::Failure where the database cannot be reached.
  void run_due() { run_due(options_.now()); }
  void run_due(store::Instant now);
  OfficeJobCounts counts() const;

 private:
  OfficeJobs(const LiveOffice& office, Options options, std::optional<CheckpointWitness> witness);
  void look_on();
  void append_checkpoints(store::Connection& connection);
  void tell(const Message& message) const;

  const LiveOffice& office_;
  Options options_;
  store::Pool pool_;
  std::mutex running_;
  JobRunner runner_;
  std::optional<CheckpointWitness> witness_;
  mutable std::mutex counting_;
  OfficeJobCounts counts_;  // of the file elsewhere
  std::mutex ending_;
  std::condition_variable ended_;
  bool end_ = false;
  std::thread looking_;
};

}  // namespace exemplar::programme
