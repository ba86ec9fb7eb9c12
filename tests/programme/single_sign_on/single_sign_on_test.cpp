// The whole way with rows, sessions and the audit log as they are, and a provider without a network:
// on SQLite and on PostgreSQL.
#include "programme/single_sign_on/fake_provider.hpp"
#include "programme/single_sign_on/sign_on_tables_store.hpp"
#include "programme/single_sign_on/single_sign_on_service.hpp"
#include "programme/user/throttle_store.hpp"
#include "programme/user/user_tables_store.hpp"
#include "store/new_database.hpp"

namespace exemplar::programme {
namespace {

constexpr const char* kRedirect = "https://office.example/api/v1/session/oidc/callback";

class SigningOn : public store::NewDatabase {
 protected:
  void SetUp() override {
    NewDatabase::SetUp();
    if (IsSkipped()) return;
    connection_ = open();
    const store::Migration steps[] = {{1, "audit", audit_tables_sql()},
                                      {2, kUserTablesName, kUserTablesSql},
                                      {3, kSignOnTablesName, kSignOnTablesSql}};
    store::migrate(*connection_, steps, 1);
    provider_.now = now_ / kSecondUs;
    make_service(FactorUse::Allowed);
    an_ = add("an.nv");
    binh_ = add("binh.tt");
  }
  void TearDown() override {
    connection_.reset();
    NewDatabase::TearDown();
  }
  void make_service(FactorUse use) {
    SignInPolicy policy;
    policy.factor = use;
    sign_in_.emplace(policy, hasher_, gate_, key_, random_);
    service_.emplace(SignOnSettings{provider_.issuer, provider_.client, "", "ID", 900},
                     provider_.fetch(), *sign_in_, random_);
  }
  template <typename Work>
  auto write_as(const std::string& actor, const Work& work) {
    const WriteBy by{now_, actor, random_};
    store::Write write(*connection_, now_);
    auto result = work(Change{write, by});
    write.commit();
    return result;
  }
  std::string add(const std::string& login) {
    return write_as("system", [&](const Change& change) {
      return add_account(change, login, "Tên " + login)->id;
    });
  }
  int64_t session_of(const std::string& account, const std::string& way = "password") {
    return write_as(account, [&](const Change& change) {
      return start_session(change, account, Factor::NotNeeded, {way, "", ""}).session.number;
    });
  }
  void advance(int64_t seconds) {
    now_ += seconds * kSecondUs;
    provider_.now += seconds;
  }

  SignOnBegun begin(SignInFlow flow = {}) {
    flow.redirect = kRedirect;
    if (flow.return_to.empty()) flow.return_to = "/units";
    auto begun = service_->begin(*connection_, flow, "10.0.0.1", now_);
    EXPECT_TRUE(bool(begun)) << (begun ? "" : name_of(begun.why().why));
    return begun.take();
  }
  SignOnAnswer answer_to(const SignOnBegun& begun) {
    SignOnAnswer answer;
    answer.answer.state = FakeProvider::query_of(begun.location, "state");
    answer.answer.code = provider_.signed_in_at(begun.location);
    answer.browser = begun.browser;
    answer.address = "10.0.0.1";
    answer.agent = "Browser";
    return answer;
  }
  Decided<SignOnDone, SignOnRefused> finish(const SignOnAnswer& answer) {
    return service_->finish(*connection_, answer, now_);
  }
  std::string why(const Decided<SignOnDone, SignOnRefused>& done) {
    return done ? "done" : std::string(name_of(done.why().why));
  }
  std::string sign_on() { return why(finish(answer_to(begin()))); }
  void link(const std::string& account, const std::string& subject) {
    EXPECT_TRUE(bool(service_->link(*connection_, "u-admin", account, subject, now_)));
  }
  std::vector<std::string> audited(size_t last) {
    AuditQuery query;
    query.limit = last;
    std::vector<std::string> entries;
    for (const KeptAudit& one : find_audit(*connection_, query)) {
      entries.insert(entries.begin(), one.entry.action + " " + one.entry.subject);
    }
    return entries;
  }
  std::string all_payloads() {
    std::string all;
    each_audit(*connection_, [&](const AuditEntry&, const AuditPayload* payload) {
      if (payload != nullptr) all += payload->text + "\n";
    });
    return all;
  }
  std::string state_of_session(const std::string& token) {
    const auto found = find_session(*connection_, token);
    return found ? std::string(name_of(found->state(sign_in_->policy().session, now_))) : "unknown";
  }
  int64_t count(const std::string& sql) { return connection_->number(sql).value(); }

