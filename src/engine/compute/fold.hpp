// What many units' cells come to: counts, sums and extremes, taken block by block and put together in
// any order, since integers add without rounding.
//
//   members of a set ─ block ─▶ Fold ┐
//                    ─ block ─▶ Fold ┴─▶ Fold ─▶ sum, mean, min, max, count of the set
//                                            └─▶ least and range, from which each unit's min-max follows
//
// For integers over one denominator and for truths; of anything else it says so and holds nothing.
#pragma once

#include <limits>
#include <optional>
#include <span>

#include "engine/column/column.hpp"
#include "engine/compute/graph.hpp"

namespace exemplar::engine {

struct Fold {
  int64_t known = 0;
  int64_t unknown = 0;
  int64_t not_applicable = 0;
  int64_t met = 0;           // truths that are met, numbers that are known
  Mark of_known = 0;         // lowest status and any pending correction of those known …
  Mark of_inapplicable = 0;  // … and of those not applicable
  i128 sum = 0;
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();
  double denominator = 0;  // 0: nothing known yet
  bool usable = true;      // false: some number is of another form

  void add(const Block& block);
  void add(const Fold& other);
};

// Of those units, which are in ascending order; `threads` share the work where it is large.
Fold fold_of(const Column& column, std::span<const uint32_t> members, size_t block,
             unsigned threads);

// The aggregate of the node from its fold, without a reason; none: only the cells themselves say it.
std::optional<Cell> aggregate_of(const Node& node, const Fold& fold);

// min_max and share_of_max of exact numbers: (x − from) / range over the fold's denominator.
struct Normalised {
  bool possible = false;      // false: only the cells themselves say it
  Mark known = kMarkUnknown;  // of every unit that is known
  bool spread = true;         // false: no range, not applicable
  double from = 0;
  double range = 1;
};
Normalised normalised_by(const Node& node, const Fold& fold);

}  // namespace exemplar::engine
