#include "programme/audit/audit_entry.hpp"

namespace exemplar::programme {

AuditHash hash_of(const AuditEntry& entry) {
  return CanonicalBytes("exemplar.audit.entry", 1)
      .number(entry.number)
      .number(entry.revision)
      .number(static_cast<uint64_t>(entry.at))
      .text(entry.actor)
      .text(entry.action)
      .text(entry.subject)
      .bytes(entry.payload_hash)
      .bytes(entry.previous)
      .hash();
}

AuditHash hash_of(const AuditPayload& payload) {
  return blake2b_256(payload.salt, payload.text);
}

}  // namespace exemplar::programme
