// Weighted means and rounding over blocks of doubles.
//
//   weighted mean   value by value added to one lane of sums and one of weights, in the order of the
//                   formula, as the kernel for one cell does
//   round           the nearest integer to value · 10^digits where that is far from a tie and from
//                   the next integer; else exactly, by the function for one number
#include <algorithm>
#include <cmath>

#include "engine/compute/block_lanes.hpp"
#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

namespace {

void add_terms(const double* value, const Block& weight, size_t size, double* sums,
               double* weights, std::vector<double>& kept) {
  if (weight.constant) {
    const double by = weight.form == Form::Real ? weight.numbers[0]
                                                : weight.numbers[0] / weight.denominator;
    for (size_t i = 0; i < size; ++i) sums[i] += value[i] * by;
    for (size_t i = 0; i < size; ++i) weights[i] += by;
    return;
  }
  const double* by = doubles_of(weight, size, kept);
  for (size_t i = 0; i < size; ++i) sums[i] += value[i] * by[i];
  for (size_t i = 0; i < size; ++i) weights[i] += by[i];
}

bool weighted_mean(BlockArgs args, size_t size, BlockBuffer& out) {
  for (const Block* arg : args.blocks) {
    if (arg == nullptr || !is_numeric(*arg)) return false;
  }
  thread_local std::vector<double> values;
  thread_local std::vector<double> by;
  thread_local std::vector<double> weights;
  out.start(size, Form::Real);
  combine_marks(args.blocks, size, out);
  double* sums = out.numbers();
  std::fill_n(sums, size, 0.0);
  weights.assign(size, 0.0);
  for (size_t a = 0; a < args.blocks.size(); a += 2) {
    add_terms(doubles_of(*args.blocks[a], size, values), *args.blocks[a + 1], size, sums,
              weights.data(), by);
  }
  bool odd = false;
  for (size_t i = 0; i < size; ++i) {
    sums[i] /= weights[i];
    odd |= !(std::fabs(sums[i]) <= std::numeric_limits<double>::max());
  }
  if (!odd) return true;
  Mark* marks = writable_marks(size, out);
  for (size_t i = 0; i < size; ++i) {
    if (std::isfinite(sums[i])) continue;
    if (is_known(marks[i])) {
      marks[i] = weights[i] == 0 ? mark_of(Answer::NotApplicable, status_of(marks[i]),
                                           is_pending(marks[i]))
                                 : kMarkUnknown;
    }
    sums[i] = 0;
  }
  out.marks_written();
  return true;
}

// Far enough below 2^53 that value · 10^digits errs by less than a thousandth.
constexpr double kPlainMax = 0x1p40;
constexpr double kNearTie = 1e-3;

bool round_reals(const Node& node, const Block& a, size_t size, BlockBuffer& out) {
  const Block* const args[] = {&a};
  out.start(size, Form::Whole, static_cast<double>(static_cast<int64_t>(power_of_ten(node.digits))));
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
