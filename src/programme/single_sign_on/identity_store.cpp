#include "programme/single_sign_on/identity_store.hpp"

#include "programme/single_sign_on/oidc_rules.hpp"
#include "programme/user/account_store.hpp"
#include "programme/user/session_store.hpp"

namespace exemplar::programme {

namespace {

constexpr std::string_view kColumns =
    "SELECT number, account, issuer, subject, linked_at, linked_by FROM identity ";

Identity identity_at(const store::Row& row) {
  Identity identity;
  identity.number = row.number(0);
  identity.account = row.text(1);
  identity.issuer = row.text(2);
  identity.subject = row.text(3);
  identity.linked_at = row.number(4);
  identity.linked_by = row.text(5);
  return identity;
}

Json told(const Identity& identity) {
  Json payload = Json::object();
  payload.add("identity", Json::integer(identity.number))
      .add("issuer", Json::string(identity.issuer))
      .add("subject", Json::string(identity.subject));
  return payload;
}

}  // namespace

std::optional<Identity> find_identity(store::Connection& connection, std::string_view issuer,
                                      std::string_view subject) {
  std::optional<Identity> found;
  connection.each(std::string(kColumns) + "WHERE issuer = $1 AND subject = $2 AND ended_at IS NULL",
                  {issuer, subject}, [&](const store::Row& row) { found = identity_at(row); });
  return found;
}

std::vector<Identity> identities_of(store::Connection& connection, std::string_view account) {
  std::vector<Identity> identities;
  connection.each(std::string(kColumns) + "WHERE account = $1 AND ended_at IS NULL ORDER BY number",
                  {account},
                  [&](const store::Row& row) { identities.push_back(identity_at(row)); });
  return identities;
}

Decided<Identity, SignOnRefusal> link_identity(const Change& change, const std::string& account,
                                               const std::string& issuer,
                                               const std::string& subject) {
  store::Connection& connection = change.connection();
  if (!find_account(connection, account)) return SignOnRefusal::AccountUnknown;
  if (!is_subject(subject)) return SignOnRefusal::SubjectMalformed;
  if (const auto there = find_identity(connection, issuer, subject)) {
    return there->account == account ? SignOnRefusal::LinkedAlready
                                     : SignOnRefusal::LinkedElsewhere;
  }
  const Identity identity{
      next_number(connection, "identity"), account, issuer, subject, change.now(), change.by.actor};
  connection.run(
      "INSERT INTO identity (number, account, issuer, subject, linked_at, linked_by, revision) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {identity.number, account, issuer, subject, identity.linked_at, identity.linked_by,
       change.write.revision()});
  record(change, "identity.linked", "account/" + account, told(identity));
  return identity;
}

bool unlink_identity(const Change& change, const std::string& account, int64_t number) {
  store::Connection& connection = change.connection();
  for (const Identity& identity : identities_of(connection, account)) {
    if (identity.number != number) continue;
    connection.run("UPDATE identity SET ended_at = $2, ended_revision = $3 WHERE number = $1",
                   {number, change.now(), change.write.revision()});
    record(change, "identity.unlinked", "account/" + account, told(identity));
    for (const Session& session : sessions_of(connection, account)) {
      if (session.way == kVouchedWay && !session.ended_at) {
        end_session(change, session.number, SessionEnd::EndedByHand);
      }
    }
    return true;
  }
  return false;
}

}  // namespace exemplar::programme
