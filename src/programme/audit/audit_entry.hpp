// One entry of the audit log, and what lies beside it.
//
//   AuditEntry 1 ──hash──▶ previous of 2 ──hash──▶ previous of 3 …        kept for ever
//       │ payload_hash         │ payload_hash
//       ▼                      ▼
//   AuditPayload 1         (deleted)                                      may be deleted by law
//
// An entry holds only the hash of its payload, made with a random salt that goes when the payload
// goes: nobody can then try out what it might have said, and the chain stays whole.
#pragma once

#include "programme/audit/canonical_bytes.hpp"
#include "programme/audit/instant.hpp"

namespace exemplar::programme {

// What an exported line may hold, so that whoever reads it needs a bounded memory.
inline constexpr size_t kAuditWordBytesMax = 1'000;         // actor, action, subject
inline constexpr size_t kAuditPayloadBytesMax = 2'097'152;  // of text

struct AuditEntry {
  uint64_t number = 0;    // 1, 2, 3 … without gaps
  uint64_t revision = 0;  // of the transaction; never falls, several entries may share one
  InstantUs at = 0;
  std::string actor;    // an account's id, or "system"
  std::string action;   // a stable code: "value.saved"
  std::string subject;  // what it is about: "unit/w26734"
  AuditHash payload_hash{};
  AuditHash previous{};  // the hash of the entry before; zeros in the first
  AuditHash hash{};      // of all the above

  bool operator==(const AuditEntry&) const = default;
};

struct AuditPayload {
  uint64_t number = 0;  // of its entry
  AuditSalt salt{};
  std::string text;  // JSON

  bool operator==(const AuditPayload&) const = default;
};

// Over every field but `hash`.
AuditHash hash_of(const AuditEntry& entry);
// Over the salt followed by the text.
AuditHash hash_of(const AuditPayload& payload);

}  // namespace exemplar::programme
