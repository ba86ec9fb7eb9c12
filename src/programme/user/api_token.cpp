#include "programme/user/api_token.hpp"

#include "base/text.hpp"

namespace exemplar::programme {

bool is_good(const ApiToken& token, InstantUs now) {
  return !token.revoked_at && now < token.expires;
}

std::string_view name_of(TokenRefusal refusal) {
  constexpr std::string_view kNames[] = {"without_name", "no_powers",       "not_for_tokens",
                                         "not_yours",    "expired_already", "too_long"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(TokenRefusal refusal) {
  switch (refusal) {
    case TokenRefusal::WithoutName:
      return msg("give the token a name");
    case TokenRefusal::NoPowers:
      return msg("name at least one power");
    case TokenRefusal::NotForTokens:
      return msg("one of these powers is exercised in person only");
    case TokenRefusal::NotYours:
      return msg("you do not hold all these powers yourself");
    case TokenRefusal::ExpiredAlready:
      return msg("the token would have expired already");
    case TokenRefusal::TooLong:
      return msg("a token lasts at most one year");
  }
  return {};
}

std::optional<TokenRefusal> refusal_of(const ProposedToken& token, PowerSet held, InstantUs now) {
  if (trim(token.name).empty()) return TokenRefusal::WithoutName;
  if (token.scope.empty()) return TokenRefusal::NoPowers;
  if (!(token.scope & kNotForTokens).empty()) return TokenRefusal::NotForTokens;
  if (!held.contains(token.scope)) return TokenRefusal::NotYours;
  if (token.expires <= now) return TokenRefusal::ExpiredAlready;
  if (token.expires - now > kApiTokenLongest) return TokenRefusal::TooLong;
  return std::nullopt;
}

}  // namespace exemplar::programme
