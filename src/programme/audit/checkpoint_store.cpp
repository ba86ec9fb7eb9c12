#include "programme/audit/checkpoint_store.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace exemplar::programme {

namespace {

template <size_t N>
store::Value kept(const std::array<uint8_t, N>& bytes) {
  return store::Bytes{std::string(reinterpret_cast<const char*>(bytes.data()), N)};
}

// One of another length is not as it was written: the signature will tell.
template <size_t N>
void read(const store::Row& row, int column, std::array<uint8_t, N>& to) {
  const std::string_view found = row.bytes(column);
  if (found.size() == N) std::copy(found.begin(), found.end(), to.begin());
}

constexpr std::string_view kColumns =
    "SELECT revision, entry, entry_revision, head, at, key, signature FROM checkpoint";

KeptCheckpoint checkpoint_at(const store::Row& row) {
  KeptCheckpoint one;
  one.revision = row.number(0);
  one.checkpoint.number = static_cast<uint64_t>(row.number(1));
  one.checkpoint.revision = static_cast<uint64_t>(row.number(2));
  read(row, 3, one.checkpoint.head);
  one.checkpoint.at = row.number(4);
  read(row, 5, one.checkpoint.key);
  read(row, 6, one.checkpoint.signature);
  return one;
}

}  // namespace

std::string_view checkpoint_tables_sql() {
  return R"(
CREATE TABLE checkpoint (
  revision bigint NOT NULL PRIMARY KEY REFERENCES ledger (revision),
  entry bigint NOT NULL REFERENCES audit_entry (number),
  entry_revision bigint NOT NULL,
  head bytea NOT NULL,
  at bigint NOT NULL,
  key bytea NOT NULL,
  signature bytea NOT NULL
);
)";
}

Result<KeptCheckpoint> keep_checkpoint(store::Write& write, const SigningKey& key,
                                       const WriteBy& by) {
  const AuditHead head = newest_audit(write.connection());
  if (head.number == 0) {
    return Refusal{msg("the audit log has no entry yet"), msg("fill the office first")};
  }
  const InstantUs at = std::clamp<InstantUs>(write.at(), kFirstInstant, kLastInstant);
  const KeptCheckpoint made{write.revision(), make_checkpoint(head, at, key)};
  const Checkpoint& one = made.checkpoint;
  write.connection().run(
      "INSERT INTO checkpoint (revision, entry, entry_revision, head, at, key, signature) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {made.revision, static_cast<int64_t>(one.number), static_cast<int64_t>(one.revision),
       kept(one.head), one.at, kept(one.key), kept(one.signature)});
  Json payload = Json::object();
  payload.add("number", Json::integer(static_cast<int64_t>(one.number)))
      .add("head", Json::string(hex(one.head)))
      .add("key", Json::string(hex(one.key)));
  append_audit(write,
               {by.actor, "checkpoint.made", "checkpoint/" + std::to_string(made.revision),
                payload.compact()},
               by.random);
  return made;
}

Result<KeptCheckpoint> make_checkpoint_now(store::Connection& connection, const SigningKey& key,
                                           const WriteBy& by) {
  store::Write write(connection, by.now);
  auto made = keep_checkpoint(write, key, by);
  if (made) write.commit();
  return made;
}

std::vector<KeptCheckpoint> newest_checkpoints(store::Connection& connection,
                                               std::optional<int64_t> before, size_t limit) {
  std::vector<KeptCheckpoint> found;
  connection.each(
      std::string(kColumns) + " WHERE revision < $1 ORDER BY revision DESC LIMIT $2",
      {before.value_or(std::numeric_limits<int64_t>::max()), static_cast<int64_t>(limit)},
      [&](const store::Row& row) { found.push_back(checkpoint_at(row)); });
  return found;
}

std::vector<KeptCheckpoint> checkpoints_after(store::Connection& connection, int64_t revision) {
  std::vector<KeptCheckpoint> found;
  connection.each(std::string(kColumns) + " WHERE revision > $1 ORDER BY revision", {revision},
                  [&](const store::Row& row) { found.push_back(checkpoint_at(row)); });
  return found;
}

}  // namespace exemplar::programme
