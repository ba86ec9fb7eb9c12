#include "programme/single_sign_on/provider_client.hpp"

#include <fmt/format.h>

#include "programme/single_sign_on/json_member.hpp"
#include "programme/single_sign_on/provider_url.hpp"
#include "programme/user/throttle_rules.hpp"

namespace exemplar::programme {

namespace {

constexpr InstantUs kDescriptionKept = 3'600 * kSecondUs;
constexpr InstantUs kKeysKept = 600 * kSecondUs;
constexpr InstantUs kKeysAnewAfter = 30 * kSecondUs;
constexpr InstantUs kFaultKept = 5 * kSecondUs;

// A clock that was set back keeps nothing for longer.
bool is_within(InstantUs at, InstantUs term, InstantUs now) {
  return at <= now && now - at < term;
}

SignOnRefused refused(SignOnRefusal why, std::string note = {}) {
  return {why, std::move(note)};
}

std::string discovery_of(std::string issuer) {
  while (issuer.ends_with('/')) issuer.pop_back();
  return issuer + "/.well-known/openid-configuration";  // Discovery §4.1
}

std::string error_in(std::string_view body) {
  const auto json = json_object(body);
  return error_code(json ? text_of(*json, "error").value_or("") : "");
}

}  // namespace

std::optional<Refusal> refusal_of(const SignOnSettings& settings) {
  const auto url = ProviderUrl::parse(settings.issuer);
  const bool is_issuer = url && url->is_safe() && url->rest.find('?') == std::string::npos;
  if (!is_issuer) {
    return Refusal{msg("'{}' is no issuer of identities", settings.issuer),
                   msg("write it exactly as the provider does: https://id.example/realms/office")};
  }
  if (settings.client.empty()) {
    return Refusal{msg("the provider's name for this server is missing"),
                   msg("add --oidc-client-id ID")};
  }
  if (settings.longest_age && *settings.longest_age < 0) {
    return Refusal{msg("a sign-in cannot be younger than nothing"), msg("give seconds, or 0")};
  }
  return std::nullopt;
}

// One of few that may wait for the provider at once.
class ProviderClient::Place {
 public:
  explicit Place(ProviderClient& client) : client_(client) {
    const std::lock_guard lock(client_.mutex_);
    taken_ = client_.places_ > 0;
    if (taken_) --client_.places_;
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    const std::lock_guard lock(client_.mutex_);
    if (taken_) ++client_.places_;
  }
  explicit operator bool() const { return taken_; }

