// Sessions: rows that all nodes read. Of a token only its hash is kept.
#pragma once

#include <vector>

#include "programme/user/account.hpp"
#include "programme/user/change_store.hpp"
#include "programme/user/session_rules.hpp"

namespace exemplar::programme {

struct SessionOrigin {
  std::string way;  // "password", "oidc"
  std::string address;
  std::string agent;
};
struct StartedSession {
  std::string token;  // for the cookie; kept nowhere
  Session session;
};
// Always with a new token.
StartedSession start_session(const Change& change, const std::string& account, Factor factor,
                             const SessionOrigin& origin);

struct FoundSession {
  Session session;
  Account account;
  bool must_change_password = false;

  SessionState state(const SessionPolicy& policy, InstantUs now) const {
    return state_of(session, {is_disabled(account, now), must_change_password}, policy, now);
  }
};
// Also where it is over.
std::optional<FoundSession> find_session(store::Connection& connection, std::string_view token);
// Newest first, those that are over too.
std::vector<Session> sessions_of(store::Connection& connection, std::string_view account);

// Notes that it was used by the person, in a transaction of its own without a number: nothing of the
// office has changed. Leaves alone what is locked, over or was noted just now.
void touch_session(store::Connection& connection, int64_t session, const SessionPolicy& policy,
                   InstantUs now);

// False where it was locked or over before.
bool lock_session(const Change& change, int64_t session);
// Used again, under a new token, which is given back.
std::string renew_session(const Change& change, int64_t session, Factor factor);
// False where it had ended before.
bool end_session(const Change& change, int64_t session, SessionEnd end);
// All of the account but `except`; how many.
int64_t end_sessions_of(const Change& change, std::string_view account, SessionEnd end,
                        std::optional<int64_t> except);
// Takes away those that were last used before then, within the caller's write; how many.
int64_t forget_sessions(store::Connection& connection, InstantUs before);

}  // namespace exemplar::programme
