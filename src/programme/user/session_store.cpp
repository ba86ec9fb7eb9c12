#include "programme/user/session_store.hpp"

#include "programme/user/secret.hpp"

namespace exemplar::programme {

namespace {

constexpr std::string_view kPurpose = "exemplar.session";

constexpr std::string_view kColumns =
    "SELECT s.number, s.account, s.way, s.factor, s.address, s.agent, s.created, s.last_used, "
    "s.locked_at, s.ended_at, s.end_reason";

Factor factor_named(std::string_view name) {
  for (const Factor factor : {Factor::NotNeeded, Factor::CodeNeeded, Factor::EnrolmentNeeded}) {
    if (name_of(factor) == name) return factor;
  }
  return Factor::Passed;
}

std::optional<SessionEnd> end_at(const store::Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  for (int i = 0; i <= static_cast<int>(SessionEnd::Restored); ++i) {
    if (name_of(static_cast<SessionEnd>(i)) == row.text(column)) return static_cast<SessionEnd>(i);
  }
  return SessionEnd::EndedByHand;
}

Session session_at(const store::Row& row) {
  Session session;
  session.number = row.number(0);
  session.account = row.text(1);
  session.way = row.text(2);
  session.factor = factor_named(row.text(3));
  session.address = row.text(4);
  session.agent = row.text(5);
  session.created = row.number(6);
  session.last_used = row.number(7);
  session.locked_at = row.number_if_any(8);
  session.ended_at = row.number_if_any(9);
  session.end = end_at(row, 10);
  return session;
}

std::string subject_of(int64_t session) {
  return "session/" + std::to_string(session);
}

}  // namespace

StartedSession start_session(const Change& change, const std::string& account, Factor factor,
                             const SessionOrigin& origin) {
  StartedSession started;
  started.token = new_token(change.by.random);
  Session& session = started.session;
  session.number = next_number(change.connection(), "account_session");
  session.account = account;
  session.way = origin.way;
  session.factor = factor;
  session.address = kept_text(origin.address);
  session.agent = kept_text(origin.agent);
  session.created = session.last_used = change.now();
  change.connection().run(
      "INSERT INTO account_session (number, account, token_hash, way, factor, address, agent, "
      "created, last_used) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {session.number, account, kept_hash(token_hash(kPurpose, started.token)), session.way,
       name_of(factor), session.address, session.agent, session.created, session.last_used});
  Json payload = Json::object();
  payload.add("account", Json::string(account))
      .add("way", Json::string(session.way))
      .add("factor", Json::string(name_of(factor)))
      .add("address", Json::string(session.address));
  record(change, "session.started", subject_of(session.number), payload);
  return started;
}

std::optional<FoundSession> find_session(store::Connection& connection, std::string_view token) {
  std::optional<FoundSession> found;
  connection.each(
      std::string(kColumns) +
          ", a.id, a.login, a.name, a.created, a.disabled_from, p.must_change FROM account_session "
          "s "
          "JOIN account a ON a.id = s.account LEFT JOIN password p ON p.account = s.account "
          "WHERE s.token_hash = $1",
      {kept_hash(token_hash(kPurpose, token))}, [&](const store::Row& row) {
        found.emplace();
        found->session = session_at(row);
        found->account = {std::string(row.text(11)), std::string(row.text(12)),
                          std::string(row.text(13)), row.number(14), row.number_if_any(15)};
        found->must_change_password = row.number_if_any(16).value_or(0) != 0;
      });
  return found;
}

std::vector<Session> sessions_of(store::Connection& connection, std::string_view account) {
  std::vector<Session> sessions;
  connection.each(
      std::string(kColumns) + " FROM account_session s WHERE s.account = $1 ORDER BY s.number DESC",
      {account}, [&](const store::Row& row) { sessions.push_back(session_at(row)); });
  return sessions;
}

void touch_session(store::Connection& connection, int64_t session, const SessionPolicy& policy,
                   InstantUs now) {
  const auto last =
      connection.number("SELECT last_used FROM account_session WHERE number = $1", {session});
  if (!last || now - *last < policy.touch_every) return;
  store::Transaction transaction(connection, store::Transaction::Kind::Write);
  // What became locked or ended meanwhile is not brought back.
  connection.run(
      "UPDATE account_session SET last_used = $2 WHERE number = $1 AND last_used < $2 AND "
      "last_used > $3 AND locked_at IS NULL AND ended_at IS NULL",
      {session, now, now - policy.lock_after});
  transaction.commit();
}

bool lock_session(const Change& change, int64_t session) {
  const int64_t locked = change.connection().run(
      "UPDATE account_session SET locked_at = $2 WHERE number = $1 AND locked_at IS NULL AND "
      "ended_at IS NULL",
      {session, change.now()});
  if (locked != 0) record(change, "session.locked", subject_of(session));
  return locked != 0;
}

std::string renew_session(const Change& change, int64_t session, Factor factor) {
  std::string token = new_token(change.by.random);
  change.connection().run(
      "UPDATE account_session SET token_hash = $2, factor = $3, last_used = $4, locked_at = NULL "
      "WHERE number = $1 AND ended_at IS NULL",
      {session, kept_hash(token_hash(kPurpose, token)), name_of(factor), change.now()});
  Json payload = Json::object();
  payload.add("factor", Json::string(name_of(factor)));
  record(change, "session.renewed", subject_of(session), payload);
  return token;
}

bool end_session(const Change& change, int64_t session, SessionEnd end) {
  const int64_t ended = change.connection().run(
      "UPDATE account_session SET ended_at = $2, end_reason = $3 WHERE number = $1 AND "
      "ended_at IS NULL",
      {session, change.now(), name_of(end)});
  if (ended == 0) return false;
  Json payload = Json::object();
  payload.add("reason", Json::string(name_of(end)));
  record(change, "session.ended", subject_of(session), payload);
  return true;
}

int64_t end_sessions_of(const Change& change, std::string_view account, SessionEnd end,
                        std::optional<int64_t> except) {
  const int64_t ended = change.connection().run(
      "UPDATE account_session SET ended_at = $2, end_reason = $3 WHERE account = $1 AND "
      "ended_at IS NULL AND number <> $4",
      {account, change.now(), name_of(end), except.value_or(0)});
  if (ended == 0) return 0;
  Json payload = Json::object();
  payload.add("reason", Json::string(name_of(end))).add("sessions", Json::integer(ended));
  record(change, "session.all_ended", "account/" + std::string(account), payload);
  return ended;
}

int64_t forget_sessions(store::Connection& connection, InstantUs before) {
  // The newest stays: numbers are not given twice.
  return connection.run(
      "DELETE FROM account_session WHERE last_used < $1 AND number < "
      "(SELECT max(number) FROM account_session)",
      {before});
}

}  // namespace exemplar::programme
