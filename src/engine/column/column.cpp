#include "engine/column/column.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace exemplar::engine {

namespace {

// Below this share of numbers a chunk keeps a bit for each unit instead of a place.
constexpr size_t kSparsePercent = 60;

// How many of the bits before that one are set.
size_t set_before(const std::vector<uint64_t>& bits, size_t bit) {
  size_t count = 0;
  for (size_t word = 0; word < bit / 64; ++word)
    count += static_cast<size_t>(std::popcount(bits[word]));
  const uint64_t below = bits[bit / 64] & ((uint64_t{1} << bit % 64) - 1);
  return count + static_cast<size_t>(std::popcount(below));
}

}  // namespace

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

namespace {

// The form that holds both, and the denominator of Whole.
struct CommonForm {
  Form form = Form::None;
  double denominator = 1;
  bool any = false;

  void add(const Block& block) {
    if (!any) {
      form = block.form;
      denominator = block.denominator;
      any = true;
      return;
    }
    const bool same =
        form == block.form && (form != Form::Whole || denominator == block.denominator);
    if (!same && form != Form::Wide) {
      form = block.form == Form::Wide ? Form::Wide : Form::Quotient;
    }
  }
};

}  // namespace

void Column::Chunk::unpack(size_t first, size_t count, size_t to, BlockBuffer& buffer) const {
  const Block all = lanes(0, kept_count());
  const Cell none = cell_of(absent);
  size_t next = place(first);
  if (buffer.takes_lanes(form, denominator)) {
    for (size_t i = 0; i < count; ++i) {
      if (!kept(first + i)) {
        buffer.set_lanes(to + i, absent, 0);
        continue;
      }
      buffer.set_lanes(to + i, all.mark_at(next), numbers.empty() ? 0 : numbers[next]);
      ++next;
    }
    return;
  }
  for (size_t i = 0; i < count; ++i) {
    buffer.set(to + i, kept(first + i) ? all.cell(next++) : none);
  }
}

bool Column::Chunk::replace(size_t i, const Cell& cell) {
  if (!kept(i)) return mark_of(cell) == absent;
  const size_t at = place(i);
  const bool valued = cell.answer == kKnown;
  double number = 0;
  double below = 1;
  switch (form) {
    case Form::None:
      break;
    case Form::Real:
      number = valued ? cell.real : 0;
      break;
    case Form::Wide:
      ratios[at] = valued ? cell.exact : Ratio{};
      break;
    default: {
      BlockBuffer one;
      one.start(1, form, denominator);
      one.set(0, cell);
      if (one.block().form != form) return false;
      number = one.numbers()[0];
      if (form == Form::Quotient) below = one.denominators()[0];
    }
  }
  if (!numbers.empty()) numbers[at] = number;
  if (!denominators.empty()) denominators[at] = below;
  const Mark changed = mark_of(cell);
  if (uniform && changed != mark) {
    marks.assign(kept_count(), mark);
    uniform = false;
  }
  if (!uniform) marks[at] = changed;
  return true;
}

Cell Column::operator[](size_t unit) const {
  return chunk_of(unit).cell(unit % chunk_units_);
}

Mark Column::mark(size_t unit) const {
  return chunk_of(unit).mark_at(unit % chunk_units_);
}

const Column::Chunk& Column::chunk_of(size_t unit) const {
  assert(unit < size_);
  return *chunks_[unit / chunk_units_];
}

Block Column::block(size_t first, size_t count, BlockBuffer& buffer) const {
  if (count == 0) return {};
  const Chunk& chunk = chunk_of(first);
  const size_t at = first % chunk_units_;
  if (at + count <= chunk.size && !chunk.sparse()) return chunk.lanes(at, count);
  buffer.start(count, chunk.form, chunk.denominator);
  for (size_t done = 0; done < count;) {
    const size_t from = (first + done) % chunk_units_;
    const Chunk& of = chunk_of(first + done);
    const size_t here = std::min(count - done, of.size - from);
    of.unpack(from, here, done, buffer);
    done += here;
  }
  buffer.marks_written();
  return buffer.block();
}

