// People on the way to the provider and back, as rows that all nodes share, outside the ledger: they
// change nothing of the office. What the browser carries is kept as hashes; the nonce and the PKCE
// verifier follow from its cookie and are kept nowhere.
#pragma once

#include "programme/user/secret.hpp"
#include "programme/user/throttle_rules.hpp"
#include "store/connection.hpp"

namespace exemplar::programme {

inline constexpr InstantUs kFlowTerm = 600 * kSecondUs;
inline constexpr int64_t kFlowsMost = 10'000;

struct SignInFlow {
  // Linking: the account that the identity is to belong to; empty: signing in.
  std::string account = {};
  // The browser's session when it left: it ends where another begins, and has to be there for linking.
  std::optional<int64_t> session = {};
  std::string redirect = {};   // the address to which the provider sends the browser back
  std::string return_to = {};  // the page to show then
  InstantUs begun = 0;
  InstantUs expires = 0;
  AuditHash browser{};

  bool is_of(std::string_view browser_token) const;
};

// Both new, both for the browser: the one in its address, the other in its cookie.
struct FlowTokens {
  std::string state;
  std::string browser;
};
// None where too many are under way. Takes away those that have expired.
std::optional<FlowTokens> begin_flow(store::Connection& connection, SignInFlow flow,
                                     const FillRandom& random);
// Takes it away, so that it is used once.
std::optional<SignInFlow> take_flow(store::Connection& connection, std::string_view state);
// Those that expired before then; how many.
int64_t forget_flows(store::Connection& connection, InstantUs before);

// Follow from the browser's token.
std::string flow_nonce(std::string_view browser_token);
std::string flow_verifier(std::string_view browser_token);  // 43 characters (RFC 7636 §4.1)

}  // namespace exemplar::programme
