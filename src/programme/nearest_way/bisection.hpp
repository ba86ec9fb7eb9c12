// The least change of one lever by which a condition becomes met, for many units at once.
//
//   change   0                      least        stop            bound
//            |----- not met ----------|--- met ----|--- passes ----|
//                                                  a share above 1, an equality
//
// On the grid of the indicator's last digit: the change found meets the condition, one step less
// does not. A unit whose condition is not met at its stop has no such change.
#pragma once

#include "programme/nearest_way/changed_values.hpp"
#include "programme/nearest_way/levers.hpp"

namespace exemplar::programme {

struct LeastChange {
  std::optional<int64_t> change;  // > 0, in the lever's direction; none: not by this lever
  bool stopped = false;           // without a stop before the bound it might have been
};

// One for each of `units`, in which `goal` must not be met now. `criterion` is where the stops are
// looked for: the goal or what it is a part of.
std::vector<LeastChange> least_changes(AssessmentRun& run, ChangedValues& values,
                                       engine::NodeId goal, engine::NodeId criterion,
                                       uint32_t lever, const std::vector<size_t>& units);

// +1 to raise, −1 to lower.
int64_t direction_of(Lever lever);

}  // namespace exemplar::programme
