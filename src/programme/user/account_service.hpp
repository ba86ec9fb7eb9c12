// Keeping the accounts of others: making them, their first password, disabling, what is lost.
//
//   keeper ── keeps all that the account holds? ──▶ one write: rows, sessions ended, audit entries
//
// A password that somebody else set, or the office made, has to be changed at the next sign-in.
#pragma once

#include <variant>

#include "programme/user/account_store.hpp"
#include "programme/user/keeping_rules.hpp"
#include "programme/user/password_hash.hpp"

namespace exemplar::programme {

// The hash could not be made now: too many are.
enum class HashingRefusal { Busy };
std::string_view name_of(HashingRefusal refusal);
Message message_of(HashingRefusal refusal);

using AccountServiceRefusal =
    std::variant<KeepRefusal, AccountRefusal, PasswordRefusal, DisableRefusal, HashingRefusal>;

struct NewAccount {
  std::string login;
  std::string name;
  std::string password;  // empty: the office makes one
};
struct InitialPassword {
  Account account;
  std::string made;  // shown once; empty where it was given
};

// Cheap: for one call.
class AccountService {
 public:
  AccountService(const PasswordHasher& hasher, HashGate& gate) : hasher_(hasher), gate_(gate) {}

  // By whoever keeps any accounts: it holds nothing yet.
  Decided<InitialPassword, AccountServiceRefusal> make(store::Connection& connection,
                                                       const NewAccount& wanted,
                                                       const WriteBy& by) const;
  // Another password, in the place of one that was forgotten or became known; ends the sessions.
  Decided<InitialPassword, AccountServiceRefusal> reset_password(store::Connection& connection,
                                                                 const std::string& id,
                                                                 const std::string& password,
                                                                 const Keeper& keeper,
                                                                 const WriteBy& by) const;

 private:
  struct Hashed {
    std::string made;
    std::string hash;
  };
  Decided<Hashed, AccountServiceRefusal> hashed(const std::string& password,
                                                const std::string& login, const WriteBy& by) const;

  const PasswordHasher& hasher_;
  HashGate& gate_;
};

// 100 random bits in groups of letters and digits that are not mistaken for each other.
std::string new_initial_password(const FillRandom& random);

// Empty: as it is.
std::optional<AccountServiceRefusal> rename_kept_account(store::Connection& connection,
                                                         const std::string& id,
                                                         const std::string& login,
                                                         const std::string& name,
                                                         const Keeper& keeper, const WriteBy& by);
// From now on. What is so already is left alone, here and below.
std::optional<AccountServiceRefusal> disable_kept_account(store::Connection& connection,
                                                          const std::string& id,
                                                          const Keeper& keeper, const WriteBy& by);
std::optional<AccountServiceRefusal> enable_kept_account(store::Connection& connection,
                                                         const std::string& id,
                                                         const Keeper& keeper, const WriteBy& by);
// For a phone that was lost; ends the sessions too.
std::optional<AccountServiceRefusal> remove_kept_second_factor(store::Connection& connection,
                                                               const std::string& id,
                                                               const Keeper& keeper,
                                                               const WriteBy& by);
// How many there were.
Decided<int64_t, KeepRefusal> end_kept_sessions(store::Connection& connection,
                                                const std::string& id, const Keeper& keeper,
                                                const WriteBy& by);

}  // namespace exemplar::programme
