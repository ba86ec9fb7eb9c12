// What a cell says besides its value, in one byte: its answer, its status, and whether a correction
// waits. Why it is unknown or not applicable is not kept: an explanation asks again.
//
//   bit   4          3 2      1 0
//         pending    status   answer (not met 0, unknown 1, met or known 2, not applicable 3)
#pragma once

#include "engine/column/value.hpp"

namespace exemplar::engine {

using Mark = uint8_t;
inline constexpr size_t kMarks = 32;

constexpr Mark mark_of(Answer answer, uint8_t status, bool pending) {
  return static_cast<Mark>(static_cast<unsigned>(answer) | static_cast<unsigned>(status) << 2 |
                           (pending ? 16U : 0U));
}
inline Mark mark_of(const Cell& cell) {
  return mark_of(cell.answer, cell.status, cell.correction_pending);
}
constexpr Answer answer_of(Mark mark) {
  return static_cast<Answer>(mark & 3);
}
constexpr uint8_t status_of(Mark mark) {
  return static_cast<uint8_t>(mark >> 2 & 3);
}
constexpr bool is_pending(Mark mark) {
  return (mark & 16) != 0;
}
// It has a value: a truth that is met or not, a number, day or text that is known.
constexpr bool is_known(Mark mark) {
  return (mark & 1) == 0;
}
// Nobody reported it: a constant.
inline constexpr Mark kMarkKnown = mark_of(kKnown, kHighestStatus, false);
inline constexpr Mark kMarkUnknown = mark_of(Answer::Unknown, kHighestStatus, false);

// Without a value and without a reason.
inline Cell cell_of(Mark mark) {
  Cell cell;
  cell.answer = answer_of(mark);
  cell.status = status_of(mark);
  cell.correction_pending = is_pending(mark);
  return cell;
}

}  // namespace exemplar::engine
