#include "programme/organisation_unit/unit_lineage.hpp"

#include <algorithm>

#include "programme/organisation_unit/unit_rules.hpp"

namespace exemplar::programme {

namespace {

// Stands for the beginning of what began before all records, where nobody declared their first
// day. Earlier than any period that a programme assesses.
Date before_all_records() {
  return *make_date(1900, 1, 1);
}

// The earliest day s on which those who began on s or before hold more than half.
struct Part {
  Date start;
  i128 weight;  // over a common total
};

Date majority_start(std::vector<Part> parts) {
  std::sort(parts.begin(), parts.end(),
            [](const Part& a, const Part& b) { return a.start < b.start; });
  i128 total = 0;
  for (const Part& part : parts) total += part.weight;
  i128 so_far = 0;
  for (const Part& part : parts) {
    so_far += part.weight;
    if (2 * so_far > total) return part.start;
  }
  return parts.back().start;
}

bool abolished(const UnitRegister& units, OrganisationUnitId unit) {
  const auto events = units.successor_events(unit);
  return !events.empty() && units.event(events.front()).kind == UnitEventKind::End;
}

bool lists(const std::vector<OrganisationUnitId>& sorted, OrganisationUnitId unit) {
  return std::binary_search(sorted.begin(), sorted.end(), unit);
}

class Tracer {
 public:
  Tracer(const UnitRegister& units, bool forwards) : units_(units), forwards_(forwards) {}

  std::vector<UnitTraceStep> from(OrganisationUnitId unit) {
    follow(unit);
    return std::move(steps_);
  }

 private:
  struct Open {
    UnitEventId event;
    int depth;
  };

  void push(OrganisationUnitId unit, int depth) {
    const auto events = forwards_ ? units_.successor_events(unit) : units_.predecessor_events(unit);
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
      const UnitEvent& row = units_.event(*event);
      if ((forwards_ ? row.to : row.from).valid()) open_.push_back({*event, depth});
    }
  }

  void follow(OrganisationUnitId unit) {
    followed_.resize(units_.size());
    push(unit, 1);
    while (!open_.empty()) {
      const Open next = open_.back();
      open_.pop_back();
      const UnitEvent& event = units_.event(next.event);
      UnitTraceStep step;
      step.unit = forwards_ ? event.to : event.from;
      step.depth = next.depth;
      step.event = next.event;
      step.shown_on = forwards_ ? event.date : event.date - 1;
      step.continuity_confirmed = event.kind != UnitEventKind::Unclear;
      step.repeated = followed_[step.unit.index()];
      if (forwards_) {
        step.fate_unknown = lists(units_.fate_unknown(), step.unit);
        step.abolished = abolished(units_, step.unit);
      } else {
        step.origin_unknown = lists(units_.origin_unknown(), step.unit);
      }
      steps_.push_back(step);
      if (step.repeated) continue;
      followed_[step.unit.index()] = true;
      push(step.unit, step.depth + 1);
    }
  }

  const UnitRegister& units_;
  bool forwards_;
  std::vector<bool> followed_;
  std::vector<Open> open_;
  std::vector<UnitTraceStep> steps_;
};

}  // namespace

UnitTrace trace(const UnitRegister& units, OrganisationUnitId unit, Date date) {
  UnitTrace result;
  result.unit = unit;
  result.date = date;
  result.valid_on_date = units.is_valid(unit, date);
  result.fate_unknown = lists(units.fate_unknown(), unit);
  result.abolished = abolished(units, unit);
  result.origin_unknown = lists(units.origin_unknown(), unit);
  const auto own = units.own_events(unit);
  result.own_events.assign(own.begin(), own.end());
  result.ancestors = Tracer(units, false).from(unit);
  result.successors = Tracer(units, true).from(unit);
  return result;
}

LineageStart UnitRegister::lineage_start(OrganisationUnitId unit) const {
  const Date own = validity(unit).from;
  if (own <= parts_.records_from) return {kOpenPast, kOpenPast};
  const std::vector<UnitEventId>& events = events_of_[unit.index()].predecessors;
  if (events.empty()) return {kOpenPast, own};
  if (event(events.front()).kind == UnitEventKind::Begin) return {own, own};

  std::vector<Part> earliest;
  std::vector<Part> latest;
  bool known = true;
  for (const UnitEventId id : events) {
    const UnitEvent& row = event(id);
    const LineageStart start = lineage_starts_[row.from.index()];
    if (row.kind == UnitEventKind::Unclear) return {start.earliest, own};
    known = known && row.share_held.has_value();
    const i128 weight = row.share_held ? row.share_held->numerator : 0;
    earliest.push_back({start.earliest, weight});
    latest.push_back({start.latest, weight});
  }
  if (known) return {majority_start(earliest), majority_start(latest)};
  const auto by_start = [](const Part& a, const Part& b) { return a.start < b.start; };
  return {std::min_element(earliest.begin(), earliest.end(), by_start)->start,
          std::max_element(latest.begin(), latest.end(), by_start)->start};
}

void UnitRegister::find_lineage_starts() {
  // A predecessor ends before its successor begins, so it also begins before it.
  std::vector<OrganisationUnitId> order;
  for (size_t i = 0; i < size(); ++i) order.push_back(OrganisationUnitId(i));
  std::stable_sort(order.begin(), order.end(), [&](OrganisationUnitId a, OrganisationUnitId b) {
    return validity(a).from < validity(b).from;
  });
  lineage_starts_.resize(size());
  for (const OrganisationUnitId unit : order) {
    lineage_starts_[unit.index()] = lineage_start(unit);
  }
}

int UnitRegister::months_since(Date start, OrganisationUnitId unit, Date day) const {
  const Date records =
      parts_.records_from == kOpenPast ? before_all_records() : parts_.records_from;
  const Date from = std::max(start, records);
  const Date end = std::min(day, validity(unit).until) + 1;
  return end <= from ? 0 : months_between(from, end);
}

int UnitRegister::months_active(OrganisationUnitId unit, Date day) const {
  return months_since(validity(unit).from, unit, day);
}

LineageMonths UnitRegister::months_active_lineage(OrganisationUnitId unit, Date day) const {
  if (day < validity(unit).from) return {0, 0};
  const LineageStart start = lineage_starts_[unit.index()];
  return {months_since(start.latest, unit, day), months_since(start.earliest, unit, day)};
}

}  // namespace exemplar::programme
