// Which reorganisations a random world has, seen from the period that is asked about.
#include <fmt/format.h>

#include <set>

#include "oracle/coverage.hpp"
#include "oracle/world.hpp"

namespace exemplar::oracle {

namespace {

int levels_of(const World& world, int period) {
  int most = 0;
  for (int unit = 0; unit < static_cast<int>(world.units.size()); ++unit) {
    int levels = 0;
    for (int at = unit; at >= 0; at = world.parent(at, period)) ++levels;
    most = std::max(most, levels);
  }
  return most;
}

}  // namespace

void reach_world(const World& world, int period, Coverage& coverage) {
  std::set<std::string> reached;
  const auto reach = [&](bool is_so, const std::string& rule) {
    if (is_so) reached.insert("world: " + rule);
  };
  int roots = 0;
  for (int unit = 0; unit < static_cast<int>(world.units.size()); ++unit) {
    const UnitState& now = world.state(unit, period);
    if (now.exists && now.parent < 0) ++roots;
    reach(!now.exists && world.participates(unit, period), "listed without existing");
    for (int other = 0; other < static_cast<int>(world.periods.size()); ++other) {
      const bool earlier = world.periods[static_cast<size_t>(other)].last_day <
                           world.periods[static_cast<size_t>(period)].last_day;
      const UnitState& then = world.state(unit, other);
      reach(earlier && then.exists && !now.exists, "a unit ended");
      reach(earlier && !then.exists && now.exists, "a unit began");
      reach(then.exists && now.exists && then.parent != now.parent, "a unit moved");
      const auto holder = world.unit_with_code(now.code, other);
      reach(now.exists && holder && *holder != unit, "a code passed on");
      reach(then.exists && now.exists &&
                world.participates(unit, other) != world.participates(unit, period),
            "a list changed");
    }
  }
  reach(roots > 1, "another root");
  reach(true, fmt::format("{} levels", levels_of(world, period)));
  reach(world.list_day == ListDay::FirstDay, "lists of the first day");
  reach(!world.lists_for, "each period its own list");
  for (const std::string& rule : reached) ++coverage.rules[rule];
}

}  // namespace exemplar::oracle
