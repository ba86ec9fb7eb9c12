// What an office knows to be dated, gathered from all that it defines.
#include <map>

#include "programme/office/office.hpp"

namespace exemplar::programme {

std::vector<DatedEvent> dated_events(const Office& office) {
  std::vector<DatedEvent> events;
  for (const Programme& programme : office.definitions.programmes) {
    for (const CriteriaSet& set : programme.sets) {
      events.push_back({set.valid.from, msg("a criteria set begins"), set.name});
    }
    for (const Target& target : programme.targets) {
      events.push_back({target.by, msg("the last day of a target"), target.name});
    }
  }
  std::map<Date, int64_t> changes;
  for (const UnitEvent& event : office.definitions.units.parts().events) ++changes[event.date];
  for (const auto& [day, count] : changes) {
    events.push_back({day, msg("units merge, split or move: {} changes", count), {}});
  }
  for (const Directive& directive : office.directives) {
    if (directive.due && is_open(directive)) {
      events.push_back({*directive.due, msg("a directive is due"), directive.clause});
    }
  }
  for (const DemonstrationDoor& door : office.demonstration.doors) {
    if (door.until != kOpenFuture) {
      events.push_back({door.until, msg("the last day of a post"), door.post});
    }
  }
  return events;
}

}  // namespace exemplar::programme
