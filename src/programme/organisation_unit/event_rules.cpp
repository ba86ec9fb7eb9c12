// Rules on events: every row names the units that its kind needs; a unit is ended by one event and
// begun by one; the days fit the units' own. Kinds and weights: event_shares.cpp.
#include <algorithm>
#include <map>
#include <tuple>

#include "base/name_match.hpp"
#include "programme/organisation_unit/event_candidate.hpp"

namespace exemplar::programme {

namespace {

using Units = std::vector<OrganisationUnit>;

bool read_units(EventCandidate& candidate, UnitIndex& index, Problems& problems) {
  const UnitEventRow& row = *candidate.row;
  const bool needs_from = row.kind != UnitEventKind::Begin;
  const bool needs_to = begins(row.kind);
  if ((needs_from && row.from_unit.empty()) || (needs_to && row.to_unit.empty())) {
    const auto* missing = needs_from && row.from_unit.empty() ? "from_unit" : "to_unit";
    refuse(problems, place_in(row, missing), "event_unit_missing",
           msg("the event '{}' names no {}", name_of(row.kind), missing),
           msg("merge, split and unclear need both units, begin the new one, all others the old "
               "one"));
    return false;
  }
  const bool stays = row.kind == UnitEventKind::Rename || row.kind == UnitEventKind::Move;
  const bool superfluous_to =
      !needs_to && !row.to_unit.empty() && !(stays && row.to_unit == row.from_unit);
  if ((!needs_from && !row.from_unit.empty()) || superfluous_to) {
    refuse(problems, place_in(row, superfluous_to ? "to_unit" : "from_unit"),
           "event_unit_superfluous", msg("the event '{}' has one unit only", name_of(row.kind)),
           msg("begin names it in to_unit; end, rename and move in from_unit"));
    return false;
  }
  if (needs_from && needs_to && row.from_unit == row.to_unit) {
    refuse(problems, place_in(row, "to_unit"), "event_onto_itself",
           msg("unit '{}' becomes itself by the event '{}'", row.from_unit, name_of(row.kind)),
           msg("a merge or split ends the old unit and begins a new one with an id of its own, "
               "even where the official code goes on"));
    return false;
  }
  if (needs_from) {
    const auto from = index.find(place_in(row, "from_unit"), row.from_unit, problems);
    if (!from) return false;
    candidate.event.from = *from;
  }
  if (needs_to) {
    const auto to = index.find(place_in(row, "to_unit"), row.to_unit, problems);
    if (!to) return false;
    candidate.event.to = *to;
  }
  return true;
}

void read_weight(EventCandidate& candidate, Problems& problems) {
  const UnitEventRow& row = *candidate.row;
  if (!row.weight && !row.total) return;
  if (row.kind != UnitEventKind::Merge && row.kind != UnitEventKind::Split) {
    refuse(problems, place_in(row, row.weight ? "weight" : "total"), "weight_superfluous",
           msg("the event '{}' has a weight", name_of(row.kind)),
           msg("only merges and splits have weights"));
  } else if (!row.weight || !row.total) {
    refuse(problems, place_in(row, row.weight ? "total" : "weight"), "weight_without_total",
           msg("a weight and its total belong together"),
           msg("write both, or neither where the share is not known"));
  } else if (*row.weight < 0) {
    refuse(problems, place_in(row, "weight"), "weight_negative",
           msg("the weight {} is negative", *row.weight),
           msg("write how many of the total went to the new unit"));
  } else if (*row.total < 1 || *row.total > kEventTotalMax || *row.weight > *row.total) {
    refuse(problems, place_in(row, *row.weight > *row.total && *row.total > 0 ? "weight" : "total"),
           "weight_total",
           msg("the weight {} of the total {} is not possible", *row.weight, *row.total),
           msg("the total is between 1 and {} and the weight is no larger", kEventTotalMax));
  } else {
    candidate.weighted = true;
  }
}

// What of a row is refused under that code.
std::string_view column_meant(std::string_view code) {
  if (code == "event_date") return "date";
  if (code == "event_repeated") return "event";
  return code == "begun_twice" ? "to_unit" : "from_unit";
}

void refuse_as(EventCandidate& candidate, Problems& problems, std::string_view code, Message what,
               Message remedy) {
  candidate.refused = true;
  refuse(problems, place_in(*candidate.row, column_meant(code)), code, std::move(what),
         std::move(remedy));
}

// The rows that end one unit: all of one date and kind, each to another unit; an end without
// successor and an unclear continuation stand alone. The first row, in order of dates, is taken.
void check_ended_once(const EventGroup& rows, Problems& problems) {
  const EventCandidate& first = *rows.front();
  for (size_t i = 1; i < rows.size(); ++i) {
    EventCandidate& other = *rows[i];
    const bool same_event =
        other.event.date == first.event.date && other.event.kind == first.event.kind;
    if (same_event && other.event.to == rows[i - 1]->event.to) {
      refuse_as(other, problems, "event_repeated", msg("this event is written twice"),
                msg("it is first at {}", to_string(rows[i - 1]->row->place)));
    } else if (!same_event || first.event.kind == UnitEventKind::Unclear) {
      refuse_as(other, problems, "ended_twice",
                msg("unit '{}' is ended by two events", other.row->from_unit),
                msg("it is already ended at {}; an event has one date and one kind",
                    to_string(first.row->place)));
    }
  }
}

void check_begun_once(const EventGroup& rows, Problems& problems) {
  const EventCandidate* first = nullptr;
  for (EventCandidate* row : rows) {
    if (row->refused) continue;
    if (first == nullptr) {
      first = row;
      continue;
    }
    const auto stands_alone = [](UnitEventKind kind) {
      return kind == UnitEventKind::Begin || kind == UnitEventKind::Unclear;
    };
    if (row->event.date == first->event.date && !stands_alone(row->event.kind) &&
        !stands_alone(first->event.kind)) {
      continue;
    }
    if (row->event.kind == UnitEventKind::Begin && row->event.kind == first->event.kind &&
        row->event.date == first->event.date) {
      refuse_as(*row, problems, "event_repeated", msg("this event is written twice"),
                msg("it is first at {}", to_string(first->row->place)));
      continue;
    }
    refuse_as(
        *row, problems, "begun_twice", msg("unit '{}' is begun by two events", row->row->to_unit),
        msg("it is already begun at {}; an event has one date", to_string(first->row->place)));
  }
}

// The old unit's last day is the day before the event, the new one's first day is the event's.
void check_days(EventCandidate& candidate, const Units& units, Problems& problems) {
  const UnitEvent& event = candidate.event;
  if (ends(event.kind)) {
    const DateRange days = units[event.from.index()].validity;
    if (days.until != event.date - 1) {
      refuse_as(candidate, problems, "event_date",
                msg("the event of {} ends unit '{}', which is valid on the days {}",
                    day_message(event.date), candidate.row->from_unit, days_message(days)),
                msg("its last day must be {}", day_message(event.date - 1)));
    }
  }
  if (begins(event.kind)) {
    const DateRange days = units[event.to.index()].validity;
    if (days.from != event.date) {
      refuse_as(candidate, problems, "event_date",
                msg("the event of {} begins unit '{}', which is valid on the days {}",
                    day_message(event.date), candidate.row->to_unit, days_message(days)),
                msg("its first day must be {}", day_message(event.date)));
    }
  }
  if (ends(event.kind) || begins(event.kind)) return;
  const DateRange days = units[event.from.index()].validity;
  if (!days.contains({event.date - 1, event.date})) {
    refuse_as(candidate, problems, "event_date",
              msg("the event of {} falls within the life of unit '{}', which is valid on the "
                  "days {}",
                  day_message(event.date), candidate.row->from_unit, days_message(days)),
              msg("rename and move keep the unit: it must be valid on that day and the day "
                  "before"));
  }
}

void check_rename(EventCandidate& candidate, const Units& units, Problems& problems) {
  const OrganisationUnit& unit = units[candidate.event.from.index()];
  const UnitVersion* before = version_on(unit, candidate.event.date - 1);
  const UnitVersion* after = version_on(unit, candidate.event.date);
  if (before->name != after->name) return;
  refuse_as(candidate, problems, "rename_without_change",
            msg("unit '{}' has the same name on {} and the day before", unit.id,
                day_message(candidate.event.date)),
            msg("give it a row with the new name from that day"));
}

void check_move(EventCandidate& candidate, const std::vector<UnitHierarchy>& hierarchies,
                Problems& problems) {
  for (const UnitHierarchy& hierarchy : hierarchies) {
    const auto& links = hierarchy.parents[candidate.event.from.index()];
    const UnitLink* before = link_on(links, candidate.event.date - 1);
    const UnitLink* after = link_on(links, candidate.event.date);
    if ((before == nullptr) != (after == nullptr)) return;
    if (before != nullptr && before->unit != after->unit) return;
  }
  refuse_as(candidate, problems, "move_without_change",
            msg("unit '{}' has the same parents on {} and the day before", candidate.row->from_unit,
                day_message(candidate.event.date)),
            msg("give it a row in a hierarchy with the new parent from that day"));
}

void check_unclear(EventCandidate& candidate, const Units& units, Problems& problems) {
  const UnitVersion& before = units[candidate.event.from.index()].versions.back();
  const UnitVersion& after = units[candidate.event.to.index()].versions.front();
  if (before.code.empty() || before.code != after.code) {
    refuse_as(candidate, problems, "unclear_code",
              msg("unit '{}' has the code '{}' and unit '{}' the code '{}'",
                  candidate.row->from_unit, before.code, candidate.row->to_unit, after.code),
              msg("unclear says that one code goes on under another name"));
  } else if (same_name_in_other_writing(before.name.vi, after.name.vi)) {
    refuse_as(candidate, problems, "unclear_name",
              msg("the names '{}' and '{}' are one name", before.name.vi, after.name.vi),
              msg("another writing is no event: give both rows the same id"));
  }
}

std::vector<EventCandidate> read_candidates(const std::vector<UnitEventRow>& rows, UnitIndex& index,
                                            Problems& problems) {
  std::vector<EventCandidate> candidates;
  for (const UnitEventRow& row : rows) {
    EventCandidate candidate{&row, {}};
    UnitEvent& event = candidate.event;
    event.date = row.date;
    event.kind = row.kind;
    event.document = row.document;
    event.note = row.note;
    event.place = row.place;
    if (!read_units(candidate, index, problems)) continue;
    read_weight(candidate, problems);
    candidates.push_back(std::move(candidate));
  }
  std::sort(candidates.begin(), candidates.end(),
            [](const EventCandidate& a, const EventCandidate& b) {
              const auto order = [](const EventCandidate& c) {
                return std::tie(c.event.date, c.event.from, c.event.to, c.event.kind, c.row->weight,
                                c.row->total, c.row->document, c.row->note, c.row->place);
              };
              return order(a) < order(b);
            });
  return candidates;
}

}  // namespace

std::vector<UnitEvent> check_events(std::vector<UnitEventRow> rows, const Units& units,
                                    const std::vector<UnitHierarchy>& hierarchies, UnitIndex& index,
                                    Problems& problems) {
  std::sort(rows.begin(), rows.end(), [](const UnitEventRow& a, const UnitEventRow& b) {
    return std::tie(a.place, a.date, a.kind, a.from_unit, a.to_unit) <
           std::tie(b.place, b.date, b.kind, b.from_unit, b.to_unit);
  });
  std::vector<EventCandidate> candidates = read_candidates(rows, index, problems);
  std::map<OrganisationUnitId, EventGroup> by_old;
  std::map<OrganisationUnitId, EventGroup> by_new;
  for (EventCandidate& candidate : candidates) {
    if (ends(candidate.event.kind)) by_old[candidate.event.from].push_back(&candidate);
    if (begins(candidate.event.kind)) by_new[candidate.event.to].push_back(&candidate);
  }
  for (const auto& [unit, group] : by_old) check_ended_once(group, problems);
  for (const auto& [unit, group] : by_new) check_begun_once(group, problems);
  for (EventCandidate& candidate : candidates) {
    if (!candidate.refused) check_days(candidate, units, problems);
    if (candidate.refused) continue;
    if (candidate.event.kind == UnitEventKind::Rename) check_rename(candidate, units, problems);
    if (candidate.event.kind == UnitEventKind::Move) check_move(candidate, hierarchies, problems);
    if (candidate.event.kind == UnitEventKind::Unclear) check_unclear(candidate, units, problems);
  }
  check_kinds(candidates, units.size(), problems);
  for (const auto& [unit, group] : by_old) set_shares_given(group, problems);
  for (const auto& [unit, group] : by_new) set_shares_held(group);

  std::vector<UnitEvent> events;
  for (EventCandidate& candidate : candidates) {
    if (!candidate.refused) events.push_back(std::move(candidate.event));
  }
  return events;
}

}  // namespace exemplar::programme
