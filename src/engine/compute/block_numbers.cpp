// Numbers over blocks: loops over integers that doubles hold exactly, and over doubles.
//
//   Whole ± Whole        numerators over one denominator
//   Whole ÷ Whole        Quotient: the numerators side by side, divided by nobody
//   compare              one inequality of integers: a · d_b against b · d_a
//
// A result that leaves 2^53 sends the whole block to the kernel for one cell.
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/compute/block_lanes.hpp"
#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

namespace {

constexpr auto kLimit = static_cast<double>(kWholeMax);
// An integer 0 has no sign: -0 + 0 is 0, and everything else stays.
constexpr double kNoSign = 0.0;

double numerator(const Block& block, size_t i) {
  return block.numbers[i];
}
double below(const Block& block, size_t i) {
  return block.form == Form::Quotient ? block.denominators[i] : block.denominator;
}

bool compare_blocks(const Node& node, const Block& a, const Block& b, size_t size,
                    BlockBuffer& out) {
  if (!is_narrow(a) || !is_narrow(b)) return false;
  const Block* const both[] = {&a, &b};
  out.start(size, Form::None);
  combine_marks(both, size, out);
  Mark* marks = writable_marks(size, out);
  const bool one_denominator =
      a.form == Form::Whole && b.form == Form::Whole && a.denominator == b.denominator;
  const auto order = [&](size_t i) {
    if (one_denominator) {
      return a.numbers[i] < b.numbers[i] ? -1 : a.numbers[i] > b.numbers[i] ? 1 : 0;
    }
    const i128 left = static_cast<i128>(static_cast<int64_t>(numerator(a, i))) *
                      static_cast<int64_t>(below(b, i));
    const i128 right = static_cast<i128>(static_cast<int64_t>(numerator(b, i))) *
                       static_cast<int64_t>(below(a, i));
    return left < right ? -1 : left > right ? 1 : 0;
  };
  const auto decide = [&](auto holds) {
    for (size_t i = 0; i < size; ++i) {
      // Known is met; what does not hold becomes not met.
      if (is_known(marks[i]) && !holds(order(i))) marks[i] = static_cast<Mark>(marks[i] & ~3);
    }
  };
  switch (node.comparison) {
    case Operator::Equal:
      decide([](int o) { return o == 0; });
      break;
    case Operator::NotEqual:
      decide([](int o) { return o != 0; });
      break;
    case Operator::Less:
      decide([](int o) { return o < 0; });
      break;
    case Operator::LessOrEqual:
      decide([](int o) { return o <= 0; });
      break;
    case Operator::Greater:
      decide([](int o) { return o > 0; });
      break;
    default:
      decide([](int o) { return o >= 0; });
      break;
  }
  out.marks_written();
  return true;
}

// Over one denominator. False: a result leaves 2^53.
template <typename Operation>
bool whole_lane(const Block& a, const Block& b, size_t size, double denominator, BlockBuffer& out,
                Operation operation) {
  const Block* const both[] = {&a, &b};
  out.start(size, Form::Whole, denominator);
  combine_marks(both, size, out);
  double* numbers = out.numbers();
  double largest = 0;
  for (size_t i = 0; i < size; ++i) {
    numbers[i] = operation(a.numbers[i], b.numbers[i]);
    largest = std::max(largest, std::fabs(numbers[i]));
  }
  return largest < kLimit;
}

// 0 / 0: nothing was due, not applicable. x / 0: unknown.
bool divide_whole(const Block& a, const Block& b, size_t size, BlockBuffer& out) {
  const Block* const both[] = {&a, &b};
  out.start(size, Form::Quotient);
  combine_marks(both, size, out);
  double* numerators = out.numbers();
  double* denominators = out.denominators();
  // Over the same denominator it falls out.
  const double over_a = a.denominator == b.denominator ? 1 : a.denominator;
  const double over_b = a.denominator == b.denominator ? 1 : b.denominator;
  double largest = 0;
  double least = 1;
  for (size_t i = 0; i < size; ++i) {
    const double sign = b.numbers[i] < 0 ? -1 : 1;
    numerators[i] = sign * a.numbers[i] * over_b + kNoSign;
    denominators[i] = sign * b.numbers[i] * over_a;
    largest = std::max({largest, std::fabs(numerators[i]), denominators[i]});
    least = std::min(least, denominators[i]);
  }
  if (least != 0) return largest < kLimit;
  Mark* marks = writable_marks(size, out);
  for (size_t i = 0; i < size; ++i) {
    if (denominators[i] != 0) continue;
    denominators[i] = 1;
    if (!is_known(marks[i])) continue;
    marks[i] = numerators[i] == 0
                   ? mark_of(Answer::NotApplicable, status_of(marks[i]), is_pending(marks[i]))
                   : kMarkUnknown;
  }
  out.marks_written();
  return largest < kLimit;
}

bool exact_operation(const Node& node, const Block& a, const Block& b, size_t size,
                     BlockBuffer& out) {
  if (a.form != Form::Whole || b.form != Form::Whole) return false;
  switch (node.op) {
    case Op::Add:
      return a.denominator == b.denominator &&
             whole_lane(a, b, size, a.denominator, out, [](double x, double y) { return x + y; });
    case Op::Subtract:
      return a.denominator == b.denominator &&
             whole_lane(a, b, size, a.denominator, out, [](double x, double y) { return x - y; });
    case Op::Multiply:
      return a.denominator * b.denominator < kLimit &&
             whole_lane(a, b, size, a.denominator * b.denominator, out,
                        [](double x, double y) { return x * y + kNoSign; });
    default:
      return divide_whole(a, b, size, out);
  }
}

// 0 / 0: nothing was due, not applicable. x / 0, and what is no finite number: unknown.
bool real_operation(const Node& node, const Block& a, const Block& b, size_t size,
                    BlockBuffer& out) {
  if (!is_numeric(a) || !is_numeric(b)) return false;
  thread_local std::vector<double> left_kept;
  thread_local std::vector<double> right_kept;
  const double* left = doubles_of(a, size, left_kept);
  const double* right = doubles_of(b, size, right_kept);
  const Block* const both[] = {&a, &b};
  out.start(size, Form::Real);
  combine_marks(both, size, out);
  double* numbers = out.numbers();
  switch (node.op) {
    case Op::Add:
      for (size_t i = 0; i < size; ++i) numbers[i] = left[i] + right[i];
      break;
    case Op::Subtract:
      for (size_t i = 0; i < size; ++i) numbers[i] = left[i] - right[i];
      break;
    case Op::Multiply:
      for (size_t i = 0; i < size; ++i) numbers[i] = left[i] * right[i];
      break;
    default:
      for (size_t i = 0; i < size; ++i) numbers[i] = left[i] / right[i];
      break;
  }
  bool odd = false;
  for (size_t i = 0; i < size; ++i) {
    odd |= !(std::fabs(numbers[i]) <= std::numeric_limits<double>::max());
  }
  if (!odd) return true;
  Mark* marks = writable_marks(size, out);
  for (size_t i = 0; i < size; ++i) {
    if (!is_known(marks[i]) || std::isfinite(numbers[i])) continue;
    const bool nothing_due = node.op == Op::Divide && left[i] == 0 && right[i] == 0;
    marks[i] = nothing_due
                   ? mark_of(Answer::NotApplicable, status_of(marks[i]), is_pending(marks[i]))
                   : kMarkUnknown;
  }
  out.marks_written();
  return true;
}

}  // namespace

bool run_numbers(const Node& node, BlockArgs args, size_t size, BlockBuffer& out) {
  if (args.blocks.size() != 2 || args.blocks[0] == nullptr || args.blocks[1] == nullptr) {
    return false;
  }
  const Block& a = *args.blocks[0];
  const Block& b = *args.blocks[1];
  switch (node.op) {
    case Op::Compare:
      return compare_blocks(node, a, b, size, out);
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Divide:
      if (node.type == ValueType::Exact) return exact_operation(node, a, b, size, out);
      return node.type == ValueType::Real && real_operation(node, a, b, size, out);
    default:
      return false;
  }
}

}  // namespace exemplar::engine
