// Making the next entry of the chain. Whoever writes keeps the head under the lock under which
// revisions are given, so that no two entries follow the same one.
#pragma once

#include "programme/audit/audit_entry.hpp"

namespace exemplar::programme {

// The newest entry, as far as the next one needs it. As it is: before the first.
struct AuditHead {
  uint64_t number = 0;
  uint64_t revision = 0;
  AuditHash hash{};

  bool operator==(const AuditHead&) const = default;
};
AuditHead head_at(const AuditEntry& entry);

// What is to be recorded.
struct AuditEvent {
  uint64_t revision = 0;
  InstantUs at = 0;
  std::string actor;
  std::string action;
  std::string subject;
  std::string payload;  // JSON
};

struct AppendedAudit {
  AuditEntry entry;
  AuditPayload payload;
};

// `random` fills the salt. Throws std::invalid_argument, and nothing may then be written, where the
// caller hands in what no entry may hold: a revision below the head's, an instant outside the years
// 1 to 9999, texts that are not UTF-8 or longer than an entry holds.
AppendedAudit next_entry(const AuditHead& head, AuditEvent event, const FillRandom& random);

}  // namespace exemplar::programme