Block Column::gather(std::span<const uint32_t> units, BlockBuffer& buffer) const {
  if (units.empty()) return {};
  const Chunk& chunk = chunk_of(units[0]);
  buffer.start(units.size(), chunk.form, chunk.denominator);
  for (size_t i = 0; i < units.size(); ++i) {
    const Chunk& of = chunk_of(units[i]);
    const size_t at = units[i] % chunk_units_;
    if (!buffer.takes_lanes(of.form, of.denominator)) {
      buffer.set(i, of.cell(at));
    } else if (!of.kept(at)) {
      buffer.set_lanes(i, of.absent, 0);
    } else {
      const size_t place = of.place(at);
      buffer.set_lanes(i, of.uniform ? of.mark : of.marks[place],
                       of.numbers.empty() ? 0 : of.numbers[place]);
    }
  }
  buffer.marks_written();
  return buffer.block();
}

Column Column::with(std::span<const uint32_t> units, const Block& cells) const {
  Column changed = *this;
  BlockBuffer buffer;
  for (size_t from = 0; from < units.size();) {
    const size_t index = units[from] / chunk_units_;
    size_t until = from;
    while (until < units.size() && units[until] / chunk_units_ == index) ++until;
    auto copy = std::make_shared<Chunk>(*chunks_[index]);
    // Where nothing is known yet there are no lanes for numbers.
    const bool first_numbers = copy->form == Form::None && cells.form != Form::None;
    bool fits = !first_numbers;
    for (size_t i = from; fits && i < until; ++i) {
      fits = copy->replace(units[i] % chunk_units_, cells.cell(i));
    }
    if (fits) {
      changed.chunks_[index] = std::move(copy);
    } else {
      const Chunk& old = *chunks_[index];
      buffer.start(old.size, first_numbers ? cells.form : old.form,
                   first_numbers ? cells.denominator : old.denominator);
      old.unpack(0, old.size, 0, buffer);
      for (size_t i = from; i < until; ++i) buffer.set(units[i] % chunk_units_, cells.cell(i));
      buffer.marks_written();
      ColumnBuilder builder(old.size, old.size);
      builder.set_chunk(0, {&buffer.block(), 1});
      changed.chunks_[index] = builder.take().chunks_[0];
    }
    from = until;
  }
  return changed;
}

Column Column::resized(size_t units) const {
  ColumnBuilder builder(units, chunk_units_);
  for (size_t index = 0; index < builder.chunk_count(); ++index) {
    const size_t first = index * chunk_units_;
    const size_t count = std::min(chunk_units_, units - first);
    if (index < chunks_.size() && chunks_[index]->size == count) {
      builder.share_chunk(index, chunks_[index]);
      continue;
    }
    const size_t here = first < size_ ? std::min(count, size_ - first) : 0;
    BlockBuffer own;
    BlockBuffer missing;
    std::vector<Block> pieces;
    if (here > 0) pieces.push_back(block(first, here, own));
    if (here < count) {
      missing.start(count - here, here > 0 ? pieces[0].form : Form::None,
                    here > 0 ? pieces[0].denominator : 1);
      for (size_t i = 0; i < count - here; ++i) missing.set(i, cell_of(kMarkUnknown));
      missing.marks_written();
      pieces.push_back(missing.block());
    }
    builder.set_chunk(index, pieces);
  }
  return builder.take();
}

size_t Column::bytes() const {
  size_t total = sizeof(Column) + chunks_.capacity() * sizeof(chunks_[0]);
  for (const auto& chunk : chunks_) total += chunk->bytes();
  return total;
}

size_t Column::known() const {
  size_t count = 0;
  for (size_t unit = 0; unit < size_; ++unit) count += is_known(mark(unit)) ? 1 : 0;
  return count;
}

ColumnBuilder::ColumnBuilder(size_t units, size_t chunk_units) {
  column_.size_ = units;
  column_.chunk_units_ = std::max<size_t>(1, chunk_units);
  column_.chunks_.resize((units + column_.chunk_units_ - 1) / column_.chunk_units_);
}

namespace {

bool known_everywhere(const Block& block) {
  if (block.uniform) return answer_of(block.mark) == kKnown;
  return std::all_of(block.marks, block.marks + block.size,
                     [](Mark mark) { return answer_of(mark) == kKnown; });
}

// Where most units have one mark without a value.
std::optional<Mark> mostly_absent(std::span<const Block> pieces, size_t size) {
  if (pieces.size() == 1 && pieces[0].uniform && is_known(pieces[0].mark)) return std::nullopt;
  size_t counts[kMarks] = {};
  for (const Block& piece : pieces) {
    for (size_t i = 0; i < piece.size; ++i) ++counts[piece.mark_at(i)];
  }
  for (size_t mark = 0; mark < kMarks; ++mark) {
    const bool frequent = counts[mark] * 100 >= size * (100 - kSparsePercent) && size > 64;
    if (frequent && !is_known(static_cast<Mark>(mark))) return static_cast<Mark>(mark);
  }
  return std::nullopt;
}

}  // namespace

