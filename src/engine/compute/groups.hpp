// Units grouped by a set: children, siblings, descendants, participants, under("code").
#pragma once

#include <cstdint>
#include <vector>

namespace exemplar::engine {

struct Groups {
  // groups[group_of[u]] are the units, in ascending order, that `x over SET` looks at for u.
  std::vector<std::vector<uint32_t>> groups;
  std::vector<int32_t> group_of;  // -1: an empty set
  // The set that is the unit's own and that it belongs to: it is none of its own children. -1: none.
  std::vector<int32_t> place_in;
  bool everybody = false;  // no unit is without

  // The other way round, for what a changed unit bears on.
  struct Reverse {
    std::vector<std::vector<uint32_t>> groups_with;  // by unit
    std::vector<std::vector<uint32_t>> asked_by;     // by group: the units that look at it
  };
  Reverse reverse() const;
};

}  // namespace exemplar::engine
