#include "engine/column/block.hpp"

#include <algorithm>
#include <cmath>

namespace exemplar::engine {

namespace {

bool fits(i128 value) {
  return value <= kWholeMax && value >= -kWholeMax;
}

}  // namespace

Form form_of(ValueType type) {
  switch (type) {
    case ValueType::Truth:
    case ValueType::Any:
      return Form::None;
    case ValueType::Real:
      return Form::Real;
    default:
      return Form::Whole;
  }
}

Cell Block::cell(size_t i) const {
  Cell cell = cell_of(mark_at(i));
  if (cell.answer != kKnown) return cell;
  if (form == Form::Real) {
    cell.real = numbers[i];
  } else if (form != Form::None) {
    cell.exact = ratio_at(i);
  }
  return cell;
}

void BlockBuffer::start(size_t size, Form form, double denominator) {
  marks_.resize(size);
  if (form != Form::None && form != Form::Wide) numbers_.resize(size);
  if (form == Form::Quotient) denominators_.resize(size);
  if (form == Form::Wide) ratios_.resize(size);
  block_ = {};
  block_.size = size;
  block_.form = form;
  block_.uniform = false;
  block_.marks = marks_.data();
  block_.numbers = numbers_.data();
  block_.denominator = denominator;
  block_.denominators = denominators_.data();
  block_.ratios = ratios_.data();
}

void BlockBuffer::set_uniform(Mark mark) {
  block_.uniform = true;
  block_.mark = mark;
}

void BlockBuffer::marks_written() {
  block_.uniform =
      block_.size == 0 ||
      std::all_of(marks_.begin(), marks_.begin() + static_cast<std::ptrdiff_t>(block_.size),
                  [&](Mark mark) { return mark == marks_[0]; });
  block_.mark = block_.size == 0 ? kMarkUnknown : marks_[0];
}

// Numbers that stand there already keep their meaning; of cells that are not known whatever stands.
void BlockBuffer::widen(Form to) {
  const Block old = block_;
  const size_t size = block_.size;
  if (to == Form::Quotient) {
    denominators_.assign(size, old.denominator);
    block_.denominators = denominators_.data();
  } else {
    std::vector<Ratio> ratios(size);
    for (size_t i = 0; i < size; ++i) {
      // Where nothing was written yet there may be anything.
      const bool written = std::fabs(old.numbers[i]) <= static_cast<double>(kWholeMax);
      if (written) ratios[i] = old.ratio_at(i);
    }
    ratios_ = std::move(ratios);
    block_.ratios = ratios_.data();
  }
  block_.form = to;
}

void BlockBuffer::set(size_t i, const Cell& cell) {
  marks_[i] = mark_of(cell);
  if (block_.form == Form::None) return;
  if (block_.form == Form::Real) {
    numbers_[i] = cell.answer == kKnown ? cell.real : 0;
    return;
  }
  if (cell.answer != kKnown) {
    if (block_.form == Form::Wide) {
      ratios_[i] = {};
    } else {
      numbers_[i] = 0;
      if (block_.form == Form::Quotient) denominators_[i] = 1;
    }
    return;
  }
  const Ratio& value = cell.exact;
  if (block_.form == Form::Whole) {
    const auto common = static_cast<i128>(block_.denominator);
    if (value.denominator == common && fits(value.numerator)) {
      numbers_[i] = static_cast<double>(static_cast<int64_t>(value.numerator));
      return;
    }
    if (common % value.denominator == 0 && fits(value.numerator)) {
      const i128 scaled = value.numerator * (common / value.denominator);
      if (fits(scaled)) {
        numbers_[i] = static_cast<double>(static_cast<int64_t>(scaled));
        return;
      }
    }
    widen(Form::Quotient);
  }
  if (block_.form == Form::Quotient) {
    if (fits(value.numerator) && fits(value.denominator)) {
      numbers_[i] = static_cast<double>(static_cast<int64_t>(value.numerator));
      denominators_[i] = static_cast<double>(static_cast<int64_t>(value.denominator));
      return;
    }
    widen(Form::Wide);
  }
  ratios_[i] = value;
}

void BlockBuffer::fill(size_t size, const Cell& cell, ValueType type) {
  const bool whole = form_of(type) == Form::Whole && cell.answer == kKnown;
  const bool denominator_fits = whole && fits(cell.exact.denominator);
  start(size, form_of(type),
        denominator_fits ? static_cast<double>(static_cast<int64_t>(cell.exact.denominator)) : 1);
  if (size == 0) return;
  set(0, cell);
  const auto repeat = [size](auto& lane) {
    if (lane.size() >= size) std::fill_n(lane.begin() + 1, size - 1, lane[0]);
  };
  switch (block_.form) {
    case Form::None:
      break;
    case Form::Wide:
      repeat(ratios_);
      break;
    case Form::Quotient:
      repeat(denominators_);
      [[fallthrough]];
    default:
      repeat(numbers_);
  }
  set_uniform(mark_of(cell));
  block_.constant = block_.form == Form::Whole || block_.form == Form::Real;
}

}  // namespace exemplar::engine
