// The whole way with rows, sessions and the audit log as they are.
#include "programme/single_sign_on/office_with_provider.hpp"

namespace exemplar::programme {
namespace {

TEST_P(SigningOn, SendsTheBrowserWithEverythingThatIsAskedFor) {
  const std::string location = begin().location;
  EXPECT_TRUE(location.starts_with("https://id.example/realms/office/auth?")) << location;
  const auto has = [&](const std::string& name) { return FakeProvider::query_of(location, name); };
  EXPECT_EQ(has("response_type"), "code");
  EXPECT_EQ(has("client_id"), "exemplar");
  EXPECT_EQ(has("redirect_uri"), kRedirect);
  EXPECT_EQ(has("scope"), "openid");
  EXPECT_EQ(has("code_challenge_method"), "S256");
  EXPECT_EQ(has("max_age"), "900");
  for (const char* name : {"state", "nonce", "code_challenge"}) {
    EXPECT_EQ(has(name).size(), 43U) << name;
    // Each time another, and none is kept as it is.
    EXPECT_NE(has(name), FakeProvider::query_of(begin().location, name)) << name;
  }
}

TEST_P(SigningOn, WhoIsLinkedIsSignedInUnderANewToken) {
  link(an_, "s-42");
  const int64_t before = session_of(binh_);
  const auto done = finish(answer_to(begin({.session = before})));
  ASSERT_EQ(why(done), "done");
  EXPECT_EQ(done->return_to, "/units");
  ASSERT_TRUE(done->signed_in);
  EXPECT_EQ(done->signed_in->session.account.id, an_);
  EXPECT_EQ(done->signed_in->session.session.way, "oidc");
  EXPECT_EQ(state_of_session(done->signed_in->token), "open");
  // Another person at the same browser: the session before has ended.
  EXPECT_EQ(sessions_of(*connection_, binh_).front().end, SessionEnd::UserChanged);
  EXPECT_EQ(audited(2),
            (std::vector<std::string>{"session.ended session/1", "session.started session/2"}));
  EXPECT_EQ(count("SELECT count(*) FROM sign_in_flow"), 0);
}

TEST_P(SigningOn, AnIdentityThatNobodyLinkedSignsNobodyIn) {
  provider_.change_claims = [](boost::json::object& claims) {
    claims["email"] = "an.nv";  // as an account's login
    claims["preferred_username"] = "an.nv";
  };
  const auto done = finish(answer_to(begin()));
  ASSERT_EQ(why(done), "identity_unknown");
  EXPECT_EQ(done.why().subject, "s-42");
  EXPECT_EQ(count("SELECT count(*) FROM account_session"), 0);
  EXPECT_EQ(audited(1), std::vector<std::string>{"sign_in.failed sign_in/unknown"});
  EXPECT_NE(all_payloads().find("identity_unknown"), std::string::npos);
}

TEST_P(SigningOn, WhoIsDisabledIsNot) {
  link(an_, "s-42");
  write_as("system",
           [&](const Change& change) { return disable_account(change, an_, now_, Date{19'783}); });
  EXPECT_EQ(sign_on(), "account_disabled");
  EXPECT_EQ(count("SELECT count(*) FROM account_session"), 0);
}

TEST_P(SigningOn, TheOfficesSecondFactorIsAskedForUnlessTheProviderHas) {
  link(an_, "s-42");
  make_service(FactorUse::Required);
  const auto without = finish(answer_to(begin()));
  ASSERT_EQ(why(without), "done");
  EXPECT_EQ(state_of_session(without->signed_in->token), "enrolment_needed");
  provider_.change_claims = [](boost::json::object& claims) {
    claims["amr"] = boost::json::array{"pwd", "otp", "mfa"};
  };
  const auto with = finish(answer_to(begin()));
  ASSERT_EQ(why(with), "done");
  EXPECT_EQ(state_of_session(with->signed_in->token), "open");
}

TEST_P(SigningOn, AStateIsUsedOnceInItsOwnBrowserInTime) {
  link(an_, "s-42");
  SignOnAnswer answer = answer_to(begin());
  const SignOnAnswer again = answer;
  EXPECT_EQ(why(finish(answer)), "done");
  EXPECT_EQ(why(finish(again)), "state_unknown");
  answer = answer_to(begin());
  const std::string own = answer.browser;
  for (const std::string& other : {std::string(), begin().browser, own + "a"}) {
    answer = answer_to(begin());
    answer.browser = other;
    EXPECT_EQ(why(finish(answer)), "other_browser");
  }
  answer = answer_to(begin());
  answer.answer.state->back() ^= 1;
  EXPECT_EQ(why(finish(answer)), "state_unknown");
  answer.answer.state.reset();
  EXPECT_EQ(why(finish(answer)), "state_missing");
  answer = answer_to(begin());
  advance(599);
  EXPECT_EQ(why(finish(answer)), "done");
  answer = answer_to(begin());
  advance(600);
  EXPECT_EQ(why(finish(answer)), "state_expired");
  EXPECT_EQ(count("SELECT count(*) FROM account_session"), 2);
}

TEST_P(SigningOn, ErrorsAndOtherIssuersAreTold) {
  link(an_, "s-42");
  SignOnAnswer answer = answer_to(begin());
  answer.answer.error = "access_denied";
  EXPECT_EQ(why(finish(answer)), "denied");
  EXPECT_EQ(audited(1), std::vector<std::string>{"identity.linked account/" + an_});
  answer = answer_to(begin());
  answer.answer.error = "server_error";
  EXPECT_EQ(why(finish(answer)), "provider_error");
  answer = answer_to(begin());
  answer.answer.issuer = "https://other.example";
  EXPECT_EQ(why(finish(answer)), "response_issuer");
  answer = answer_to(begin());
  answer.answer.issuer = provider_.issuer;
  EXPECT_EQ(why(finish(answer)), "done");
  EXPECT_EQ(provider_.times_asked("/token"), 1U);  // with no code of the others
}

TEST_P(SigningOn, FailuresAreToldAndWait) {
  SignOnAnswer answer = answer_to(begin());
  answer.answer.state = "made up";
  const int64_t most = kAddressThrottle.free_failures;
  for (int64_t i = 0; i <= most; ++i) EXPECT_EQ(why(finish(answer)), "state_unknown") << i;
  const auto refused = finish(answer);
  ASSERT_EQ(why(refused), "too_many");
  EXPECT_EQ(refused.why().retry_after, kSecondUs);
  const auto begun = service_->begin(*connection_, {.return_to = "/"}, "10.0.0.1", now_);
  ASSERT_FALSE(bool(begun));
  EXPECT_EQ(begun.why().why, SignOnRefusal::TooMany);
  int told = 0;
  each_audit(*connection_, [&](const AuditEntry& entry, const AuditPayload*) {
    told += entry.action == "sign_in.failed" ? 1 : 0;
  });
  EXPECT_EQ(told, 7);  // the 1st, 2nd, 4th … 64th
  answer.address = "10.0.0.2";
  EXPECT_EQ(why(finish(answer)), "state_unknown");
}

TEST_P(SigningOn, NothingIsKeptOrToldOfWhatTheBrowserAndTheProviderSay) {
  link(an_, "s-42");
  const SignOnBegun begun = begin();
  const SignOnAnswer answer = answer_to(begun);
  std::string kept;
  connection_->each("SELECT state_hash, browser_hash, redirect, return_to FROM sign_in_flow",
                    [&](const store::Row& row) {
                      for (int i = 0; i < 2; ++i) kept += row.bytes(i);
                      for (int i = 2; i < 4; ++i) kept += row.text(i);
                    });
  const auto done = finish(answer);
  ASSERT_EQ(why(done), "done");
  kept += all_payloads();
  for (const std::string& secret :
       {*answer.answer.state, *answer.answer.code, answer.browser, flow_nonce(answer.browser),
        flow_verifier(answer.browser), done->signed_in->token}) {
    EXPECT_EQ(kept.find(secret), std::string::npos) << secret;
  }
}

TEST_P(SigningOn, SoManyAreOnTheirWayAtOnceAndNoMore) {
  begin();
  {
    store::Transaction transaction(*connection_, store::Transaction::Kind::Write);
    for (int64_t i = 1; i < kFlowsMost; ++i) {
      connection_->run(
          "INSERT INTO sign_in_flow (state_hash, browser_hash, purpose, redirect, return_to, "
          "begun, "
          "expires) VALUES ($1, $2, 'sign_in', '', '/', $3, $4)",
          {store::Bytes{std::to_string(i)}, store::Bytes{"b"}, now_, now_ + kFlowTerm});
    }
    transaction.commit();
  }
  const auto refused = service_->begin(*connection_, {.return_to = "/"}, "10.0.0.1", now_);
  ASSERT_FALSE(bool(refused));
  EXPECT_EQ(refused.why().why, SignOnRefusal::Busy);
  advance(601);
  begin();
  EXPECT_EQ(count("SELECT count(*) FROM sign_in_flow"), 1);
  EXPECT_EQ(forget_flows(*connection_, now_ + kFlowTerm + 1), 1);
}

// Whichever statement fails: nobody is signed in, nothing is half-linked, and the state is used up.
TEST_P(SigningOn, FailingStatementsLeaveNothingHalfDone) {
  link(an_, "s-42");
  const int64_t sessions = count("SELECT count(*) FROM account_session");
  const int64_t entries = count("SELECT count(*) FROM audit_entry");
  for (int nth = 1;; ++nth) {
    const SignOnAnswer answer = answer_to(begin());
    int statements = 0;
    connection_->watch([&](std::string_view) {
      if (++statements == nth) throw store::Failure(store::Failure::Kind::Full, "no room");
    });
    bool failed = false;
    try {
      EXPECT_EQ(why(finish(answer)), "done");
    } catch (const store::Failure&) {
      failed = true;
    }
    connection_->watch(nullptr);
    if (!failed) {
      EXPECT_GT(nth, 8);
      break;
    }
    EXPECT_EQ(count("SELECT count(*) FROM account_session"), sessions) << nth;
    EXPECT_EQ(count("SELECT count(*) FROM audit_entry"), entries) << nth;
  }
  EXPECT_EQ(count("SELECT count(*) FROM account_session"), sessions + 1);
}

TEST_P(SigningOn, TheProviderIsAskedOutsideAnyTransaction) {
  link(an_, "s-42");
  const SignOnAnswer answer = answer_to(begin());
  const auto other = open();
  provider_.in_its_place = [&](const FetchRequest&) {
    store::Transaction transaction(*other, store::Transaction::Kind::Write);  // would wait else
    transaction.commit();
    return FetchAnswer();
  };
  EXPECT_EQ(why(finish(answer)), "done");
}

INSTANTIATE_TEST_SUITE_P(Both, SigningOn,
                         ::testing::Values(store::Engine::Sqlite, store::Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
