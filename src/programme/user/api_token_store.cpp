#include "programme/user/api_token_store.hpp"

#include "programme/user/grant_store.hpp"
#include "programme/user/secret.hpp"

namespace exemplar::programme {

namespace {

constexpr std::string_view kPurpose = "exemplar.api_token";
constexpr size_t kShown = 12;
constexpr InstantUs kTouchEvery = 60 * kSecondUs;

constexpr std::string_view kColumns =
    "SELECT number, account, shown, name, powers, created, expires, last_used, revoked_at "
    "FROM api_token ";

ApiToken token_at(const store::Row& row) {
  ApiToken token;
  token.number = row.number(0);
  token.account = row.text(1);
  token.shown = row.text(2);
  token.name = row.text(3);
  token.scope = parse_powers(row.text(4));
  token.created = row.number(5);
  token.expires = row.number(6);
  token.last_used = row.number_if_any(7);
  token.revoked_at = row.number_if_any(8);
  return token;
}

std::string subject_of(int64_t token) {
  return "token/" + std::to_string(token);
}

}  // namespace

Decided<MadeToken, TokenRefusal> add_token(const Change& change, const ProposedToken& proposed,
                                           Date today) {
  store::Connection& connection = change.connection();
  const Powers owner = powers_of_account(connection, change.by.actor, change.now());
  if (const auto refusal = refusal_of(proposed, held_on(owner, today), change.now())) {
    return *refusal;
  }
  MadeToken made;
  made.text = std::string(kApiTokenPrefix) + new_token(change.by.random);
  ApiToken& token = made.token;
  token.number = next_number(connection, "api_token");
  token.account = change.by.actor;
  token.shown = made.text.substr(0, kShown);
  token.name = kept_text(proposed.name);
  token.scope = proposed.scope;
  token.created = change.now();
  token.expires = proposed.expires;
  connection.run(
      "INSERT INTO api_token (number, account, token_hash, shown, name, powers, created, expires, "
      "revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {token.number, token.account, kept_hash(token_hash(kPurpose, made.text)), token.shown,
       token.name, to_string(token.scope), token.created, token.expires, change.write.revision()});
  Json payload = Json::object();
  payload.add("name", Json::string(token.name))
      .add("powers", Json::string(to_string(token.scope)))
      .add("expires", Json::string(iso_instant(token.expires)));
  record(change, "token.made", subject_of(token.number), payload);
  return made;
}

std::optional<ApiToken> find_token(store::Connection& connection, std::string_view text) {
  if (!text.starts_with(kApiTokenPrefix)) return std::nullopt;
  std::optional<ApiToken> found;
  connection.each(std::string(kColumns) + "WHERE token_hash = $1",
                  {kept_hash(token_hash(kPurpose, text))},
                  [&](const store::Row& row) { found = token_at(row); });
  return found;
}

std::optional<std::string> owner_of_token(store::Connection& connection, int64_t token) {
  return connection.text("SELECT account FROM api_token WHERE number = $1", {token});
}

std::vector<ApiToken> tokens_of(store::Connection& connection, std::string_view account) {
  std::vector<ApiToken> tokens;
  connection.each(std::string(kColumns) + "WHERE account = $1 ORDER BY number DESC", {account},
                  [&](const store::Row& row) { tokens.push_back(token_at(row)); });
  return tokens;
}

Powers powers_of_token(store::Connection& connection, const ApiToken& token, InstantUs now) {
  Powers powers;
  if (is_good(token, now)) powers = powers_of_account(connection, token.account, now);
  powers.account = token.account;
  powers.scope = token.scope;
  return powers;
}

void touch_token(store::Connection& connection, int64_t token, InstantUs now) {
  const auto last = connection.number("SELECT last_used FROM api_token WHERE number = $1", {token});
  if (last && now - *last < kTouchEvery) return;
  store::Transaction transaction(connection, store::Transaction::Kind::Write);
  connection.run(
      "UPDATE api_token SET last_used = $2 WHERE number = $1 AND revoked_at IS NULL AND "
      "(last_used IS NULL OR last_used < $2)",
      {token, now});
  transaction.commit();
}

bool revoke_token(const Change& change, int64_t token) {
  const int64_t revoked = change.connection().run(
      "UPDATE api_token SET revoked_at = $2 WHERE number = $1 AND revoked_at IS NULL",
      {token, change.now()});
  if (revoked == 0) return false;
  record(change, "token.revoked", subject_of(token));
  return true;
}

int64_t revoke_tokens_of(const Change& change, std::string_view account) {
  int64_t revoked = 0;
  for (const ApiToken& token : tokens_of(change.connection(), account)) {
    if (!token.revoked_at && revoke_token(change, token.number)) ++revoked;
  }
  return revoked;
}

}  // namespace exemplar::programme
