#include "engine/compute/fold.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/on_threads.hpp"
#include "engine/compute/exact.hpp"
#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

namespace {

// Both marks are of the same answer: the lower status, and whether any correction waits.
Mark lower(Mark a, Mark b) {
  if (a == 0) return b;
  return mark_of(answer_of(b), std::min(status_of(a), status_of(b)),
                 is_pending(a) || is_pending(b));
}

// As `known` of them say: one mark of the answer "met", whatever they answer.
Mark as_known(Mark mark) {
  return mark_of(kKnown, status_of(mark), is_pending(mark));
}

struct Extent {
  double least;
  double most;
  i128 sum;
};

// Of integers, at least one. Several at a time, since they do not depend on each other.
Extent extent_of(const double* numbers, size_t count) {
  constexpr size_t kAbreast = 8;
  std::array<double, kAbreast> low;
  std::array<double, kAbreast> high;
  std::array<double, kAbreast> total{};
  low.fill(numbers[0]);
  high.fill(numbers[0]);
  size_t i = 0;
  for (; i + kAbreast <= count; i += kAbreast) {
    for (size_t k = 0; k < kAbreast; ++k) {
      const double number = numbers[i + k];
      low[k] = number < low[k] ? number : low[k];
      high[k] = number > high[k] ? number : high[k];
      total[k] += number;
    }
  }
  for (; i < count; ++i) {
    low[0] = std::min(low[0], numbers[i]);
    high[0] = std::max(high[0], numbers[i]);
    total[0] += numbers[i];
  }
  Extent extent{*std::min_element(low.begin(), low.end()),
                *std::max_element(high.begin(), high.end()), 0};
  // Doubles add integers without rounding while nothing can leave 2^53.
  const double largest = std::max(-extent.least, extent.most);
  if (largest * static_cast<double>(count) < static_cast<double>(kWholeMax)) {
    double sum = 0;
    for (const double part : total) sum += part;
    extent.sum = static_cast<int64_t>(sum);
  } else {
    for (size_t k = 0; k < count; ++k) extent.sum += static_cast<int64_t>(numbers[k]);
  }
  return extent;
}

}  // namespace

void Fold::add(const Block& block) {
  const bool numbers = block.form == Form::Whole;
  if (!numbers && block.form != Form::None) usable = false;
  if (!usable || block.size == 0) return;
  if (numbers && block.all_known()) {
    if (denominator == 0) denominator = block.denominator;
    usable = denominator == block.denominator;
    if (!usable) return;
    known += static_cast<int64_t>(block.size);
    met += static_cast<int64_t>(block.size);
    of_known = lower(of_known, as_known(block.mark));
    const Extent extent = extent_of(block.numbers, block.size);
    least = std::min(least, extent.least);
    most = std::max(most, extent.most);
    sum += extent.sum;
    return;
  }
  for (size_t i = 0; i < block.size; ++i) {
    const Mark mark = block.mark_at(i);
    if (answer_of(mark) == Answer::Unknown) {
      ++unknown;
      continue;
    }
    if (answer_of(mark) == Answer::NotApplicable) {
      ++not_applicable;
      of_inapplicable = lower(of_inapplicable, mark);
      continue;
    }
    ++known;
    of_known = lower(of_known, as_known(mark));
    met += answer_of(mark) == Answer::Met ? 1 : 0;
    if (!numbers) continue;
    if (denominator == 0) denominator = block.denominator;
    usable = usable && denominator == block.denominator;
    sum += static_cast<int64_t>(block.numbers[i]);
    least = std::min(least, block.numbers[i]);
    most = std::max(most, block.numbers[i]);
  }
}

void Fold::add(const Fold& other) {
  known += other.known;
  unknown += other.unknown;
  not_applicable += other.not_applicable;
  met += other.met;
  if (other.of_known != 0) of_known = lower(of_known, other.of_known);
  if (other.of_inapplicable != 0) of_inapplicable = lower(of_inapplicable, other.of_inapplicable);
  sum += other.sum;
  least = std::min(least, other.least);
  most = std::max(most, other.most);
  usable = usable && other.usable &&
           (denominator == 0 || other.denominator == 0 || denominator == other.denominator);
  if (denominator == 0) denominator = other.denominator;
}

Fold fold_of(const Column& column, std::span<const uint32_t> members, size_t block,
             unsigned threads) {
  const size_t pieces = (members.size() + block - 1) / block;
  std::vector<Fold> folds(pieces);
  on_threads(pieces > 1 ? threads : 1, pieces, [&] {
    return [&, buffer = BlockBuffer()](size_t piece) mutable {
      const auto units =
          members.subspan(piece * block, std::min(block, members.size() - piece * block));
      const bool side_by_side = units.back() - units.front() + 1 == units.size();
      folds[piece].add(side_by_side ? column.block(units.front(), units.size(), buffer)
                                    : column.gather(units, buffer));
    };
  });
  Fold whole;
  for (const Fold& fold : folds) whole.add(fold);
  return whole;
}

std::optional<Cell> aggregate_of(const Node& node, const Fold& fold) {
  if (!fold.usable || node.type == ValueType::Real) return std::nullopt;
  const bool counts = node.function == FunctionId::Count;
  const bool numbers = node.function == FunctionId::Sum || node.function == FunctionId::Mean ||
                       node.function == FunctionId::Min || node.function == FunctionId::Max;
  if (!counts && !numbers) return std::nullopt;
  if (fold.unknown > 0 && (!node.of_known || fold.known == 0)) {
    return unknown_cell(Pool::plain(ReasonKind::SomeUnknown));
  }
  if (fold.known == 0) {
    Cell cell = fold.of_inapplicable != 0 ? cell_of(fold.of_inapplicable) : Cell{};
    cell.answer = Answer::NotApplicable;
    return cell;
  }
  Cell cell = cell_of(fold.of_known);
  const auto below = static_cast<i128>(static_cast<int64_t>(fold.denominator));
  std::optional<Ratio> value;
  switch (node.function) {
    case FunctionId::Count:
      value = Ratio{fold.met, 1};
      break;
    case FunctionId::Sum:
      value = Ratio{fold.sum, below};
      break;
    case FunctionId::Mean:
      value = exact_divide({fold.sum, below}, {fold.known, 1});
      break;
    case FunctionId::Min:
      value = Ratio{static_cast<int64_t>(fold.least), below};
      break;
    default:
      value = Ratio{static_cast<int64_t>(fold.most), below};
      break;
  }
  if (!value) return std::nullopt;
  cell.exact = *value;
  return cell;
}

Normalised normalised_by(const Node& node, const Fold& fold) {
  Normalised result;
  const bool exact = node.type == ValueType::Exact && (node.function == FunctionId::MinMax ||
                                                       node.function == FunctionId::ShareOfMax);
  if (!exact || !fold.usable) return result;
  result.possible = true;
  if (fold.known == 0) return result;
  result.known = fold.of_known;
  result.from = node.function == FunctionId::MinMax ? fold.least : 0;
  result.range = fold.most - result.from;
  result.spread = result.range != 0;
  // A negative range turns the signs, and beyond 2^53 nothing is exact: the cells say it.
  const auto limit = static_cast<double>(kWholeMax);
  result.possible =
      result.range >= 0 && result.range < limit && fold.least > -limit / 2 && fold.most < limit / 2;
  return result;
}

}  // namespace exemplar::engine
