// Why somebody is not signed in by the provider, in the order in which it is found out.
#pragma once

#include <string>
#include <string_view>

#include "base/message.hpp"
#include "programme/audit/instant.hpp"

namespace exemplar::programme {

enum class SignOnRefusal {
  // before anything is asked
  TooMany,           // failures of this address
  ReturnToNotLocal,  // the path to come back to is none of this server
  // of what the browser brings back (OpenID Connect Core 1.0 §3.1.2.5, RFC 6749 §4.1.2)
  StateMissing,
  StateUnknown,  // never given out, or used before
  StateExpired,
  OtherBrowser,
  ResponseIssuer,  // another provider answers (RFC 9207)
  Denied,          // access_denied: the person or the provider would not
  ProviderError,   // any other error
  CodeMissing,
  // of the provider
  Busy,           // too many talk with it
  Unreachable,    // no answer in time, or the answer that it is down
  Misconfigured,  // what it says of itself cannot be used
  CodeRefused,
  // of the ID token
  TokenMalformed,
  Algorithm,  // none but RS256, ES256, PS256
  KeyUnknown,
  SignatureWrong,
  Issuer,
  Audience,
  AuthorizedParty,
  Expired,
  IssuedAt,  // missing, in the future, or before it was asked for
  NotYet,
  Nonce,
  SubjectMissing,
  AuthenticatedAt,  // too long ago, or not said though it was asked for
  AccessTokenHash,
  // of the person
  IdentityUnknown,
  AccountDisabled,
  // of linking
  SessionOver,
  LinkedElsewhere,
  LinkedAlready,
  AccountUnknown,
  SubjectMalformed,
};
// Stable: "state_unknown".
std::string_view name_of(SignOnRefusal refusal);
// What is wrong; what to do.
Message message_of(SignOnRefusal refusal);
Message remedy_of(SignOnRefusal refusal);
// Whether somebody may have tried something, rather than that the provider is in trouble.
bool counts_as_failure(SignOnRefusal refusal);

struct SignOnRefused {
  SignOnRefusal why = SignOnRefusal::StateMissing;
  // For whoever keeps the server: an HTTP status, the provider's error code. Never a secret.
  std::string note = {};
  InstantUs retry_after = 0;  // microseconds
  std::string subject = {};   // IdentityUnknown: as the provider calls the person

  bool operator==(const SignOnRefused&) const = default;
};

}  // namespace exemplar::programme
