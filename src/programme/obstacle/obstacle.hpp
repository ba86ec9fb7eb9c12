// Obstacles: what keeps units from meeting criteria and is not in their own hands alone.
//
//   reported ─▶ under review ─┬▶ approved ─▶ funded ─▶ under way ─▶ solved
//                             ├▶ approved, unfunded ─▲
//                             └▶ refused
//
// Their criteria are named as in the set that judged their first day, and followed from there
// through the mappings of later sets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "programme/document/document.hpp"
#include "programme/organisation_unit/organisation_unit.hpp"
#include "programme/programme/definitions.hpp"

namespace exemplar::programme {

enum class ObstacleKind { Land, Office, Building, Repair, Equipment, Staff, Rule };
enum class ObstacleState {
  Reported,
  UnderReview,
  Approved,
  ApprovedUnfunded,
  Funded,
  UnderWay,
  Solved,
  Refused,
};

// As a pack writes them: "land", "approved_unfunded", ….
std::string_view name_of(ObstacleKind kind);
std::string_view name_of(ObstacleState state);

struct BlockedCriterion {
  std::string programme;
  std::string criterion;

  bool operator==(const BlockedCriterion&) const = default;
};

struct Obstacle {
  std::string id;
  ObstacleKind kind = ObstacleKind::Land;
  OrganisationUnitId unit;  // whose obstacle it is; the units below it share it
  std::vector<BlockedCriterion> criteria;
  std::optional<OrganisationUnitId> department;  // that has to help; empty: not named
  Text what;
  std::optional<int64_t> cost_dong;  // empty: not known
  std::string funds;                 // where the money comes from; empty: not named
  ObstacleState state = ObstacleState::Reported;
  std::optional<Date> since;      // the first day
  std::optional<Date> solved_on;  // the first day without it
  std::string document;           // id of the document or conference that names it
  std::string reference;          // where in it
  SourceId source;
  std::string note;
  Place place;
};

// Neither solved nor refused: somebody still has to do something.
bool is_open(const Obstacle& obstacle);
// Whether it stood in the way on that day.
bool stood_on(const Obstacle& obstacle, Date day);

// The day on which its unit, its department and its criteria are looked up: its first day, else
// that of its document. None where neither is known.
std::optional<Date> day_of(const Obstacle& obstacle, const std::vector<Document>& documents);
// The set in whose words an obstacle of that day names criteria: the one that judges the day, of
// several the first; where none does, the first after it, else the last. Null without any set.
const CriteriaSet* set_of_day(const Programme& programme, Date day);
// The criteria of `set` that an obstacle of that day blocks, in the obstacle's order: those it
// names, followed through the mappings between the sets. A criterion that was dropped is none.
std::vector<std::string> criteria_blocked(const Obstacle& obstacle, Date day,
                                          const Programme& programme, const CriteriaSet& set);

}  // namespace exemplar::programme
