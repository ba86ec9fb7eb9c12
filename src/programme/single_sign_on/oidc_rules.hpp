// What has to hold of a provider's description, of what the browser brings back, and of an ID token,
// each as one list of refusals in a fixed order. No clock, no network, no rows.
//
//   description   OpenID Connect Discovery 1.0 §3, §4.3
//   answer        OpenID Connect Core 1.0 §3.1.2.5 to 7, RFC 6749 §4.1.2, RFC 9207 §2.4
//   ID token      OpenID Connect Core 1.0 §2, §3.1.3.7, §3.1.3.8
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "programme/single_sign_on/signed_token.hpp"

namespace exemplar::programme {

inline constexpr int64_t kClockSkew = 60;  // seconds by which the provider's clock may differ

// What the provider says of itself.
struct ProviderDescription {
  std::string issuer;
  std::string authorization;  // addresses
  std::string token;
  std::string keys;
  bool names_itself_in_answers = false;  // RFC 9207 §3
  bool secret_in_form = false;           // takes no HTTP Basic (RFC 6749 §2.3.1)
};
// Refused, with what is wrong for whoever keeps the server: the empty text means that all is well.
struct ReadDescription {
  ProviderDescription description;
  std::string wrong;
};
ReadDescription read_description(std::string_view json, std::string_view issuer);

// What a browser brings back; what came more than once counts as missing.
struct ProviderAnswer {
  std::optional<std::string> state;
  std::optional<std::string> code;
  std::optional<std::string> error;
  std::optional<std::string> issuer;
};
// What is known of the sign-in that the state belongs to.
struct AnswerExpectation {
  bool is_expired = false;
  bool is_same_browser = false;
};
// `known`: none where the state belongs to no sign-in.
std::optional<SignOnRefusal> refusal_of(const ProviderAnswer& answer,
                                        const std::optional<AnswerExpectation>& known);
// To be asked where `refusal_of` found nothing and the provider's description is there.
std::optional<SignOnRefusal> refusal_of_answer(const ProviderAnswer& answer,
                                               const ProviderDescription& description);

struct IdTokenClaims {
  std::optional<std::string> issuer;
  std::vector<std::string> audience;
  std::optional<std::string> authorized_party;
  std::optional<int64_t> expires;  // seconds since 1970, as the next three
  std::optional<int64_t> issued;
  std::optional<int64_t> not_before;
  std::optional<int64_t> authenticated;
  std::optional<std::string> nonce;
  std::optional<std::string> subject;
  std::optional<std::string> access_token_hash;
  std::vector<std::string> methods;  // amr

  // RFC 8176 §2: several factors were used.
  bool has_several_factors() const;
};
// None where it is no JSON object, or a claim is of another kind than it has to be.
std::optional<IdTokenClaims> read_claims(std::string_view json);

struct IdTokenExpectation {
  std::string issuer;
  std::string client;
  std::string nonce;
  std::string access_token;                 // empty: none came
  int64_t begun = 0;                        // when the person was sent to the provider
  std::optional<int64_t> longest_age = {};  // max_age, where it was asked for
};
std::optional<SignOnRefusal> refusal_of(const IdTokenClaims& claims,
                                        const IdTokenExpectation& expected, int64_t now);
bool is_subject(std::string_view subject);

// An error's code like invalid_grant; empty where somebody has put anything else there.
std::string error_code(std::string_view text);

// S256 (RFC 7636 §4.2).
std::string pkce_challenge(std::string_view verifier);

}  // namespace exemplar::programme
