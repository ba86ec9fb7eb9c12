// Columns say the same cells that were put in, whatever their chunks, and share what did not change.
#include "engine/column/column.hpp"

#include <gtest/gtest.h>

#include <random>

namespace exemplar::engine {
namespace {

bool same_cell(const Cell& a, const Cell& b, ValueType type) {
  if (mark_of(a) != mark_of(b)) return false;
  if (a.answer != kKnown || type == ValueType::Truth) return true;
  if (type == ValueType::Real) return a.real == b.real;
  return a.exact == b.exact;
}

struct Drawing {
  std::mt19937_64 random{7};
  int filled = 100;        // percent
  bool ratios = false;     // of several denominators
  bool too_large = false;  // beyond 2^53

  uint64_t below(uint64_t n) { return random() % n; }

  Cell cell(ValueType type) {
    Cell cell;
    cell.status = static_cast<uint8_t>(below(4));
    cell.correction_pending = below(9) == 0;
    cell.answer = kKnown;
    if (below(100) >= static_cast<uint64_t>(filled)) {
      return cell_of(kMarkUnknown);
    }
    if (below(20) == 0) {
      cell.answer = Answer::NotApplicable;
      return cell;
    }
    if (type == ValueType::Truth) {
      cell.answer = below(2) == 0 ? Answer::Met : Answer::NotMet;
    } else if (type == ValueType::Real) {
      cell.real = static_cast<double>(static_cast<int64_t>(random())) * 0x1p-40;
    } else {
      cell.exact = {static_cast<i128>(below(2'000'000)) - 1'000'000, 10};
      if (ratios && below(3) == 0) cell.exact.denominator = 7;
      if (too_large && below(50) == 0) {
        cell.exact.numerator = cell.exact.numerator * power_of_ten(20) + 1;
      }
    }
    return cell;
  }

