// Rules on divided units: merge and split are the right words, and the weights of one ended unit
// add up to its total. From the weights come the two shares of a row:
//
//   a --- 600 of 1,000 ---> c      given: 600/1000 of a went to c
//   a --- 400 of 1,000 ---> d      held:  600/(600 + 200) of c came from a
//   b --- 200 of   200 ---> c
#include <algorithm>

#include "programme/organisation_unit/event_candidate.hpp"

namespace exemplar::programme {

void check_kinds(const std::vector<EventCandidate>& candidates, size_t unit_count,
                 Problems& problems) {
  // Union-find over the units; a unit is once ended and once begun, so the ended side of a unit
  // is numbered u and its begun side unit_count + u.
  std::vector<uint32_t> joined(2 * unit_count);
  for (uint32_t i = 0; i < joined.size(); ++i) joined[i] = i;
  const auto root = [&](size_t i) {
    while (joined[i] != i) i = joined[i] = joined[joined[i]];
    return i;
  };
  const auto divides = [](const EventCandidate& c) {
    return !c.refused &&
           (c.event.kind == UnitEventKind::Merge || c.event.kind == UnitEventKind::Split);
  };
  std::vector<uint32_t> ended(2 * unit_count);
  std::vector<uint32_t> begun(2 * unit_count);
  std::vector<bool> counted(2 * unit_count);
  for (const EventCandidate& c : candidates) {
    if (!divides(c)) continue;
    joined[root(c.event.from.index())] =
        static_cast<uint32_t>(root(unit_count + c.event.to.index()));
  }
  for (const EventCandidate& c : candidates) {
    if (!divides(c)) continue;
    const size_t from = c.event.from.index();
    const size_t to = unit_count + c.event.to.index();
    if (!counted[from]) ++ended[root(from)];
    if (!counted[to]) ++begun[root(to)];
    counted[from] = counted[to] = true;
  }
  for (const EventCandidate& c : candidates) {
    if (!divides(c)) continue;
    const size_t event = root(c.event.from.index());
    const bool merge = c.event.kind == UnitEventKind::Merge;
    if (merge && ended[event] == 1 && begun[event] > 1) {
      refuse(problems, place_in(*c.row, "event"), "event_kind",
             msg("unit '{}' becomes {} units", c.row->from_unit, begun[event]),
             msg("this is a split"));
    } else if (!merge && ended[event] > 1 && begun[event] == 1) {
      refuse(problems, place_in(*c.row, "event"), "event_kind",
             msg("{} units become unit '{}'", ended[event], c.row->to_unit),
             msg("this is a merge"));
    }
  }
}

void set_shares_given(const EventGroup& rows, Problems& problems) {
  EventGroup standing;
  for (EventCandidate* row : rows) {
    const UnitEventKind kind = row->event.kind;
    if (!row->refused && (kind == UnitEventKind::Merge || kind == UnitEventKind::Split)) {
      standing.push_back(row);
    }
  }
  if (standing.empty()) return;
  const auto weighted = [](const EventCandidate* row) { return row->weighted; };
  const bool any = std::any_of(standing.begin(), standing.end(), weighted);
  if (!any) {
    if (standing.size() == 1) standing.front()->event.share_given = Ratio{1, 1};
    return;
  }
  const EventCandidate& first = **std::find_if(standing.begin(), standing.end(), weighted);
  int64_t sum = 0;
  bool whole = true;
  for (EventCandidate* row : standing) {
    if (!row->weighted) {
      whole = false;
      if (!row->row->weight && !row->row->total) {
        refuse(problems, place_in(*row->row, "weight"), "weights_incomplete",
               msg("unit '{}' has a weight at {} and none here", row->row->from_unit,
                   to_string(first.row->place)),
               msg("write the weights of all its successors, or none"));
      }
      continue;
    }
    sum += *row->row->weight;
    if (*row->row->total != *first.row->total) {
      whole = false;
      refuse(problems, place_in(*row->row, "total"), "weight_total",
             msg("unit '{}' has the total {} here and {} at {}", row->row->from_unit,
                 *row->row->total, *first.row->total, to_string(first.row->place)),
             msg("one unit has one total, of which each successor takes its weight"));
    }
  }
  if (whole && sum != *first.row->total) {
    whole = false;
    refuse(problems, place_in(*first.row, "weight"), "weight_sum",
           msg("the weights of unit '{}' add up to {}, and its total is {}", first.row->from_unit,
               sum, *first.row->total),
           msg("what went to all successors together is the total"));
  }
  for (EventCandidate* row : standing) {
    row->weighted = whole;
    if (whole) row->event.share_given = Ratio{*row->row->weight, *row->row->total};
  }
}

void set_shares_held(const EventGroup& rows) {
  EventGroup standing;
  int64_t sum = 0;
  bool all_weighted = true;
  for (EventCandidate* row : rows) {
    if (row->refused || row->event.kind == UnitEventKind::Begin) continue;
    standing.push_back(row);
    all_weighted = all_weighted && row->weighted;
    if (row->weighted) sum += *row->row->weight;
  }
  for (EventCandidate* row : standing) {
    if (row->event.kind == UnitEventKind::Unclear) continue;
    if (standing.size() == 1) {
      row->event.share_held = Ratio{1, 1};
    } else if (all_weighted && sum > 0) {
      row->event.share_held = Ratio{*row->row->weight, sum};
    }
  }
}

}  // namespace exemplar::programme
