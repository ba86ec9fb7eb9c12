#include "programme/user/account_store.hpp"

#include "base/text.hpp"
#include "programme/user/grant_store.hpp"
#include "programme/user/session_store.hpp"

namespace exemplar::programme {

namespace {

constexpr std::string_view kColumns = "SELECT id, login, name, created, disabled_from FROM account";

Account account_at(const store::Row& row) {
  return {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
          row.number(3), row.number_if_any(4)};
}

std::optional<Account> find_by(store::Connection& connection, std::string_view column,
                               std::string_view value) {
  std::optional<Account> found;
  connection.each(std::string(kColumns) + " WHERE " + std::string(column) + " = $1", {value},
                  [&](const store::Row& row) { found = account_at(row); });
  return found;
}

std::string subject_of(std::string_view id) {
  return "account/" + std::string(id);
}

Json names(std::string_view login, std::string_view name) {
  Json payload = Json::object();
  payload.add("login", Json::string(login)).add("name", Json::string(name));
  return payload;
}

}  // namespace

std::optional<Account> find_account(store::Connection& connection, std::string_view id) {
  return find_by(connection, "id", id);
}

std::optional<Account> find_account_by_login(store::Connection& connection,
                                             std::string_view login) {
  // What could not be a login is not asked for: not every database takes every text.
  if (refusal_of_account(login, "a")) return std::nullopt;
  return find_by(connection, "login_key", login_key(login));
}

std::vector<Account> all_accounts(store::Connection& connection) {
  std::vector<Account> accounts;
  connection.each(std::string(kColumns) + " ORDER BY login_key",
                  [&](const store::Row& row) { accounts.push_back(account_at(row)); });
  return accounts;
}

Decided<Account, AccountRefusal> add_account(const Change& change, std::string_view login,
                                             std::string_view name) {
  if (const auto refusal = refusal_of_account(login, name)) return *refusal;
  store::Connection& connection = change.connection();
  if (find_account_by_login(connection, login)) return AccountRefusal::LoginTaken;
  const int64_t number = next_number(connection, "account");
  Account account{
      numbered_id("u-", number), normal_login(login), nfc(trim(name)), change.now(), {}};
  connection.run(
      "INSERT INTO account (id, number, login, login_key, name, created, revision) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {account.id, number, account.login, login_key(login), account.name, account.created,
       change.write.revision()});
  record(change, "account.added", subject_of(account.id), names(account.login, account.name));
  return account;
}

std::optional<AccountRefusal> rename_account(const Change& change, const std::string& id,
                                             std::string_view login, std::string_view name) {
  if (const auto refusal = refusal_of_account(login, name)) return refusal;
  const auto holder = find_account_by_login(change.connection(), login);
  if (holder && holder->id != id) return AccountRefusal::LoginTaken;
  change.connection().run("UPDATE account SET login = $2, login_key = $3, name = $4 WHERE id = $1",
                          {id, normal_login(login), login_key(login), nfc(trim(name))});
  record(change, "account.renamed", subject_of(id), names(normal_login(login), nfc(trim(name))));
  return std::nullopt;
}

std::string_view name_of(DisableRefusal refusal) {
  constexpr std::string_view kNames[] = {"no_instant", "account_unknown", "self",
                                         "last_administrator"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(DisableRefusal refusal) {
  switch (refusal) {
    case DisableRefusal::NoInstant:
      return msg("this is no instant of the years 1 to 9999");
    case DisableRefusal::AccountUnknown:
      return msg("there is no such account");
    case DisableRefusal::Self:
      return msg("nobody disables their own account");
    case DisableRefusal::LastAdministrator:
      return msg("nobody would be left who keeps the accounts of the whole office");
  }
  return {};
}

std::optional<DisableRefusal> disable_account(const Change& change, const std::string& id,
                                              InstantUs from, Date today) {
  store::Connection& connection = change.connection();
  if (from < kFirstInstant || from > kLastInstant) return DisableRefusal::NoInstant;
  if (!find_account(connection, id)) return DisableRefusal::AccountUnknown;
  if (id == change.by.actor) return DisableRefusal::Self;
  if (is_last_administrator(connection, id, today)) return DisableRefusal::LastAdministrator;
  connection.run("UPDATE account SET disabled_from = $2 WHERE id = $1", {id, from});
  Json payload = Json::object();
  payload.add("from", Json::string(iso_instant(from)));
  record(change, "account.disabled", subject_of(id), payload);
  if (from <= change.now()) end_sessions_of(change, id, SessionEnd::AccountDisabled, {});
  return std::nullopt;
}

void enable_account(const Change& change, const std::string& id) {
  change.connection().run("UPDATE account SET disabled_from = NULL WHERE id = $1", {id});
  record(change, "account.enabled", subject_of(id));
}

std::optional<KeptPassword> password_of(store::Connection& connection, std::string_view account) {
  std::optional<KeptPassword> found;
  connection.each("SELECT hash, must_change FROM password WHERE account = $1", {account},
                  [&](const store::Row& row) {
                    found = KeptPassword{std::string(row.text(0)), row.number(1) != 0};
                  });
  return found;
}

void set_password(const Change& change, const std::string& account, const std::string& hash,
                  bool must_change, std::optional<int64_t> session) {
  change.connection().run(
      "INSERT INTO password (account, hash, must_change, set_at) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, "
      "must_change = excluded.must_change, set_at = excluded.set_at",
      {account, hash, must_change ? 1 : 0, change.now()});
  record(change, must_change ? "password.set" : "password.changed", subject_of(account));
  end_sessions_of(change, account, SessionEnd::PasswordChanged, session);
}

void keep_rehashed(const Change& change, const std::string& account, const std::string& hash) {
  change.connection().run("UPDATE password SET hash = $2 WHERE account = $1", {account, hash});
  record(change, "password.rehashed", subject_of(account));
}

}  // namespace exemplar::programme
