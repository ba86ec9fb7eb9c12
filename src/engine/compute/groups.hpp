// Units grouped by a set: children, siblings, descendants, participants, under("code").
#pragma once

#include <cstdint>
#include <vector>

#include "engine/compute/source.hpp"

namespace exemplar::engine {

struct Groups {
  static constexpr int32_t kNoSet = -1;
  static constexpr int32_t kNotThere =
      -2;  // the unit that asks does not exist: unknown, never empty

  // groups[group_of[u]] are the units, in ascending order, that `x over SET` looks at for u.
  std::vector<std::vector<uint32_t>> groups;
  std::vector<int32_t> group_of;  // kNoSet: an empty set
  // The set that is the unit's own and that it belongs to: it is none of its own children. kNoSet:
  // none.
  std::vector<int32_t> place_in;
  bool everybody = false;  // no unit is without

  // The other way round, for what a changed unit bears on.
  struct Reverse {
    std::vector<std::vector<uint32_t>> groups_with;  // by unit
    std::vector<std::vector<uint32_t>> asked_by;     // by group: the units that look at it
  };
  Reverse reverse() const;
};

// Of a unit without a set: empty, or not its own because the unit is not there.
inline Cell cell_of_no_set(int32_t group, ReasonKind empty) {
  return group == Groups::kNotThere ? unknown_cell(Pool::plain(ReasonKind::UnitNotThere))
                                    : not_applicable_cell(Pool::plain(empty));
}

}  // namespace exemplar::engine
