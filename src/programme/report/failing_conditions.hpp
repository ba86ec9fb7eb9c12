// Why a criterion fails where it fails: which of its conditions decide, and at how many units.
#pragma once

#include "programme/explanation/explanation.hpp"

namespace exemplar::programme {

struct FailingCondition {
  Text what;  // what is asked, indicators by their names
  int64_t units = 0;
};

// Of the units for which the criterion is not met, those for which each of its conditions decides;
// the most frequent first, of equals as they stand in the formula.
std::vector<FailingCondition> failing_conditions(const std::vector<Explanation>& units,
                                                 size_t criterion);

}  // namespace exemplar::programme
