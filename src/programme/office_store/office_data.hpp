// An office's data as a whole, wherever they are: what the verbs of the command line do with them.
// Faults of the database become refusals in words.
//
//   --data DIR            DIR/office.db, SQLite; the folder is the office's own
//   --database URI        PostgreSQL; the office has the first schema of the search path to itself
#pragma once

#include "programme/audit/audit_store.hpp"
#include "programme/office_store/office_check.hpp"

namespace exemplar::programme {

struct OfficeAddress {
  std::string folder;
  std::string database;  // postgresql://…

  bool given() const { return !folder.empty() || !database.empty(); }
  // For people: without the password that a URI may hold.
  std::string shown() const;
};
// Why it cannot be an address of a database.
std::optional<Refusal> malformed_database(std::string_view uri);

enum class Access {
  Use,     // an office of this version
  Create,  // makes it where there is none
};

store::Location location_of(const OfficeAddress& address);

// Refused: where there is no office, one written by another version, or the database does not serve.
Result<std::shared_ptr<store::Connection>> open_office(const OfficeAddress& address, Access access);

// What a database could not do, in words.
Refusal refusal_of(const store::Failure& failure, const OfficeAddress& address);

// The office as of everything, or as it was known at the end of a day in its zone. Refused where
// nothing was known by then.
Result<PackReading> read_office(const OfficeAddress& address, const ReadOptions& options,
                                const std::optional<Date>& known_on);

struct LoadReport {
  Problems problems;             // those of the pack; with errors nothing was done
  std::optional<Loaded> loaded;  // nothing where there are errors
};
// Makes the office where there is none. A first load that fails leaves none.
Result<LoadReport> load_pack(const OfficeAddress& address, const PackFiles& files,
                             const WriteBy& by, LoadRun run);

struct Migrated {
  int64_t before = 0;
  int64_t after = 0;
};
Result<Migrated> migrate_office(const OfficeAddress& address, store::Instant now);

// What a copy holds.
struct BackupReport {
  int64_t revision = 0;
  int64_t facts = 0;
  AuditHead audit;
  uint64_t bytes = 0;  // of the file
};
// Into a file that is not there yet, while others may write; whole or not at all.
Result<BackupReport> backup_office(const OfficeAddress& address, const std::string& file);
// Into an address where no office is. The copy is checked before it counts. Sessions and what was
// under way end (restored_store.hpp), of which a revision after those of the copy tells.
Result<BackupReport> restore_office(const std::string& file, const OfficeAddress& address,
                                    const WriteBy& by);

Result<OfficeVerdict> verify_office(const OfficeAddress& address, AuditVerifier verifier);

// Writes the pack of everything, or of what was known on a day, into a folder that is not there or
// empty; the number of files.
Result<size_t> export_office_pack(const OfficeAddress& address, const std::optional<Date>& known_on,
                                  const std::string& folder);

}  // namespace exemplar::programme