 private:
  ProviderClient& client_;
  bool taken_ = false;
};

Decided<FetchAnswer, SignOnRefused> ProviderClient::asked(const FetchRequest& request) const {
  FetchAnswer answer = fetch_(request);
  if (answer.status == 0) return refused(SignOnRefusal::Unreachable, std::move(answer.fault));
  if (answer.status >= 500 || answer.status == 429) {
    return refused(SignOnRefusal::Unreachable, fmt::format("HTTP {}", answer.status));
  }
  return answer;
}

Decided<ProviderDescription, SignOnRefused> ProviderClient::description(InstantUs now) {
  {
    const std::lock_guard lock(mutex_);
    if (description_.value && is_within(description_.at, kDescriptionKept, now)) {
      return *description_.value;
    }
    if (description_.fault && is_within(description_.fault_at, kFaultKept, now)) {
      return *description_.fault;
    }
  }
  const Place place(*this);
  if (!place) return refused(SignOnRefusal::Busy);
  return described(now);
}

Decided<ProviderDescription, SignOnRefused> ProviderClient::described(InstantUs now) {
  const auto keep = [&](const Decided<ProviderDescription, SignOnRefused>& one) {
    const std::lock_guard lock(mutex_);
    if (one) {
      description_ = {*one, now, {}, 0};
    } else {
      description_ = {{}, 0, one.why(), now};
    }
    return one;
  };
  const auto answer = asked({discovery_of(settings_.issuer)});
  if (!answer) return keep(answer.why());
  if (answer->status != 200) {
    return keep(refused(SignOnRefusal::Misconfigured, fmt::format("HTTP {}", answer->status)));
  }
  ReadDescription read = read_description(answer->body, settings_.issuer);
  if (!read.wrong.empty()) {
    return keep(refused(SignOnRefusal::Misconfigured, std::move(read.wrong)));
  }
  return keep(std::move(read.description));
}

Decided<ProviderClient::Keys, SignOnRefused> ProviderClient::keys(const ProviderDescription& of,
                                                                  bool anew, InstantUs now) {
  {
    const std::lock_guard lock(mutex_);
    const InstantUs term = anew ? kKeysAnewAfter : kKeysKept;
    if (keys_.value && is_within(keys_.at, term, now)) return *keys_.value;
    if (keys_.fault && is_within(keys_.fault_at, kFaultKept, now)) return *keys_.fault;
  }
  const auto answer = asked({of.keys});
  auto read = answer && answer->status == 200 ? parse_keys(answer->body) : std::nullopt;
  const std::lock_guard lock(mutex_);
  if (read) {
    keys_ = {std::move(read), now, {}, 0};
    return *keys_.value;
  }
  keys_.fault = answer ? refused(SignOnRefusal::Misconfigured, "jwks_uri") : answer.why();
  keys_.fault_at = now;
  return *keys_.fault;
}

Decided<ProviderClient::Tokens, SignOnRefused> ProviderClient::tokens(
    const ProviderDescription& of, const CodeExchange& exchange) const {
  FetchRequest request;
  request.url = of.token;
  request.form = {{"grant_type", "authorization_code"},
                  {"code", exchange.code},
                  {"redirect_uri", exchange.redirect},
                  {"code_verifier", exchange.verifier}};
  if (settings_.secret.empty() || of.secret_in_form) {
    request.form.emplace_back("client_id", settings_.client);
    if (!settings_.secret.empty()) request.form.emplace_back("client_secret", settings_.secret);
  } else {
    // RFC 6749 §2.3.1: each encoded as in a form first.
    request.user = form_encoded({{"", settings_.client}}).substr(1);
    request.password = form_encoded({{"", settings_.secret}}).substr(1);
  }
  const auto answer = asked(request);
  if (!answer) return answer.why();
  if (answer->status != 200) {
    const std::string code = error_in(answer->body);
    return refused(code == "invalid_client" || code == "unauthorized_client"
                       ? SignOnRefusal::Misconfigured
                       : SignOnRefusal::CodeRefused,
                   code.empty() ? fmt::format("HTTP {}", answer->status) : code);
  }
  const auto json = json_object(answer->body);
  const auto id_token = json ? text_of(*json, "id_token") : std::nullopt;
  if (!id_token) return refused(SignOnRefusal::TokenMalformed, "id_token");
  return Tokens{*id_token, text_of(*json, "access_token").value_or("")};
}

Decided<IdTokenClaims, SignOnRefused> ProviderClient::claims(const ProviderDescription& of,
                                                             const std::string& id_token,
                                                             InstantUs now) {
  const auto token = SignedToken::parse(id_token);
  if (!token) return refused(SignOnRefusal::TokenMalformed);
  if (!algorithm_named(token->algorithm)) return refused(SignOnRefusal::Algorithm);
  // A key that is not known may be a new one, or an old name for a new one.
  std::optional<SignOnRefusal> why;
  for (const bool anew : {false, true}) {
    const auto with = keys(of, anew, now);
    if (!with) return with.why();
    why = refusal_of_signature(*token, *with);
    if (!why) break;
  }
  if (why) return refused(*why);
  const auto claims = read_claims(token->payload);
  if (!claims) return refused(SignOnRefusal::TokenMalformed, "claims");
  return *claims;
}

Decided<ProvedIdentity, SignOnRefused> ProviderClient::identity(const CodeExchange& exchange,
                                                                InstantUs now) {
  const auto of = description(now);
  if (!of) return of.why();
  const Place place(*this);
  if (!place) return refused(SignOnRefusal::Busy);
  const auto got = tokens(*of, exchange);
  if (!got) return got.why();
  const auto said = claims(*of, got->id_token, now);
  if (!said) return said.why();
  const IdTokenExpectation expected{settings_.issuer,  settings_.client, exchange.nonce,
                                    got->access_token, exchange.begun,   settings_.longest_age};
  if (const auto why = refusal_of(*said, expected, now / kSecondUs)) return refused(*why);
  return ProvedIdentity{*said->subject, said->has_several_factors()};
}

}  // namespace exemplar::programme
