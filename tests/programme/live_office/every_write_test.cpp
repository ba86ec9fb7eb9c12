// Every write that there is, each of whose statements fails in turn: the office is then as it was, to the
// last row of every table, the connection goes on, and the same call then does what it should and
// leaves its entry in the audit log. A new write is a new row of the table; the place that begins it is
// named in every_write_place.cpp.
#include "every_write.hpp"

#include "programme/demonstration/demonstration_store.hpp"
#include "programme/office_store/audit_export.hpp"
#include "programme/user/restored_store.hpp"
#include "random/seed.hpp"

namespace exemplar::programme {
namespace {

using store::Engine;

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
    now_ += kDay;  // however long it waits after it failed
    try {
      runner.run_due(*connection_, zone_, now_);
    } catch (const store::Failure&) {
      // Before the day was done, or after it.
    }
    return runner.counts()[0].done == 1;
  };
  int failed = 0;
  const auto try_all = [&](const std::vector<WriteRow>& some) {
    for (const WriteRow& row : some) {
      SCOPED_TRACE(row.name);
      const uint64_t entries = newest_audit(*connection_).number;
      const int failures = fail_each_statement(row.work);
      EXPECT_GE(failures, row.at_least);
      EXPECT_GT(newest_audit(*connection_).number, entries);
      if (HasFailure()) return;
      failed += failures;
    }
  };
  const auto add_to = [&](std::vector<WriteRow>& all, std::vector<WriteRow> some) {
    if (!HasFailure()) try_all(some);
    for (WriteRow& row : some) all.push_back(std::move(row));
  };
  const auto anywhere = [](OrganisationUnitId) { return true; };
  const auto as = [&](const std::string& actor, std::function<bool(const Change&)> work) {
    return [this, actor, work] { return write_as(actor, work); };
  };
  Demonstration played;
  played.day = today_;
  DemonstrationDoor door;
  door.id = "door";
  door.person = {"Người thử", "A person"};
  door.role = "officer";
  door.unit = "w26734";
  played.doors.push_back(door);
  const auto add_door = [&] {
    const auto added = set_up_demonstration(*connection_, played, *units_, today_, by("system"));
    return added && *added == 1;
  };
  std::vector<WriteRow> rows = {{"demonstration begun", add_door, 10}};
  try_all(rows);
  add_people();
  played.doors[0].id = "another.door";
  std::vector<WriteRow> stores = {
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
      {"values of a file",
       [&] {
         ImportOptions how;
         how.today = today_;
         how.by = "An";
         const auto report =
             office_->import_file({"t.csv",
                                   "indicator,period,unit,value,source,note,version\n"
                                   "motorbikes,2022,w26734,7,generator,,\n"},
                                  how, an_, anywhere);
         return report && report->written;
       },
       10},
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
  std::vector<WriteRow> offices = {
      {"checkpoint",
       [&] { return bool(make_checkpoint_now(*connection_, signing_, by(keeper_))); }},
      {"job: checkpoint", [&] { return day_of(nightly); }, 8},
      {"job: cleanup", [&] { return day_of(cleaning); }, 8},
      {"audit log exported",
       [&] {
         record_audit_export(*connection_, {{}, {}, true}, by(keeper_));
         return true;
       }},
      {"restored", as("system",
                      [&](const Change& c) {
                        record_restored(c, end_what_was_under_way(*connection_, now_));
                        return true;
                      })},
      {"door of a demonstration", add_door, 10},
      {"clock of a demonstration",
       [&] {
         return !move_clock(*connection_, zone_, 8, today_ + 1, by(keeper_), [](InstantUs) {});
       },
       6},
  };
  add_to(rows, stores);
  add_to(rows, writes_of_keepers(*this));
  add_to(rows, writes_of_signing_in(*this));
  add_to(rows, writes_of_single_sign_on(*this));
  add_to(rows, offices);
  if (HasFailure()) return;
  std::vector<std::string> names;
  for (const WriteRow& row : rows) names.push_back(row.name);
  expect_every_place_has_a_row(names);
  EXPECT_TRUE(revisions_without_entry(*connection_).empty());
  EXPECT_TRUE(verify_audit(*connection_, AuditVerifier()).clean());
  tests::say_proof("store, {}: {} writes, {} statements failed, nothing half-written",
                   store::engine_name({GetParam(), 0}), rows.size(), failed);
}

INSTANTIATE_TEST_SUITE_P(Both, EveryWrite, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
