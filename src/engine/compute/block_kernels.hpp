// Kernels over blocks: the cells of many units at once.
//
// The meaning of every operation is its kernel for one cell (kernels.hpp). Over a block it is either
// that kernel, unit by unit, or a loop over lanes for what is computed most, which gives the same
// bytes; where a block is not of the form that a loop is written for, the kernel takes over.
#pragma once

#include <span>

#include "engine/column/block.hpp"
#include "engine/compute/graph.hpp"
#include "engine/compute/source.hpp"

namespace exemplar::engine {

struct BlockArgs {
  std::span<const Block* const> blocks;  // null: absent
  std::span<const ValueType> types;      // Any where absent
};

// Every Op that looks at one unit alone. `out` is started by the kernel.
void run_block(const Node& node, BlockArgs args, size_t size, BlockBuffer& out);
// One cell: what run_block does for each unit. With a pool reasons are told in full.
Cell run_cell(const Node& node, std::span<const Cell* const> cells,
              std::span<const ValueType> types, Pool* pool);

}  // namespace exemplar::engine
