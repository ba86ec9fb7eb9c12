// Jobs on one and on several nodes: each day once, in its order, wholly or not at all.
#include "programme/job/job_runner.hpp"

#include <thread>

#include "store/new_database.hpp"

namespace exemplar::programme {
namespace {

using store::Engine;

constexpr InstantUs kMinute = 60'000'000;
constexpr InstantUs kDay = 24 * 60 * kMinute;

class Jobs : public store::NewDatabase {
 protected:
  void SetUp() override {
    NewDatabase::SetUp();
    if (IsSkipped()) return;
    connection_ = open();
    const store::Migration steps[] = {
        {1, "audit", audit_tables_sql()},
        {2, "jobs", job_tables_sql()},
        {3, "what the jobs here write",
         "CREATE TABLE written (job text NOT NULL, day text NOT NULL, revision bigint NOT NULL);"}};
    store::migrate(*connection_, steps, 1);
  }
  void TearDown() override {
    connection_.reset();
    NewDatabase::TearDown();
  }

  using Prepare = std::function<void(const std::string& name, const JobDay& day)>;
  // Writes a row for each day.
  Job job(const std::string& name, int minute, Prepare prepare = {}) const {
    return {name, minute, MissedDays::EachIsDone,
            [name, prepare](store::Connection&, const JobDay& on) -> DayWrite {
              if (prepare) prepare(name, on);
              return [name, day = on.day](store::Write& write, const WriteBy&) {
                write.connection().run(
                    "INSERT INTO written (job, day, revision) VALUES ($1, $2, $3)",
                    {name, iso(day), write.revision()});
                return Json::integer(1);
              };
            }};
  }
  JobRunner::Options options(const std::string& holder, std::vector<Job> jobs) {
    return {std::move(jobs),
            holder,
            system_random(),
            [this] { return clock_.load(); },
            kMinute,
            [this](const Message& what) {
              const std::lock_guard lock(telling_);
              told_.push_back(render(what, Language::English));
            }};
  }
  // "15 a, 16 b": in the order in which they were written.
  std::string written() const {
    std::string text;
    connection_->each("SELECT job, day FROM written ORDER BY revision", [&](const store::Row& row) {
      text += (text.empty() ? "" : ", ") + std::string(row.text(1)).substr(8) + " " +
              std::string(row.text(0));
    });
    return text;
  }
  // Each row has its mark and its entry, of the same revision, and nothing else has.
  void expect_whole() const {
    const auto count = [&](const char* sql) { return connection_->number(sql).value_or(-1); };
    const int64_t rows = count("SELECT count(*) FROM written");
    EXPECT_EQ(count("SELECT count(*) FROM job_day"), rows);
    EXPECT_EQ(count("SELECT count(*) FROM ledger"), rows);
    EXPECT_EQ(count("SELECT count(*) FROM job_day d JOIN written w ON w.revision = d.revision AND "
                    "w.job = d.job JOIN audit_entry e ON e.revision = d.revision AND "
                    "e.action = 'job.done' AND e.subject = 'job/' || d.job"),
              rows);
    EXPECT_TRUE(verify_audit(*connection_, AuditVerifier()).clean());
  }

