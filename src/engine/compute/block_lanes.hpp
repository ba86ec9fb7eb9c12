// The loops over lanes (private to the block kernels). Each does the whole block or, where it is not
// written for the block's forms, nothing: false.
#pragma once

#include "engine/compute/block_kernels.hpp"

namespace exemplar::engine {

// Truths of truths.
bool run_answers(const Node& node, BlockArgs args, size_t size, BlockBuffer& out);
// The four operations and comparisons, of integers below 2^53 and of doubles.
bool run_numbers(const Node& node, BlockArgs args, size_t size, BlockBuffer& out);

}  // namespace exemplar::engine
