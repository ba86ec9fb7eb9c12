// An office in a database: loaded from a pack, read as one, written back as one.
//
//   pack ── load ──▶ definition files and facts, as of a revision ── read ──▶ Office
//                                                                └── content ──▶ pack
//
// Definitions are kept as the files that people wrote, in all their versions; values are rows of
// their own (fact_store.hpp). Whatever was known at a revision can be read as it was then.
#pragma once

#include "programme/audit/audit_store.hpp"
#include "programme/pack/pack.hpp"

namespace exemplar::programme {

// What a load does: its files by what becomes of them, and how many values are new.
struct OfficeDifference {
  std::vector<std::string> added;
  std::vector<std::string> changed;
  std::vector<std::string> ended;
  size_t facts_added = 0;
  // Values that the office has and the pack has not: they stay.
  size_t facts_kept = 0;

  bool empty() const {
    return added.empty() && changed.empty() && ended.empty() && facts_added == 0;
  }
};

struct Loaded {
  OfficeDifference difference;
  int64_t revision = 0;  // the one that has it; the newest before, where there is no difference
};

enum class LoadRun { Keep, Try };  // Try: nothing is written

// Definitions become those of the pack; values that the office does not have yet are appended.
// Nothing is done where the pack has errors, or where what it no longer defines is still used:
// `problems` then say so, and nothing is returned.
// What was done is an entry of the audit log, "office.loaded".
std::optional<Loaded> load(store::Connection& connection, const PackFiles& files, const WriteBy& by,
                           LoadRun run, Problems& problems);

// As read_pack(), of what was known at that revision.
PackReading read_office(const std::shared_ptr<store::Connection>& connection, int64_t revision,
                        const ReadOptions& options = {});

// The same with all facts, within a transaction that is open.
PackReading read_facts_at(store::Connection& connection, int64_t revision);

// Whether any definition became another one after that revision.
bool definitions_changed(store::Connection& connection, int64_t after, int64_t up_to);

// In whose days that office counts.
std::string zone_of_office(store::Connection& connection, int64_t revision);

// The pack of that revision: the definition files as they were written, and the values.
Result<PackFiles::Content> office_content(store::Connection& connection, int64_t revision);

}  // namespace exemplar::programme
