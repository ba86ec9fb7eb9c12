// Signing in by a provider (OpenID Connect, authorization code with PKCE): where the rows, the
// provider, the session and the audit log meet.
//
//   begin    browser ─▶ a row, a cookie ─▶ 303 to the provider
//   finish   browser with state and code ─▶ row taken ─▶ the provider, outside any transaction ─▶
//            one write: whose identity is it, the session under a new token, the audit entries
//
// An identity that nobody has linked signs nobody in: accounts are not made here, and no e-mail
// address is looked at.
#pragma once

#include "programme/single_sign_on/flow_store.hpp"
#include "programme/single_sign_on/identity_store.hpp"
#include "programme/single_sign_on/provider_client.hpp"
#include "programme/user/sign_in_service.hpp"

namespace exemplar::programme {

struct SignOnBegun {
  std::string location;  // of the provider
  std::string browser;   // for the browser's cookie
};

struct SignOnAnswer {
  ProviderAnswer answer;
  std::string browser;  // the cookie; empty: none came
  std::string address;
  std::string agent;
};
struct SignOnDone {
  std::string return_to;
  std::optional<SignedIn> signed_in;  // nobody: an identity was linked
};

// One for a process; any thread may call it, with a connection of its own.
class SingleSignOn {
 public:
  // `sign_in` must outlive it.
  SingleSignOn(SignOnSettings settings, Fetch fetch, const SignIn& sign_in, FillRandom random)
      : provider_(std::move(settings), std::move(fetch)),
        sign_in_(sign_in),
        random_(std::move(random)) {}

  const SignOnSettings& settings() const { return provider_.settings(); }

  // `flow`: account, session, redirect, return_to.
  Decided<SignOnBegun, SignOnRefused> begin(store::Connection& connection, SignInFlow flow,
                                            const std::string& address, InstantUs now);
  Decided<SignOnDone, SignOnRefused> finish(store::Connection& connection,
                                            const SignOnAnswer& answer, InstantUs now);

  // By whoever keeps the accounts.
  Decided<Identity, SignOnRefusal> link(store::Connection& connection, const std::string& actor,
                                        const std::string& account, const std::string& subject,
                                        InstantUs now) const;

 private:
  using Finished = Decided<SignOnDone, SignOnRefused>;
  Finished finished(store::Connection& connection, const SignOnAnswer& answer, InstantUs now);
  Finished sign_in(store::Connection& connection, const SignOnAnswer& answer,
                   const SignInFlow& flow, const ProvedIdentity& proved, InstantUs now) const;
  Finished linked(store::Connection& connection, const SignInFlow& flow,
                  const ProvedIdentity& proved, InstantUs now) const;
  std::optional<SignOnRefused> not_heard(store::Connection& connection, const std::string& address,
                                         InstantUs now) const;
  void count(store::Connection& connection, const SignOnRefused& refused,
             const std::string& address, InstantUs now) const;

  ProviderClient provider_;
  const SignIn& sign_in_;
  FillRandom random_;
};

// Of another person; noted in the audit log, or not given.
std::vector<Identity> read_identities(store::Connection& connection, const WriteBy& by,
                                      const std::string& account);

// Whether or not this server still has the provider. False where there is none of that number.
bool take_off_identity(store::Connection& connection, const WriteBy& by, const std::string& account,
                       int64_t number);

}  // namespace exemplar::programme
