#include "programme/demonstration/demonstration.hpp"

#include <algorithm>

namespace exemplar::programme {

const DemonstrationDoor* Demonstration::door(std::string_view id) const {
  const auto found =
      std::find_if(doors.begin(), doors.end(), [&](const auto& one) { return one.id == id; });
  return found == doors.end() ? nullptr : &*found;
}

InstantUs demonstration_instant(Date day, int hour, const Zone& zone) {
  return zone.begin_of(day) + InstantUs{hour} * 3600 * 1'000'000;
}

std::optional<DatedEvent> next_event(const std::vector<DatedEvent>& events, Date day) {
  std::optional<DatedEvent> next;
  for (const DatedEvent& one : events) {
    if (one.day > day && (!next || one.day < next->day)) next = one;
  }
  return next;
}

}  // namespace exemplar::programme
