#include "programme/audit/audit_chain.hpp"

#include <stdexcept>

#include "base/text.hpp"

namespace exemplar::programme {

namespace {

void require(bool holds, const char* otherwise) {
  if (!holds) throw std::invalid_argument(otherwise);
}

void require_text(std::string_view text, size_t bytes_max) {
  require(text.size() <= bytes_max, "audit: a text is longer than an entry holds");
  require(!first_invalid_utf8(text), "audit: a text is not UTF-8");
}

}  // namespace

AuditHead head_at(const AuditEntry& entry) {
  return {entry.number, entry.revision, entry.hash};
}

AppendedAudit next_entry(const AuditHead& head, AuditEvent event, const FillRandom& random) {
  require(event.revision >= head.revision, "audit: the revision lies before the newest entry's");
  require(event.at >= kFirstInstant && event.at <= kLastInstant, "audit: the instant has no date");
  require_text(event.actor, kAuditWordBytesMax);
  require_text(event.action, kAuditWordBytesMax);
  require_text(event.subject, kAuditWordBytesMax);
  require_text(event.payload, kAuditPayloadBytesMax);

  AppendedAudit next;
  AuditEntry& entry = next.entry;
  entry.number = head.number + 1;
  next.payload.number = entry.number;
  next.payload.text = std::move(event.payload);
  random(next.payload.salt);
  entry.revision = event.revision;
  entry.at = event.at;
  entry.actor = std::move(event.actor);
  entry.action = std::move(event.action);
  entry.subject = std::move(event.subject);
  entry.payload_hash = hash_of(next.payload);
  entry.previous = head.hash;
  entry.hash = hash_of(entry);
  return next;
}

}  // namespace exemplar::programme
