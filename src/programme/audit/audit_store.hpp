// The audit log in the office's database: an entry is a row of the same transaction as what it tells
// of, so that neither stands without the other.
//
//   Write ── rows … ── append_audit ── commit        audit_entry    kept for ever
//                                                    audit_payload  beside it; may be deleted by law
#pragma once

#include <limits>

#include "programme/audit/audit_verifier.hpp"
#include "store/migration.hpp"

namespace exemplar::programme {

// When and for whom something is written, and where its salts come from.
struct WriteBy {
  store::Instant now = 0;
  std::string actor;  // an account's id, or "system"
  FillRandom random;
};
// From the system's source of random numbers.
FillRandom system_random();

// What a write says of itself. Its revision and instant are the write's.
struct AuditRecord {
  std::string actor;    // an account's id, or "system"
  std::string action;   // a stable code: "value.saved"
  std::string subject;  // what it is about: "unit/w26734"
  std::string payload;  // JSON
};

// The statements of the migration that makes the tables.
std::string_view audit_tables_sql();

// Throws std::invalid_argument, and the write must then not be committed, for what no entry may hold
// (audit_chain.hpp).
AuditEntry append_audit(store::Write& write, AuditRecord record, const FillRandom& random);

// The newest entry; before the first: AuditHead{}.
AuditHead newest_audit(store::Connection& connection);

// Which entries are looked for: all that is given must fit.
struct AuditQuery {
  std::string actor = {};    // exactly
  std::string action = {};   // exactly, or its beginning where it ends with '.'
  std::string subject = {};  // exactly, or its beginning where it ends with '/'
  std::optional<InstantUs> from = {}, until = {};
  std::optional<uint64_t> before = {};  // only lower numbers: where the page before ended
  size_t limit = 100;
};
struct KeptAudit {
  AuditEntry entry;
  std::optional<AuditPayload> payload;  // nothing where it was deleted
};
// Newest first.
std::vector<KeptAudit> find_audit(store::Connection& connection, const AuditQuery& query);

// The revision of the newest entry about exactly that; 0: there is none. `but_for`: actions, or their
// beginnings where they end with '.', that are passed over.
int64_t newest_revision_about(store::Connection& connection, std::string_view subject,
                              std::span<const std::string_view> but_for);

// Entries in their order, one at a time; `payload` is null where it was deleted.
using TakeAudit = std::function<void(const AuditEntry& entry, const AuditPayload* payload)>;
struct AuditRange {
  uint64_t first = 1;
  uint64_t last = std::numeric_limits<int64_t>::max();
};
void each_audit(store::Connection& connection, const TakeAudit& take, AuditRange range = {});
// The entries made between two instants, as far as these are given; last < first where there is none.
AuditRange audit_between(store::Connection& connection, std::optional<InstantUs> from,
                         std::optional<InstantUs> until);
AuditVerdict verify_audit(store::Connection& connection, AuditVerifier verifier);

// Writes that no entry tells of.
std::vector<int64_t> revisions_without_entry(store::Connection& connection);

// Takes a payload and its salt away, as the law may ask for, and says so in an entry of its own:
// `record` tells who decided it and why. Refused where there is no such payload.
std::optional<Refusal> delete_payload(store::Write& write, uint64_t number, AuditRecord record,
                                      const FillRandom& random);

}  // namespace exemplar::programme
