// Answers over blocks: what two marks come to is looked up.
//
//   and   F U T N        the tables are filled by the kernels for one cell, for every pair of
//      F  F F F F        marks: answer, status and pending correction together
//      U  F U U U
//      T  F U T T
//      N  F U T N
#include <algorithm>
#include <array>
#include <span>

#include "engine/compute/block_lanes.hpp"
#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

namespace {

using OfOne = std::array<Mark, kMarks>;
using OfTwo = std::array<OfOne, kMarks>;

template <typename Kernel>
OfOne table_of_one(Kernel kernel) {
  OfOne table{};
  for (size_t mark = 0; mark < kMarks; ++mark) {
    table[mark] = mark_of(kernel(cell_of(static_cast<Mark>(mark))));
  }
  return table;
}

template <typename Kernel>
OfTwo table_of_two(Kernel kernel) {
  OfTwo table{};
  for (size_t a = 0; a < kMarks; ++a) {
    for (size_t b = 0; b < kMarks; ++b) {
      const Cell left = cell_of(static_cast<Mark>(a));
      const Cell right = cell_of(static_cast<Mark>(b));
      const Cell* const both[] = {&left, &right};
      table[a][b] = mark_of(kernel(both));
    }
  }
  return table;
}

void map_marks(const OfOne& table, const Block& a, size_t size, BlockBuffer& out) {
  out.start(size, Form::None);
  if (a.uniform) {
    out.set_uniform(table[a.mark]);
    return;
  }
  Mark* marks = out.marks();
  for (size_t i = 0; i < size; ++i) marks[i] = table[a.marks[i]];
  out.marks_written();
}

// A table is worth making for more cells than it has.
template <typename Kernel>
void map_by(Kernel kernel, const Block& a, size_t size, BlockBuffer& out) {
  if (size >= kMarks) return map_marks(table_of_one(kernel), a, size, out);
  out.start(size, Form::None);
  for (size_t i = 0; i < size; ++i) out.marks()[i] = mark_of(kernel(cell_of(a.mark_at(i))));
  out.marks_written();
}

// From left to right: the tables are associative.
void fold_marks(const OfTwo& table, std::span<const Block* const> args, size_t size,
                BlockBuffer& out) {
  if (args.size() == 1) {
    OfOne alone{};
    for (size_t mark = 0; mark < kMarks; ++mark) alone[mark] = table[mark][mark];
    map_marks(alone, *args[0], size, out);
    return;
  }
  out.start(size, Form::None);
  Mark all = args[0]->mark;
  bool uniform = args[0]->uniform;
  Mark* marks = out.marks();
  if (!uniform) std::copy_n(args[0]->marks, size, marks);
  for (const Block* next : args.subspan(1)) {
    if (uniform && next->uniform) {
      all = table[all][next->mark];
      continue;
    }
    if (uniform) std::fill_n(marks, size, all);
    uniform = false;
    if (next->uniform) {
      for (size_t i = 0; i < size; ++i) marks[i] = table[marks[i]][next->mark];
    } else {
      for (size_t i = 0; i < size; ++i) marks[i] = table[marks[i]][next->marks[i]];
    }
  }
  if (uniform) {
    out.set_uniform(all);
  } else {
    out.marks_written();
  }
}

// How many of each answer, and whether those that are met (or not) all have one status.
struct Counted {
  int met = 0;
  int not_met = 0;
  int unknown = 0;
  Mark of_met = 0;  // the mark of the first one
  Mark of_not_met = 0;
  bool alike =
      true;  // no two met, or not met, with different marks, none with a pending correction
};

Counted counted(std::span<const Block* const> args, size_t i) {
  Counted count;
  for (const Block* arg : args) {
    const Mark mark = arg->mark_at(i);
    switch (answer_of(mark)) {
      case Answer::Met:
        if (count.met++ == 0) count.of_met = mark;
        count.alike = count.alike && mark == count.of_met && !is_pending(mark);
        break;
      case Answer::NotMet:
        if (count.not_met++ == 0) count.of_not_met = mark;
        count.alike = count.alike && mark == count.of_not_met && !is_pending(mark);
        break;
      case Answer::Unknown:
        ++count.unknown;
        break;
      case Answer::NotApplicable:
        break;
    }
  }
  return count;
}

// The usual case of at_least: k stays, everything applies, what decides has one status.
void at_least_k(const Node& node, std::span<const Block* const> args, size_t size,
                BlockBuffer& out) {
  out.start(size, Form::None);
  const auto wanted = static_cast<int>(node.quantity.numerator);
  std::vector<Cell> cells(args.size());
  std::vector<const Cell*> pointers;
  for (const Cell& cell : cells) pointers.push_back(&cell);
  Mark* marks = out.marks();
  for (size_t i = 0; i < size; ++i) {
    const Counted count = counted(args, i);
    const bool all_apply =
        count.met + count.not_met + count.unknown == static_cast<int>(args.size());
    if (all_apply && count.alike && wanted > 0 && wanted <= static_cast<int>(args.size())) {
      marks[i] = count.met >= wanted                  ? count.of_met
                 : count.met + count.unknown < wanted ? count.of_not_met
                                                      : kMarkUnknown;
      continue;
    }
    for (size_t a = 0; a < args.size(); ++a) cells[a] = cell_of(args[a]->mark_at(i));
    marks[i] = mark_of(at_least(node, pointers));
  }
  out.marks_written();
}

bool are_truths(BlockArgs args) {
  for (const Block* block : args.blocks) {
    if (block == nullptr || block->form != Form::None) return false;
  }
  return !args.blocks.empty();
}

}  // namespace

bool run_answers(const Node& node, BlockArgs args, size_t size, BlockBuffer& out) {
  static const OfTwo kAnd = table_of_two([](Cells both) { return conjunction(both); });
  static const OfTwo kOr = table_of_two([](Cells both) { return disjunction(both); });
  static const OfOne kNot = table_of_one([](const Cell& a) { return negation(a); });
  static const OfTwo kApplies =
      table_of_two([](Cells both) { return applies(*both[0], *both[1]); });
  if (node.type != ValueType::Truth || !are_truths(args)) return false;
  switch (node.op) {
    case Op::And:
      fold_marks(kAnd, args.blocks, size, out);
      return true;
    case Op::Or:
      fold_marks(kOr, args.blocks, size, out);
      return true;
    case Op::Not:
      map_marks(kNot, *args.blocks[0], size, out);
      return true;
    case Op::Applies:
      fold_marks(kApplies, args.blocks, size, out);
      return true;
    case Op::AnswerIs:
      map_by([&](const Cell& a) { return answer_is(node, a); }, *args.blocks[0], size, out);
      return true;
    case Op::Policy:
      map_by([&](const Cell& a) { return policy(node, a); }, *args.blocks[0], size, out);
      return true;
    case Op::Assume:
      map_by([&](const Cell& a) { return assume(node, a); }, *args.blocks[0], size, out);
      return true;
    case Op::AtLeast:
      if (node.quantity_is_share || node.shrinks || node.quantity.denominator != 1) return false;
      at_least_k(node, args.blocks, size, out);
      return true;
    default:
      return false;
  }
}

}  // namespace exemplar::engine
