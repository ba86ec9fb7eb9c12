// What lanes have in common: the marks of results that need all their operands, and doubles.
#include <algorithm>
#include <array>

#include "engine/compute/block_lanes.hpp"
#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

namespace {

using OfTwo = std::array<std::array<Mark, kMarks>, kMarks>;

// By the kernels for one cell. From left to right it holds for several: an unknown stays unknown
// whatever follows, and the lowest status is that of all.
const OfTwo& table() {
  static const OfTwo kTable = [] {
    OfTwo of{};
    for (size_t a = 0; a < kMarks; ++a) {
      for (size_t b = 0; b < kMarks; ++b) {
        const Cell left = cell_of(static_cast<Mark>(a));
        const Cell right = cell_of(static_cast<Mark>(b));
        const Cell* const both[] = {&left, &right};
        const auto missing = missing_operand(both);
        of[a][b] = mark_of(missing ? *missing : known_from(both));
      }
    }
    return of;
  }();
  return kTable;
}

}  // namespace

Mark of_both(Mark a, Mark b) {
  return table()[a][b];
}

bool is_narrow(const Block& block) {
  return block.form == Form::Whole || block.form == Form::Quotient;
}

bool is_numeric(const Block& block) {
  return block.form == Form::Real || is_narrow(block);
}

void combine_marks(std::span<const Block* const> args, size_t size, BlockBuffer& out) {
  const OfTwo& of = table();
  // Those that have one mark for all come first: the order is of no matter.
  bool any = false;
  Mark all = 0;
  for (const Block* arg : args) {
    if (!arg->uniform) continue;
    all = any ? of[all][arg->mark] : of[arg->mark][arg->mark];
    any = true;
  }
  bool uniform = true;
  Mark* marks = out.marks();
  for (const Block* arg : args) {
    if (arg->uniform) continue;
    const Mark* own = arg->marks;
    for (size_t i = 0; i < size; ++i) {
      const Mark before = !uniform ? marks[i] : any ? all : own[i];
      marks[i] = of[before][own[i]];
    }
    uniform = false;
  }
  if (uniform) {
    out.set_uniform(all);
  } else {
    out.marks_written();
  }
}

Mark* writable_marks(size_t size, BlockBuffer& out) {
  Mark* marks = out.marks();
  if (out.block().uniform) std::fill_n(marks, size, out.block().mark);
  return marks;
}

const double* doubles_of(const Block& block, size_t size, std::vector<double>& kept) {
  if (block.form == Form::Real || (block.form == Form::Whole && block.denominator == 1)) {
    return block.numbers;
  }
  kept.resize(size);
  double* to = kept.data();
  const double* from = block.numbers;
  if (block.form == Form::Whole) {
    const double below = block.denominator;
    for (size_t i = 0; i < size; ++i) to[i] = from[i] / below;
  } else {
    const double* below = block.denominators;
    for (size_t i = 0; i < size; ++i) to[i] = from[i] / below[i];
  }
  return to;
}

}  // namespace exemplar::engine
