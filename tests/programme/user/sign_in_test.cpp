// Signing in and out, locking, codes, throttling: with rows, hashes and the audit log as they are.
#include <thread>

#include "office_people.hpp"
#include "programme/user/sign_in_service.hpp"
#include "programme/user/throttle_store.hpp"

namespace exemplar::programme {
namespace {

class SigningIn : public OfficePeople {
 protected:
  void SetUp() override {
    OfficePeople::SetUp();
    if (IsSkipped()) return;
    an_ = add("an.nv");
    make_service(FactorUse::Allowed);
  }
  void make_service(FactorUse use) {
    SignInPolicy policy;
    policy.factor = use;
    service_.emplace(policy, hasher_, gate_, key_, random_);
  }
  Decided<SignedIn, SignInRefused> sign_in(const std::string& login, const std::string& password,
                                           const std::string& brought = "") {
    return service_->sign_in(*connection_, {login, password, "10.0.0.1", "Browser", brought}, now_);
  }
  std::string state(const std::string& token) {
    const auto found = find_session(*connection_, token);
    return found ? std::string(name_of(found->state(service_->policy().session, now_))) : "unknown";
  }
  std::string why(const Decided<SignedIn, SignInRefused>& decided) {
    return decided ? "signed in" : std::string(name_of(decided.why().why));
  }
  std::string app_code(const CodeSecret& secret) {
    return hotp(secret, static_cast<uint64_t>(code_step(now_)));
  }

  std::string an_;
  std::optional<SignIn> service_;
};

TEST_P(SigningIn, MakesANewTokenEachTimeAndEndsTheOneBrought) {
  const auto first = sign_in("AN.nv", kPassword);
  ASSERT_EQ(why(first), "signed in");
  EXPECT_EQ(first->session.session.account, an_);
  EXPECT_EQ(state(first->token), "open");
  const auto second = sign_in("an.nv", kPassword, first->token);
  ASSERT_EQ(why(second), "signed in");
  EXPECT_NE(first->token, second->token);
  EXPECT_EQ(state(first->token), "ended");
  EXPECT_EQ(find_session(*connection_, first->token)->session.end, SessionEnd::UserChanged);
  // A token that somebody else made up is never taken over.
  const auto third = sign_in("an.nv", kPassword, "made-up");
  EXPECT_NE(third->token, "made-up");
  EXPECT_EQ(state("made-up"), "unknown");
  EXPECT_EQ(audited(2),
            (std::vector<std::string>{"session.started session/2", "session.started session/3"}));
  const std::vector<Session> all = sessions_of(*connection_, an_);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].number, 3);
  EXPECT_EQ(all[0].address, "10.0.0.1");
  EXPECT_EQ(all[0].agent, "Browser");
}

TEST_P(SigningIn, TellsNothingOfWhatWasWrong) {
  write_as("system", [&](const Change& change) {
    const auto gone = add_account(change, "gone", "Gone");
    set_password(change, gone->id, hasher_.hash(kPassword, random_), false, {});
    disable_account(change, gone->id, now_, today_);
    return add_account(change, "without", "Without a password")->id;
  });
  for (const auto& [login, password] : std::vector<std::pair<std::string, std::string>>{
           {"an.nv", "something else here"},
           {"nobody", kPassword},
           {"gone", kPassword},
           {"without", kPassword},
           {"without", ""},
           {"", ""},
           {std::string("an.nv\0", 6), kPassword},
           {"\xff\xfe", "\xff"},
       }) {
    const auto refused = sign_in(login, password);
    ASSERT_FALSE(bool(refused)) << login;
    EXPECT_EQ(refused.why(), (SignInRefused{SignInRefusal::Wrong, 0})) << login;
  }
  EXPECT_EQ(sessions_of(*connection_, an_).size(), 0U);
}

