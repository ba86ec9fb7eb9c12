// An office's database with a provider beside it that needs no network: on SQLite and on PostgreSQL.
#pragma once

#include "programme/single_sign_on/fake_provider.hpp"
#include "programme/single_sign_on/sign_on_tables_store.hpp"
#include "programme/single_sign_on/single_sign_on_service.hpp"
#include "programme/user/throttle_store.hpp"
#include "programme/user/user_tables_store.hpp"
#include "store/new_database.hpp"

namespace exemplar::programme {

inline constexpr const char* kRedirect = "https://office.example/api/v1/session/oidc/callback";

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

}  // namespace exemplar::programme
