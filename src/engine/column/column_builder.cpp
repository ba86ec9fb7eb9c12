// Chunks from blocks: dense or sparse, in the narrowest form that holds all pieces.
#include <algorithm>

#include "engine/column/chunk.hpp"

namespace exemplar::engine {

namespace {

// Below this share of numbers a chunk keeps a bit for each unit instead of a place.
constexpr size_t kSparsePercent = 60;

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

}  // namespace exemplar::engine
