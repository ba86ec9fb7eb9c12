// Signing in, unlocking, the code after the password, a new password: where the hash, the throttle,
// the session and the audit log meet.
//
//   1  heard at all?      failures of the login and of the address, in rows
//   2  a place to hash?   else Busy
//   3  counted as failed  before it is tried: a hundred at once are a hundred failures
//   4  hashed             outside any transaction; as long for a login that nobody has
//   5  one write          the session under a new token, the failures forgotten, the audit entries
//
// A refusal never tells whether there is such a login.
#pragma once

#include "programme/user/account_store.hpp"
#include "programme/user/password_hash.hpp"
#include "programme/user/second_factor_store.hpp"
#include "programme/user/session_store.hpp"

namespace exemplar::programme {

struct SignInPolicy {
  ThrottlePolicy per_login;
  ThrottlePolicy per_address = kAddressThrottle;
  SessionPolicy session;
  FactorUse factor = FactorUse::Allowed;
};

enum class SignInRefusal {
  TooMany,    // failures; again after `retry_after`
  Busy,       // too many are being hashed
  Wrong,      // login, password or code
  NoSession,  // none that could be unlocked or finished
};
std::string_view name_of(SignInRefusal refusal);
Message message_of(SignInRefusal refusal);
struct SignInRefused {
  SignInRefusal why = SignInRefusal::Wrong;
  InstantUs retry_after = 0;  // microseconds

  bool operator==(const SignInRefused&) const = default;
};

struct SignInAttempt {
  std::string login;
  std::string password;
  std::string address;
  std::string agent;
  std::string token_brought;  // by the browser: its session ends; may be empty
};
// What somebody else says of a person at a browser.
struct Vouching {
  std::optional<Factor> factor = {};            // none: the office's own is asked for
  std::optional<int64_t> session_brought = {};  // by the browser: it ends
};
struct SignedIn {
  std::string token;
  FoundSession session;
};

struct PasswordChangeRefused {
  std::optional<SignInRefused> sign_in;
  std::optional<PasswordRefusal> password;  // the new one
};

// One for a process; any thread may call it, with a connection of its own.
class SignIn {
 public:
  SignIn(SignInPolicy policy, const PasswordHasher& hasher, HashGate& gate, const SealingKey& key,
         FillRandom random)
      : policy_(policy), hasher_(hasher), gate_(gate), key_(key), random_(std::move(random)) {}

  const SignInPolicy& policy() const { return policy_; }

  Decided<SignedIn, SignInRefused> sign_in(store::Connection& connection,
                                           const SignInAttempt& attempt, InstantUs now) const;
  // For a person whom somebody else vouched for (OIDC); refused (Wrong) where the account is disabled.
  Decided<SignedIn, SignInRefused> vouched(store::Connection& connection,
                                           const std::string& account, const SessionOrigin& origin,
                                           const Vouching& vouching, InstantUs now) const;
  // In a write that the caller commits.
  Decided<SignedIn, SignInRefused> vouched(store::Write& write, const std::string& account,
                                           const SessionOrigin& origin, const Vouching& vouching,
                                           InstantUs now) const;
  // A session that was not used for too long, or was locked by hand: the token is then another.
  Decided<SignedIn, SignInRefused> unlock(store::Connection& connection, const std::string& token,
                                          const std::string& password, const std::string& address,
                                          InstantUs now) const;
  // By the person. False, and nothing is written, where it is so already.
  bool sign_out(store::Connection& connection, const Session& session, InstantUs now) const;
  bool lock(store::Connection& connection, const Session& session, InstantUs now) const;
  // The code after the password; the token is then another.
  Decided<SignedIn, SignInRefused> give_code(store::Connection& connection,
                                             const std::string& token, const std::string& code,
                                             const std::string& address, InstantUs now) const;
  // The first code of an app just set up, in a session that needs one or in an open one: the token is
  // then another. Gives the recovery codes too.
  struct Enrolled {
    SignedIn signed_in;
    std::vector<std::string> recovery_codes;
  };
  Decided<Enrolled, SignInRefused> enrol(store::Connection& connection, const std::string& token,
                                         const std::string& code, const std::string& address,
                                         InstantUs now) const;
  // Ends the other sessions of the account; the token is then another.
  Decided<SignedIn, PasswordChangeRefused> change_password(
      store::Connection& connection, const std::string& token, const std::string& old_password,
      const std::string& new_password, const std::string& address, InstantUs now) const;

 private:
  struct Subjects {
    std::string person;  // a login or a second factor
    std::string address;
    std::string from;  // the address itself
  };
  std::optional<SignInRefused> not_heard(store::Connection& connection, const Subjects& subjects,
                                         InstantUs now) const;
  // Counts it as failed, unless it is no longer heard.
  Decided<FailureCount, SignInRefused> count(store::Connection& connection,
                                             const Subjects& subjects, InstantUs now) const;
  void forgive(store::Connection& connection, const Subjects& subjects) const;
  SignInRefused failed(store::Connection& connection, const std::optional<Account>& account,
                       std::string_view what, const Subjects& subjects, const FailureCount& count,
                       InstantUs now) const;
  // 1 to 4 for the password of an account that may not be there.
  struct Tried {
    FailureCount count;
    bool holds = false;
    std::optional<KeptPassword> kept;
    std::optional<std::string> rehashed;
  };
  Decided<Tried, SignInRefused> try_password(store::Connection& connection,
                                             const Subjects& subjects,
                                             const std::optional<Account>& account,
                                             const std::string& password, InstantUs now) const;
  Decided<std::string, SignInRefused> hashed(const std::string& password) const;
  WriteBy by(const std::string& actor, InstantUs now) const { return {now, actor, random_}; }

  SignInPolicy policy_;
  const PasswordHasher& hasher_;
  HashGate& gate_;
  SealingKey key_;
  FillRandom random_;
};

}  // namespace exemplar::programme
