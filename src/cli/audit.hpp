// The audit log outside its office: written to a file, and proved with nothing but that file and what
// was kept elsewhere.
#pragma once

#include "cli/verbs.hpp"
#include "programme/audit/audit_verifier.hpp"

namespace exemplar::cli {

struct AuditOptions {
  std::string action;                    // "verify", "export", "checkpoint"
  std::string file;                      // as typed
  std::vector<std::string> checkpoints;  // files, as typed
  std::vector<std::string> keys;         // to trust, hexadecimal; none: the checkpoints' own
  bool part = false;                     // verify: the log may begin with any entry
  std::string from, until;               // export: days in the office's zone; empty: all
  bool payloads = false;                 // export: with what the entries tell
  std::string key_folder;                // checkpoint: where the office's keys lie
};

// Reads the files. Refused where one of them cannot be opened, or a file of checkpoints holds none;
// what is wrong within the log is the report's, and its exit code is then 1.
Result<Report> verify_audit(const AuditOptions& options, const Common& common);

// The log of an office, to a file that is not there yet, or to `sink` where the file is "-". With
// payloads, that is itself an entry.
using AuditSink = std::function<void(std::string_view bytes)>;
Result<Report> export_audit(const AuditOptions& options, const Common& common,
                            const programme::WriteBy& by, const AuditSink& sink);
// A checkpoint of the log as it is now, appended to a file where one is named.
Result<Report> make_checkpoint(const AuditOptions& options, const Common& common,
                               const programme::WriteBy& by);

// What was kept elsewhere, and where each checkpoint stands.
struct AuditWitnesses {
  std::vector<programme::Checkpoint> checkpoints;
  std::vector<Place> places;
  std::vector<programme::PublicKey> keys;
  Problems problems;
};
Result<AuditWitnesses> read_witnesses(const AuditOptions& options);

// Adds what was found in a log, its findings and their table; `file` names it. Exit code 1 where
// anything was found.
void say_verdict(Report& report, const programme::AuditVerdict& verdict,
                 const AuditWitnesses& given, const std::string& file,
                 const std::optional<std::string>& office, Language language);

// Of an option's value, as in cli/verbs.hpp.
std::optional<Refusal> malformed_key(std::string_view text);

}  // namespace exemplar::cli
