// Logs for tests: made from numbers alone, the same every time.
#pragma once

#include "programme/audit/audit_file.hpp"

namespace exemplar::programme::tests {

// Salts 1, 2, 3 …: foreseeable, for tests alone.
inline FillRandom counting_random() {
  return [next = uint8_t{0}](std::span<uint8_t> to) mutable {
    ++next;
    for (uint8_t& byte : to) byte = next;
  };
}

inline AuditEvent event_of(uint64_t number) {
  AuditEvent event;
  event.revision = 10 + number / 2;  // two entries share a revision
  event.at = 1'705'366'800'000'000 + static_cast<InstantUs>(number) * 1'500'001;
  event.actor = number % 3 == 0 ? "system" : "account-" + std::to_string(number);
  event.action = "value.saved";
  event.subject = "unit/w" + std::to_string(26'000 + number);
  event.payload = "{\"value\": " + std::to_string(number) + ", \"note\": \"Phường \\\"1\\\"\"}\n";
  return event;
}

inline std::vector<AppendedAudit> log_of(size_t entries) {
  const FillRandom random = counting_random();
  std::vector<AppendedAudit> log;
  AuditHead head;
  for (size_t i = 1; i <= entries; ++i) {
    log.push_back(next_entry(head, event_of(i), random));
    head = head_at(log.back().entry);
  }
  return log;
}

inline std::string file_of(const std::vector<AppendedAudit>& log) {
  std::string text;
  AuditFileWriter writer([&](std::string_view bytes) { text += bytes; }, "hcmc");
  for (const AppendedAudit& one : log) writer.write(one.entry, &one.payload);
  return text;
}

inline AuditVerdict verdict_on(std::string_view text, std::vector<Checkpoint> checkpoints = {},
                               const std::vector<PublicKey>& trusted = {}) {
  AuditFileReader reader(tables::bytes_of_text(text), "log.jsonl");
  return verify(reader, AuditVerifier(std::move(checkpoints), trusted));
}

inline SigningKey test_key(uint8_t seed = 1) {
  std::array<uint8_t, 32> bytes{};
  bytes.fill(seed);
  return signing_key(bytes);
}

inline Checkpoint checkpoint_of(const AppendedAudit& one, uint8_t seed = 1) {
  return make_checkpoint(head_at(one.entry), one.entry.at, test_key(seed));
}

// "number_missing 3–4, previous_differs 5": what was found, in order.
inline std::string shown(const AuditVerdict& verdict) {
  std::string text;
  for (const AuditFinding& finding : verdict.findings) {
    if (!text.empty()) text += ", ";
    text += std::string(name_of(finding.fault)) + " " + std::to_string(finding.number);
    if (finding.until != finding.number) text += "-" + std::to_string(finding.until);
  }
  return text;
}

}  // namespace exemplar::programme::tests
