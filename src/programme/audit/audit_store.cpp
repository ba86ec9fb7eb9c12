#include "programme/audit/audit_store.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

namespace exemplar::programme {

namespace {

// An instant without a date could not be written: a clock that is that wrong is no reason to stop.
InstantUs written_instant(store::Instant at) {
  return std::clamp<InstantUs>(at, kFirstInstant, kLastInstant);
}

template <size_t N>
store::Value bytes_of(const std::array<uint8_t, N>& bytes) {
  return store::Bytes{std::string(reinterpret_cast<const char*>(bytes.data()), N)};
}

// A column of another length is not as it was written: it becomes zeros, and the chain tells.
template <size_t N>
std::array<uint8_t, N> bytes_at(const store::Row& row, int column) {
  std::array<uint8_t, N> bytes{};
  const std::string_view found = row.bytes(column);
  if (found.size() == N) std::copy(found.begin(), found.end(), bytes.begin());
  return bytes;
}

constexpr std::string_view kEntries =
    "SELECT e.number, e.revision, e.at, e.actor, e.action, e.subject, e.payload_hash, e.previous, "
    "e.hash, p.salt, p.text FROM audit_entry e LEFT JOIN audit_payload p ON p.number = e.number";

KeptAudit entry_at(const store::Row& row) {
  KeptAudit kept;
  AuditEntry& entry = kept.entry;
  entry.number = static_cast<uint64_t>(row.number(0));
  entry.revision = static_cast<uint64_t>(row.number(1));
  entry.at = row.number(2);
  entry.actor = row.text(3);
  entry.action = row.text(4);
  entry.subject = row.text(5);
  entry.payload_hash = bytes_at<32>(row, 6);
  entry.previous = bytes_at<32>(row, 7);
  entry.hash = bytes_at<32>(row, 8);
  if (!row.is_null(9)) {
    kept.payload = AuditPayload{entry.number, bytes_at<16>(row, 9), std::string(row.text(10))};
  }
  return kept;
}

// WHERE and its values.
struct Condition {
  std::string sql;
  std::vector<store::Value> values;

  // `test`: with {} where the value stands.
  void add(fmt::format_string<std::string> test, store::Value value) {
    values.push_back(std::move(value));
    sql += sql.empty() ? " WHERE " : " AND ";
    sql += fmt::format(test, "$" + std::to_string(values.size()));
  }
};

}  // namespace

FillRandom system_random() {
  if (sodium_init() < 0) throw std::runtime_error("no source of random numbers");
  return [](std::span<uint8_t> to) { randombytes_buf(to.data(), to.size()); };
}

std::string_view audit_tables_sql() {
  return R"(
CREATE TABLE audit_entry (
  number bigint NOT NULL PRIMARY KEY,
  revision bigint NOT NULL REFERENCES ledger (revision),
  at bigint NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  payload_hash bytea NOT NULL,
  previous bytea NOT NULL,
  hash bytea NOT NULL
);
CREATE TABLE audit_payload (
  number bigint NOT NULL PRIMARY KEY REFERENCES audit_entry (number),
  salt bytea NOT NULL,
  text text NOT NULL
);
CREATE INDEX audit_entry_revision ON audit_entry (revision);
CREATE INDEX audit_entry_actor ON audit_entry (actor, number);
CREATE INDEX audit_entry_action ON audit_entry (action, number);
CREATE INDEX audit_entry_subject ON audit_entry (subject, number);
)";
}

AuditEntry append_audit(store::Write& write, AuditRecord record, const FillRandom& random) {
  AuditEvent event{static_cast<uint64_t>(write.revision()),
                   written_instant(write.at()),
                   std::move(record.actor),
                   std::move(record.action),
                   std::move(record.subject),
                   std::move(record.payload)};
  const AppendedAudit made = next_entry(newest_audit(write.connection()), std::move(event), random);
  const AuditEntry& entry = made.entry;
  write.connection().run(
      "INSERT INTO audit_entry (number, revision, at, actor, action, subject, payload_hash, "
      "previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {static_cast<int64_t>(entry.number), write.revision(), entry.at, entry.actor, entry.action,
       entry.subject, bytes_of(entry.payload_hash), bytes_of(entry.previous),
       bytes_of(entry.hash)});
  write.connection().run(
      "INSERT INTO audit_payload (number, salt, text) VALUES ($1, $2, $3)",
      {static_cast<int64_t>(entry.number), bytes_of(made.payload.salt), made.payload.text});
  return entry;
}

