// An office that is there to be tried: its clock stands at an instant that its pack names, and moves
// only when somebody moves it; whoever comes enters by a door, one for each post.
//
//   pack ─▶ Demonstration ─▶ accounts of the doors, the clock's row ─▶ every instant of that office
//
// An office is one from its first load on, or never: real people's entries and a clock that somebody
// moves do not go together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/message.hpp"
#include "base/problem.hpp"
#include "base/zone.hpp"
#include "programme/audit/instant.hpp"

namespace exemplar::programme {

struct DemonstrationDoor {
  std::string id;    // the login of its account
  std::string role;  // as docs/people.md names it
  Text person;       // whose account it is: nobody's
  Text post;
  Text task;                 // what to try, in under a minute
  std::string unit;          // by its id; empty: the whole office
  std::string hierarchy;     // what is below the unit; empty: the unit alone
  Date until = kOpenFuture;  // the last day of its role
  Place place;
};

struct Demonstration {
  Date day;  // on which the clock stands at first
  int hour = 8;
  struct Jump {
    Date day;
    Text name;
    Place place;
  };
  std::vector<Jump> jumps;  // days to which it may be moved at once
  std::vector<DemonstrationDoor> doors;
  Place place;

  // Of a pack that declares one.
  bool declared() const { return !doors.empty(); }
  const DemonstrationDoor* door(std::string_view id) const;
};

// At that hour of the day, in the zone.
InstantUs demonstration_instant(Date day, int hour, const Zone& zone);

// Something that happens on a day, whether or not anybody does anything.
struct DatedEvent {
  Date day;
  Message what;
  Text about;  // by name; may be empty
};
// The first after that day; of several on one day the first in the list. None: nothing more is dated.
std::optional<DatedEvent> next_event(const std::vector<DatedEvent>& events, Date day);

}  // namespace exemplar::programme
