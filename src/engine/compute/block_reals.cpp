// Weighted means and rounding over blocks of doubles.
//
//   weighted mean   value by value added to one lane of sums and one of weights, in the order of the
//                   formula, as the kernel for one cell does
//   round           the nearest integer to value · 10^digits where that is far from a tie and from
//                   the next integer; else exactly, by the function for one number
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/compute/block_lanes.hpp"
#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

void MeanLanes::start(size_t size, BlockBuffer& out) {
  size_ = size;
  out.start(size, Form::Real);
  sums_ = out.numbers();
  std::fill_n(sums_, size, 0.0);
  weights_.assign(size, 0.0);
}

void MeanLanes::add(const Block& value, const Block& weight) {
  if (!weight.constant) {
    const double* numbers = doubles_of(value, size_, values_);
    const double* by = doubles_of(weight, size_, by_);
    for (size_t i = 0; i < size_; ++i) sums_[i] += numbers[i] * by[i];
    for (size_t i = 0; i < size_; ++i) weights_[i] += by[i];
    return;
  }
  const double by = constant_of(weight);
  const double* numbers = value.numbers;
  if (value.form == Form::Whole && value.denominator != 1) {
    const double below = value.denominator;
    for (size_t i = 0; i < size_; ++i) sums_[i] += numbers[i] / below * by;
  } else {
    numbers = doubles_of(value, size_, values_);
    for (size_t i = 0; i < size_; ++i) sums_[i] += numbers[i] * by;
  }
  for (size_t i = 0; i < size_; ++i) weights_[i] += by;
}

// As add() of the block of (number − from) / range.
void MeanLanes::add_normalised(const double* numbers, double from, double range,
                               const Block& weight) {
  const double by = constant_of(weight);
  for (size_t i = 0; i < size_; ++i) sums_[i] += (numbers[i] - from) / range * by;
  for (size_t i = 0; i < size_; ++i) weights_[i] += by;
}

double MeanLanes::constant_of(const Block& weight) {
  return weight.form == Form::Real ? weight.numbers[0] : weight.numbers[0] / weight.denominator;
}

void MeanLanes::finish(std::span<const Block* const> args, BlockBuffer& out) {
  combine_marks(args, size_, out);
  bool odd = false;
  for (size_t i = 0; i < size_; ++i) {
    sums_[i] /= weights_[i];
    odd |= !(std::fabs(sums_[i]) <= std::numeric_limits<double>::max());
  }
  if (!odd) return;
  Mark* marks = writable_marks(size_, out);
  for (size_t i = 0; i < size_; ++i) {
    if (std::isfinite(sums_[i])) continue;
    if (is_known(marks[i])) {
      marks[i] = weights_[i] == 0
                     ? mark_of(Answer::NotApplicable, status_of(marks[i]), is_pending(marks[i]))
                     : kMarkUnknown;
    }
    sums_[i] = 0;
  }
  out.marks_written();
}

namespace {

bool weighted_mean(BlockArgs args, size_t size, BlockBuffer& out) {
  for (const Block* arg : args.blocks) {
    if (arg == nullptr || !is_numeric(*arg)) return false;
  }
  thread_local MeanLanes lanes;
  lanes.start(size, out);
  for (size_t a = 0; a < args.blocks.size(); a += 2) {
    lanes.add(*args.blocks[a], *args.blocks[a + 1]);
  }
  lanes.finish(args.blocks, out);
  return true;
}

// Far enough below 2^53 that value · 10^digits errs by less than a thousandth.
constexpr double kPlainMax = 0x1p40;
constexpr double kNearTie = 1e-3;

bool round_reals(const Node& node, const Block& a, size_t size, BlockBuffer& out) {
  const Block* const args[] = {&a};
  out.start(size, Form::Whole,
            static_cast<double>(static_cast<int64_t>(power_of_ten(node.digits))));
  combine_marks(args, size, out);
  const double scale = out.block().denominator;
  double* numbers = out.numbers();
  bool held = true;
  for (size_t i = 0; i < size; ++i) {
    const double high = a.numbers[i] * scale;
    const double size_of = std::fabs(high);
    if (size_of < kPlainMax) {
      const auto whole = static_cast<double>(static_cast<int64_t>(size_of));
      const double rest = size_of - whole;
      const bool plain = rest > kNearTie && rest < 1 - kNearTie && std::fabs(rest - 0.5) > kNearTie;
      if (plain) {
        const bool up = rest > 0.5 && node.mode != RoundingMode::Truncate;
        const double nearest = up ? whole + 1 : whole;
        numbers[i] = (high < 0 ? -nearest : nearest) + 0.0;
        continue;
      }
    }
    numbers[i] = 0;
    if (!is_known(out.block().mark_at(i))) continue;
    const auto exact = round_to_integer(a.numbers[i], node.digits, node.mode);
    if (!exact || *exact > kWholeMax || *exact < -kWholeMax) {
      held = false;
      break;
    }
    numbers[i] = static_cast<double>(static_cast<int64_t>(*exact));
  }
  return held;
}

}  // namespace

bool run_reals(const Node& node, BlockArgs args, size_t size, BlockBuffer& out) {
  switch (node.op) {
    case Op::WeightedMean:
      return node.type == ValueType::Real && weighted_mean(args, size, out);
    case Op::Round:
      return args.blocks[0] != nullptr && args.blocks[0]->form == Form::Real &&
             round_reals(node, *args.blocks[0], size, out);
    default:
      return false;
  }
}

}  // namespace exemplar::engine