  CellVector cells(size_t count, ValueType type) {
    CellVector all;
    for (size_t i = 0; i < count; ++i) all.push_back(cell(type));
    return all;
  }
};

constexpr ValueType kTypes[] = {ValueType::Truth, ValueType::Exact, ValueType::Real};

TEST(Column, KeepsEveryCell) {
  for (const ValueType type : kTypes) {
    for (const int filled : {100, 70, 10, 0}) {
      for (const bool ratios : {false, true}) {
        for (const bool too_large : {false, true}) {
          Drawing draw;
          draw.filled = filled;
          draw.ratios = ratios;
          draw.too_large = too_large;
          const CellVector cells = draw.cells(1'000, type);
          for (const size_t chunk : {1U, 7U, 100U, 4096U}) {
            const Column column = column_of(cells, type, chunk);
            ASSERT_EQ(column.size(), cells.size());
            for (size_t unit = 0; unit < cells.size(); ++unit) {
              ASSERT_TRUE(same_cell(column[unit], cells[unit], type))
                  << unit << " of chunk " << chunk;
              ASSERT_EQ(column.mark(unit), mark_of(cells[unit]));
            }
          }
        }
      }
    }
  }
}

TEST(Column, BlocksAndGatheredUnitsAreItsCells) {
  Drawing draw;
  draw.filled = 30;
  draw.ratios = true;
  for (const ValueType type : kTypes) {
    const CellVector cells = draw.cells(777, type);
    for (const size_t chunk : {1U, 7U, 256U}) {
      const Column column = column_of(cells, type, chunk);
      BlockBuffer buffer;
      for (size_t first = 0; first < cells.size(); first += 100) {
        const size_t count = std::min<size_t>(100, cells.size() - first);
        const Block block = column.block(first, count, buffer);
        for (size_t i = 0; i < count; ++i) {
          ASSERT_TRUE(same_cell(block.cell(i), cells[first + i], type));
        }
      }
      const std::vector<uint32_t> units{700, 3, 3, 500, 0, 776};
      const Block gathered = column.gather(units, buffer);
      for (size_t i = 0; i < units.size(); ++i) {
        ASSERT_TRUE(same_cell(gathered.cell(i), cells[units[i]], type));
      }
    }
  }
}

TEST(Column, AChangeLeavesTheOldOneAndSharesTheRest) {
  Drawing draw;
  CellVector cells = draw.cells(5'000, ValueType::Exact);
  const CellVector before = cells;
  const Column old = column_of(cells, ValueType::Exact, 500);
  const std::vector<uint32_t> units{3, 4, 1'999, 4'999};
  draw.ratios = draw.too_large = true;
  BlockBuffer changes;
  changes.start(units.size(), Form::Whole, 10);
  for (size_t i = 0; i < units.size(); ++i) {
    cells[units[i]] = draw.cell(ValueType::Exact);
    changes.set(i, cells[units[i]]);
  }
  const Column changed = old.with(units, changes.block());
  for (size_t unit = 0; unit < cells.size(); ++unit) {
    ASSERT_TRUE(same_cell(old[unit], before[unit], ValueType::Exact));
    ASSERT_TRUE(same_cell(changed[unit], cells[unit], ValueType::Exact)) << unit;
  }
}

// At most 12 bytes a reported value, also where only a tenth is filled.
TEST(Column, TakesLittleMemory) {
  for (const int filled : {100, 50, 10}) {
    Drawing draw;
    draw.filled = filled;
    const CellVector cells = draw.cells(200'000, ValueType::Exact);
    size_t reported = 0;
    for (const Cell& cell : cells) reported += cell.answer != Answer::Unknown ? 1 : 0;
    const Column column = column_of(cells, ValueType::Exact);
    EXPECT_LE(static_cast<double>(column.bytes()) / static_cast<double>(reported), 12.0) << filled;
  }
}

TEST(Block, WidensWithoutLoss) {
  BlockBuffer buffer;
  buffer.start(4, Form::Whole, 10);
  const auto known = [](i128 numerator, i128 denominator) {
    Cell cell;
    cell.answer = kKnown;
    cell.exact = {numerator, denominator};
    return cell;
  };
  buffer.set(0, known(25, 10));
  buffer.set(1, known(3, 2));
  EXPECT_EQ(buffer.block().form, Form::Whole);
  buffer.set(2, known(1, 3));
  EXPECT_EQ(buffer.block().form, Form::Quotient);
  buffer.set(3, known(power_of_ten(30), 7));
  EXPECT_EQ(buffer.block().form, Form::Wide);
  EXPECT_EQ(buffer.block().cell(0).exact, (Ratio{5, 2}));
  EXPECT_EQ(buffer.block().cell(1).exact, (Ratio{3, 2}));
  EXPECT_EQ(buffer.block().cell(2).exact, (Ratio{1, 3}));
  EXPECT_EQ(buffer.block().cell(3).exact, (Ratio{power_of_ten(30), 7}));
}

TEST(Mark, HoldsAnswerStatusAndCorrection) {
  for (int answer = 0; answer < 4; ++answer) {
    for (uint8_t status = 0; status < 4; ++status) {
      for (const bool pending : {false, true}) {
        const Mark mark = mark_of(static_cast<Answer>(answer), status, pending);
        EXPECT_EQ(answer_of(mark), static_cast<Answer>(answer));
        EXPECT_EQ(status_of(mark), status);
        EXPECT_EQ(is_pending(mark), pending);
        EXPECT_EQ(is_known(mark), answer == 0 || answer == 2);
        EXPECT_EQ(mark_of(cell_of(mark)), mark);
      }
    }
  }
}

// Chunks in which nothing is known have no lanes for numbers; those that follow keep theirs.
TEST(Column, NumbersBehindChunksWithoutAnyAreKept) {
  Cell seven;
  seven.answer = kKnown;
  seven.exact = {7, 1};
  const Column nothing = column_of(12, cell_of(kMarkUnknown), ValueType::Truth).resized(9'000);
  BlockBuffer one;
  one.start(1, Form::Whole, 1);
  one.set(0, seven);
  one.marks_written();
  const uint32_t unit = 5'000;
  const Column column = nothing.with({&unit, 1}, one.block());
  EXPECT_EQ(column[unit].exact, seven.exact);
  BlockBuffer buffer;
  const uint32_t both[] = {10, unit};
  const Block gathered = column.gather(both, buffer);
  EXPECT_FALSE(is_known(gathered.mark_at(0)));
  ASSERT_TRUE(is_known(gathered.mark_at(1)));
  EXPECT_EQ(gathered.cell(1).exact, seven.exact);
  BlockBuffer side_by_side;
  const Block across = column.block(4'000, 1'100, side_by_side);
  EXPECT_EQ(across.cell(unit - 4'000).exact, seven.exact);
}

}  // namespace
}  // namespace exemplar::engine