TEST_P(SigningIn, FailuresWaitForKnownAndUnknownLoginsAlike) {
  for (const std::string login : {"an.nv", "nobody"}) {
    for (int i = 0; i < 6; ++i) EXPECT_EQ(why(sign_in(login, "wrong")), "wrong") << i;
    const auto refused = sign_in(login, kPassword);
    ASSERT_FALSE(bool(refused));
    EXPECT_EQ(refused.why(), (SignInRefused{SignInRefusal::TooMany, kSecondUs}));
    now_ += kSecondUs;
    EXPECT_EQ(why(sign_in(login, "wrong")), "wrong");
    EXPECT_EQ(sign_in(login, "wrong").why().retry_after, 2 * kSecondUs);
    now_ += 2 * kSecondUs;
  }
  EXPECT_EQ(why(sign_in("an.nv", kPassword)), "signed in");
  EXPECT_EQ(failures_of(*connection_, login_subject("an.nv")), FailureCount());
  // Eight were told in four entries, for each of the two.
  int told = 0;
  each_audit(*connection_, [&](const AuditEntry& entry, const AuditPayload*) {
    told += entry.action == "sign_in.failed" ? 1 : 0;
  });
  EXPECT_EQ(told, 6);  // the 1st, 2nd and 4th of seven
  EXPECT_EQ(audited(2), (std::vector<std::string>{"sign_in.after_failures account/" + an_,
                                                  "session.started session/1"}));
  EXPECT_EQ(all_payloads().find("nobody"), std::string::npos);
  EXPECT_EQ(forget_old_failures(*connection_, now_ + 1), 2);
}

TEST_P(SigningIn, AnAddressWaitsWhoeverItTries) {
  for (int64_t i = 0; i <= kAddressThrottle.free_failures; ++i) {
    EXPECT_EQ(why(sign_in("nobody" + std::to_string(i), "wrong")), "wrong");
  }
  EXPECT_EQ(why(sign_in("an.nv", kPassword)), "too_many");
  EXPECT_EQ(why(service_->sign_in(*connection_, {"an.nv", kPassword, "10.0.0.2", "", ""}, now_)),
            "signed in");
}

TEST_P(SigningIn, IsBusyWhereTooManyAreHashed) {
  HashGate full(1, 0);
  const auto pass = full.enter();
  const SignIn service({}, hasher_, full, key_, random_);
  EXPECT_EQ(why(service.sign_in(*connection_, {"an.nv", kPassword, "10.0.0.1", "", ""}, now_)),
            "busy");
  EXPECT_EQ(failures_of(*connection_, login_subject("an.nv")), FailureCount());
}

