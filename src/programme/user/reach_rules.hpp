// Which units a reach has on a day, through hierarchies that change.
//
//   until 2025-06-30   city ─ district ─ ward        a reach below the district has the ward
//   from  2025-07-01   city ─ new ward               it has nothing: the district is no more;
//                                                    one below the city has both
//
// A root that has ended reaches nothing from then on: whoever followed it is granted anew. A unit
// that has ended, or is yet to begin, is looked up on the nearest of its own days, so that those
// above still see what it left behind.
#pragma once

#include "programme/organisation_unit/organisation_unit.hpp"
#include "programme/user/grant.hpp"

namespace exemplar::programme {

class ReachedUnits {
 public:
  ReachedUnits(const Reach& reach, const UnitRegister& units, Date day);
  bool has(OrganisationUnitId unit) const;

 private:
  const UnitRegister& units_;
  Date day_;
  bool everything_ = false;
  std::optional<HierarchyId> below_;
  std::vector<OrganisationUnitId> roots_;  // valid on the day, in order
};

// A unit and a day that both have; the unit is invalid where both have everything.
struct SharedUnit {
  OrganisationUnitId unit;
  Date day;
};
// The first day of `days` on which they share a unit. Looks at those days on which something begins,
// ends or moves.
std::optional<SharedUnit> first_shared(const Reach& a, const Reach& b, DateRange days,
                                       const UnitRegister& units);

// A holding that excludes one which the account has.
struct Collision {
  size_t held = 0;                       // which of those held
  Power power = Power::ReadUnits;        // of the added
  Power other_power = Power::ReadUnits;  // of the held
  SharedUnit where;
};
std::optional<Collision> collision_of(const Holding& added, std::span<const Holding> held,
                                      const UnitRegister& units);

}  // namespace exemplar::programme
