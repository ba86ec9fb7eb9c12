// The sum of doubles as if there were no rounding, rounded once at the end.
//
// A double is an integer times a power of two. The sum is kept as one fixed-point number that
// holds every bit that any double can have, in pieces of 32 bits with room for carries:
//
//   piece   0       1       2      …      66
//           2^-1074 2^-1042 2^-1010       …          each an int64; pieces overlap by their carries
//                   ◀─ a double's 53 bits lie in two or three neighbours
//
// So the result is the correctly rounded sum. It does not depend on the order of the values, on how
// they were divided among threads or chunks, nor on values that came and went: what was added can
// be taken out again without a trace.
//
// Source: R. M. Neal, "Fast exact summation using small and large superaccumulators", 2015 (the
// small one).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace exemplar::engine {

class ExactSum {
 public:
  // Finite values only.
  void add(double value) { put(value, false); }
  void subtract(double value) { put(value, true); }
  void add(const ExactSum& other);

  // To the nearest double, ties to even; infinite beyond the largest double. 0 of nothing, and of
  // values that cancel: never -0.
  double value() const;

 private:
  static constexpr int kPieceBits = 32;
  static constexpr size_t kPieces = 67;
  // A piece takes less than 2^53 from one value: so many values fit before carries must move.
  static constexpr int kUntilCarry = 1 << 10;

  void put(double value, bool taken_out);
  void carry();

  std::array<int64_t, kPieces> pieces_{};
  int since_carry_ = 0;
};

}  // namespace exemplar::engine
