#include "programme/single_sign_on/sign_on_refusal.hpp"

namespace exemplar::programme {

std::string_view name_of(SignOnRefusal refusal) {
  constexpr std::string_view kNames[] = {"too_many",
                                         "return_to_not_local",
                                         "state_missing",
                                         "state_unknown",
                                         "state_expired",
                                         "other_browser",
                                         "response_issuer",
                                         "denied",
                                         "provider_error",
                                         "code_missing",
                                         "busy",
                                         "provider_unreachable",
                                         "provider_misconfigured",
                                         "code_refused",
                                         "token_malformed",
                                         "token_algorithm",
                                         "token_key",
                                         "token_signature",
                                         "token_issuer",
                                         "token_audience",
                                         "token_party",
                                         "token_expired",
                                         "token_issued_at",
                                         "token_not_yet",
                                         "token_nonce",
                                         "token_subject",
                                         "token_authenticated_at",
                                         "token_access_hash",
                                         "identity_unknown",
                                         "account_disabled",
                                         "session_over",
                                         "identity_linked_elsewhere",
                                         "identity_linked",
                                         "account_unknown",
                                         "subject_malformed"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(SignOnRefusal refusal) {
  using enum SignOnRefusal;
  switch (refusal) {
    case TooMany:
      return msg("too many attempts; wait a little");
    case ReturnToNotLocal:
      return msg("the page to come back to is none of this server");
    case StateMissing:
    case CodeMissing:
      return msg("the provider's answer is incomplete");
    case StateUnknown:
      return msg("this sign-in was not begun here, or was finished before");
    case StateExpired:
      return msg("this sign-in took too long");
    case OtherBrowser:
      return msg("this sign-in was begun in another browser");
    case ResponseIssuer:
      return msg("another provider has answered than the one that was asked");
    case Denied:
      return msg("the provider did not let the sign-in pass");
    case ProviderError:
      return msg("the provider reports an error");
    case Busy:
      return msg("too many people are signing in; try again");
    case Unreachable:
      return msg("the provider cannot be reached");
    case Misconfigured:
      return msg("the provider's own description cannot be used");
    case CodeRefused:
      return msg("the provider does not take its own code back");
    case IdentityUnknown:
      return msg("no account belongs to this identity");
    case AccountDisabled:
      return msg("this account is disabled");
    case SessionOver:
      return msg("the session in which this was begun is over");
    case LinkedElsewhere:
      return msg("this identity belongs to another account");
    case LinkedAlready:
      return msg("this identity belongs to this account already");
    case AccountUnknown:
      return msg("there is no such account");
    case SubjectMalformed:
      return msg("a subject has 1 to 255 printable ASCII characters");
    default:
      return msg("the provider's proof of who signed in does not hold");
  }
}

Message remedy_of(SignOnRefusal refusal) {
  using enum SignOnRefusal;
  switch (refusal) {
    case ReturnToNotLocal:
      return msg("name a page as a path: /units");
    case TooMany:
    case Busy:
    case Unreachable:
      return msg("try again in a moment, or sign in with the password");
    case Misconfigured:
      return msg("tell whoever keeps this server, or sign in with the password");
    case IdentityUnknown:
      return msg(
          "sign in with the password and link it, or give an administrator the subject named here");
    case AccountDisabled:
      return msg("ask an administrator");
    case LinkedElsewhere:
      return msg("take it off the other account first");
    case LinkedAlready:
    case AccountUnknown:
    case SubjectMalformed:
      return {};
    default:
      return msg("begin the sign-in anew");
  }
}

bool counts_as_failure(SignOnRefusal refusal) {
  using enum SignOnRefusal;
  switch (refusal) {
    case TooMany:
    case Denied:
    case Busy:
    case Unreachable:
    case Misconfigured:
    case LinkedAlready:
      return false;
    default:
      return true;
  }
}

}  // namespace exemplar::programme
