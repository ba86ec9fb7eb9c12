// Does a row of periods cover another exactly?
//
//   p       |-----------------------------|
//   pieces  |--------||--------||---------|    exact
//           |--------|    |----||---------|    gap
//           |----------|                       overlap with the next, where it runs into it
//       |------------||--------||---------|    outside: it begins before p
//
// Sums over a period are made from collection periods, so anything but an exact cover would count
// a day twice or not at all.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "programme/period/period.hpp"

namespace exemplar::programme {

struct Tiling {
  enum class Fault { None, Gap, Overlap, Outside };

  Fault fault = Fault::None;
  DateRange where;                 // the days missing, counted twice, or outside the period
  std::optional<Refusal> refusal;  // says the same in words; none where the cover is exact

  bool exact() const { return fault == Fault::None; }
};

// Checks the pieces, in any order, and names the first fault by date.
Tiling tiles(const Period& period, std::span<const Period> pieces);

// The period cut into pieces of the length, from its first day on. Refuses where no whole number of
// them ends on the period's last day (a year of weeks) or where the pieces could not begin on its
// day number (period.hpp).
Result<std::vector<Period>> split(const Period& period, Length length);

}  // namespace exemplar::programme