namespace {

// One piece with a value for every unit, lane by lane; false: lanes have to be gathered.
bool copy_lanes(const Block& piece, Column::Chunk& chunk) {
  const bool lanes = piece.form == Form::None || piece.form == Form::Whole ||
                     piece.form == Form::Real || piece.form == Form::Quotient;
  if (!lanes || (piece.form != Form::None && !known_everywhere(piece))) return false;
  chunk.uniform = piece.uniform;
  chunk.mark = piece.mark;
  if (!piece.uniform) {
    const Mark first = piece.marks[0];
    chunk.uniform = std::all_of(piece.marks, piece.marks + piece.size,
                                [&](Mark mark) { return mark == first; });
    chunk.mark = first;
    if (!chunk.uniform) chunk.marks.assign(piece.marks, piece.marks + piece.size);
  }
  if (piece.form != Form::None) chunk.numbers.assign(piece.numbers, piece.numbers + piece.size);
  if (piece.form == Form::Quotient) {
    chunk.denominators.assign(piece.denominators, piece.denominators + piece.size);
  }
  return true;
}

}  // namespace

void ColumnBuilder::set_chunk(size_t index, std::span<const Block> pieces) {
  auto chunk = std::make_shared<Column::Chunk>();
  CommonForm common;
  size_t size = 0;
  for (const Block& piece : pieces) {
    common.add(piece);
    size += piece.size;
  }
  chunk->form = common.form;
  chunk->denominator = common.denominator;
  chunk->size = static_cast<uint32_t>(size);
  const auto absent = mostly_absent(pieces, size);
  if (absent) {
    chunk->absent = *absent;
    chunk->bits.assign((size + 63) / 64, 0);
  }
  size_t kept = size;
  if (absent) {
    kept = 0;
    for (const Block& piece : pieces) {
      for (size_t i = 0; i < piece.size; ++i) kept += piece.mark_at(i) != *absent ? 1 : 0;
    }
  }
  const bool truths = common.form == Form::None;
  if (pieces.size() == 1 && !absent && copy_lanes(pieces[0], *chunk)) {
    column_.chunks_[index] = std::move(chunk);
    return;
  }
  chunk->marks.reserve(kept);
  if (!truths && common.form != Form::Wide) chunk->numbers.reserve(kept);
  if (common.form == Form::Quotient) chunk->denominators.reserve(kept);
  if (common.form == Form::Wide) chunk->ratios.reserve(kept);
  size_t unit = 0;
  for (const Block& piece : pieces) {
    for (size_t i = 0; i < piece.size; ++i, ++unit) {
      const Mark mark = piece.mark_at(i);
      if (absent) {
        if (mark == *absent) continue;
        chunk->bits[unit / 64] |= uint64_t{1} << unit % 64;
      }
      chunk->marks.push_back(mark);
      if (truths) continue;
      const bool valued = answer_of(mark) == kKnown;
      if (common.form == Form::Wide) {
        chunk->ratios.push_back(valued ? piece.ratio_at(i) : Ratio{});
        continue;
      }
      chunk->numbers.push_back(valued ? piece.numbers[i] : 0);
      if (common.form == Form::Quotient) {
        const double below =
            piece.form == Form::Quotient ? piece.denominators[i] : piece.denominator;
        chunk->denominators.push_back(valued ? below : 1);
      }
    }
  }
  chunk->uniform = std::all_of(chunk->marks.begin(), chunk->marks.end(),
                               [&](Mark mark) { return mark == chunk->marks[0]; });
  if (chunk->uniform) {
    chunk->mark = chunk->marks.empty() ? kMarkUnknown : chunk->marks[0];
    chunk->marks = {};
  }
  column_.chunks_[index] = std::move(chunk);
}

void ColumnBuilder::share_chunk(size_t index, std::shared_ptr<const Column::Chunk> chunk) {
  column_.chunks_[index] = std::move(chunk);
}

Column ColumnBuilder::take() {
  return std::move(column_);
}

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