AuditHead newest_audit(store::Connection& connection) {
  AuditHead head;
  connection.each("SELECT number, revision, hash FROM audit_entry ORDER BY number DESC LIMIT 1",
                  [&](const store::Row& row) {
                    head.number = static_cast<uint64_t>(row.number(0));
                    head.revision = static_cast<uint64_t>(row.number(1));
                    head.hash = bytes_at<32>(row, 2);
                  });
  return head;
}

std::vector<KeptAudit> find_audit(store::Connection& connection, const AuditQuery& query) {
  Condition condition;
  if (!query.actor.empty()) condition.add("e.actor = {}", query.actor);
  // By their beginnings as bytes, whatever order of letters the database has.
  if (query.action.ends_with('.')) {
    condition.add("substr(e.action, 1, length({0})) = {0}", query.action);
  } else if (!query.action.empty()) {
    condition.add("e.action = {}", query.action);
  }
  if (query.subject.ends_with('/')) {
    condition.add("substr(e.subject, 1, length({0})) = {0}", query.subject);
  } else if (!query.subject.empty()) {
    condition.add("e.subject = {}", query.subject);
  }
  if (query.from) condition.add("e.at >= {}", *query.from);
  if (query.until) condition.add("e.at <= {}", *query.until);
  if (query.before) condition.add("e.number < {}", static_cast<int64_t>(*query.before));
  const std::string sql = std::string(kEntries) + condition.sql + " ORDER BY e.number DESC LIMIT " +
                          std::to_string(query.limit);
  std::vector<KeptAudit> found;
  connection.each(sql, store::Values(condition.values),
                  [&](const store::Row& row) { found.push_back(entry_at(row)); });
  return found;
}

int64_t newest_revision_about(store::Connection& connection, std::string_view subject,
                              std::span<const std::string_view> but_for) {
  Condition condition;
  condition.add("subject = {}", std::string(subject));
  for (const std::string_view action : but_for) {
    const std::string value(action);
    if (action.ends_with('.')) {
      condition.add("substr(action, 1, length({0})) <> {0}", value);
    } else {
      condition.add("action <> {}", value);
    }
  }
  int64_t newest = 0;
  connection.each("SELECT coalesce(max(revision), 0) FROM audit_entry" + condition.sql,
                  store::Values(condition.values),
                  [&](const store::Row& row) { newest = row.number(0); });
  return newest;
}

void each_audit(store::Connection& connection, const TakeAudit& take, AuditRange range) {
  connection.each(
      std::string(kEntries) + " WHERE e.number >= $1 AND e.number <= $2 ORDER BY e.number",
      {static_cast<int64_t>(range.first), static_cast<int64_t>(range.last)},
      [&](const store::Row& row) {
        const KeptAudit kept = entry_at(row);
        take(kept.entry, kept.payload ? &*kept.payload : nullptr);
      });
}

AuditRange audit_between(store::Connection& connection, std::optional<InstantUs> from,
                         std::optional<InstantUs> until) {
  AuditRange range;
  range.last = newest_audit(connection).number;
  // Instants of entries never fall: the ledger sees to it.
  if (from) {
    const auto first =
        connection.number("SELECT min(number) FROM audit_entry WHERE at >= $1", {*from});
    range.first = first ? static_cast<uint64_t>(*first) : range.last + 1;
  }
  if (until) {
    range.last = static_cast<uint64_t>(
        connection.number("SELECT max(number) FROM audit_entry WHERE at <= $1", {*until})
            .value_or(0));
  }
  return range;
}

AuditVerdict verify_audit(store::Connection& connection, AuditVerifier verifier) {
  int64_t row = 0;
  each_audit(connection, [&](const AuditEntry& entry, const AuditPayload* payload) {
    verifier.entry(entry, payload, ++row);
  });
  return verifier.finish();
}

std::vector<int64_t> revisions_without_entry(store::Connection& connection) {
  std::vector<int64_t> silent;
  connection.each(
      "SELECT l.revision FROM ledger l WHERE NOT EXISTS (SELECT 1 FROM audit_entry e WHERE "
      "e.revision = l.revision) ORDER BY l.revision",
      [&](const store::Row& row) { silent.push_back(row.number(0)); });
  return silent;
}

std::optional<Refusal> delete_payload(store::Write& write, uint64_t number, AuditRecord record,
                                      const FillRandom& random) {
  const int64_t deleted = write.connection().run("DELETE FROM audit_payload WHERE number = $1",
                                                 {static_cast<int64_t>(number)});
  if (deleted == 0) {
    return Refusal{msg("entry {} has no payload that could be deleted", number),
                   msg("name an entry whose payload is still there")};
  }
  append_audit(write, std::move(record), random);
  return std::nullopt;
}

}  // namespace exemplar::programme
