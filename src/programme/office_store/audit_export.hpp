// The audit log of an office, as the file that outlives it (audit_file.hpp).
#pragma once

#include "programme/office_store/office_data.hpp"

namespace exemplar::programme {

struct AuditExport {
  std::optional<Date> from, until;  // days in the office's zone
  // What the entries tell may be personal: with it the export is itself an entry, the last one in it,
  // made before anything is given out.
  bool payloads = false;
};
struct AuditExported {
  uint64_t entries = 0;
  uint64_t payloads = 0;
  AuditRange range;  // of their numbers
};
// The entry of an export with payloads, in a write of its own.
void record_audit_export(store::Connection& connection, const AuditExport& what, const WriteBy& by);
// Reads one moment of the log. `sink` takes the file's bytes.
Result<AuditExported> export_audit(const OfficeAddress& address, const AuditExport& what,
                                   const WriteBy& by,
                                   const std::function<void(std::string_view bytes)>& sink);

}  // namespace exemplar::programme
