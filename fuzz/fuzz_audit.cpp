// Any bytes are read as an audit log and as checkpoints without a crash; a line that is read is
// written again as the same bytes, so that no byte of it goes unread.
#include <cstdint>
#include <cstdlib>

#include "base/text.hpp"
#include "programme/audit/audit_file.hpp"

using namespace exemplar;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lines = split(text, '\n');
  programme::AuditFileReader reader(tables::bytes_of_text(text), "fuzz.jsonl");
  while (const auto line = reader.next()) {
    if (!line->entry) {
      to_string(line->problem, Language::Vietnamese);
      continue;
    }
    const auto* payload = line->payload ? &*line->payload : nullptr;
    if (line_of(*line->entry, payload) != lines[static_cast<size_t>(line->line) - 1]) std::abort();
  }

  const programme::CheckpointFile file = programme::parse_checkpoints(text, "fuzz.jsonl");
  for (size_t i = 0; i < file.checkpoints.size(); ++i) {
    const auto line = lines[static_cast<size_t>(file.lines[i]) - 1];
    if (line_of(file.checkpoints[i]) != trim(line)) std::abort();
  }
  programme::AuditFileReader again(tables::bytes_of_text(text), "fuzz.jsonl");
  const auto verdict = verify(again, programme::AuditVerifier(file.checkpoints));
  if (verdict.clean() != verdict.findings.empty()) std::abort();
  return 0;
}
