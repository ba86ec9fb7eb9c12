// What a served office does by itself: its checkpoint each night, and what is forgotten in time.
#include "programme/live_office/office_jobs.hpp"

#include <fstream>

#include "base/zone.hpp"
#include "programme/office_store/office_at.hpp"
#include "programme/office_store/office_keys.hpp"
#include "programme/single_sign_on/flow_store.hpp"
#include "programme/user/idempotency_store.hpp"
#include "programme/user/session_store.hpp"
#include "programme/user/set_up_service.hpp"
#include "programme/user/throttle_store.hpp"

namespace exemplar::programme {
namespace {

using store::Engine;

class JobsOfAnOffice : public OfficeAt {
 protected:
  void SetUp() override {
    OfficeAt::SetUp();
    if (IsSkipped()) return;
    ASSERT_TRUE(bool(load(small_pack(), clock_ - 200 * kDay)));
    office_ = LiveOffice::open(
                  {address_, random_, [this] { return clock_; }, std::chrono::milliseconds(0)})
                  .take();
    connection_ = open_office(address_, Access::Use).take();
  }
  void TearDown() override {
    connection_.reset();
    office_.reset();
    OfficeAt::TearDown();
  }

  std::unique_ptr<OfficeJobs> jobs(const std::string& checkpoints = "") {
    OfficeJobs::Options options;
    options.address = address_;
    options.random = random_;
    options.now = options.clock = [this] { return clock_; };
    options.key = key_;
    options.checkpoints = checkpoints;
    options.look_every = {};
    return OfficeJobs::start(*office_, std::move(options)).take();
  }
  int64_t count(const std::string& table) {
    return connection_->number("SELECT count(*) FROM " + table).value();
  }

  store::Instant clock_ = InstantUs{1'705'366'800} * kSecondUs;  // 16 January 2024, 08:00
  FillRandom random_ = system_random();
  SigningKey key_ = signing_key(std::array<uint8_t, 32>{3});
  std::unique_ptr<LiveOffice> office_;
  std::shared_ptr<store::Connection> connection_;
};

TEST_P(JobsOfAnOffice, ACheckpointIsMadeEachNightAndOneForNightsMissed) {
  const auto node = jobs(file("elsewhere.jsonl"));
  for (const int days : {0, 0, 1, 8}) {
    clock_ += days * kDay;
    node->run_due();
  }
  const std::vector<KeptCheckpoint> made = newest_checkpoints(*connection_, {}, 9);
  ASSERT_EQ(made.size(), 3U);
  EXPECT_EQ(made[0].checkpoint.at, clock_);
  std::vector<Checkpoint> witnesses;
  std::ifstream in(file("elsewhere.jsonl"));
  for (std::string line; std::getline(in, line);) {
    witnesses.push_back(parse_checkpoint(line, {}).checkpoint);
  }
  EXPECT_EQ(witnesses.size(), 3U);
  const AuditVerdict verdict =
      verify_audit(*connection_, AuditVerifier(witnesses, {key_.public_key}));
  EXPECT_TRUE(verdict.clean());
  EXPECT_EQ(verdict.covered_to, made[0].checkpoint.number);
  const OfficeJobCounts counts = node->counts();
  EXPECT_EQ(counts.witness_appended, 3U);
  EXPECT_EQ(counts.jobs[0].done, 3U);
  EXPECT_TRUE(revisions_without_entry(*connection_).empty());
}

TEST_P(JobsOfAnOffice, WhatHasServedItsTimeIsForgottenAndNothingElse) {
  const UnitRegister& units = office_->now()->office().definitions.units;
  const Date today = Zone::named("Asia/Ho_Chi_Minh")->day_of(clock_);
  NewPerson person;
  person.login = "anna";
  person.name = "Anna";
  person.password = "trời hôm nay rất đẹp";
  person.days = {today, kOpenFuture};
  const auto account = set_up_person(*connection_, person, PasswordHasher({1, 8'192}, random_),
                                     units, today, {clock_, "system", random_});
  ASSERT_TRUE(bool(account));
  const InstantUs first = clock_;
  const auto sign_in = [&] {
    const WriteBy by{clock_, account->id, random_};
    store::Write write(*connection_, clock_);
    start_session({write, by}, account->id, Factor::NotNeeded, {"password", "", ""});
    write.commit();
  };
  const auto claim = [&](const std::string& one) {
    store::Write write(*connection_, clock_);
    EXPECT_TRUE(claim_key(write, {account->id, one, {}}));
    append_audit(write, {account->id, "test.done", "test", "{}"}, random_);
    write.commit();
  };
  sign_in();
  keep_failures(*connection_, "login/old", {3, clock_, clock_});
  clock_ = first + 90 * kDay;
  sign_in();
  keep_failures(*connection_, "login/new", {1, clock_, clock_});
  const auto node = jobs();
  node->run_due();
  EXPECT_EQ(count("account_session"), 2);  // 90 days to the instant
  EXPECT_EQ(count("sign_in_failure"), 1);
  claim("today's");
  const auto leave_for_the_provider = [&] {
    SignInFlow flow;
    flow.begun = clock_;
    EXPECT_TRUE(begin_flow(*connection_, flow, random_));
  };
  leave_for_the_provider();
  leave_for_the_provider();
  clock_ += kDay + 1;
  claim("tomorrow's");
  sign_in();
  std::map<std::string, int64_t> before;
  const char* const kept[] = {"account", "password", "role_grant", "fact", "definition_file"};
  for (const char* table : kept) before[table] = count(table);
  node->run_due();
  EXPECT_EQ(count("account_session"), 2);
  EXPECT_EQ(count("sign_in_flow"), 0);
  for (const char* table : kept) EXPECT_EQ(count(table), before[table]) << table;
  const auto entries = find_audit(*connection_, {.subject = "job/cleanup", .limit = 1});
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(
      entries[0].payload->text,
      R"({"day":"2024-04-16","did":{"sessions":1,"idempotency_keys":1,"sign_in_failures":1,"sign_ins_under_way":2}})");
  EXPECT_TRUE(verify_audit(*connection_, AuditVerifier()).clean());
}

TEST_P(JobsOfAnOffice, TheKeyIsMadeOnceForItsOwnerAlone) {
  const std::string folder = own_.string();
  const auto made = checkpoint_key(folder, random_);
  ASSERT_TRUE(bool(made));
  EXPECT_EQ(checkpoint_key(folder, random_)->public_key, made->public_key);
  EXPECT_NE(hex(*sealing_key(folder, random_)), hex(made->public_key));
  const std::filesystem::path file = own_ / "checkpoint.key";
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write);
  std::filesystem::permissions(file, perms::group_read, std::filesystem::perm_options::add);
  EXPECT_FALSE(bool(checkpoint_key(folder, random_)));
  std::filesystem::permissions(file, perms::group_read, std::filesystem::perm_options::remove);
  std::ofstream(file, std::ios::app) << "x";
  EXPECT_FALSE(bool(checkpoint_key(folder, random_)));
}

INSTANTIATE_TEST_SUITE_P(Both, JobsOfAnOffice,
                         ::testing::Values(Engine::Sqlite, Engine::Postgresql), store::engine_name);

}  // namespace
}  // namespace exemplar::programme
