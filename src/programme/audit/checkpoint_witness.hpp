// The file elsewhere to which checkpoints are appended: another disk, a share that this machine may
// add to and not change.
//
//   rows  c1 ─ c2 ─ c3 ─ c4          whatever the file lacks is appended, in the order of the rows,
//   file  c1 ─ c2 ─ ▒                and synced; a line that was cut off is finished first
//
// Whoever made a checkpoint, and however long the file could not be reached: it gets there in the end.
// Two nodes that append to one file may write a line twice, which does no harm.
#pragma once

#include "programme/audit/checkpoint_store.hpp"

namespace exemplar::programme {

class CheckpointWitness {
 public:
  // Refused where it can be neither opened nor made, or holds something else than checkpoints.
  static Result<CheckpointWitness> open(std::string file);

  // How many were appended. Refused where the file takes none: they are appended the next time.
  Result<size_t> catch_up(store::Connection& connection);

  const std::string& file() const { return file_; }

 private:
  explicit CheckpointWitness(std::string file) : file_(std::move(file)) {}

  std::string file_;
  std::optional<int64_t> appended_;  // all up to this revision are there; none: not looked yet
};

}  // namespace exemplar::programme
