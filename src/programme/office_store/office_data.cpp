#include "programme/office_store/office_data.hpp"

#include <filesystem>

#include "base/zone.hpp"
#include "programme/demonstration/demonstration_store.hpp"
#include "programme/office_store/backup_store.hpp"
#include "programme/office_store/fact_store.hpp"
#include "programme/office_store/tables_store.hpp"
#include "programme/user/restored_store.hpp"

namespace exemplar::programme {

namespace fs = std::filesystem;

namespace {

constexpr const char* kFileName = "office.db";

bool is_file(const std::string& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

std::string file_in(const OfficeAddress& address) {
  return location_of(address).name;
}

Refusal no_office(const OfficeAddress& address) {
  return {msg("there is no office in {}", address.shown()),
          msg("fill it first: exemplar load PACK")};
}

// Whether its tables are there, of whatever version.
bool has_office(const OfficeAddress& address) {
  if (address.database.empty() && !is_file(file_in(address))) return false;
  return store::schema_version(*store::open(location_of(address), {})) > 0;
}

// For its owner alone.
void create_folder(const OfficeAddress& address) {
  if (address.database.empty() && fs::create_directories(address.folder)) {
    fs::permissions(address.folder, fs::perms::owner_all);
  }
}

// What `work` returns, or what the database could not do.
template <typename Work>
auto guarded(const OfficeAddress& address, const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const store::Failure& failure) {
    return refusal_of(failure, address);
  } catch (const fs::filesystem_error& error) {
    return Refusal{msg("{}: {}", address.shown(), error.code().message()),
                   msg("see that the folder is there and may be written to")};
  }
}

// Everything, or what was known by the end of that day.
Result<int64_t> revision_known(store::Connection& connection, const OfficeAddress& address,
                               const std::optional<Date>& known_on) {
  const int64_t newest = store::newest_revision(connection);
  if (newest == 0) return no_office(address);
  if (!known_on) return newest;
  const std::string zone_name = zone_of_office(connection, newest);
  const auto zone = Zone::named(zone_name);
  if (!zone) return zone.refusal();
  const int64_t revision = store::revision_at(connection, zone->end_of(*known_on));
  if (revision == 0) {
    return Refusal{msg("nothing was recorded by the end of {}", iso(*known_on)),
                   msg("name a later day")};
  }
  return revision;
}

BackupReport report_of(store::Connection& copy, const std::string& file) {
  BackupReport report;
  report.revision = store::newest_revision(copy);
  report.facts = count_facts(copy, report.revision);
  report.audit = newest_audit(copy);
  std::error_code error;
  report.bytes = file.empty() ? 0 : fs::file_size(file, error);
  return report;
}

// Its file and what SQLite keeps beside it while it is open.
void remove_database(const std::string& file) {
  std::error_code ignored;
  for (const char* end : {"", "-wal", "-shm", "-journal"}) fs::remove(file + end, ignored);
}

// A copy is written under another name, closed, and then gets its own at once.
class NewFile {
 public:
  explicit NewFile(std::string file) : file_(std::move(file)), fresh_(file_ + ".new") {
    remove_database(fresh_);
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() { remove_database(fresh_); }

  const std::string& fresh() const { return fresh_; }
  // Never over a file that came there meanwhile, where the file system has a way to say so.
  void put_in_place() {
    std::error_code error;
    fs::permissions(fresh_, fs::perms::owner_read | fs::perms::owner_write, error);
    fs::create_hard_link(fresh_, file_, error);
    if (error) {
      if (fs::exists(file_)) throw fs::filesystem_error("", file_, error);
      fs::rename(fresh_, file_);
    }
  }

 private:
  std::string file_;
  std::string fresh_;
};

// The chain as it was copied.
std::optional<Refusal> broken_copy(store::Connection& copy, const std::string& name) {
  if (verify_audit(copy, AuditVerifier()).clean()) return std::nullopt;
  return Refusal{msg("{}: the audit log in it is not whole", name),
                 msg("see what is wrong with: exemplar verify")};
}

// A file that backup_office has written, opened to read.
Result<std::shared_ptr<store::Connection>> open_copy(const std::string& file) {
  const Refusal none{msg("{} is no copy of an office", file),
                     msg("name a file that backup has written")};
  if (!is_file(file)) return none;
  try {
    std::shared_ptr<store::Connection> copy =
        store::open({store::Engine::Sqlite, file}, {.read_only = true});
    if (store::schema_version(*copy) == 0) return none;
    store::expect_schema(*copy, office_steps());
    if (const auto refusal = broken_copy(*copy, file)) return *refusal;
    return copy;
  } catch (const store::Failure& failure) {
    if (failure.kind() == store::Failure::Kind::Damaged) return none;
    OfficeAddress address;
    address.folder = file;
    return refusal_of(failure, address);
  }
}

// Should it stop between the two, no session lives; only the entry is missing.
void bring_back(store::Connection& from, store::Connection& to, WriteBy by) {
  // In a demonstration at the time that it has there.
  by.now = demonstration_clock(from).value_or(by.now);
  EndedByRestoring ended;
  copy_office(from, to, [&](store::Connection& restored) {
    ended = end_what_was_under_way(restored, by.now);
  });
  store::Write write(to, by.now);
  record_restored({write, by}, ended);
  write.commit();
}

}  // namespace

store::Location location_of(const OfficeAddress& address) {
  if (!address.database.empty()) return {store::Engine::Postgresql, address.database};
  return {store::Engine::Sqlite, (fs::path(address.folder) / kFileName).string()};
}

std::string OfficeAddress::shown() const {
  if (database.empty()) return folder;
  const size_t scheme = database.find("://");
  const size_t at = database.rfind('@');
  if (scheme == std::string::npos || at == std::string::npos || at < scheme) return database;
  const size_t colon = database.find(':', scheme + 3);
  if (colon == std::string::npos || colon > at) return database;
  return database.substr(0, colon) + database.substr(at);
}

std::optional<Refusal> malformed_database(std::string_view uri) {
  if (uri.starts_with("postgresql://") || uri.starts_with("postgres://")) return std::nullopt;
  return Refusal{msg("'{}' is no address of a database", uri),
                 msg("write it like postgresql://user@host/name; an office in a folder is named "
                     "with --data")};
}

Refusal refusal_of(const store::Failure& failure, const OfficeAddress& address) {
  using Kind = store::Failure::Kind;
  const std::string where = address.shown();
  switch (failure.kind()) {
    case Kind::Busy:
      return {msg("{}: another program has been writing for too long", where),
              msg("try again when it is done")};
    case Kind::Lost:
      return {msg("{}: no connection to the database: {}", where, failure.what()),
              msg("see that the server runs and may be reached")};
    case Kind::Full:
      return {msg("{}: there is no room left on the disk", where),
              msg("make room; nothing was changed")};
    case Kind::ReadOnly:
      return {msg("{}: it may not be written to", where),
              msg("see who the folder or the database belongs to")};
    case Kind::Damaged:
      return {msg("{}: the data are damaged, or are no office's: {}", where, failure.what()),
              msg("restore the newest copy: exemplar restore FILE")};
    case Kind::Unsupported:
      return {msg("{}: {}", where, failure.what()), {}};
    case Kind::Constraint:
    case Kind::Other:
      break;
  }
  return {msg("{}: the database refused: {}", where, failure.what()), {}};
}

Result<std::shared_ptr<store::Connection>> open_office(const OfficeAddress& address,
                                                       Access access) {
  using Opened = Result<std::shared_ptr<store::Connection>>;
  return guarded(address, [&]() -> Opened {
    const bool create = access == Access::Create;
    if (!create && !has_office(address)) return no_office(address);
    if (create) create_folder(address);
    std::shared_ptr<store::Connection> connection =
        store::open(location_of(address), {.create = create});
    if (create) store::migrate(*connection, office_steps(), 0);
    store::expect_schema(*connection, office_steps());
    return connection;
  });
}

Result<PackReading> read_office(const OfficeAddress& address, const ReadOptions& options,
                                const std::optional<Date>& known_on) {
  const auto connection = open_office(address, Access::Use);
  if (!connection) return connection.refusal();
  return guarded(address, [&]() -> Result<PackReading> {
    const auto revision = revision_known(**connection, address, known_on);
    if (!revision) return revision.refusal();
    return read_office(*connection, *revision, options);
  });
}

Result<LoadReport> load_pack(const OfficeAddress& address, const PackFiles& files,
                             const WriteBy& by, LoadRun run) {
  return guarded(address, [&]() -> Result<LoadReport> {
    LoadReport report;
    if (!has_office(address)) {
      // Tried in memory first: a pack that is wrong leaves no empty office behind.
      const auto nowhere =
          store::open({store::Engine::Sqlite, ":memory:"}, {.create = true, .single_file = true});
      store::migrate(*nowhere, office_steps(), by.now);
      report.loaded = load(*nowhere, files, by, LoadRun::Try, report.problems);
      if (!report.loaded || run == LoadRun::Try) return report;
      report.problems = {};
    }
    const auto connection =
        open_office(address, has_office(address) ? Access::Use : Access::Create);
    if (!connection) return connection.refusal();
    report.loaded = load(**connection, files, by, run, report.problems);
    return report;
  });
}

Result<Migrated> migrate_office(const OfficeAddress& address, store::Instant now) {
  return guarded(address, [&]() -> Result<Migrated> {
    if (!has_office(address)) return no_office(address);
    const auto connection = store::open(location_of(address), {});
    Migrated migrated;
    migrated.before = store::schema_version(*connection);
    store::migrate(*connection, office_steps(), now);
    migrated.after = store::schema_version(*connection);
    return migrated;
  });
}

Result<BackupReport> backup_office(const OfficeAddress& address, const std::string& file) {
  if (std::error_code error; fs::exists(fs::symlink_status(file, error))) {
    return Refusal{msg("{} is already there", file),
                   msg("name a file that is not there yet; nothing is overwritten")};
  }
  const auto from = open_office(address, Access::Use);
  if (!from) return from.refusal();
  return guarded(address, [&]() -> Result<BackupReport> {
    NewFile written(file);
    BackupReport report;
    {
      const auto to = store::open({store::Engine::Sqlite, written.fresh()},
                                  {.create = true, .single_file = true});
      copy_office(**from, *to);
      if (const auto refusal = broken_copy(*to, address.shown())) return *refusal;
      report = report_of(*to, written.fresh());
    }
    written.put_in_place();
    return report;
  });
}

Result<BackupReport> restore_office(const std::string& file, const OfficeAddress& address,
                                    const WriteBy& by) {
  const auto from = open_copy(file);
  if (!from) return from.refusal();
  return guarded(address, [&]() -> Result<BackupReport> {
    const Refusal taken{msg("there is an office in {} already", address.shown()),
                        msg("name a folder or a database without one; nothing is overwritten")};
    if (!address.database.empty()) {
      const auto to = store::open(location_of(address), {});
      if (store::schema_version(*to) > 0 && store::newest_revision(*to) > 0) return taken;
      bring_back(**from, *to, by);
      return report_of(*to, "");
    }
    if (is_file(file_in(address))) return taken;
    create_folder(address);
    NewFile written(file_in(address));
    BackupReport report;
    {
      const auto to = store::open({store::Engine::Sqlite, written.fresh()},
                                  {.create = true, .single_file = true});
      bring_back(**from, *to, by);
      report = report_of(*to, written.fresh());
    }
    written.put_in_place();
    return report;
  });
}

Result<OfficeVerdict> verify_office(const OfficeAddress& address, AuditVerifier verifier) {
  const auto connection = open_office(address, Access::Use);
  if (!connection) return connection.refusal();
  return guarded(address, [&]() -> Result<OfficeVerdict> {
    return check_office_data(**connection, std::move(verifier));
  });
}

Result<size_t> export_office_pack(const OfficeAddress& address, const std::optional<Date>& known_on,
                                  const std::string& folder) {
  const auto connection = open_office(address, Access::Use);
  if (!connection) return connection.refusal();
  return guarded(address, [&]() -> Result<size_t> {
    const auto revision = revision_known(**connection, address, known_on);
    if (!revision) return revision.refusal();
    const auto content = office_content(**connection, *revision);
    if (!content) return content.refusal();
    const auto written = write_content(*content, folder);
    if (!written) return written.refusal();
    return content->size();
  });
}

}  // namespace exemplar::programme
