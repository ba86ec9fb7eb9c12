// What has been found out at barriers before blocks can run (private to Evaluation): for each step
// that looks at other units, the little from which every unit's own cell follows.
//
//   mean(x over children)    one cell for each parent
//   min_max(x)               the least value and the range of each set
//   x at parent              who stands above whom
#pragma once

#include <unordered_map>

#include "engine/compute/fold.hpp"
#include "engine/compute/groups.hpp"

namespace exemplar::engine {

struct Barriers {
  struct OfGroups {
    CellVector cells;  // by group
    const Groups* groups = nullptr;
  };
  struct OfMembers {
    std::vector<Normalised> by_group;
    const Groups* sets = nullptr;
  };
  // By step.
  std::unordered_map<uint32_t, OfGroups> of_groups;
  std::unordered_map<uint32_t, OfMembers> normalised;
  std::unordered_map<uint32_t, const std::vector<int32_t>*> parents;
};

}  // namespace exemplar::engine
