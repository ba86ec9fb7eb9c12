// The provider as this server asks it: its description, its keys, and a code for an ID token.
//
//   description   kept an hour              a provider that is slow holds at most `at_once` workers,
//   keys          kept ten minutes; asked   each a few seconds; whoever comes then is told at once
//                 again for a key unknown,
//                 at most every 30 seconds  what failed is not asked again for a few seconds
#pragma once

#include <mutex>

#include "base/result.hpp"
#include "programme/single_sign_on/fetch.hpp"
#include "programme/single_sign_on/oidc_rules.hpp"
#include "programme/user/decided.hpp"

namespace exemplar::programme {

struct SignOnSettings {
  std::string issuer;
  std::string client;
  std::string secret;                        // empty: a public client
  std::string name;                          // for people: "Sign in with …"
  std::optional<int64_t> longest_age = 900;  // seconds since the person signed in there
};
// Of the settings themselves; empty where they can be used.
std::optional<Refusal> refusal_of(const SignOnSettings& settings);

// Who the provider says it is.
struct ProvedIdentity {
  std::string subject;
  bool has_several_factors = false;
};

struct CodeExchange {
  std::string code;
  std::string verifier;
  std::string redirect;
  std::string nonce;
  int64_t begun = 0;  // seconds
};

// One for a process; any thread may call it.
class ProviderClient {
 public:
  ProviderClient(SignOnSettings settings, Fetch fetch, int at_once = 3)
      : settings_(std::move(settings)), fetch_(std::move(fetch)), places_(at_once) {}

  const SignOnSettings& settings() const { return settings_; }

  Decided<ProviderDescription, SignOnRefused> description(InstantUs now);
  Decided<ProvedIdentity, SignOnRefused> identity(const CodeExchange& exchange, InstantUs now);

 private:
  using Keys = std::vector<ProviderKey>;
  class Place;
  struct Tokens {
    std::string id_token;
    std::string access_token;
  };
  Decided<FetchAnswer, SignOnRefused> asked(const FetchRequest& request) const;
  Decided<ProviderDescription, SignOnRefused> described(InstantUs now);
  // Newer than `than` where that may be asked for.
  Decided<Keys, SignOnRefused> keys(const ProviderDescription& of, bool anew, InstantUs now);
  Decided<Tokens, SignOnRefused> tokens(const ProviderDescription& of,
                                        const CodeExchange& exchange) const;
  Decided<IdTokenClaims, SignOnRefused> claims(const ProviderDescription& of,
                                               const std::string& id_token, InstantUs now);

  template <typename T>
  struct Kept {
    std::optional<T> value;
    InstantUs at = 0;
    std::optional<SignOnRefused> fault;
    InstantUs fault_at = 0;
  };

  const SignOnSettings settings_;
  const Fetch fetch_;
  std::mutex mutex_;  // of what is below, and held for no longer than it takes to copy it
  int places_;
  Kept<ProviderDescription> description_;
  Kept<Keys> keys_;
};

}  // namespace exemplar::programme
