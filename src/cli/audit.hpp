// Proving an audit log that was exported, with nothing but the file and what was kept elsewhere.
#pragma once

#include "cli/verbs.hpp"

namespace exemplar::cli {

struct AuditOptions {
  std::string action;                    // "verify"
  std::string file;                      // as typed
  std::vector<std::string> checkpoints;  // files, as typed
  std::vector<std::string> keys;         // to trust, hexadecimal; none: the checkpoints' own
};

// Reads the files. Refused where one of them cannot be opened, or a file of checkpoints holds none;
// what is wrong within the log is the report's, and its exit code is then 1.
Result<Report> verify_audit(const AuditOptions& options, const Common& common);

// Of an option's value, as in cli/verbs.hpp.
std::optional<Refusal> malformed_key(std::string_view text);

}  // namespace exemplar::cli
