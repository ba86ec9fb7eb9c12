// A token with which a program acts for its owner: never more than the owner may, never longer than a
// year.
//
//   exm_k3Jd…   the beginning is shown again in lists, the whole only once
#pragma once

#include "programme/user/decided.hpp"
#include "programme/user/grant.hpp"
#include "programme/user/throttle_rules.hpp"

namespace exemplar::programme {

inline constexpr std::string_view kApiTokenPrefix = "exm_";
inline constexpr InstantUs kApiTokenLongest = InstantUs{366} * 24 * 3600 * kSecondUs;

struct ApiToken {
  int64_t number = 0;
  std::string account;
  std::string shown;  // its beginning
  std::string name;   // what its owner calls it
  PowerSet scope;
  InstantUs created = 0;
  InstantUs expires = 0;
  std::optional<InstantUs> last_used;
  std::optional<InstantUs> revoked_at;

  bool operator==(const ApiToken&) const = default;
};
bool is_good(const ApiToken& token, InstantUs now);

struct ProposedToken {
  std::string name;
  PowerSet scope;
  InstantUs expires = 0;
};

enum class TokenRefusal {
  WithoutName,
  NoPowers,
  NotForTokens,  // a power that a person exercises in person
  NotYours,      // a power that the owner does not hold today
  ExpiredAlready,
  TooLong,
};
std::string_view name_of(TokenRefusal refusal);
Message message_of(TokenRefusal refusal);
// `held`: by the owner, today.
std::optional<TokenRefusal> refusal_of(const ProposedToken& token, PowerSet held, InstantUs now);

}  // namespace exemplar::programme
