// Random worlds, programmes and formulas: the same seed gives the same, on every machine.
//
//   seed ──> world: units, periods, facts with gaps, ties, zeros and mixed statuses
//        └─> measures ──> criteria ──> measures of the criteria ──> levels ──> formulas to ask
//
// Every formula is well typed, keeps units of measure apart, declares what `check` demands to be
// declared (rounding before comparing, ties, order, k, when_not_applicable), refers only to
// definitions before it, and stays far below 10^38 in the exact fragment.
#pragma once

#include "oracle/world.hpp"

namespace exemplar::oracle {

// splitmix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t next();
  int below(int n) { return static_cast<int>(next() % static_cast<uint64_t>(n)); }  // n > 0
  int between(int low, int high) { return low + below(high - low + 1); }            // both included
  bool chance(int percent) { return below(100) < percent; }
  template <typename T>
  const T& one_of(const std::vector<T>& list) {
    return list[static_cast<size_t>(below(static_cast<int>(list.size())))];
  }

 private:
  uint64_t state_;
};

struct RandomProgramme {
  uint64_t seed = 0;
  World world;
  int period = 0;                         // asked about
  std::vector<engine::ExprPtr> formulas;  // free ones, then every definition by its name
};

RandomProgramme random_programme(uint64_t seed);
// All definitions and formulas as text, for the message of a failing test.
std::string described(const RandomProgramme& programme);

// A formula in which every indicator has a positive direction only, and its world.
struct MonotoneCase {
  World world;
  int period = 0;
  engine::ExprPtr formula;  // a truth or a number
};

MonotoneCase random_monotone(uint64_t seed);
// The same world with one fact better: a number larger, "no" become "yes".
World with_one_better(const World& world, Random& random);
// The same world with one unknown fact known.
World with_one_more_known(const World& world, Random& random);

}  // namespace exemplar::oracle