  InstantUs now_ = InstantUs{1'709'258'400} * kSecondUs;
  FillRandom random_ = system_random();
  PasswordHasher hasher_{{1, 8'192}, random_};
  HashGate gate_{4, 4};
  SealingKey key_{};
  FakeProvider provider_;
  std::optional<SignIn> sign_in_;
  std::optional<SingleSignOn> service_;
  std::unique_ptr<store::Connection> connection_;
  std::string an_, binh_;
};

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

TEST_P(SigningOn, APersonLinksTheirOwnIdentityInTheirOwnSession) {
  const int64_t session = session_of(an_);
  const auto done = finish(answer_to(begin({.account = an_, .session = session})));
  ASSERT_EQ(why(done), "done");
  EXPECT_FALSE(done->signed_in);
  EXPECT_EQ(audited(1), std::vector<std::string>{"identity.linked account/" + an_});
  EXPECT_EQ(find_identity(*connection_, provider_.issuer, "s-42")->linked_by, an_);
  EXPECT_FALSE(find_identity(*connection_, "https://other.example", "s-42"));
  EXPECT_EQ(sign_on(), "done");
  // Again, or by another.
  EXPECT_EQ(why(finish(answer_to(begin({.account = an_, .session = session})))), "identity_linked");
  EXPECT_EQ(why(finish(answer_to(begin({.account = binh_, .session = session_of(binh_)})))),
            "identity_linked_elsewhere");
  // The session has ended meanwhile, or is another's.
  provider_.subject = "s-43";
  const SignOnAnswer late = answer_to(begin({.account = an_, .session = session}));
  write_as(an_, [&](const Change& change) {
    return end_session(change, session, SessionEnd::SignedOut);
  });
  EXPECT_EQ(why(finish(late)), "session_over");
  EXPECT_EQ(why(finish(answer_to(begin({.account = an_, .session = session_of(binh_)})))),
            "session_over");
  EXPECT_EQ(why(finish(answer_to(begin({.account = an_})))), "session_over");
  EXPECT_EQ(identities_of(*connection_, an_).size(), 1U);
}

TEST_P(SigningOn, WhatIsTakenOffSignsNobodyInAndEndsItsSessions) {
  link(an_, "s-42");
  const auto done = finish(answer_to(begin()));
  const int64_t by_password = session_of(an_);
  const Identity identity = identities_of(*connection_, an_).front();
  const WriteBy by{now_, an_, random_};
  EXPECT_FALSE(take_off_identity(*connection_, by, binh_, identity.number));
  EXPECT_TRUE(take_off_identity(*connection_, by, an_, identity.number));
  EXPECT_FALSE(take_off_identity(*connection_, by, an_, identity.number));
  EXPECT_EQ(state_of_session(done->signed_in->token), "ended");
  for (const Session& session : sessions_of(*connection_, an_)) {
    EXPECT_EQ(session.ended_at.has_value(), session.number != by_password);
  }
  EXPECT_EQ(sign_on(), "identity_unknown");
  link(binh_, "s-42");  // may go to another then
  EXPECT_EQ(sign_on(), "done");
  EXPECT_EQ(identities_of(*connection_, binh_).front().number, identity.number + 1);
}

TEST_P(SigningOn, LinksAreRefusedWhereTheyCannotBe) {
  link(an_, "s-42");
  const auto why_not = [&](const std::string& account, const std::string& subject) {
    const auto linked = service_->link(*connection_, "u-admin", account, subject, now_);
    return linked ? "linked" : std::string(name_of(linked.why()));
  };
  const int64_t revision = store::newest_revision(*connection_);
  EXPECT_EQ(why_not("u-999999", "s-1"), "account_unknown");
  EXPECT_EQ(why_not(an_, ""), "subject_malformed");
  EXPECT_EQ(why_not(an_, "ế"), "subject_malformed");
  EXPECT_EQ(why_not(an_, "s-42"), "identity_linked");
  EXPECT_EQ(why_not(binh_, "s-42"), "identity_linked_elsewhere");
  EXPECT_EQ(store::newest_revision(*connection_), revision);
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
