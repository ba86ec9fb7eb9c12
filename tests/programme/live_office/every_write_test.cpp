// Every write that there is, each of whose statements fails in turn: the office is then as it was, to the
// last row of every table, the connection goes on, and the same call then does what it should and
// leaves its entry in the audit log. A new write is a new row of the table.
#include "programme/job/job_runner.hpp"
#include "programme/live_office/live_office.hpp"
#include "programme/live_office/office_jobs.hpp"
#include "programme/office_store/office_at.hpp"
#include "programme/office_store/tables_store.hpp"
#include "programme/user/api_token_store.hpp"
#include "programme/user/hand_over_store.hpp"
#include "programme/user/idempotency_store.hpp"
#include "programme/user/set_up_service.hpp"
#include "programme/user/sign_in_service.hpp"
#include "random/seed.hpp"

namespace exemplar::programme {
namespace {

using store::Engine;

constexpr const char* kPassword = "trời hôm nay rất đẹp";
constexpr InstantUs kHour = 3'600 * kSecondUs;

class EveryWrite : public OfficeAt {
 protected:
  void SetUp() override {
    OfficeAt::SetUp();
    if (IsSkipped()) return;
    ASSERT_TRUE(bool(load(small_pack(), now_ - kDay)));
    connection_ = open_office(address_, Access::Use).take();
    connection_->watch([this](std::string_view) { count_statement(); });
    LiveOffice::Options options;
    options.address = address_;
    options.random = random_;
    options.now = [this] { return now_; };
    options.look_every = {};
    options.watch = [this](std::string_view) { count_statement(); };
    office_ = LiveOffice::open(std::move(options)).take();
    units_ = &(office_units_ = office_->now()->shared_office())->definitions.units;
    keeper_ = add("keeper", Role::Administrator, {Reach::Extent::Everything, {}, {}});
    an_ = add("an.nv", Role::Officer, ward());
    binh_ = add("binh", std::nullopt, {});
    giver_ = powers_of_account(*connection_, keeper_, now_);
  }
  void TearDown() override {
    connection_.reset();
    office_.reset();
    OfficeAt::TearDown();
  }

  void count_statement() {
    if (fail_at_ == 0 || ++statements_ != fail_at_) return;
    fired_ = true;
    throw store::Failure(store::Failure::Kind::Full, "no room");
  }
  static Reach ward() { return {Reach::Extent::Units, {}, {"w26734"}}; }
  WriteBy by(const std::string& actor) const { return {now_, actor, random_}; }

  template <typename Work>
  bool write_as(const std::string& actor, const Work& work) {
    const WriteBy by_whom = by(actor);
    store::Write write(*connection_, now_);
    if (!work(Change{write, by_whom})) return false;
    write.commit();
    return true;
  }
  std::string add(const std::string& login, std::optional<Role> role, Reach reach) {
    std::string id;
    EXPECT_TRUE(write_as("system", [&](const Change& change) {
      const auto account = add_account(change, login, "Tên " + login);
      id = account->id;
      set_password(change, id, hasher_.hash(kPassword, random_), false, {});
      return !role ||
             bool(add_grant(change, {id, *role, std::move(reach), {today_, kOpenFuture}, "x"},
                            nullptr, *units_, today_));
    }));
    return id;
  }

  // All rows of all tables but counts and leases, which no write guards.
  std::string everything() {
    const std::string_view columns_sql =
        GetParam() == Engine::Sqlite
            ? "SELECT name FROM pragma_table_info($1) ORDER BY cid"
            : "SELECT column_name::text FROM information_schema.columns WHERE table_name = $1 AND "
              "table_schema = ANY (current_schemas(false)) ORDER BY ordinal_position";
    std::string all;
    for (const std::string_view table : office_tables()) {
      if (table == "sign_in_failure" || table == "job_lease") continue;
      std::vector<std::string>& columns = columns_[std::string(table)];
      if (columns.empty()) {
        connection_->each(columns_sql, {table},
                          [&](const store::Row& row) { columns.emplace_back(row.text(0)); });
      }
      std::string list;
      for (const std::string& column : columns) list += (list.empty() ? "" : ", ") + column;
      connection_->each("SELECT " + list + " FROM " + std::string(table) + " ORDER BY " + list,
                        [&](const store::Row& row) {
                          all += std::string(table);
                          for (size_t i = 0; i < columns.size(); ++i) {
                            all += "|" + shown(row.value(static_cast<int>(i)));
                          }
                        });
    }
    return hex(blake2b_256({}, all)) + " of " + std::to_string(all.size());
  }
  static std::string shown(const store::Value& value) {
    if (value.number() != nullptr) return std::to_string(*value.number());
    if (value.text() != nullptr) return *value.text();
    return value.bytes() != nullptr ? value.bytes()->bytes : "NULL";
  }

  JobRunner runner_of(Job job) {
    std::vector<Job> jobs;
    jobs.push_back(std::move(job));
    return JobRunner({std::move(jobs), "node", random_, [this] { return now_; }, kHour, {}});
  }

