#include "programme/user/second_factor_store.hpp"

#include <algorithm>
#include <stdexcept>

namespace exemplar::programme {

namespace {

struct KeptFactor {
  CodeSecret secret{};
  bool confirmed = false;
  int64_t last_step = 0;
};

std::optional<KeptFactor> factor_of(store::Connection& connection, const std::string& account,
                                    const SealingKey& key) {
  std::optional<KeptFactor> found;
  std::string sealed;
  connection.each("SELECT sealed, confirmed_at, last_step FROM second_factor WHERE account = $1",
                  {account}, [&](const store::Row& row) {
                    sealed = row.bytes(0);
                    found = KeptFactor{{}, !row.is_null(1), row.number(2)};
                  });
  if (!found) return std::nullopt;
  const auto secret = unseal(sealed, account, key);
  if (!secret || secret->size() != found->secret.size()) {
    throw std::runtime_error("the office's key does not open the second factor of " + account);
  }
  std::copy(secret->begin(), secret->end(), found->secret.begin());
  return found;
}

void keep_step(store::Connection& connection, const std::string& account, int64_t step) {
  connection.run("UPDATE second_factor SET last_step = $2 WHERE account = $1", {account, step});
}

std::string subject_of(const std::string& account) {
  return "account/" + account;
}

std::vector<std::string> keep_new_codes(const Change& change, const std::string& account) {
  store::Connection& connection = change.connection();
  connection.run("DELETE FROM recovery_code WHERE account = $1", {account});
  std::vector<std::string> codes = new_recovery_codes(change.by.random);
  int64_t position = 0;
  for (const std::string& code : codes) {
    connection.run("INSERT INTO recovery_code (account, position, hash) VALUES ($1, $2, $3)",
                   {account, ++position, kept_hash(recovery_hash(account, code))});
  }
  return codes;
}

bool take_recovery_code(const Change& change, const std::string& account, std::string_view code) {
  const int64_t taken = change.connection().run(
      "UPDATE recovery_code SET used_at = $3 WHERE account = $1 AND hash = $2 AND used_at IS NULL",
      {account, kept_hash(recovery_hash(account, code)), change.now()});
  if (taken == 0) return false;
  Json payload = Json::object();
  payload.add("left", Json::integer(recovery_codes_left(change.connection(), account)));
  record(change, "second_factor.recovery_code_used", subject_of(account), payload);
  return true;
}

}  // namespace

std::string_view name_of(FactorRefusal refusal) {
  constexpr std::string_view kNames[] = {"set_up_already", "not_begun", "wrong_code",
                                         "not_set_up",     "off",       "required"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(FactorRefusal refusal) {
  switch (refusal) {
    case FactorRefusal::SetUpAlready:
      return msg("an authenticator app is set up already");
    case FactorRefusal::NotBegun:
      return msg("begin to set up an authenticator app first");
    case FactorRefusal::WrongCode:
      return msg("this is not the code that the app shows now");
    case FactorRefusal::NotSetUp:
      return msg("no authenticator app is set up");
    case FactorRefusal::Off:
      return msg("this office asks for no second factor");
    case FactorRefusal::Required:
      return msg("this office requires a second factor");
  }
  return {};
}

bool has_second_factor(store::Connection& connection, std::string_view account) {
  return connection.number(
             "SELECT count(*) FROM second_factor WHERE account = $1 AND confirmed_at IS NOT NULL",
             {account}) == 1;
}

int64_t recovery_codes_left(store::Connection& connection, std::string_view account) {
  return connection
      .number("SELECT count(*) FROM recovery_code WHERE account = $1 AND used_at IS NULL",
              {account})
      .value_or(0);
}

Decided<CodeSecret, FactorRefusal> begin_second_factor(const Change& change,
                                                       const std::string& account,
                                                       const SealingKey& key) {
  if (has_second_factor(change.connection(), account)) return FactorRefusal::SetUpAlready;
  CodeSecret secret{};
  change.by.random(secret);
  const std::string_view bytes(reinterpret_cast<const char*>(secret.data()), secret.size());
  change.connection().run(
      "INSERT INTO second_factor (account, sealed, last_step) VALUES ($1, $2, 0) "
      "ON CONFLICT (account) DO UPDATE SET sealed = excluded.sealed, last_step = 0",
      {account, store::Bytes{seal(bytes, account, key, change.by.random)}});
  record(change, "second_factor.begun", subject_of(account));
  return secret;
}

Decided<std::vector<std::string>, FactorRefusal> confirm_second_factor(const Change& change,
                                                                       const std::string& account,
                                                                       std::string_view code,
                                                                       const SealingKey& key) {
  const auto factor = factor_of(change.connection(), account, key);
  if (!factor) return FactorRefusal::NotBegun;
  if (factor->confirmed) return FactorRefusal::SetUpAlready;
  const auto step = step_of_code(factor->secret, code, change.now(), factor->last_step);
  if (!step) return FactorRefusal::WrongCode;
  keep_step(change.connection(), account, *step);
  change.connection().run("UPDATE second_factor SET confirmed_at = $2 WHERE account = $1",
                          {account, change.now()});
  record(change, "second_factor.confirmed", subject_of(account));
  return keep_new_codes(change, account);
}

std::vector<std::string> renew_recovery_codes(const Change& change, const std::string& account) {
  std::vector<std::string> codes = keep_new_codes(change, account);
  record(change, "second_factor.recovery_codes_renewed", subject_of(account));
  return codes;
}

bool remove_second_factor(const Change& change, const std::string& account) {
  change.connection().run("DELETE FROM recovery_code WHERE account = $1", {account});
  if (change.connection().run("DELETE FROM second_factor WHERE account = $1", {account}) == 0) {
    return false;
  }
  record(change, "second_factor.removed", subject_of(account));
  return true;
}

bool take_code(const Change& change, const std::string& account, std::string_view code,
               const SealingKey& key) {
  const auto factor = factor_of(change.connection(), account, key);
  if (!factor || !factor->confirmed) return false;
  const auto step = step_of_code(factor->secret, code, change.now(), factor->last_step);
  if (!step) return take_recovery_code(change, account, code);
  keep_step(change.connection(), account, *step);
  return true;
}

}  // namespace exemplar::programme
