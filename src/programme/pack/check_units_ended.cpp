// Units that ended without an event: their values reach no other geography, and nobody is told why
// unless it is told here.
#include <map>

#include "base/date_message.hpp"
#include "programme/pack/check_parts.hpp"

namespace exemplar::programme {

namespace {

constexpr size_t kNamed = 3;

// The hierarchy that names are told apart in: of the first programme that has one.
HierarchyId hierarchy_of(const Definitions& definitions) {
  for (const Programme& programme : definitions.programmes) {
    if (const auto found = definitions.units.find_hierarchy(programme.hierarchy)) return *found;
  }
  return {};
}

}  // namespace

void check_units_ended(const Definitions& definitions, Problems& problems) {
  const UnitRegister& units = definitions.units;
  const HierarchyId hierarchy = hierarchy_of(definitions);
  std::map<Date, std::vector<OrganisationUnitId>> by_end;
  for (const OrganisationUnitId unit : units.fate_unknown()) {
    by_end[units.validity(unit).until].push_back(unit);
  }
  for (const auto& [last, ended] : by_end) {
    std::string names;
    for (size_t i = 0; i < ended.size() && i < kNamed; ++i) {
      // The official name, which is Vietnamese.
      names += (i == 0 ? "" : "; ") +
               (hierarchy.valid()
                    ? units.name_with_district(ended[i], last, hierarchy, Language::Vietnamese)
                    : units.version_near(ended[i], last).name.vi);
    }
    const Place& place = units.versions(ended.front()).back().place;
    const Message day = day_message(last);
    const Message what =
        ended.size() > kNamed
            ? msg("no event says what became of the units that end on {}, fate unknown ({} in "
                  "all): {}; and {} more",
                  day, ended.size(), names, ended.size() - kNamed)
            : msg("no event says what became of the units that end on {}, fate unknown ({} in "
                  "all): {}",
                  day, ended.size(), names);
    problems.information(place, "fate_unknown", what,
                         msg("add events once it is known: merge, split or end"));
  }
}

}  // namespace exemplar::programme
