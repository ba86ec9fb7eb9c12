// Where a unit came from and what became of it, both ways through the events.
//
//   c    came from a (all of it), b (all of it)                       merge 2025-01-01
//        went on as d (600 of 1,000), e (400 of 1,000)                split 2025-07-01
//
// A trace is a tree written as a list: a step of depth 2 belongs to the last step of depth 1
// before it. A unit that is reached on two ways is listed on both and followed on the first.
#pragma once

#include <vector>

#include "programme/organisation_unit/organisation_unit.hpp"

namespace exemplar::programme {

struct UnitTraceStep {
  OrganisationUnitId unit;
  int depth = 1;
  UnitEventId event;  // by which it is reached: its date, kind, shares, document
  Date shown_on;      // a day on which the unit is valid, next to the event: for its name
  bool continuity_confirmed = true;  // false after an Unclear event
  bool repeated = false;             // already followed above
  // How the way ends here.
  bool fate_unknown = false;    // successors: it ended without an event
  bool abolished = false;       // successors: it ended without successor
  bool origin_unknown = false;  // predecessors: it began without an event

  bool operator==(const UnitTraceStep&) const = default;
};

struct UnitTrace {
  OrganisationUnitId unit;
  Date date;
  bool valid_on_date = false;
  bool fate_unknown = false;
  bool abolished = false;
  bool origin_unknown = false;
  std::vector<UnitEventId> own_events;  // renames and moves within its life
  std::vector<UnitTraceStep> ancestors;
  std::vector<UnitTraceStep> successors;

  bool operator==(const UnitTrace&) const = default;
};

UnitTrace trace(const UnitRegister& units, OrganisationUnitId unit, Date date);

}  // namespace exemplar::programme
