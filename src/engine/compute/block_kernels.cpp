#include "engine/compute/block_kernels.hpp"

#include <algorithm>

#include "engine/compute/block_lanes.hpp"
#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

namespace {

// Branches and replacements of a real result may be exact: one representation for all.
Cell converted(const Cell& cell, ValueType from, ValueType to) {
  Cell result = cell;
  if (to == ValueType::Real && from == ValueType::Exact && cell.known()) {
    result.real = cell.exact.to_double();
  }
  return result;
}

Cell known_truth(const Cell& a) {
  Cell result;
  result.answer = a.known() ? Answer::Met : Answer::NotMet;
  result.status = a.known() ? a.status : kHighestStatus;
  result.correction_pending = a.known() && a.correction_pending;
  return result;
}

// Several cells of one type, or of several brought to one.
Cell aggregate_cells(const Node& node, std::span<const Cell* const> cells,
                     std::span<const ValueType> types, Pool* pool) {
  const bool real = std::find(types.begin(), types.end(), ValueType::Real) != types.end();
  const ValueType common = real ? ValueType::Real : types.empty() ? ValueType::Any : types[0];
  if (!real) return aggregate(node, cells, common, pool);
  std::vector<Cell> same(cells.size());
  std::vector<const Cell*> pointers(cells.size());
  for (size_t i = 0; i < cells.size(); ++i) {
    same[i] = converted(*cells[i], types[i], common);
    pointers[i] = &same[i];
  }
  return aggregate(node, pointers, common, pool);
}

}  // namespace

Cell run_cell(const Node& node, std::span<const Cell* const> cells,
              std::span<const ValueType> types, Pool* pool) {
  switch (node.op) {
    case Op::And:
      return conjunction(cells);
    case Op::Or:
      return disjunction(cells);
    case Op::Not:
      return negation(*cells[0]);
    case Op::Compare:
      return compare_cells(node, *cells[0], *cells[1]);
    case Op::Known:
      return known_truth(*cells[0]);
    case Op::OrElse: {
      const size_t taken = cells[0]->answer == Answer::Unknown ? 1 : 0;
      return converted(*cells[taken], types[taken], node.type);
    }
    case Op::If:
      return choose_branch(*cells[0], converted(*cells[1], types[1], node.type),
                           converted(*cells[2], types[2], node.type), node.type);
    case Op::AtLeast:
      return at_least(node, cells);
    case Op::Share:
      return share(node, cells);
    case Op::AnswerIs:
      return answer_is(node, *cells[0]);
    case Op::Policy:
      return policy(node, *cells[0]);
    case Op::Assume:
      return assume(node, *cells[0]);
    case Op::Applies:
      return applies(*cells[0], *cells[1]);
    case Op::AggregateList:
    case Op::AggregateCategories:
    case Op::AggregatePeriods:
      return aggregate_cells(node, cells, types, pool);
    default:
      return arithmetic(node, cells, types);
  }
}

namespace {

// The denominator in which results of the node are whole, where there is one.
double denominator_of(const Node& node) {
  const i128 fixed = node.number.fixed_denominator;
  return fixed > 0 && fixed <= kWholeMax ? static_cast<double>(static_cast<int64_t>(fixed)) : 1;
}

}  // namespace

void run_block(const Node& node, BlockArgs args, size_t size, BlockBuffer& out) {
  if (run_answers(node, args, size, out) || run_numbers(node, args, size, out) ||
      run_reals(node, args, size, out)) {
    return;
  }
  out.start(size, form_of(node.type), denominator_of(node));
  const size_t count = args.blocks.size();
  std::vector<Cell> cells(count);
  std::vector<const Cell*> pointers(count, nullptr);
  for (size_t unit = 0; unit < size; ++unit) {
    for (size_t i = 0; i < count; ++i) {
      if (args.blocks[i] == nullptr) continue;
      cells[i] = args.blocks[i]->cell(unit);
      pointers[i] = &cells[i];
    }
    out.set(unit, run_cell(node, pointers, args.types, nullptr));
  }
  out.marks_written();
}

}  // namespace exemplar::engine
