#include "engine/column/column.hpp"

#include <algorithm>
#include <cassert>

#include "engine/column/chunk.hpp"

namespace exemplar::engine {

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
  // Where nothing is known a chunk has no lanes for numbers: the form is that of the first that has.
  size_t index = first / chunk_units_;
  const size_t last = (first + count - 1) / chunk_units_;
  while (index < last && chunks_[index]->form == Form::None) ++index;
  buffer.start(count, chunks_[index]->form, chunks_[index]->denominator);
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
  if (units.back() - units.front() + 1 == units.size()) {
    return block(units.front(), units.size(), buffer);
  }
  size_t with_form = 0;
  while (with_form + 1 < units.size() && chunk_of(units[with_form]).form == Form::None) ++with_form;
  const Chunk& chunk = chunk_of(units[with_form]);
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

}  // namespace exemplar::engine