  // How many of its statements failed before it did what it should.
  int fail_each_statement(const std::function<bool()>& work) {
    const std::string before = everything();
    int failed = 0;
    // Of a write of very many statements the later ones are alike.
    for (int nth = 1;; nth += nth < 60 ? 1 : 7) {
      fail_at_ = nth;
      statements_ = 0;
      fired_ = false;
      bool done = false;
      try {
        done = work();
      } catch (const store::Failure&) {
      }
      fail_at_ = 0;
      if (done) break;
      EXPECT_TRUE(fired_) << "refused without a fault";
      EXPECT_TRUE(connection_->usable());
      EXPECT_EQ(everything(), before) << "after statement " << nth;
      if (!fired_ || HasFailure()) return failed;
      ++failed;
    }
    EXPECT_NE(everything(), before);
    return failed;
  }

  InstantUs now_ = InstantUs{1'705'366'800} * kSecondUs;  // 16 January 2024, 08:00
  Date today_ = *make_date(2024, 1, 16);
  FillRandom random_ = system_random();
  PasswordHasher hasher_{{1, 8'192}, random_};
  HashGate gate_{4, 4};
  SealingKey key_{};
  const Zone zone_ = Zone::named("Asia/Ho_Chi_Minh").take();
  SigningKey signing_ = signing_key(std::array<uint8_t, 32>{5});
  std::unique_ptr<LiveOffice> office_;
  std::shared_ptr<const Office> office_units_;
  const UnitRegister* units_ = nullptr;
  std::shared_ptr<store::Connection> connection_;
  std::string keeper_, an_, binh_;
  Powers giver_;
  std::map<std::string, std::vector<std::string>> columns_;
  int fail_at_ = 0, statements_ = 0;
  bool fired_ = false;
};

TEST_P(EveryWrite, IsDoneWhollyOrNotAtAll) {
  std::string grant, delegation, token;
  int64_t api_token = 0, session = 0;
  PackFiles::Content changed = small();
  changed["README.md"] = "Another word.\n";
  const std::string& values = changed["values/2023.csv"];
  const size_t last_row = values.rfind('\n', values.size() - 2) + 1;
  changed["values/2023.csv"] = values + values.substr(last_row);
  ThrottlePolicy patient;
  patient.free_failures = 1'000;
  const SignIn sign_in({patient, patient, {}, FactorUse::Allowed}, hasher_, gate_, key_, random_);
  JobRunner nightly = runner_of(checkpoint_job(signing_));
  JobRunner cleaning = runner_of(cleanup_job(cleanup_parts()));
  const auto day_of = [&](JobRunner& runner) {
    now_ += 2 * kHour;  // however long it waits after it failed
    try {
      runner.run_due(*connection_, zone_, now_);
    } catch (const store::Failure&) {
      // Before the day was done, or after it.
    }
    return runner.counts()[0].done == 1;
  };
  const auto anywhere = [](OrganisationUnitId) { return true; };
  const auto as = [&](const std::string& actor, std::function<bool(const Change&)> work) {
    return [this, actor, work] { return write_as(actor, work); };
  };
  struct Row {
    std::string_view name;
    std::function<bool()> work;
    int at_least = 5;  // statements
  };
  const Row kWrites[] = {
      {"save values",
       [&] {
         ValueEntry entry;
         entry.indicator = "motorbikes";
         entry.period = "2023";
         entry.unit = "w26734";
         entry.value = "7";
         entry.source = "generator";
         const auto saved = office_->save({entry, entry}, an_, anywhere);
         return saved && saved->revision > 0;
       },
       8},
      {"load",
       [&] {
         Problems problems;
         return programme::load(*connection_, PackFiles::in_memory(changed), by("system"),
                                LoadRun::Keep, problems)
             .has_value();
       },
       15},
      {"account",
       as(keeper_, [](const Change& c) { return bool(add_account(c, "new.one", "New")); })},
      {"rename",
       as(keeper_, [&](const Change& c) { return !rename_account(c, binh_, "b.2", "B"); })},
      {"password", as(binh_,
                      [&](const Change& c) {
                        set_password(c, binh_, hasher_.hash(kPassword, random_), false, {});
                        return true;
                      })},
      {"rehashed",
       as(binh_,
          [&](const Change& c) {
            keep_rehashed(c, binh_, hasher_.hash(kPassword, random_));
            return true;
          }),
       3},
      {"grant", as(keeper_,
                   [&](const Change& c) {
                     const auto made =
                         add_grant(c, {binh_, Role::Officer, ward(), {today_, kOpenFuture}, ""},
                                   &giver_, *units_, today_);
                     if (made) grant = made->id;
                     return bool(made);
                   })},
      {"delegation",
       as(binh_,
          [&](const Change& c) {
            const auto made = add_delegation(
                c, {grant, an_, {Power::SaveValues}, SigningForm::Tuq, {today_, today_ + 5}, "x"},
                *units_, today_);
            if (made) delegation = made->id;
            return bool(made);
          })},
      {"delegation ended", as(an_,
                              [&](const Change& c) {
                                return !end_delegation(c, delegation, today_, nullptr, *units_,
                                                       today_);
                              })},
      {"token",
       as(binh_,
          [&](const Change& c) {
            const auto made = add_token(c, {"t", {Power::ReadValues}, now_ + kHour}, today_);
            if (made) api_token = made->token.number;
            return bool(made);
          })},
      {"token revoked", as(binh_, [&](const Change& c) { return revoke_token(c, api_token); })},
      {"session", as(an_,
                     [&](const Change& c) {
                       const auto made = start_session(c, an_, Factor::NotNeeded, {"oidc", "", ""});
                       session = made.session.number;
                       token = made.token;
                       return true;
                     })},
      {"session renewed",
       as(an_,
          [&](const Change& c) { return !renew_session(c, session, Factor::Passed).empty(); })},
      {"session locked", as(an_, [&](const Change& c) { return lock_session(c, session); })},
      {"session ended",
       as(an_, [&](const Change& c) { return end_session(c, session, SessionEnd::SignedOut); })},
      {"signing in",
       [&] {
         const auto in =
             sign_in.sign_in(*connection_, {"an.nv", kPassword, "10.0.0.1", "", token}, now_);
         if (in) token = in->token;
         return bool(in);
       },
       15},
      {"another password",
       [&] {
         return bool(sign_in.change_password(*connection_, token, kPassword, "một câu khác để nhớ",
                                             "10.0.0.1", now_));
       },
       15},
      {"all sessions ended", as(keeper_,
                                [&](const Change& c) {
                                  return end_sessions_of(c, an_, SessionEnd::EndedByHand, {}) > 0;
                                })},
      {"second factor",
       as(an_,
          [&](const Change& c) {
            const auto secret = begin_second_factor(c, an_, key_);
            const std::string code = hotp(*secret, static_cast<uint64_t>(code_step(now_)));
            return bool(confirm_second_factor(c, an_, code, key_));
          }),
       15},
      {"recovery codes",
       as(an_,
          [&](const Change& c) { return renew_recovery_codes(c, an_).size() == kRecoveryCodes; }),
       10},
      {"second factor removed",
       as(an_, [&](const Change& c) { return remove_second_factor(c, an_); })},
      {"hand-over",
       as(keeper_,
          [&](const Change& c) {
            return bool(hand_over(c, {binh_, an_, today_, now_, "Quyết định 12/QĐ"}, {}, &giver_,
                                  *units_, today_));
          }),
       20},
      {"grant ended", as(keeper_,
                         [&](const Change& c) {
                           const auto held = grants_of(*connection_, an_);
                           return !end_grant(c, held.front().id, today_, "x", &giver_, *units_,
                                             today_);
                         })},
      {"disabled",
       as(keeper_, [&](const Change& c) { return !disable_account(c, an_, now_, today_); })},
      {"enabled", as(keeper_,
                     [&](const Change& c) {
                       enable_account(c, an_);
                       return true;
                     })},
      {"set up on the machine",
       [&] {
         NewPerson person;
         person.login = "first";
         person.name = "First";
         person.password = kPassword;
         person.days = {today_, kOpenFuture};
         return bool(set_up_person(*connection_, person, hasher_, *units_, today_, by("system")));
       },
       10},
      {"checkpoint",
       [&] { return bool(make_checkpoint_now(*connection_, signing_, by(keeper_))); }},
      {"job: checkpoint", [&] { return day_of(nightly); }, 8},
      {"job: cleanup", [&] { return day_of(cleaning); }, 8},
      {"with a key of the client's own",
       as(keeper_,
          [&](const Change& c) {
            return claim_key(c.write, {keeper_, "key", {}}) && bool(add_account(c, "keyed", "K"));
          })},
      {"payload deleted", as(keeper_,
                             [&](const Change& c) {
                               return !delete_payload(c.write, 1,
                                                      {keeper_, "payload.deleted", "entry/1", "{}"},
                                                      random_);
                             })},
  };
  int failed = 0;
  for (const Row& row : kWrites) {
    SCOPED_TRACE(row.name);
    const uint64_t entries = newest_audit(*connection_).number;
    const int failures = fail_each_statement(row.work);
    EXPECT_GE(failures, row.at_least);
    EXPECT_GT(newest_audit(*connection_).number, entries);
    if (HasFailure()) return;
    failed += failures;
  }
  EXPECT_TRUE(revisions_without_entry(*connection_).empty());
  EXPECT_TRUE(verify_audit(*connection_, AuditVerifier()).clean());
  tests::say_proof("store, {}: {} writes, {} statements failed, nothing half-written",
                   store::engine_name({GetParam(), 0}), std::size(kWrites), failed);
}

INSTANTIATE_TEST_SUITE_P(Both, EveryWrite, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
