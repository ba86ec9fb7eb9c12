#include "programme/user/reach_rules.hpp"

#include <algorithm>
#include <set>

namespace exemplar::programme {

ReachedUnits::ReachedUnits(const Reach& reach, const UnitRegister& units, Date day)
    : units_(units), day_(day), everything_(reach.extent == Reach::Extent::Everything) {
  for (const std::string& id : reach.units) {
    const auto root = units.find_by_id(id);
    if (root && units.is_valid(*root, day)) roots_.push_back(*root);
  }
  std::sort(roots_.begin(), roots_.end());
  if (reach.extent == Reach::Extent::Below) below_ = units.find_hierarchy(reach.hierarchy);
}

bool ReachedUnits::has(OrganisationUnitId unit) const {
  if (everything_) return true;
  if (roots_.empty()) return false;
  const auto is_root = [this](OrganisationUnitId one) {
    return std::binary_search(roots_.begin(), roots_.end(), one);
  };
  if (is_root(unit)) return true;
  if (!below_) return false;
  const DateRange own = units_.validity(unit);
  const Date nearest = std::max(own.from, std::min(own.until, day_));
  for (auto above = units_.parent(unit, *below_, nearest); above;
       above = units_.parent(*above, *below_, nearest)) {
    if (is_root(*above)) return true;
  }
  return false;
}

namespace {

// The first of `days`, and each of them from which something is different.
std::set<Date> days_of_change(DateRange days, const UnitRegister& units) {
  std::set<Date> changes = {days.from};
  const auto add = [&](DateRange validity) {
    for (const Date day : {validity.from, validity.until + 1}) {
      if (days.contains(day)) changes.insert(day);
    }
  };
  for (const OrganisationUnit& unit : units.parts().units) add(unit.validity);
  for (const UnitHierarchy& hierarchy : units.parts().hierarchies) {
    for (const auto& links : hierarchy.parents) {
      for (const UnitLink& link : links) add(link.validity);
    }
  }
  return changes;
}

Power first_of(PowerSet powers) {
  for (const Power power : all_powers()) {
    if (powers.has(power)) return power;
  }
  return Power::ReadUnits;
}

}  // namespace

std::optional<SharedUnit> first_shared(const Reach& a, const Reach& b, DateRange days,
                                       const UnitRegister& units) {
  if (days.empty()) return std::nullopt;
  if (a.extent == Reach::Extent::Everything && b.extent == Reach::Extent::Everything) {
    return SharedUnit{{}, days.from};
  }
  for (const Date day : days_of_change(days, units)) {
    const ReachedUnits of_a(a, units, day);
    const ReachedUnits of_b(b, units, day);
    for (size_t i = 0; i < units.size(); ++i) {
      const OrganisationUnitId unit(i);
      if (of_a.has(unit) && of_b.has(unit)) return SharedUnit{unit, day};
    }
  }
  return std::nullopt;
}

std::optional<Collision> collision_of(const Holding& added, std::span<const Holding> held,
                                      const UnitRegister& units) {
  for (size_t i = 0; i < held.size(); ++i) {
    const PowerSet others = held[i].powers & incompatible_with(added.powers);
    if (others.empty()) continue;
    const DateRange days = {std::max(added.days.from, held[i].days.from),
                            std::min(added.days.until, held[i].days.until)};
    const auto shared = first_shared(added.reach, held[i].reach, days, units);
    if (!shared) continue;
    const Power other = first_of(others);
    return Collision{i, first_of(added.powers & incompatible_with(other)), other, *shared};
  }
  return std::nullopt;
}

}  // namespace exemplar::programme