  const Zone zone_ = Zone::named("Asia/Ho_Chi_Minh").take();
  const InstantUs now_ = InstantUs{1'705'366'800} * 1'000'000;  // 16 January 2024, 08:00
  std::atomic<InstantUs> clock_ = 0;
  std::mutex telling_;
  std::vector<std::string> told_;
  std::unique_ptr<store::Connection> connection_;
};

TEST_P(Jobs, EachDueDayIsDoneOnceInItsOrder) {
  JobRunner runner(options("a", {job("late", 1'380), job("early", 60)}));
  EXPECT_EQ(runner.run_due(*connection_, zone_, now_).done, 2U);
  EXPECT_EQ(runner.run_due(*connection_, zone_, now_).done, 0U);
  EXPECT_EQ(runner.run_due(*connection_, zone_, now_ + 3 * kDay).done, 6U);
  EXPECT_EQ(written(),
            "15 late, 16 early, 16 late, 17 early, 17 late, 18 early, 18 late, 19 early");
  EXPECT_EQ(runner.run_due(*connection_, zone_, now_).done, 0U);  // the clock set back
  expect_whole();
  const std::vector<KeptAudit> newest = find_audit(*connection_, {.limit = 1});
  EXPECT_EQ(newest[0].entry.actor, "system");
  EXPECT_EQ(newest[0].payload->text, R"({"day":"2024-01-19","did":1})");
  EXPECT_EQ(runner.counts()[0].done, 4U);
  EXPECT_EQ(runner.counts()[1].last_day, make_date(2024, 1, 19));
}

TEST_P(Jobs, OneThatFailsIsTriedLaterAndHoldsUpNoOther) {
  bool broken = true;
  const auto prepare = [&](const std::string&, const JobDay&) {
    if (broken) throw std::runtime_error("no paper");
  };
  JobRunner runner(options("a", {job("bad", 60, prepare), job("good", 120)}));
  const JobRunner::Ran first = runner.run_due(*connection_, zone_, now_);
  EXPECT_EQ(first.done, 1U);
  EXPECT_EQ(first.failed, 1U);
  // Not before its time, not even for a later day.
  clock_ = kMinute - 1;
  EXPECT_EQ(runner.run_due(*connection_, zone_, now_ + kDay).failed, 0U);
  clock_ = kMinute;
  EXPECT_EQ(runner.run_due(*connection_, zone_, now_ + kDay).failed, 1U);
  EXPECT_EQ(runner.counts()[0].failures_in_a_row, 2);
  broken = false;
  clock_ += 2 * kMinute;
  EXPECT_EQ(runner.run_due(*connection_, zone_, now_ + kDay).done, 1U);
  EXPECT_EQ(runner.counts()[0].failed, 2U);
  EXPECT_EQ(runner.counts()[0].failures_in_a_row, 0);
  // The first day that was not done is today's by now: nothing had ever been done before.
  EXPECT_EQ(written(), "16 good, 17 good, 17 bad");
  expect_whole();
  EXPECT_EQ(told_, (std::vector<std::string>{
                       "job bad of 2024-01-16 failed: no paper; it is tried again in 1 minutes",
                       "job bad of 2024-01-17 failed: no paper; it is tried again in 2 minutes",
                       "job bad of 2024-01-17: done, after it had failed"}));
}

TEST_P(Jobs, NodesThatRunAtOnceDoEachDayOnce) {
  constexpr int kNodes = 3, kDays = 5;
  {
    JobRunner first(options("first", {job("a", 60), job("b", 60)}));
    ASSERT_EQ(first.run_due(*connection_, zone_, now_).done, 2U);
  }
  std::atomic<size_t> done = 0;
  std::vector<std::thread> nodes;
  for (int node = 0; node < kNodes; ++node) {
    nodes.emplace_back([&, node] {
      const auto own = open();
      JobRunner runner(options("node-" + std::to_string(node), {job("a", 60), job("b", 60)}));
      for (int after = 1; after <= kDays; ++after) {
        for (bool all = false; !all;) {
          const JobRunner::Ran ran = runner.run_due(*own, zone_, now_ + after * kDay);
          done += ran.done;
          all = !ran.elsewhere;
        }
      }
    });
  }
  for (std::thread& one : nodes) one.join();
  EXPECT_EQ(done, size_t{2 * kDays});
  EXPECT_EQ(written(), "16 a, 16 b, 17 a, 17 b, 18 a, 18 b, 19 a, 19 b, 20 a, 20 b, 21 a, 21 b");
  expect_whole();
}

// It sleeps while it prepares; its lease runs out, and another does the day.
TEST_P(Jobs, ARunnerThatSleptPastItsLeaseWritesNothing) {
  const auto elsewhere = open();
  JobRunner other(options("other", {job("a", 60)}));
  int64_t fence_of_sleeper = 0;
  const auto sleep = [&](const std::string&, const JobDay& day) {
    fence_of_sleeper = day.fence;
    clock_ += kMinute;
    ASSERT_EQ(other.run_due(*elsewhere, zone_, now_).done, 1U);
  };
  JobRunner sleeper(options("sleeper", {job("a", 60, sleep)}));
  const JobRunner::Ran ran = sleeper.run_due(*connection_, zone_, now_);
  EXPECT_EQ(ran.done, 0U);
  EXPECT_EQ(ran.failed, 0U);
  EXPECT_TRUE(ran.elsewhere);
  EXPECT_EQ(written(), "16 a");
  expect_whole();
  EXPECT_EQ(days_done(*connection_)[0].fence, fence_of_sleeper + 1);
}

// Before the day's row could tell that it is done: the number of the lease alone speaks.
TEST_P(Jobs, ALeaseThatWasTakenMeanwhileIsEnoughToWriteNothing) {
  const auto elsewhere = open();
  const auto sleep = [&](const std::string&, const JobDay&) {
    clock_ += kMinute;
    ASSERT_TRUE(take_lease(*elsewhere, "jobs", "other", clock_, kMinute));
  };
  JobRunner sleeper(options("sleeper", {job("a", 60, sleep)}));
  EXPECT_TRUE(sleeper.run_due(*connection_, zone_, now_).elsewhere);
  EXPECT_EQ(written(), "");
  EXPECT_EQ(store::newest_revision(*connection_), 0);
}

TEST_P(Jobs, LongWorkKeepsItsLeaseByRenewingIt) {
  const auto elsewhere = open();
  const auto work = [&](const std::string&, const JobDay& day) {
    for (int i = 0; i < 3; ++i) {
      clock_ += kMinute - 1;
      EXPECT_FALSE(take_lease(*elsewhere, "jobs", "other", clock_, kMinute));
      day.renew();
    }
  };
  JobRunner runner(options("a", {job("a", 60, work)}));
  EXPECT_EQ(runner.run_due(*connection_, zone_, now_).done, 1U);
  // What was given back is taken at once, under the next number.
  const auto next = take_lease(*elsewhere, "jobs", "other", clock_, kMinute);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->fence, 2);
}

TEST_P(Jobs, RenewingAfterItWasTakenEndsTheWork) {
  const auto elsewhere = open();
  bool went_on = false;
  const auto work = [&](const std::string&, const JobDay& day) {
    clock_ += kMinute;
    ASSERT_TRUE(take_lease(*elsewhere, "jobs", "other", clock_, kMinute));
    day.renew();
    went_on = true;
  };
  JobRunner runner(options("a", {job("a", 60, work)}));
  EXPECT_TRUE(runner.run_due(*connection_, zone_, now_).elsewhere);
  EXPECT_FALSE(went_on);
}

// Whoever is killed in the middle leaves nothing but its lease.
TEST_P(Jobs, WhatWasKilledInTheMiddleIsDoneByTheNext) {
  struct Killed {};
  bool killed = true;
  Job dying = job("a", 60);
  dying.prepare = [&, made = dying.prepare](store::Connection& connection, const JobDay& day) {
    return [&, write_day = made(connection, day)](store::Write& write, const WriteBy& by) {
      Json did = write_day(write, by);
      if (killed) throw Killed();
      return did;
    };
  };
  {
    const auto own = open();
    JobRunner runner(options("killed", {dying}));
    EXPECT_THROW(runner.run_due(*own, zone_, now_), Killed);
  }
  EXPECT_EQ(written(), "");
  killed = false;
  JobRunner next(options("next", {dying}));
  EXPECT_TRUE(next.run_due(*connection_, zone_, now_).elsewhere);
  clock_ += kMinute;
  EXPECT_EQ(next.run_due(*connection_, zone_, now_).done, 1U);
  EXPECT_EQ(written(), "16 a");
  expect_whole();
}

INSTANTIATE_TEST_SUITE_P(Both, Jobs, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
