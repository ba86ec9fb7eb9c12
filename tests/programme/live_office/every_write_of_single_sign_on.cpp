// Signing in by a provider. People on their way there and back are rows outside the ledger: they are
// taken away before anything is written.
#include "every_write.hpp"
#include "programme/single_sign_on/fake_provider.hpp"
#include "programme/single_sign_on/single_sign_on_service.hpp"

namespace exemplar::programme {

namespace {

struct Providing {
  explicit Providing(EveryWrite& office)
      : t(office),
        sign_in({patient(), patient(), {}, FactorUse::Allowed}, office.hasher_, office.gate_,
                office.key_, office.random_),
        service({provider.issuer, provider.client, "", "ID", 900}, provider.fetch(), sign_in,
                office.random_) {}
  static ThrottlePolicy patient() {
    ThrottlePolicy policy;
    policy.free_failures = 10'000;
    return policy;
  }
  bool there_and_back(SignInFlow flow) {
    provider.now = t.now_ / kSecondUs;
    flow.redirect = "https://office.example/callback";
    flow.return_to = "/";
    const auto begun = service.begin(*t.connection_, flow, "10.0.0.4", t.now_);
    if (!begun) return false;
    SignOnAnswer answer;
    answer.answer.state = FakeProvider::query_of(begun->location, "state");
    answer.answer.code = provider.signed_in_at(begun->location);
    answer.browser = begun->browser;
    answer.address = "10.0.0.4";
    return bool(service.finish(*t.connection_, answer, t.now_));
  }

  EveryWrite& t;
  FakeProvider provider;
  SignIn sign_in;
  SingleSignOn service;
  std::string account = t.add("by.provider", Role::Officer, EveryWrite::ward());
  int64_t identity = 0;
  int64_t session = 0;
  int tried = 0;
};

}  // namespace

std::vector<WriteRow> writes_of_single_sign_on(EveryWrite& t) {
  const auto p = std::make_shared<Providing>(t);
  store::Connection& c = *t.connection_;
  return {
      {"identity linked by a keeper",
       [=, &t, &c] {
         const auto made = p->service.link(c, t.keeper_, p->account, "s-42", t.now_);
         if (made) p->identity = made->number;
         return bool(made);
       }},
      {"identities read",
       [=, &t, &c] { return read_identities(c, t.by(t.keeper_), p->account).size() == 1; }},
      {"signed in by a provider", [=] { return p->there_and_back({}); }, 8},
      {"identity taken off",
       [=, &t, &c] { return take_off_identity(c, t.by(t.keeper_), p->account, p->identity); }},
      {"session to link from",
       [=, &t] {
         return t.write_as(p->account, [&](const Change& change) {
           p->session = start_session(change, p->account, Factor::NotNeeded, {"password", "", ""})
                            .session.number;
           return true;
         });
       }},
      {"identity linked by oneself",
       [=] {
         SignInFlow flow;
         flow.account = p->account;
         flow.session = p->session;
         return p->there_and_back(flow);
       },
       8},
      // Each time from another address, whose first failure it is.
      {"failure at a provider told",
       [=, &t, &c] {
         SignOnAnswer answer;
         answer.answer.state = "unknown";
         answer.answer.code = "x";
         answer.address = "10.0.1." + std::to_string(++p->tried);
         const auto refused = p->service.finish(c, answer, t.now_);
         return !refused;
       }},
  };
}

}  // namespace exemplar::programme
