// What a session is good for, how long failures wait, what a token may be made for.
#include "programme/user/session_rules.hpp"

#include "programme/user/api_token.hpp"
#include "small_office.hpp"

namespace exemplar::programme {
namespace {

constexpr InstantUs kMinute = 60 * kSecondUs;

TEST(SessionRules, TellTheFirstStateInTheirOrder) {
  struct Case {
    std::string_view name;
    std::function<void(Session&, SessionAccount&)> change;
    InstantUs minutes_unused;
    InstantUs minutes_old;
    std::string_view expected;
  };
  const auto nothing = [](Session&, SessionAccount&) {};
  const auto code = [](Session& s, SessionAccount&) { s.factor = Factor::CodeNeeded; };
  const auto everything = [](Session& s, SessionAccount& a) {
    s.ended_at = 1;
    s.locked_at = 1;
    a = {true, true};
  };
  for (const auto& [name, change, unused, old, expected] : std::vector<Case>{
           {"fresh", nothing, 0, 0, "open"},
           {"used lately", nothing, 14, 600, "open"},
           {"unused", nothing, 15, 600, "locked"},
           {"unused for long", nothing, 29, 600, "locked"},
           {"unused for too long", nothing, 30, 600, "idle"},
           {"almost 12 hours", nothing, 0, 719, "open"},
           {"12 hours", nothing, 0, 720, "expired"},
           {"old and unused", nothing, 40, 720, "expired"},
           {"locked", [](Session&s, SessionAccount&) { s.locked_at = 1; }, 0, 1, "locked"},
           {"locked for too long", [](Session&s, SessionAccount&) { s.locked_at = 1; }, 30, 60,
            "idle"},
           {"disabled", [](Session&, SessionAccount&a) { a.disabled = true; }, 0, 1,
            "account_disabled"},
           {"disabled, old", [](Session&, SessionAccount&a) { a.disabled = true; }, 0, 800,
            "account_disabled"},
           {"ended", everything, 0, 1, "ended"},
           {"code", code, 0, 9, "code_needed"},
           {"code too late", code, 0, 10, "expired"},
           {"enrolment", [](Session&s, SessionAccount&) { s.factor = Factor::EnrolmentNeeded; }, 0,
            9, "enrolment_needed"},
           {"code before password",
            [](Session&s, SessionAccount&a) {
              s.factor = Factor::CodeNeeded;
              a.must_change_password = true;
            },
            0, 1, "code_needed"},
           {"password", [](Session&, SessionAccount&a) { a.must_change_password = true; }, 0, 1,
            "password_change_needed"},
           {"passed", [](Session&s, SessionAccount&) { s.factor = Factor::Passed; }, 0, 60, "open"},
       }) {
    const InstantUs now = 1'000'000 * kMinute;
    Session session;
    session.created = now - old * kMinute;
    session.last_used = now - unused * kMinute;
    SessionAccount account;
    change(session, account);
    const SessionState state = state_of(session, account, {}, now);
    EXPECT_EQ(name_of(state), expected) << name;
    EXPECT_FALSE(vietnamese_of(message_of(state).pattern).empty());
    EXPECT_EQ(is_over(state), expected == "ended" || expected == "account_disabled" ||
                                  expected == "expired" || expected == "idle")
        << name;
  }
}

TEST(SessionRules, TheOfficeSaysWhetherThereIsASecondFactor) {
  struct Case {
    FactorUse use;
    bool has;
    Factor expected;
  };
  for (const auto& [use, has, expected] : {Case{FactorUse::Off, false, Factor::NotNeeded},
                                           {FactorUse::Off, true, Factor::NotNeeded},
                                           {FactorUse::Allowed, false, Factor::NotNeeded},
                                           {FactorUse::Allowed, true, Factor::CodeNeeded},
                                           {FactorUse::Required, false, Factor::EnrolmentNeeded},
                                           {FactorUse::Required, true, Factor::CodeNeeded}}) {
    EXPECT_EQ(factor_at_sign_in(use, has), expected);
  }
}

TEST(ThrottleRules, FailuresWaitLongerAndLonger) {
  const ThrottlePolicy policy;
  const InstantUs now = 1'000'000 * kMinute;
  FailureCount count;
  std::vector<InstantUs> waits;
  for (int i = 0; i < 18; ++i) {
    count = with_failure(count, policy, now);
    const InstantUs from = heard_from(count, policy, now);
    waits.push_back(from == 0 ? 0 : (from - now) / kSecondUs);
  }
  EXPECT_EQ(waits, (std::vector<InstantUs>{0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512,
                                           900, 900, 900}));
  EXPECT_EQ(count.failures, 18);
  EXPECT_EQ(heard_from(count, policy, now + 900 * kSecondUs), 0);
  EXPECT_NE(heard_from(count, policy, now + 899 * kSecondUs), 0);
  // Another day, another beginning.
  const InstantUs next_day = now + policy.forgotten_after;
  EXPECT_EQ(heard_from(count, policy, next_day), 0);
  EXPECT_EQ(with_failure(count, policy, next_day), (FailureCount{1, next_day, next_day}));
  // A clock that was set back by far.
  EXPECT_EQ(heard_from(count, policy, now - 3'600 * kSecondUs), 0);
  EXPECT_NE(heard_from(count, policy, now - kSecondUs), 0);
}

TEST(ThrottleRules, OneEntryStandsForManyFailures) {
  std::vector<int64_t> told;
  for (int64_t i = 0; i <= 100; ++i) {
    if (is_told(i)) told.push_back(i);
  }
  EXPECT_EQ(told, (std::vector<int64_t>{1, 2, 4, 8, 16, 32, 64}));
}

TEST(ThrottleRules, SubjectsHideWhatWasTyped) {
  EXPECT_EQ(login_subject(" An.NV"), login_subject("an.nv"));
  EXPECT_NE(login_subject("an.nv"), login_subject("an.nw"));
  EXPECT_EQ(login_subject("my secret").find("secret"), std::string::npos);
  EXPECT_NE(login_subject("u-1"), code_subject("u-1"));
  EXPECT_EQ(address_subject("2001:db8:1:2::1"), address_subject("2001:db8:1:2:ffff::7"));
  EXPECT_NE(address_subject("2001:db8:1:2::1"), address_subject("2001:db8:1:3::1"));
  EXPECT_NE(address_subject("::ffff:10.0.0.1"), address_subject("::ffff:10.0.0.2"));
  EXPECT_NE(address_subject("10.0.0.1"), address_subject("10.0.0.2"));
}

TEST(TokenRules, RefuseWithTheFirstReason) {
  const InstantUs now = 1'000'000 * kMinute;
  const PowerSet held = powers_of(Role::Leader);
  struct Case {
    std::string_view name;
    ProposedToken token;
    std::string_view expected;
  };
  for (const auto& [name, token, expected] : std::vector<Case>{
           {"right", {"export", {Power::ReadStandings}, now + kMinute}, ""},
           {"for a year", {"export", {Power::ReadStandings}, now + kApiTokenLongest}, ""},
           {"for longer",
            {"export", {Power::ReadStandings}, now + kApiTokenLongest + 1},
            "too_long"},
           {"over", {"export", {Power::ReadStandings}, now}, "expired_already"},
           {"nameless", {" ", {}, now}, "without_name"},
           {"good for nothing", {"export", {}, now}, "no_powers"},
           {"deciding", {"export", {Power::Decide}, now}, "not_for_tokens"},
           {"more than its owner", {"export", {Power::ReadValues}, now}, "not_yours"},
       }) {
    const auto refusal = refusal_of(token, held, now);
    EXPECT_EQ(refusal ? name_of(*refusal) : "", expected) << name;
    if (refusal) {
      EXPECT_FALSE(vietnamese_of(message_of(*refusal).pattern).empty());
    }
  }
  ApiToken token;
  token.expires = 10;
  EXPECT_TRUE(is_good(token, 9));
  EXPECT_FALSE(is_good(token, 10));
  token.revoked_at = 3;
  EXPECT_FALSE(is_good(token, 5));
}

}  // namespace
}  // namespace exemplar::programme
