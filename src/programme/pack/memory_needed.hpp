// Whether a pack's values fit into memory, before any of them is read.
//
//   sizes of values/*.csv, quotas.csv ─┐
//   a few lines of each ───────────────┴▶ about so many values ─▶ about so many bytes ─┐
//   memory that is free, the limit of the process's group, or a limit given ────────────┴▶ refused?
#pragma once

#include <optional>

#include "programme/pack/pack.hpp"

namespace exemplar::programme {

// About how many values the files hold: exact where all lines are alike.
uint64_t estimated_values(const PackFiles& files);

// What so many values take while they are read and used.
uint64_t bytes_needed(uint64_t values, Reading reading);

// What the machine can give this process without swapping: the memory that is free or holds nothing
// but copies of files, within the limits of the process's group (cgroup). Nothing where the system
// does not say.
std::optional<uint64_t> bytes_available();

// Where so many values need more than options.memory_max, else than the machine can give. An outline
// always fits.
std::optional<Refusal> refusal_of_values(uint64_t values, const ReadOptions& options);

// Where the values of the pack need more than options.memory_max, else than the machine can give. An
// outline always fits.
std::optional<Refusal> refusal_of_size(const PackFiles& files, const ReadOptions& options);

}  // namespace exemplar::programme
