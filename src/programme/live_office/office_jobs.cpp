#include "programme/live_office/office_jobs.hpp"

#include "programme/user/idempotency_store.hpp"
#include "programme/user/session_store.hpp"
#include "programme/user/throttle_store.hpp"

namespace exemplar::programme {

namespace {

constexpr int kCheckpointMinute = 2 * 60;
constexpr int kCleanupMinute = 3 * 60;
constexpr InstantUs kDayUs = 24 * 3600 * kSecondUs;
// People see where they were signed in of late; the audit log has it for good.
constexpr InstantUs kSessionsKept = 90 * kDayUs;

std::string new_holder(const FillRandom& random) {
  std::array<uint8_t, 16> bytes{};
  random(bytes);
  return "node-" + hex(bytes);
}

}  // namespace

std::vector<CleanupPart> cleanup_parts() {
  return {
      {"sessions", [](store::Connection& connection,
                      InstantUs now) { return forget_sessions(connection, now - kSessionsKept); }},
      {"idempotency_keys", [](store::Connection& connection,
                              InstantUs now) { return forget_keys(connection, now - kKeysKept); }},
      {"sign_in_failures", [](store::Connection& connection, InstantUs now) {
         const InstantUs kept =
             std::max(ThrottlePolicy{}.forgotten_after, kAddressThrottle.forgotten_after);
         return forget_old_failures(connection, now - kept);
       }}};
}

Job checkpoint_job(const SigningKey& key) {
  return {"audit.checkpoint", kCheckpointMinute, MissedDays::NewestAlone,
          [key](store::Connection&, const JobDay&) -> DayWrite {
            return [key](store::Write& write, const WriteBy& by) {
              const auto made = keep_checkpoint(write, key, by);
              if (!made) throw std::runtime_error(render(made.refusal().what, Language::English));
              return Json::integer(static_cast<int64_t>(made->checkpoint.number));
            };
          }};
}

Job cleanup_job(std::vector<CleanupPart> parts) {
  return {"cleanup", kCleanupMinute, MissedDays::NewestAlone,
          [parts = std::move(parts)](store::Connection&, const JobDay&) -> DayWrite {
            return [parts](store::Write& write, const WriteBy& by) {
              Json gone = Json::object();
              for (const CleanupPart& part : parts) {
                gone.add(part.name, Json::integer(part.clean(write.connection(), by.now)));
              }
              return gone;
            };
          }};
}

std::vector<Job> office_jobs(const SigningKey& key) {
  return {checkpoint_job(key), cleanup_job(cleanup_parts())};
}

OfficeJobs::OfficeJobs(const LiveOffice& office, Options options,
                       std::optional<CheckpointWitness> witness)
    : office_(office),
      options_(std::move(options)),
      pool_(office.pool()),
      runner_({office_jobs(options_.key), new_holder(options_.random), options_.random,
               options_.clock, 60 * kSecondUs, [this](const Message& what) { tell(what); }}),
      witness_(std::move(witness)) {
  counts_.witnessed = witness_.has_value();
}

Result<std::unique_ptr<OfficeJobs>> OfficeJobs::start(const LiveOffice& office, Options options) {
  std::optional<CheckpointWitness> witness;
  if (!options.checkpoints.empty()) {
    auto opened = CheckpointWitness::open(options.checkpoints);
    if (!opened) return opened.refusal();
    witness = opened.take();
  }
  std::unique_ptr<OfficeJobs> jobs(new OfficeJobs(office, std::move(options), std::move(witness)));
  if (jobs->options_.look_every.count() > 0) {
    jobs->looking_ = std::thread([self = jobs.get()] { self->look_on(); });
  }
  return jobs;
}

OfficeJobs::~OfficeJobs() {
  {
    const std::lock_guard lock(ending_);
    end_ = true;
  }
  runner_.stop();
  ended_.notify_all();
  if (looking_.joinable()) looking_.join();
}

void OfficeJobs::look_on() {
  std::unique_lock lock(ending_);
  while (!end_) {
    lock.unlock();
    try {
      run_due();
    } catch (const store::Failure&) {
      // A database that cannot be reached now may be reached the next time; /readyz says so.
    }
    lock.lock();
    ended_.wait_for(lock, options_.look_every, [this] { return end_; });
  }
}

void OfficeJobs::run_due(store::Instant now) {
  const std::lock_guard lock(running_);
  const auto zone = Zone::named(office_.now()->office().definitions.zone);
  if (!zone) return;
  const auto connection = pool_.borrow();
  runner_.run_due(*connection, *zone, now);
  if (witness_) append_checkpoints(*connection);
}

void OfficeJobs::append_checkpoints(store::Connection& connection) {
  const auto appended = witness_->catch_up(connection);
  bool was_behind = false;
  {
    const std::lock_guard lock(counting_);
    was_behind = counts_.witness_is_behind;
    counts_.witness_is_behind = !appended;
    if (appended) {
      counts_.witness_appended += *appended;
    } else {
      ++counts_.witness_failures;
    }
  }
  // Once for each change: it is tried every second.
  if (!appended && !was_behind) tell(appended.refusal().what);
  if (appended && was_behind) tell(msg("checkpoints are appended to {} again", witness_->file()));
}

OfficeJobCounts OfficeJobs::counts() const {
  OfficeJobCounts counts;
  {
    const std::lock_guard lock(counting_);
    counts = counts_;
  }
  counts.jobs = runner_.counts();
  return counts;
}

void OfficeJobs::tell(const Message& message) const {
  if (options_.told) options_.told(message);
}

}  // namespace exemplar::programme
