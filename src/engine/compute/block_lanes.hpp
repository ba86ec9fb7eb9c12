// The loops over lanes (private to the block kernels). Each does the whole block or, where it is not
// written for the block's forms, nothing: false.
#pragma once

#include "engine/compute/block_kernels.hpp"

namespace exemplar::engine {

// Truths of truths.
bool run_answers(const Node& node, BlockArgs args, size_t size, BlockBuffer& out);
// The four operations and comparisons, of integers below 2^53 and of doubles.
bool run_numbers(const Node& node, BlockArgs args, size_t size, BlockBuffer& out);
// Weighted means and rounding of doubles.
bool run_reals(const Node& node, BlockArgs args, size_t size, BlockBuffer& out);

// A weighted mean of doubles, term after term in the order of the formula, as its kernel for one
// cell adds them.
class MeanLanes {
 public:
  // Into the numbers of `out`.
  void start(size_t size, BlockBuffer& out);
  // Both is_numeric().
  void add(const Block& value, const Block& weight);
  // The value is (number − from) / range, the weight a constant block.
  void add_normalised(const double* numbers, double from, double range, const Block& weight);
  // `args`: all values and weights, for their marks.
  void finish(std::span<const Block* const> args, BlockBuffer& out);

 private:
  static double constant_of(const Block& weight);

  size_t size_ = 0;
  double* sums_ = nullptr;
  std::vector<double> weights_;
  std::vector<double> values_;
  std::vector<double> by_;
};

// Integers over denominators, or doubles.
bool is_narrow(const Block& block);
bool is_numeric(const Block& block);
// The mark of a result that needs all its operands, of the marks of two.
Mark of_both(Mark a, Mark b);
// The marks of results that need all operands: one for all where each operand has one for all, else
// a lane (then the caller may change it, and says marks_written).
void combine_marks(std::span<const Block* const> args, size_t size, BlockBuffer& out);
// A lane of marks to be changed.
Mark* writable_marks(size_t size, BlockBuffer& out);
// The doubles of a block's numbers; `kept` holds them where the block does not.
const double* doubles_of(const Block& block, size_t size, std::vector<double>& kept);

}  // namespace exemplar::engine
