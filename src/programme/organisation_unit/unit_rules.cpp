// Rules on the table of units: every row complete, the rows of a unit adjoin, and no code belongs
// to two units on one day.
#include "programme/organisation_unit/unit_rules.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace exemplar::programme {

namespace {

auto order_of(const UnitRow& row) {
  return std::tie(row.id, row.from, row.until, row.code, row.name, row.kind, row.name_en,
                  row.place);
}

bool row_is_complete(const UnitRow& row, Problems& problems) {
  if (row.id.empty()) {
    refuse(problems, place_in(row, "id"), "unit_without_id", msg("a unit without an id"),
           msg("give it an id of its own, which no other unit ever has"));
    return false;
  }
  if (row.name.empty()) {
    refuse(problems, place_in(row, "name"), "unit_without_name",
           msg("unit '{}' has no name", row.id), msg("write its Vietnamese name on these days"));
    return false;
  }
  if (row.kind.empty()) {
    refuse(problems, place_in(row, "kind"), "unit_without_kind",
           msg("unit '{}' has no kind", row.id), msg("write its kind, such as ward or department"));
    return false;
  }
  if (row.until < row.from) {
    refuse(problems, place_in(row, "until"), "empty_validity",
           msg("the last day {} is before the first day {}", day_message(row.until),
               day_message(row.from)),
           msg("both days belong to the range; write the earlier one first"));
    return false;
  }
  return true;
}

UnitVersion version_from(const UnitRow& row) {
  return {{row.from, row.until}, row.code, {row.name, row.name_en}, row.kind, row.place};
}

// Takes the row into the unit if it follows on its last version.
void append_version(OrganisationUnit& unit, const UnitRow& row, Problems& problems) {
  if (!unit.versions.empty()) {
    const UnitVersion& last = unit.versions.back();
    if (row.from <= last.validity.until) {
      refuse(problems, place_in(row, "from"), "overlapping_validity",
             msg("the days {} of unit '{}' overlap with those of {}",
                 days_message({row.from, row.until}), row.id, to_string(last.place)),
             msg("on each day a unit has one code, one name and one kind"));
      return;
    }
    if (row.from > last.validity.until + 1) {
      refuse(problems, place_in(row, "from"), "gap_in_validity",
             msg("unit '{}' is not valid on the days {}", row.id,
                 days_message({last.validity.until + 1, row.from - 1})),
             msg("close the gap; a unit that ended does not return: what comes later is a unit "
                 "with an id of its own"));
      return;
    }
  }
  unit.versions.push_back(version_from(row));
}

void check_codes(const std::vector<OrganisationUnit>& units, const std::vector<UnitRow>& rows,
                 Problems& problems) {
  std::map<Place, const UnitRow*> row_at;
  for (const UnitRow& row : rows) row_at.emplace(row.place, &row);
  struct Holding {
    const UnitVersion* version;
    const OrganisationUnit* unit;
  };
  std::vector<Holding> holdings;
  for (const OrganisationUnit& unit : units) {
    for (const UnitVersion& version : unit.versions) {
      if (!version.code.empty()) holdings.push_back({&version, &unit});
    }
  }
  const auto order = [](const Holding& h) {
    return std::tie(h.version->code, h.version->validity.from, h.unit->id);
  };
  std::sort(holdings.begin(), holdings.end(),
            [&](const Holding& a, const Holding& b) { return order(a) < order(b); });
  const Holding* longest = nullptr;  // of the holdings so far of this code, the last to end
  for (const Holding& holding : holdings) {
    if (longest == nullptr || longest->version->code != holding.version->code) {
      longest = &holding;
      continue;
    }
    const DateRange both = overlap(longest->version->validity, holding.version->validity);
    if (!both.empty() && longest->unit != holding.unit) {
      refuse(problems, place_in(*row_at.at(holding.version->place), "code"), "ambiguous_code",
             msg("code '{}' belongs to the units '{}' and '{}' on the days {}",
                 holding.version->code, longest->unit->id, holding.unit->id, days_message(both)),
             msg("end the one before the other begins (the first is at {})",
                 to_string(longest->version->place)));
    }
    if (longest->version->validity.until < holding.version->validity.until) longest = &holding;
  }
}

}  // namespace

void refuse(Problems& problems, const Place& place, std::string_view code, Message what,
            Message remedy) {
  problems.add(
      Problem{place, Severity::Error, std::move(what), std::move(remedy), std::string(code)});
}

std::vector<OrganisationUnit> check_units(std::vector<UnitRow> rows, Problems& problems) {
  std::sort(rows.begin(), rows.end(),
            [](const UnitRow& a, const UnitRow& b) { return order_of(a) < order_of(b); });
  std::vector<OrganisationUnit> units;
  for (const UnitRow& row : rows) {
    if (!row_is_complete(row, problems)) continue;
    if (units.empty() || units.back().id != row.id) units.push_back({row.id, {}, {}});
    append_version(units.back(), row, problems);
  }
  for (OrganisationUnit& unit : units) {
    unit.validity = {unit.versions.front().validity.from, unit.versions.back().validity.until};
  }
  std::sort(units.begin(), units.end(), [](const OrganisationUnit& a, const OrganisationUnit& b) {
    return std::tie(a.versions.front().code, a.id) < std::tie(b.versions.front().code, b.id);
  });
  check_codes(units, rows, problems);
  return units;
}

namespace {

// Of stretches of days in order, the one that holds `day`.
template <typename Stretch>
const Stretch* holding(const std::vector<Stretch>& stretches, Date day) {
  const auto after = std::upper_bound(
      stretches.begin(), stretches.end(), day,
      [](Date wanted, const Stretch& stretch) { return wanted < stretch.validity.from; });
  if (after == stretches.begin() || !(after - 1)->validity.contains(day)) return nullptr;
  return &*(after - 1);
}

}  // namespace

const UnitVersion* version_on(const OrganisationUnit& unit, Date day) {
  return holding(unit.versions, day);
}

const UnitLink* link_on(const std::vector<UnitLink>& links, Date day) {
  return holding(links, day);
}

}  // namespace exemplar::programme
