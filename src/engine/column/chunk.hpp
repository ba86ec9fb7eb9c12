// A chunk of a column (private to the column).
#pragma once

#include <bit>

#include "engine/column/column.hpp"

namespace exemplar::engine {

// How many of the bits before that one are set.
inline size_t set_before(const std::vector<uint64_t>& bits, size_t bit) {
  size_t count = 0;
  for (size_t word = 0; word < bit / 64; ++word)
    count += static_cast<size_t>(std::popcount(bits[word]));
  const uint64_t below = bits[bit / 64] & ((uint64_t{1} << bit % 64) - 1);
  return count + static_cast<size_t>(std::popcount(below));
}

// Dense: marks (or one for all) and numbers by unit. Sparse: those of the units whose bit is set, one
// after the other; all others have `absent`.
struct Column::Chunk {
  Form form = Form::None;
  bool uniform = true;
  Mark mark = kMarkUnknown;    // uniform: of all that are kept
  Mark absent = kMarkUnknown;  // sparse: of all others
  uint32_t size = 0;
  double denominator = 1;
  std::vector<uint64_t> bits;  // sparse only
  std::vector<Mark> marks;
  std::vector<double> numbers;
  std::vector<double> denominators;
  std::vector<Ratio> ratios;

  bool sparse() const { return !bits.empty(); }
  // Dense: the size.
  size_t kept_count() const {
    if (!sparse()) return size;
    size_t count = 0;
    for (const uint64_t word : bits) count += static_cast<size_t>(std::popcount(word));
    return count;
  }
  bool kept(size_t i) const { return !sparse() || (bits[i / 64] >> i % 64 & 1) != 0; }
  size_t place(size_t i) const { return sparse() ? set_before(bits, i) : i; }

  // Could that cell stand in place of the unit's own, in the lanes as they are? Not where the form
  // cannot hold it, or the unit has no place.
  bool replace(size_t i, const Cell& cell);
  // Those units one after the other, into a buffer started for `count` of this form.
  void unpack(size_t first, size_t count, size_t to, BlockBuffer& buffer) const;

  // The lanes from that place on.
  Block lanes(size_t place, size_t count) const {
    Block block;
    block.size = count;
    block.form = form;
    block.uniform = uniform;
    block.mark = mark;
    block.denominator = denominator;
    if (!uniform) block.marks = marks.data() + place;
    if (!numbers.empty()) block.numbers = numbers.data() + place;
    if (!denominators.empty()) block.denominators = denominators.data() + place;
    if (!ratios.empty()) block.ratios = ratios.data() + place;
    return block;
  }

  Mark mark_at(size_t i) const {
    if (!kept(i)) return absent;
    return uniform ? mark : marks[place(i)];
  }
  Cell cell(size_t i) const { return kept(i) ? lanes(place(i), 1).cell(0) : cell_of(absent); }

  size_t bytes() const {
    return sizeof(Chunk) + bits.capacity() * sizeof(uint64_t) + marks.capacity() * sizeof(Mark) +
           (numbers.capacity() + denominators.capacity()) * sizeof(double) +
           ratios.capacity() * sizeof(Ratio);
  }
};

}  // namespace exemplar::engine
