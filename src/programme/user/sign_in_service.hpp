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

#include <functional>

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

struct FactorChangeRefused {
  std::optional<SignInRefused> sign_in;
  std::optional<FactorRefusal> factor;
};

// A code of an app or a recovery code, given in a session.
struct OwnCode {
  std::string token;
  std::string code;
  std::string address;
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
  // Of the same account, from one session. False, 0: there was none that had not ended.
  bool end_one(store::Connection& connection, const Session& session, int64_t which,
               InstantUs now) const;
  int64_t end_others(store::Connection& connection, const Session& session, InstantUs now) const;
  // The code after the password; the token is then another.
  Decided<SignedIn, SignInRefused> give_code(store::Connection& connection, const OwnCode& given,
                                             InstantUs now) const;
  // A secret for an app to set up, in a session that needs one or in an open one.
  Decided<CodeSecret, FactorChangeRefused> begin_factor(store::Connection& connection,
                                                        const std::string& token,
                                                        InstantUs now) const;
  // The first code of the app just set up: the token is then another. Gives the recovery codes too.
  struct Enrolled {
    SignedIn signed_in;
    std::vector<std::string> recovery_codes;
  };
  Decided<Enrolled, SignInRefused> enrol(store::Connection& connection, const OwnCode& given,
                                         InstantUs now) const;
  // New recovery codes, or no second factor any more: with the password and a code; the token is
  // then another.
  Decided<Enrolled, FactorChangeRefused> renew_codes(store::Connection& connection,
                                                     const OwnCode& given,
                                                     const std::string& password,
                                                     InstantUs now) const;
  Decided<SignedIn, FactorChangeRefused> remove_factor(store::Connection& connection,
                                                       const OwnCode& given,
                                                       const std::string& password,
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
  static void forgive(store::Connection& connection, const Subjects& subjects);
  // Nothing was changed of it since the password was tried.
  static bool still_holds(store::Connection& connection, const std::string& account,
                          const std::optional<KeptPassword>& tried, InstantUs now);
  bool stands(const std::optional<FoundSession>& found, std::initializer_list<SessionState> states,
              InstantUs now) const;
  // Under a new token.
  static SignedIn renewed(const Change& change, const Session& session, Factor factor);
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
  // In a session that stands in one of these states: counted as failed, then one write in which
  // `take` takes the code; nothing where it is none.
  template <typename Made>
  using TakeCode = std::function<std::optional<Made>(const Change&, const FoundSession&)>;
  template <typename Made>
  Decided<Made, SignInRefused> with_code(store::Connection& connection, const OwnCode& given,
                                         std::initializer_list<SessionState> states, InstantUs now,
                                         const TakeCode<Made>& take) const;
  // With the password too, and only where there is a second factor.
  template <typename Made>
  Decided<Made, FactorChangeRefused> change_factor(store::Connection& connection,
                                                   const OwnCode& given,
                                                   const std::string& password, InstantUs now,
                                                   const TakeCode<Made>& work) const;
  static constexpr SignInRefused kWrong{SignInRefusal::Wrong, 0};
  static constexpr SignInRefused kNoSession{SignInRefusal::NoSession, 0};
  WriteBy by(const std::string& actor, InstantUs now) const { return {now, actor, random_}; }

  SignInPolicy policy_;
  const PasswordHasher& hasher_;
  HashGate& gate_;
  SealingKey key_;
  FillRandom random_;
};

}  // namespace exemplar::programme
