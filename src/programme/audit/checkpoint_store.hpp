// Checkpoints as rows: what was signed, kept beside the log, from where it leaves the machine.
#pragma once

#include "programme/audit/audit_store.hpp"

namespace exemplar::programme {

// The statements of the migration that makes the table.
std::string_view checkpoint_tables_sql();

struct KeptCheckpoint {
  int64_t revision = 0;  // of the write that made it
  Checkpoint checkpoint;

  bool operator==(const KeptCheckpoint&) const = default;
};

// Of the newest entry before this write, which leaves an entry of its own, "checkpoint.made". Refused
// before the first entry.
Result<KeptCheckpoint> keep_checkpoint(store::Write& write, const SigningKey& key,
                                       const WriteBy& by);
// The same in a write of its own.
Result<KeptCheckpoint> make_checkpoint_now(store::Connection& connection, const SigningKey& key,
                                           const WriteBy& by);

// Newest first; only of lower revisions than `before`.
std::vector<KeptCheckpoint> newest_checkpoints(store::Connection& connection,
                                               std::optional<int64_t> before, size_t limit);
// In their order.
std::vector<KeptCheckpoint> checkpoints_after(store::Connection& connection, int64_t revision);

}  // namespace exemplar::programme
