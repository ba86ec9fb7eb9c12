// What a session is good for at an instant.
//
//   sign-in ─▶ [code needed | enrolment needed] ─▶ [password to be changed] ─▶ open ⇄ locked ─▶ ended
//                                                            15 min unused, or by hand ┘
//   ended: signed out, 30 min unused, 12 h old, the account disabled, the password changed elsewhere
#pragma once

#include <optional>
#include <string>

#include "base/message.hpp"
#include "programme/user/throttle_rules.hpp"

namespace exemplar::programme {

struct SessionPolicy {
  InstantUs longest = 12 * 3600 * kSecondUs;
  InstantUs idle_end = 30 * 60 * kSecondUs;
  InstantUs lock_after = 15 * 60 * kSecondUs;
  InstantUs to_finish = 10 * 60 * kSecondUs;  // for the code after the password
  InstantUs touch_every = 60 * kSecondUs;     // its last use is kept no finer than that
};

// How it was signed in where a provider vouched for the person; the office's password is then not asked for.
inline constexpr std::string_view kVouchedWay = "oidc";

// Where a session stands with the second factor.
enum class Factor { NotNeeded, CodeNeeded, EnrolmentNeeded, Passed };
std::string_view name_of(Factor factor);
// Whether the office asks for it.
enum class FactorUse { Off, Allowed, Required };
Factor factor_at_sign_in(FactorUse use, bool person_has_it);

enum class SessionEnd {
  SignedOut,
  UserChanged,  // another person signed in at the same browser
  EndedByHand,  // from another session, or by who may
  PasswordChanged,
  AccountDisabled,
  HandedOver,
  Restored,  // the office was brought back from a copy
};
std::string_view name_of(SessionEnd end);

struct Session {
  int64_t number = 0;
  std::string account;
  std::string way;  // how it was signed in: "password", "oidc"
  Factor factor = Factor::NotNeeded;
  std::string address;
  std::string agent;
  InstantUs created = 0;
  InstantUs last_used = 0;
  std::optional<InstantUs> locked_at;
  std::optional<InstantUs> ended_at;
  std::optional<SessionEnd> end;

  bool operator==(const Session&) const = default;
};

// In the order in which they are told.
enum class SessionState {
  Ended,
  AccountDisabled,
  Expired,  // by age
  Idle,     // by not being used
  Locked,
  CodeNeeded,
  EnrolmentNeeded,
  PasswordChangeNeeded,
  Open,
};
std::string_view name_of(SessionState state);
Message message_of(SessionState state);
// No longer to be brought back: sign in anew.
bool is_over(SessionState state);

struct SessionAccount {
  bool disabled = false;
  bool must_change_password = false;
};
SessionState state_of(const Session& session, const SessionAccount& account,
                      const SessionPolicy& policy, InstantUs now);

}  // namespace exemplar::programme