TEST_P(SigningIn, APasswordIsHashedAnewWhereItsCostHasChanged) {
  const PasswordHasher dearer({2, 16'384}, random_);
  const SignIn service({}, dearer, gate_, key_, random_);
  EXPECT_EQ(why(service.sign_in(*connection_, {"an.nv", kPassword, "10.0.0.1", "", ""}, now_)),
            "signed in");
  EXPECT_FALSE(dearer.is_outdated(password_of(*connection_, an_)->hash));
  EXPECT_EQ(why(service.sign_in(*connection_, {"an.nv", kPassword, "10.0.0.1", "", ""}, now_)),
            "signed in");
}

TEST_P(SigningIn, AnUnusedSessionLocksAndThePasswordOpensItUnderAnotherToken) {
  const auto signed_in = sign_in("an.nv", kPassword);
  const int64_t number = signed_in->session.session.number;
  now_ += 14 * kMinute;
  EXPECT_EQ(state(signed_in->token), "open");
  touch_session(*connection_, number, {}, now_);
  now_ += 14 * kMinute;
  EXPECT_EQ(state(signed_in->token), "open");
  now_ += kMinute;
  EXPECT_EQ(state(signed_in->token), "locked");
  touch_session(*connection_, number, {}, now_);  // brings nothing back
  EXPECT_EQ(state(signed_in->token), "locked");
  EXPECT_EQ(why(service_->unlock(*connection_, signed_in->token, "wrong", "10.0.0.1", now_)),
            "wrong");
  const auto unlocked =
      service_->unlock(*connection_, signed_in->token, kPassword, "10.0.0.1", now_);
  ASSERT_EQ(why(unlocked), "signed in");
  EXPECT_EQ(unlocked->session.session.number, number);
  EXPECT_EQ(state(unlocked->token), "open");
  EXPECT_EQ(state(signed_in->token), "unknown");
  write_as(an_, [&](const Change& change) {
    lock_session(change, number);
    return 0;
  });
  EXPECT_EQ(state(unlocked->token), "locked");
  touch_session(*connection_, number, {}, now_ + 2 * kMinute);
  now_ += 30 * kMinute;
  EXPECT_EQ(state(unlocked->token), "idle");
  EXPECT_EQ(why(service_->unlock(*connection_, unlocked->token, kPassword, "10.0.0.1", now_)),
            "no_session");
}

TEST_P(SigningIn, SigningOutEndsTheSession) {
  const auto signed_in = sign_in("an.nv", kPassword);
  const int64_t number = signed_in->session.session.number;
  const auto out = [&] {
    return write_as(an_, [&](const Change& change) {
      return end_session(change, number, SessionEnd::SignedOut);
    });
  };
  EXPECT_TRUE(out());
  EXPECT_FALSE(out());
  EXPECT_EQ(state(signed_in->token), "ended");
  EXPECT_EQ(why(service_->unlock(*connection_, signed_in->token, kPassword, "10.0.0.1", now_)),
            "no_session");
}

TEST_P(SigningIn, AnotherPasswordEndsTheOtherSessions) {
  const auto here = sign_in("an.nv", kPassword), there = sign_in("an.nv", kPassword);
  const std::string next = "một câu khác để nhớ";
  const auto change = [&](const std::string& old_one, const std::string& new_one) {
    return service_->change_password(*connection_, here->token, old_one, new_one, "10.0.0.1", now_);
  };
  EXPECT_EQ(change(kPassword, "short").why().password, PasswordRefusal::TooShort);
  EXPECT_EQ(change(kPassword, kPassword).why().password, PasswordRefusal::Unchanged);
  EXPECT_EQ(change("wrong", next).why().sign_in->why, SignInRefusal::Wrong);
  const auto changed = change(kPassword, next);
  ASSERT_TRUE(bool(changed));
  EXPECT_EQ(state(changed->token), "open");
  EXPECT_EQ(state(here->token), "unknown");
  EXPECT_EQ(state(there->token), "ended");
  EXPECT_EQ(why(sign_in("an.nv", kPassword)), "wrong");
  EXPECT_EQ(why(sign_in("an.nv", next)), "signed in");
  // Set by somebody else, it has to be changed first.
  write_as("system", [&](const Change& by) {
    set_password(by, an_, hasher_.hash("tạm thời dùng một lần", random_), true, {});
    return 0;
  });
  EXPECT_EQ(state(changed->token), "ended");
  const auto temporary = sign_in("an.nv", "tạm thời dùng một lần");
  EXPECT_EQ(state(temporary->token), "password_change_needed");
  const auto own = service_->change_password(*connection_, temporary->token,
                                             "tạm thời dùng một lần", next, "10.0.0.1", now_);
  ASSERT_TRUE(bool(own));
  EXPECT_EQ(state(own->token), "open");
  const std::string payloads = all_payloads();
  for (const std::string& secret :
       {std::string(kPassword), next, own->token, std::string("argon2id")}) {
    EXPECT_EQ(payloads.find(secret), std::string::npos) << secret;
  }
}

TEST_P(SigningIn, ACodeIsAskedForOnceAnAppIsSetUpAndTakenOnce) {
  const auto signed_in = sign_in("an.nv", kPassword);
  EXPECT_EQ(service_->enrol(*connection_, {signed_in->token, "000000", ""}, now_).why().why,
            SignInRefusal::Wrong);
  const auto secret =
      write_as(an_, [&](const Change& change) { return begin_second_factor(change, an_, key_); });
  ASSERT_TRUE(bool(secret));
  EXPECT_FALSE(has_second_factor(*connection_, an_));
  auto enrolled = service_->enrol(*connection_, {signed_in->token, app_code(*secret), ""}, now_);
  ASSERT_TRUE(bool(enrolled));
  EXPECT_EQ(enrolled->recovery_codes.size(), kRecoveryCodes);
  EXPECT_EQ(state(enrolled->signed_in.token), "open");
  EXPECT_EQ(state(signed_in->token), "unknown");
  EXPECT_EQ(write_as(an_, [&](const Change& c) { return begin_second_factor(c, an_, key_); }).why(),
            FactorRefusal::SetUpAlready);

  now_ += kMinute;
  const auto half = sign_in("an.nv", kPassword);
  EXPECT_EQ(state(half->token), "code_needed");
  const auto give = [&](const std::string& token, const std::string& code) {
    return service_->give_code(*connection_, {token, code, ""}, now_);
  };
  EXPECT_EQ(why(give(half->token, "000000")), "wrong");
  const auto whole_one = give(half->token, app_code(*secret));
  ASSERT_EQ(why(whole_one), "signed in");
  EXPECT_EQ(state(whole_one->token), "open");
  EXPECT_EQ(whole_one->session.session.factor, Factor::Passed);
  EXPECT_EQ(state(half->token), "unknown");
  // The same code again, in another session.
  const auto other = sign_in("an.nv", kPassword);
  EXPECT_EQ(why(give(other->token, app_code(*secret))), "wrong");
  const std::string recovery = enrolled->recovery_codes[3];
  EXPECT_EQ(why(give(other->token, recovery)), "signed in");
  EXPECT_EQ(recovery_codes_left(*connection_, an_), 9);
  const auto third = sign_in("an.nv", kPassword);
  EXPECT_EQ(why(give(third->token, recovery)), "wrong");
  const std::string payloads = all_payloads();
  EXPECT_EQ(payloads.find(recovery), std::string::npos);
  EXPECT_EQ(payloads.find(base32(*secret)), std::string::npos);
  // Lost, and removed by who may.
  EXPECT_TRUE(write_as("system", [&](const Change& c) { return remove_second_factor(c, an_); }));
  EXPECT_EQ(recovery_codes_left(*connection_, an_), 0);
  EXPECT_EQ(state(sign_in("an.nv", kPassword)->token), "open");
}

TEST_P(SigningIn, WrongCodesWaitThoughThePasswordIsRight) {
  const auto secret =
      write_as(an_, [&](const Change& change) { return begin_second_factor(change, an_, key_); });
  write_as(an_, [&](const Change& change) {
    return bool(confirm_second_factor(change, an_, app_code(*secret), key_));
  });
  now_ += kMinute;
  for (int i = 0; i < 6; ++i) {
    const auto half = sign_in("an.nv", kPassword);
    EXPECT_EQ(why(service_->give_code(*connection_, {half->token, "000000", ""}, now_)), "wrong");
  }
  const auto half = sign_in("an.nv", kPassword);
  EXPECT_EQ(why(service_->give_code(*connection_, {half->token, app_code(*secret), ""}, now_)),
            "too_many");
  now_ += kMinute;
  EXPECT_EQ(why(service_->give_code(*connection_, {half->token, app_code(*secret), ""}, now_)),
            "signed in");
}

TEST_P(SigningIn, WhereTheOfficeRequiresACodeNothingIsOpenBefore) {
  make_service(FactorUse::Required);
  const auto first = sign_in("an.nv", kPassword);
  EXPECT_EQ(state(first->token), "enrolment_needed");
  EXPECT_FALSE(bool(service_->give_code(*connection_, {first->token, "", ""}, now_)));
  const auto secret =
      write_as(an_, [&](const Change& change) { return begin_second_factor(change, an_, key_); });
  const auto enrolled = service_->enrol(*connection_, {first->token, app_code(*secret), ""}, now_);
  ASSERT_TRUE(bool(enrolled));
  EXPECT_EQ(state(enrolled->signed_in.token), "open");
  SealingKey other = key_;
  other[0] ^= 1;
  const SignIn with_another_key({}, hasher_, gate_, other, random_);
  const auto half = sign_in("an.nv", kPassword);
  EXPECT_THROW(
      static_cast<void>(with_another_key.give_code(*connection_, {half->token, "1", ""}, now_)),
      std::runtime_error);
}

TEST_P(SigningIn, ASecondFactorIsTakenOffWithThePasswordAndACodeUnlessRequired) {
  const auto signed_in = sign_in("an.nv", kPassword);
  const auto secret = service_->begin_factor(*connection_, signed_in->token, now_);
  ASSERT_TRUE(bool(secret));
  const auto mine = service_->enrol(*connection_, {signed_in->token, app_code(*secret), ""}, now_);
  ASSERT_TRUE(bool(mine));
  const std::string token = mine->signed_in.token;
  now_ += kMinute;
  const auto remove = [&](const std::string& password, const std::string& code) {
    return service_->remove_factor(*connection_, {token, code, ""}, password, now_);
  };
  EXPECT_EQ(remove("another", app_code(*secret)).why().sign_in->why, SignInRefusal::Wrong);
  EXPECT_EQ(remove(kPassword, "000000").why().sign_in->why, SignInRefusal::Wrong);
  EXPECT_TRUE(has_second_factor(*connection_, an_));
  make_service(FactorUse::Required);
  EXPECT_EQ(remove(kPassword, app_code(*secret)).why().factor, FactorRefusal::Required);
  make_service(FactorUse::Off);
  EXPECT_EQ(service_->begin_factor(*connection_, token, now_).why().factor, FactorRefusal::Off);
  make_service(FactorUse::Allowed);
  EXPECT_TRUE(bool(remove(kPassword, app_code(*secret))));
  EXPECT_FALSE(has_second_factor(*connection_, an_));
  EXPECT_EQ(state(token), "unknown");
}

TEST_P(SigningIn, WhomAnotherVouchedForIsSignedInUnlessDisabled) {
  const auto vouched = [&](const Vouching& vouching = {}) {
    return service_->vouched(*connection_, an_, {"oidc", "10.0.0.1", "Browser"}, vouching, now_);
  };
  const auto by_password = sign_in("an.nv", kPassword);
  const auto signed_in = vouched({.session_brought = by_password->session.session.number});
  ASSERT_EQ(why(signed_in), "signed in");
  EXPECT_EQ(signed_in->session.session.way, "oidc");
  EXPECT_EQ(state(by_password->token), "ended");
  // A password that somebody else has set matters to whoever signs in with it.
  write_as("system", [&](const Change& change) {
    set_password(change, an_, hasher_.hash(kPassword, random_), true, {});
    return true;
  });
  EXPECT_EQ(state(vouched()->token), "open");
  EXPECT_EQ(state(sign_in("an.nv", kPassword)->token), "password_change_needed");
  // The office's own second factor is asked for, unless the provider has asked for one.
  make_service(FactorUse::Required);
  EXPECT_EQ(state(vouched()->token), "enrolment_needed");
  EXPECT_EQ(state(vouched({.factor = Factor::Passed})->token), "open");
  write_as("system",
           [&](const Change& change) { return disable_account(change, an_, now_, today_); });
  EXPECT_EQ(why(vouched()), "wrong");
  EXPECT_EQ(state(signed_in->token), "ended");
}

TEST_P(SigningIn, OldSessionsAreForgottenAndNumbersNotGivenTwice) {
  EXPECT_EQ(why(sign_in("an.nv", kPassword)), "signed in");
  EXPECT_EQ(why(sign_in("an.nv", kPassword)), "signed in");
  now_ += 24 * 60 * kMinute;
  EXPECT_EQ(forget_sessions(*connection_, now_), 1);
  EXPECT_EQ(sign_in("an.nv", kPassword)->session.session.number, 3);
}

// What a browser says of itself is anything.
TEST_P(SigningIn, WhatTheBrowserSaysOfItselfIsKeptAsText) {
  const std::string agent = std::string("Bro\0wser\n\xff", 10) + std::string(5'000, 'x');
  const auto signed_in =
      service_->sign_in(*connection_, {"an.nv", kPassword, "10.0.0.1\r\n", agent, ""}, now_);
  ASSERT_EQ(why(signed_in), "signed in");
  const Session session = sessions_of(*connection_, an_)[0];
  EXPECT_TRUE(session.agent.starts_with("Bro wser ")) << session.agent;
  EXPECT_LT(session.agent.size(), 300U);
  EXPECT_EQ(session.address, "10.0.0.1  ");
}

// An attempt is counted before it is tried: many at once are no way round.
TEST_P(SigningIn, ManyAtOnceAreHeardNoMoreOftenThanOneAfterTheOther) {
  constexpr int kAtOnce = 12;
  std::atomic<int> wrong = 0, too_many = 0;
  HashGate wide(kAtOnce, kAtOnce);
  const SignIn service({}, hasher_, wide, key_, random_);
  std::vector<std::thread> attempts;
  for (int i = 0; i < kAtOnce; ++i) {
    attempts.emplace_back([&] {
      const auto connection = open();
      const auto refused =
          service.sign_in(*connection, {"nobody", "wrong", "10.0.0.1", "", ""}, now_);
      ++(refused.why().why == SignInRefusal::Wrong ? wrong : too_many);
    });
  }
  for (std::thread& one : attempts) one.join();
  EXPECT_EQ(wrong, 6);
  EXPECT_EQ(too_many, kAtOnce - 6);
}

INSTANTIATE_TEST_SUITE_P(Both, SigningIn,
                         ::testing::Values(store::Engine::Sqlite, store::Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
