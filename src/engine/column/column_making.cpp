// Columns made of cells or lanes, taken apart again, and compared.
#include <algorithm>
#include <bit>

#include "engine/column/column.hpp"

namespace exemplar::engine {

Column column_of(const CellVector& cells, ValueType type, size_t chunk_units) {
  ColumnBuilder builder(cells.size(), chunk_units);
  BlockBuffer buffer;
  for (size_t index = 0; index < builder.chunk_count(); ++index) {
    const size_t first = index * builder.chunk_units();
    const size_t count = std::min(builder.chunk_units(), cells.size() - first);
    double denominator = 1;
    for (size_t i = 0; i < count && form_of(type) == Form::Whole; ++i) {
      const Cell& cell = cells[first + i];
      if (cell.answer != kKnown || cell.exact.denominator > kWholeMax) continue;
      denominator = static_cast<double>(static_cast<int64_t>(cell.exact.denominator));
      break;
    }
    buffer.start(count, form_of(type), denominator);
    for (size_t i = 0; i < count; ++i) buffer.set(i, cells[first + i]);
    builder.set_chunk(index, {&buffer.block(), 1});
  }
  return builder.take();
}

Column column_of_lanes(std::span<const Mark> marks, std::span<const double> numbers,
                       double denominator) {
  ColumnBuilder builder(marks.size());
  for (size_t index = 0; index < builder.chunk_count(); ++index) {
    const size_t first = index * builder.chunk_units();
    Block block;
    block.size = std::min(builder.chunk_units(), marks.size() - first);
    block.form = Form::Whole;
    block.uniform = false;
    block.marks = marks.data() + first;
    block.numbers = numbers.data() + first;
    block.denominator = denominator;
    builder.set_chunk(index, {&block, 1});
  }
  return builder.take();
}

namespace {

bool same_number(const Block& a, const Block& b, size_t i) {
  if (a.form == Form::Real) {
    return std::bit_cast<uint64_t>(a.numbers[i]) == std::bit_cast<uint64_t>(b.numbers[i]);
  }
  const Ratio left = a.ratio_at(i);
  const Ratio right = b.ratio_at(i);
  if (left.numerator == right.numerator && left.denominator == right.denominator) return true;
  const Ratio x = left.reduced();
  const Ratio y = right.reduced();
  return x.numerator == y.numerator && x.denominator == y.denominator;
}

}  // namespace

bool same_cell(const Block& a, const Block& b, size_t i) {
  if (a.mark_at(i) != b.mark_at(i)) return false;
  if (a.form == Form::None || answer_of(a.mark_at(i)) != kKnown) return true;
  return b.form != Form::None && same_number(a, b, i);
}

std::vector<uint32_t> differing(const Column& a, const Column& b) {
  BlockBuffer of_a;
  BlockBuffer of_b;
  std::vector<uint32_t> units;
  for (size_t first = 0; first < a.size(); first += kChunkUnits) {
    const size_t count = std::min(kChunkUnits, a.size() - first);
    const Block left = a.block(first, count, of_a);
    const Block right = b.block(first, count, of_b);
    for (size_t i = 0; i < count; ++i) {
      if (!same_cell(left, right, i)) units.push_back(static_cast<uint32_t>(first + i));
    }
  }
  return units;
}

CellVector unpacked(const Column& column) {
  CellVector cells(column.size());
  for (size_t unit = 0; unit < cells.size(); ++unit) cells[unit] = column[unit];
  return cells;
}

Column column_of(size_t units, const Cell& cell, ValueType type) {
  ColumnBuilder builder(units);
  BlockBuffer buffer;
  for (size_t index = 0; index < builder.chunk_count(); ++index) {
    const size_t first = index * builder.chunk_units();
    buffer.fill(std::min(builder.chunk_units(), units - first), cell, type);
    builder.set_chunk(index, {&buffer.block(), 1});
  }
  return builder.take();
}

}  // namespace exemplar::engine
