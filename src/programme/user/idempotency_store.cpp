#include "programme/user/idempotency_store.hpp"

#include "programme/user/change_store.hpp"

namespace exemplar::programme {

std::optional<ClaimedKey> find_key(store::Connection& connection, std::string_view account,
                                   std::string_view key) {
  std::optional<ClaimedKey> found;
  connection.each(
      "SELECT digest, revision, status, content_type, body FROM idempotency_key "
      "WHERE account = $1 AND key = $2",
      {account, key}, [&](const store::Row& row) {
        found.emplace();
        const std::string_view digest = row.bytes(0);
        std::copy_n(digest.begin(), std::min(digest.size(), found->digest.size()),
                    found->digest.begin());
        found->revision = row.number(1);
        if (row.is_null(2)) return;
        found->answer = {static_cast<int>(row.number(2)), std::string(row.text(3)),
                         std::string(row.text(4))};
      });
  return found;
}

bool claim_key(store::Write& write, const KeyedRequest& request) {
  return write.connection().run(
             "INSERT INTO idempotency_key (account, key, digest, revision, at) "
             "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account, key) DO NOTHING",
             {request.account, request.key, kept_hash(request.digest), write.revision(),
              write.at()}) == 1;
}

void keep_answer(store::Connection& connection, const KeyedRequest& request,
                 const KeptAnswer& answer) {
  if (answer.body.size() > kAnswerBytesMax) return;
  store::Transaction transaction(connection, store::Transaction::Kind::Write);
  connection.run(
      "UPDATE idempotency_key SET status = $3, content_type = $4, body = $5 "
      "WHERE account = $1 AND key = $2",
      {request.account, request.key, answer.status, answer.content_type, answer.body});
  transaction.commit();
}

int64_t forget_keys(store::Connection& connection, InstantUs before) {
  return connection.run("DELETE FROM idempotency_key WHERE at < $1", {before});
}

}  // namespace exemplar::programme
