// An event row on its way through the rules (private to event_rules.cpp and event_shares.cpp).
#pragma once

#include <vector>

#include "programme/organisation_unit/unit_rules.hpp"

namespace exemplar::programme {

// A row whose units are known.
struct EventCandidate {
  const UnitEventRow* row;
  UnitEvent event;
  bool weighted = false;  // weight and total are there and in bounds
  bool refused = false;
};

// Rows that concern one unit, in order of dates.
using EventGroup = std::vector<EventCandidate*>;

inline bool passes_on(UnitEventKind kind) {  // from one identity to another
  return kind == UnitEventKind::Merge || kind == UnitEventKind::Split ||
         kind == UnitEventKind::Unclear;
}
inline bool ends(UnitEventKind kind) {
  return passes_on(kind) || kind == UnitEventKind::End;
}
inline bool begins(UnitEventKind kind) {
  return passes_on(kind) || kind == UnitEventKind::Begin;
}

// Refuses "merge" where one unit becomes several and "split" where several become one.
void check_kinds(const std::vector<EventCandidate>& candidates, size_t unit_count,
                 Problems& problems);
// Checks the weights of one ended unit and sets share_given where it is known.
void set_shares_given(const EventGroup& rows, Problems& problems);
// Sets share_held of one new unit where it is known.
void set_shares_held(const EventGroup& rows);

}  // namespace exemplar::programme
