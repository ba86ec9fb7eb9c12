#include "programme/single_sign_on/oidc_rules.hpp"

#include <algorithm>
#include <cmath>

#include "programme/single_sign_on/json_member.hpp"
#include "programme/single_sign_on/provider_url.hpp"

namespace exemplar::programme {

namespace {

bool has(const std::vector<std::string>& list, std::string_view one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

// A NumericDate (RFC 7519 §2), which may have fractions. False where it is of another kind.
bool take_seconds(const boost::json::object& json, std::string_view name,
                  std::optional<int64_t>& to) {
  constexpr double kMost = 253'402'300'799;  // the year 9999
  const boost::json::value* found = member(json, name);
  if (found == nullptr) return true;
  boost::system::error_code error;
  const auto number = found->is_number() ? found->to_number<double>(error) : NAN;
  if (error || !(std::abs(number) <= kMost)) return false;
  to = static_cast<int64_t>(std::floor(number));
  return true;
}

bool take_text(const boost::json::object& json, std::string_view name,
               std::optional<std::string>& to) {
  to = text_of(json, name);
  return to || member(json, name) == nullptr;
}

bool same(const std::optional<std::string>& a, std::string_view b) {
  return a && *a == b;
}

}  // namespace

ReadDescription read_description(std::string_view json, std::string_view issuer) {
  ReadDescription read;
  const auto object = json_object(json);
  const auto from = ProviderUrl::parse(issuer);
  if (!object || !from) return {{}, "no JSON object"};
  // Discovery §4.3: exactly the one that was asked.
  if (text_of(*object, "issuer") != std::string(issuer)) return {{}, "another issuer"};
  read.description.issuer = issuer;
  const std::pair<std::string_view, std::string*> addresses[] = {
      {"authorization_endpoint", &read.description.authorization},
      {"token_endpoint", &read.description.token},
      {"jwks_uri", &read.description.keys}};
  for (const auto& [name, to] : addresses) {
    *to = text_of(*object, name).value_or("");
    const auto url = ProviderUrl::parse(*to);
    const bool is_safe = url && (url->scheme == "https" || (from->is_loopback() && url->is_safe()));
    if (!is_safe) return {{}, std::string(name)};
  }
  const auto offers = [&](std::string_view name, auto... any) {
    const auto list = texts_of(*object, name);
    return !list || (has(*list, any) || ...);
  };
  if (!offers("response_types_supported", "code")) return {{}, "response_types_supported"};
  if (!offers("code_challenge_methods_supported", "S256")) {
    return {{}, "code_challenge_methods_supported"};
  }
  if (!offers("id_token_signing_alg_values_supported", "RS256", "ES256", "PS256")) {
    return {{}, "id_token_signing_alg_values_supported"};
  }
  read.description.secret_in_form =
      !offers("token_endpoint_auth_methods_supported", "client_secret_basic");
  const boost::json::value* names =
      member(*object, "authorization_response_iss_parameter_supported");
  read.description.names_itself_in_answers =
      names != nullptr && names->is_bool() && names->get_bool();
  return read;
}

std::optional<SignOnRefusal> refusal_of(const ProviderAnswer& answer,
                                        const std::optional<AnswerExpectation>& known) {
  if (!answer.state) return SignOnRefusal::StateMissing;
  if (!known) return SignOnRefusal::StateUnknown;
  if (known->is_expired) return SignOnRefusal::StateExpired;
  if (!known->is_same_browser) return SignOnRefusal::OtherBrowser;
  return std::nullopt;
}

std::optional<SignOnRefusal> refusal_of_answer(const ProviderAnswer& answer,
                                               const ProviderDescription& description) {
  // RFC 9207 §2.4: before anything else is believed, errors too.
  const bool is_from_another =
      answer.issuer ? *answer.issuer != description.issuer : description.names_itself_in_answers;
  if (is_from_another) return SignOnRefusal::ResponseIssuer;
  if (answer.error) {
    return *answer.error == "access_denied" ? SignOnRefusal::Denied : SignOnRefusal::ProviderError;
  }
  if (!answer.code || answer.code->empty()) return SignOnRefusal::CodeMissing;
  return std::nullopt;
}

bool IdTokenClaims::has_several_factors() const {
  return has(methods, "mfa");
}

std::optional<IdTokenClaims> read_claims(std::string_view json) {
  const auto object = json_object(json);
  if (!object) return std::nullopt;
  IdTokenClaims claims;
  const bool is_whole =
      take_text(*object, "iss", claims.issuer) &&
      take_text(*object, "azp", claims.authorized_party) &&
      take_text(*object, "nonce", claims.nonce) && take_text(*object, "sub", claims.subject) &&
      take_text(*object, "at_hash", claims.access_token_hash) &&
      take_seconds(*object, "exp", claims.expires) && take_seconds(*object, "iat", claims.issued) &&
      take_seconds(*object, "nbf", claims.not_before) &&
      take_seconds(*object, "auth_time", claims.authenticated);
  if (!is_whole) return std::nullopt;
  // One text or a list of them (RFC 7519 §4.1.3).
  if (const auto one = text_of(*object, "aud")) {
    claims.audience = {*one};
  } else {
    claims.audience = texts_of(*object, "aud").value_or(std::vector<std::string>{});
  }
  claims.methods = texts_of(*object, "amr").value_or(std::vector<std::string>{});
  return claims;
}

std::optional<SignOnRefusal> refusal_of(const IdTokenClaims& claims,
                                        const IdTokenExpectation& expected, int64_t now) {
  using enum SignOnRefusal;
  // §3.1.3.7, by its numbers; 1 and 6 to 8, encryption and signature, are signed_token.hpp's.
  if (!same(claims.issuer, expected.issuer)) return Issuer;  // 2
  const bool is_for_us_alone =                               // 3: no other audience is trusted
      !claims.audience.empty() &&
      std::all_of(claims.audience.begin(), claims.audience.end(),
                  [&](const auto& one) { return one == expected.client; });
  if (!is_for_us_alone) return Audience;
  if (claims.authorized_party && *claims.authorized_party != expected.client) {  // 4, 5
    return AuthorizedParty;
  }
  if (!claims.expires || *claims.expires + kClockSkew <= now) return Expired;  // 9
  if (!claims.issued || *claims.issued > now + kClockSkew ||                   // 10
      *claims.issued + kClockSkew < expected.begun) {
    return IssuedAt;
  }
  if (claims.not_before && *claims.not_before > now + kClockSkew) return NotYet;  // RFC 7519 §4.1.5
  if (!same(claims.nonce, expected.nonce)) return Nonce;                          // 11
  if (!claims.subject || !is_subject(*claims.subject)) return SubjectMissing;     // §2
  // 12, acr: none is asked for. 13:
  if (expected.longest_age && (!claims.authenticated || *claims.authenticated > now + kClockSkew ||
                               *claims.authenticated + *expected.longest_age + kClockSkew < now)) {
    return AuthenticatedAt;
  }
  if (claims.access_token_hash && !expected.access_token.empty()) {  // §3.1.3.8
    const std::string half = sha256(expected.access_token).substr(0, 16);
    if (*claims.access_token_hash != to_base64url(half)) return AccessTokenHash;
  }
  return std::nullopt;
}

bool is_subject(std::string_view subject) {
  return !subject.empty() && subject.size() <= 255 &&
         std::all_of(subject.begin(), subject.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

std::string error_code(std::string_view text) {
  const bool is_code = text.size() <= 64 && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") ==
                                                std::string_view::npos;
  return std::string(is_code ? text : "");
}

std::string pkce_challenge(std::string_view verifier) {
  return to_base64url(sha256(verifier));
}

}  // namespace exemplar::programme
