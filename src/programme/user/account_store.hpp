// Accounts and their passwords. An account is disabled, never removed: its id stands in what it did.
#pragma once

#include <vector>

#include "base/date.hpp"
#include "programme/user/account.hpp"
#include "programme/user/change_store.hpp"
#include "programme/user/decided.hpp"

namespace exemplar::programme {

std::optional<Account> find_account(store::Connection& connection, std::string_view id);
// However it is written.
std::optional<Account> find_account_by_login(store::Connection& connection, std::string_view login);
// In the order of their logins.
std::vector<Account> all_accounts(store::Connection& connection);

Decided<Account, AccountRefusal> add_account(const Change& change, std::string_view login,
                                             std::string_view name);
// The account must be there.
std::optional<AccountRefusal> rename_account(const Change& change, const std::string& id,
                                             std::string_view login, std::string_view name);

enum class DisableRefusal {
  NoInstant,  // outside the years that can be written
  AccountUnknown,
  Self,
  LastAdministrator,  // nobody would be left who keeps the accounts of the whole office
};
std::string_view name_of(DisableRefusal refusal);
Message message_of(DisableRefusal refusal);
// From that instant on; ends its sessions where that has come.
std::optional<DisableRefusal> disable_account(const Change& change, const std::string& id,
                                              InstantUs from, Date today);
// The account must be there.
void enable_account(const Change& change, const std::string& id);

struct KeptPassword {
  std::string hash;
  bool must_change = false;  // it was set by somebody else
};
std::optional<KeptPassword> password_of(store::Connection& connection, std::string_view account);
// By the person, or for the person; then it must be changed at the next sign-in. Ends the account's
// sessions but the one given.
void set_password(const Change& change, const std::string& account, const std::string& hash,
                  bool must_change, std::optional<int64_t> session);
// The same password at another cost.
void keep_rehashed(const Change& change, const std::string& account, const std::string& hash);

}  // namespace exemplar::programme
