// Cells of some units side by side, a lane for each part: what kernels read and write.
//
//   marks        one for all, or one each
//   numbers      doubles: integers over one denominator (Whole), over one each (Quotient), or
//                the values themselves (Real); nothing for truths
//   ratios       where integers leave 2^53 (Wide)
//
// A number means the same in every form; kernels choose the narrowest that holds.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/column/mark.hpp"

namespace exemplar::engine {

enum class Form : uint8_t { None, Whole, Quotient, Wide, Real };

// Integers up to here are doubles without loss.
inline constexpr int64_t kWholeMax = int64_t{1} << 53;

// A view: the lanes belong to a column or a BlockBuffer.
struct Block {
  size_t size = 0;
  Form form = Form::None;
  bool uniform = true;  // `mark` is that of every unit; else marks[i]
  Mark mark = kMarkUnknown;
  const Mark* marks = nullptr;
  const double* numbers = nullptr;       // Whole, Quotient: numerators; Real: values
  double denominator = 1;                // Whole
  const double* denominators = nullptr;  // Quotient
  const Ratio* ratios = nullptr;         // Wide
  bool constant = false;                 // Whole and Real: every number is the first

  Mark mark_at(size_t i) const { return uniform ? mark : marks[i]; }
  bool all_known() const { return uniform && is_known(mark); }
  // Of a known number that is not Real.
  Ratio ratio_at(size_t i) const {
    switch (form) {
      case Form::Wide:
        return ratios[i];
      case Form::Quotient:
        return {static_cast<i128>(numbers[i]), static_cast<i128>(denominators[i])};
      case Form::Whole:
        return {static_cast<i128>(numbers[i]), static_cast<i128>(denominator)};
      default:
        return {};
    }
  }
  // The cell, with its value where it is known, without a reason.
  Cell cell(size_t i) const;
};

// Lanes that can be written. Reused from block to block.
class BlockBuffer {
 public:
  // For `size` cells of that form; `denominator`: of Whole.
  void start(size_t size, Form form, double denominator = 1);
  // A cell in any order; its number takes the block to a wider form where it does not fit.
  void set(size_t i, const Cell& cell);
  // Its mark and number as they are in lanes of the same form.
  void set_lanes(size_t i, Mark mark, double number) {
    marks_[i] = mark;
    if (block_.form != Form::None) numbers_[i] = number;
  }
  // Lanes of truths, doubles, and whole numbers over the same denominator can be taken as they are.
  bool takes_lanes(Form form, double denominator) const {
    return form == block_.form && (form == Form::None || form == Form::Real ||
                                   (form == Form::Whole && denominator == block_.denominator));
  }
  // Every cell alike.
  void fill(size_t size, const Cell& cell, ValueType type);

  // For kernels that write whole lanes. Marks are written before `marks_written`.
  Mark* marks() { return marks_.data(); }
  double* numbers() { return numbers_.data(); }
  double* denominators() { return denominators_.data(); }
  Ratio* ratios() { return ratios_.data(); }
  void set_uniform(Mark mark);
  // Finds out whether all marks are one.
  void marks_written();

  const Block& block() const { return block_; }
  // The lanes of another block instead of its own; that one must outlive the use.
  void show(const Block& other) { block_ = other; }

 private:
  void widen(Form to);

  std::vector<Mark> marks_;
  std::vector<double> numbers_;
  std::vector<double> denominators_;
  std::vector<Ratio> ratios_;
  Block block_;
};

// The form in which cells of a type are first written.
Form form_of(ValueType type);

}  // namespace exemplar::engine
