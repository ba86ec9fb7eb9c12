// The cells of one node for all units, packed into chunks that are never changed.
//
//   unit   0 … 4095      4096 … 8191     …
//          chunk ───┐    chunk           a chunk is dense: a number each
//                   │                    or sparse: a bit each, and a number for each bit that is set
//          marks: one for all, or a byte for each number
//
// A changed column shares the chunks that did not change with the one it came from, so readers keep
// theirs while a writer makes the next.
#pragma once

#include <memory>
#include <span>

#include "engine/column/block.hpp"

namespace exemplar::engine {

inline constexpr size_t kChunkUnits = 4096;

class Column {
 public:
  struct Chunk;

  Column() = default;

  size_t size() const { return size_; }
  Cell operator[](size_t unit) const;
  Mark mark(size_t unit) const;
  // Units first … first + count − 1; lanes of the column itself where they lie side by side, else
  // of `buffer`, whose block this becomes.
  Block block(size_t first, size_t count, BlockBuffer& buffer) const;
  Block gather(std::span<const uint32_t> units, BlockBuffer& buffer) const;

  // The same column with other cells for some units, which are in ascending order.
  Column with(std::span<const uint32_t> units, const Block& cells) const;
  // Of so many units; those that are new are unknown.
  Column resized(size_t units) const;

  // What it takes in memory, shared chunks included.
  size_t bytes() const;
  // How many cells are known.
  size_t known() const;

 private:
  friend class ColumnBuilder;
  const Chunk& chunk_of(size_t unit) const;

  size_t size_ = 0;
  size_t chunk_units_ = kChunkUnits;
  std::vector<std::shared_ptr<const Chunk>> chunks_;
};

// Cells one after the other, or chunk by chunk from several threads.
class ColumnBuilder {
 public:
  explicit ColumnBuilder(size_t units, size_t chunk_units = kChunkUnits);

  size_t chunk_units() const { return column_.chunk_units_; }
  size_t chunk_count() const { return column_.chunks_.size(); }
  // The chunk's units in pieces that follow each other.
  void set_chunk(size_t index, std::span<const Block> pieces);
  // A chunk of another column with the same units, as it is.
  void share_chunk(size_t index, std::shared_ptr<const Column::Chunk> chunk);
  Column take();

 private:
  Column column_;
};

// Of as many cells as units; `type` says how their values are kept.
Column column_of(const CellVector& cells, ValueType type, size_t chunk_units = kChunkUnits);
// Of whole numbers over one denominator, by unit.
Column column_of_lanes(std::span<const Mark> marks, std::span<const double> numbers,
                       double denominator);
// The units whose cells are not the same to the bit; both of as many.
std::vector<uint32_t> differing(const Column& a, const Column& b);
// Marks alike, and of what is known the values: of doubles to the bit, of ratios by value.
bool same_cell(const Block& a, const Block& b, size_t i);
CellVector unpacked(const Column& column);
// One cell for every unit.
Column column_of(size_t units, const Cell& cell, ValueType type);

}  // namespace exemplar::engine
