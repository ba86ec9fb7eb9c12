// The verbs about an office's data as a whole: fill them, copy them, check them, take the pack out.
#pragma once

#include "cli/audit.hpp"
#include "programme/office_store/demonstration_data.hpp"

namespace exemplar::cli {

struct OfficeOptions {
  std::string file;  // backup, restore
  std::string out;   // export-pack: a folder
  bool dry_run = false;
  bool demonstration = false;  // load
  AuditOptions audit;          // verify: checkpoints and keys
};

// Each works on common.address. `by`: who writes, when.
Result<Report> load_office(const programme::PackFiles& files, const Problems& listing,
                           const OfficeOptions& options, const Common& common,
                           const programme::WriteBy& by);
Result<Report> migrate_office(const Common& common, const programme::WriteBy& by);
Result<Report> backup_office(const OfficeOptions& options, const Common& common);
Result<Report> restore_office(const OfficeOptions& options, const Common& common);
// Exit code 1 where anything was found.
Result<Report> verify_office(const OfficeOptions& options, const Common& common);
Result<Report> export_pack(const OfficeOptions& options, const Common& common);

}  // namespace exemplar::cli
