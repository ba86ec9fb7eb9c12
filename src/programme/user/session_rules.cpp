#include "programme/user/session_rules.hpp"

#include <algorithm>

namespace exemplar::programme {

std::string_view name_of(Factor factor) {
  constexpr std::string_view kNames[] = {"not_needed", "code_needed", "enrolment_needed", "passed"};
  return kNames[static_cast<size_t>(factor)];
}

Factor factor_at_sign_in(FactorUse use, bool person_has_it) {
  if (use == FactorUse::Off) return Factor::NotNeeded;
  if (person_has_it) return Factor::CodeNeeded;
  return use == FactorUse::Required ? Factor::EnrolmentNeeded : Factor::NotNeeded;
}

std::string_view name_of(SessionEnd end) {
  constexpr std::string_view kNames[] = {"signed_out",       "user_changed",     "ended_by_hand",
                                         "password_changed", "account_disabled", "handed_over",
                                         "restored"};
  return kNames[static_cast<size_t>(end)];
}

std::string_view name_of(SessionState state) {
  constexpr std::string_view kNames[] = {
      "ended",  "account_disabled", "expired",          "idle",
      "locked", "code_needed",      "enrolment_needed", "password_change_needed",
      "open"};
  return kNames[static_cast<size_t>(state)];
}

Message message_of(SessionState state) {
  switch (state) {
    case SessionState::Ended:
      return msg("this session was ended; sign in");
    case SessionState::AccountDisabled:
      return msg("this account is disabled");
    case SessionState::Expired:
      return msg("this session has lasted long enough; sign in");
    case SessionState::Idle:
      return msg("this session was not used for too long; sign in");
    case SessionState::Locked:
      return msg("this session is locked; give your password");
    case SessionState::CodeNeeded:
      return msg("give the code that your authenticator app shows");
    case SessionState::EnrolmentNeeded:
      return msg("set up an authenticator app first");
    case SessionState::PasswordChangeNeeded:
      return msg("choose a password of your own first");
    case SessionState::Open:
      return msg("signed in");
  }
  return {};
}

bool is_over(SessionState state) {
  return state <= SessionState::Idle;
}

SessionState state_of(const Session& session, const SessionAccount& account,
                      const SessionPolicy& policy, InstantUs now) {
  if (session.ended_at) return SessionState::Ended;
  if (account.disabled) return SessionState::AccountDisabled;
  const bool unfinished =
      session.factor == Factor::CodeNeeded || session.factor == Factor::EnrolmentNeeded;
  const InstantUs age = now - session.created;
  if (age >= policy.longest || (unfinished && age >= policy.to_finish))
    return SessionState::Expired;
  const InstantUs unused = now - session.last_used;
  if (unused >= policy.idle_end) return SessionState::Idle;
  if (session.locked_at || unused >= policy.lock_after) return SessionState::Locked;
  if (session.factor == Factor::CodeNeeded) return SessionState::CodeNeeded;
  if (session.factor == Factor::EnrolmentNeeded) return SessionState::EnrolmentNeeded;
  if (account.must_change_password && session.way != kVouchedWay) {
    return SessionState::PasswordChangeNeeded;
  }
  return SessionState::Open;
}

}  // namespace exemplar::programme
