// Errors of meaning in [demonstration]: doors to nowhere, jumps into the past.
#include "programme/pack/checks.hpp"
#include "programme/user/role.hpp"

namespace exemplar::programme {

namespace {

std::vector<std::string> role_names() {
  std::vector<std::string> names;
  for (const Role role : all_roles()) names.emplace_back(name_of(role));
  return names;
}

void check_door(const DefinitionDraft& draft, const DemonstrationDoor& door,
                const UnitRegister& units, Problems& problems) {
  const Demonstration& demonstration = draft.office.demonstration;
  require_name(draft.places.of(door.place, "role"), door.role, role_names(),
               msg("there is no role '{}'", door.role), problems);
  if (!door.unit.empty() && !units.find_by_id(door.unit)) {
    problems.error(draft.places.of(door.place, "unit"),
                   msg("there is no unit with the id '{}'", door.unit),
                   msg("write the id of units.csv, or leave it out for the whole office"));
  }
  if (door.unit.empty() && !door.hierarchy.empty()) {
    problems.error(draft.places.of(door.place, "hierarchy"),
                   msg("a hierarchy says what is below a unit, and none is named"),
                   msg("add `unit`, or leave it out"));
  }
  if (!door.hierarchy.empty()) {
    std::vector<std::string> hierarchies;
    for (const HierarchyRecord& one : draft.office.hierarchies) {
      hierarchies.push_back(one.definition.id);
    }
    require_name(draft.places.of(door.place, "hierarchy"), door.hierarchy, hierarchies,
                 msg("there is no hierarchy '{}'", door.hierarchy), problems);
  }
  if (door.until < demonstration.day) {
    problems.error(draft.places.of(door.place, "until"),
                   msg("this is before the demonstration begins, {}", iso(demonstration.day)),
                   msg("name a later day, or leave it out"));
  }
}

}  // namespace

void check_doors(const DefinitionDraft& draft, const UnitRegister& units, Problems& problems) {
  const Demonstration& demonstration = draft.office.demonstration;
  refuse_repeated(demonstration.doors, problems);
  for (const DemonstrationDoor& door : demonstration.doors) {
    check_door(draft, door, units, problems);
  }
  for (const Demonstration::Jump& jump : demonstration.jumps) {
    if (jump.day > demonstration.day) continue;
    problems.error(draft.places.of(jump.place, "day"),
                   msg("this is not after the day on which the demonstration begins, {}",
                       iso(demonstration.day)),
                   msg("the clock goes forward only: name a later day"));
  }
}

}  // namespace exemplar::programme
