// What stands in the way at the period's end, by the department that has to help, and the units that
// would meet all once it is solved: assessed again with the blocked criteria taken as met.
#include <algorithm>

#include "programme/report/record_words.hpp"
#include "programme/report/review_builder.hpp"

namespace exemplar::programme {

namespace {

Json count(int64_t number) {
  return Json::integer(number);
}

Json numbers(const std::vector<size_t>& all) {
  Json json = Json::array();
  for (const size_t one : all) json.add(count(static_cast<int64_t>(one)));
  return json;
}

// What stands at the period's end and is solved by now: which state it had then nobody recorded.
std::string_view state_then(const Obstacle& obstacle) {
  return obstacle.state == ObstacleState::Solved ? "stood" : name_of(obstacle.state);
}
Message words_then(const Obstacle& obstacle) {
  return obstacle.state == ObstacleState::Solved ? msg("open at that time")
                                                 : words_for(obstacle.state);
}

}  // namespace

// An obstacle of one participant that is not solved; refused is one more state of it.
struct ReviewBuilder::StandingObstacle {
  const Obstacle* obstacle = nullptr;
  size_t unit = 0;
  std::vector<size_t> criteria;  // indexes into the set's
  size_t department = 0;         // index of the departments
  bool frees = false;            // solved alone, its unit meets all
  bool undetermined = false;     // … and that cannot be said
};

std::vector<size_t> ReviewBuilder::blocked(const Obstacle& obstacle) const {
  const Date day =
      day_of(obstacle, office_.definitions.documents).value_or(last_day(result_.period));
  std::vector<size_t> criteria;
  for (const std::string& id : criteria_blocked(obstacle, day, *result_.programme, *result_.set)) {
    for (size_t c = 0; c < result_.set->criteria.size(); ++c) {
      if (result_.set->criteria[c].id == id) criteria.push_back(c);
    }
  }
  return criteria;
}

// Above the participants: what is named of such a unit is named of no single one of them.
bool ReviewBuilder::names_no_unit(OrganisationUnitId unit) const {
  const UnitRegister& units = office_.definitions.units;
  const Date day = result_.participants_day;
  return std::any_of(order_.begin(), order_.end(), [&](OrganisationUnitId one) {
    return hierarchy_.valid() && units.is_under(one, unit, hierarchy_, day);
  });
}

// One question for all obstacles that stand at different units.
void ReviewBuilder::find_who_is_freed(std::vector<StandingObstacle>& all) {
  std::vector<StandingObstacle*> open;
  for (StandingObstacle& one : all) open.push_back(&one);
  while (!open.empty()) {
    std::map<size_t, StandingObstacle*> of_unit;
    std::vector<StandingObstacle*> later;
    for (StandingObstacle* one : open) {
      if (!of_unit.try_emplace(one->unit, one).second) later.push_back(one);
    }
    std::map<size_t, std::vector<size_t>> criteria;
    for (const auto& [unit, one] : of_unit) criteria[unit] = one->criteria;
    const Freed by_these = freed(criteria);
    for (const size_t unit : by_these.units) of_unit.at(unit)->frees = true;
    for (const size_t unit : by_these.undetermined) of_unit.at(unit)->undetermined = true;
    open = std::move(later);
  }
}

Json ReviewBuilder::obstacle_row(const Obstacle& obstacle, const StandingObstacle* standing) const {
  Json row = Json::object();
  row.add("id", Json::string(obstacle.id)).add("kind", both(words_for(obstacle.kind)));
  row.add("unit", standing != nullptr ? count(static_cast<int64_t>(standing->unit)) : Json());
  row.add("of", both(full_name(obstacle.unit)));
  row.add("criteria", standing != nullptr ? numbers(standing->criteria) : Json::array());
  row.add("department",
          standing != nullptr ? count(static_cast<int64_t>(standing->department)) : Json());
  row.add("department_name", obstacle.department ? both(name(*obstacle.department)) : Json());
  row.add("what", both(obstacle.what));
  row.add("cost", obstacle.cost_dong ? count(*obstacle.cost_dong) : Json());
  row.add("funds", Json::string(obstacle.funds));
  row.add("state", Json::string(state_then(obstacle)));
  row.add("state_name", both(words_then(obstacle)));
  row.add("since", obstacle.since ? Json::string(iso(*obstacle.since)) : Json());
  row.add("solved_on", obstacle.solved_on ? Json::string(iso(*obstacle.solved_on)) : Json());
  row.add("document", both(document_title(obstacle.document)));
  row.add("reference", Json::string(obstacle.reference));
  row.add("frees", Json::truth(standing != nullptr && standing->frees));
  row.add("undetermined", Json::truth(standing != nullptr && standing->undetermined));
  return row;
}

Json ReviewBuilder::department(const std::optional<OrganisationUnitId>& unit,
                               const std::vector<const StandingObstacle*>& obstacles) {
  const Date last = last_day(result_.period);
  int64_t cost = 0;
  std::optional<int64_t> months;
  std::map<ObstacleState, int64_t> states;  // Solved: since then
  std::map<size_t, std::vector<size_t>> criteria;
  for (const StandingObstacle* one : obstacles) {
    cost += one->obstacle->cost_dong.value_or(0);
    ++states[one->obstacle->state];
    if (one->obstacle->since) {
      months = std::max<int64_t>(months.value_or(0), months_between(*one->obstacle->since, last));
    }
    std::vector<size_t>& of_unit = criteria[one->unit];
    of_unit.insert(of_unit.end(), one->criteria.begin(), one->criteria.end());
  }
  Json counts = Json::array();
  for (const auto& [state, number] : states) {
    Obstacle of_state;
    of_state.state = state;
    counts.add(Json::object()
                   .add("state", Json::string(state_then(of_state)))
                   .add("count", count(number))
                   .add("name", both(words_then(of_state))));
  }
  const Freed by_it = freed(criteria);
  return Json::object()
      .add("name", unit ? both(name(*unit)) : both(msg("no department named")))
      .add("count", count(static_cast<int64_t>(obstacles.size())))
      .add("cost", count(cost))
      .add("months", months ? count(*months) : Json())
      .add("states", std::move(counts))
      .add("freed", numbers(by_it.units))
      .add("undetermined", numbers(by_it.undetermined));
}

Json ReviewBuilder::obstacles() {
  const Date last = last_day(result_.period);
  std::vector<StandingObstacle> standing;
  Json named = Json::array();
  int64_t named_count = 0, left_out = 0;
  for (const Obstacle& obstacle : office_.obstacles) {
    // What was solved since stood in the way then; what was refused still does.
    if (!stood_on(obstacle, last)) continue;
    const auto unit = index_.find(obstacle.unit);
    if (unit != index_.end()) {
      standing.push_back({&obstacle, unit->second, blocked(obstacle), 0, false});
    } else if (!only_ && names_no_unit(obstacle.unit) && given_by_then(obstacle.document)) {
      // What was named above the participants, as at a conference on the year: of no single one.
      named.add(obstacle_row(obstacle, nullptr));
      ++named_count;
    } else if (!only_ && !names_no_unit(obstacle.unit)) {
      ++left_out;
    }
  }
  if (standing.empty() && named_count + left_out == 0) return {};
  find_who_is_freed(standing);
  std::map<size_t, std::vector<size_t>> everything;
  for (const StandingObstacle& one : standing) {
    std::vector<size_t>& of_unit = everything[one.unit];
    of_unit.insert(of_unit.end(), one.criteria.begin(), one.criteria.end());
  }
  const Freed together = freed(everything);

  // Those that have most to do first.
  std::map<std::optional<OrganisationUnitId>, int64_t> obstacles_of;
  for (const StandingObstacle& one : standing) ++obstacles_of[one.obstacle->department];
  std::vector<std::optional<OrganisationUnitId>> departments;
  for (const auto& [department, number] : obstacles_of) departments.push_back(department);
  std::stable_sort(departments.begin(), departments.end(), [&](const auto& a, const auto& b) {
    return obstacles_of.at(a) > obstacles_of.at(b);
  });
  std::vector<std::vector<const StandingObstacle*>> of_department(departments.size());
  for (StandingObstacle& one : standing) {
    const auto at = std::find(departments.begin(), departments.end(), one.obstacle->department);
    one.department = static_cast<size_t>(at - departments.begin());
    of_department[one.department].push_back(&one);
  }
  Json rows = Json::array();
  int64_t cost = 0, unfunded = 0;
  for (const StandingObstacle& one : standing) {
    rows.add(obstacle_row(*one.obstacle, &one));
    cost += one.obstacle->cost_dong.value_or(0);
    unfunded += one.obstacle->state == ObstacleState::ApprovedUnfunded ? 1 : 0;
  }
  Json all = Json::array();
  for (size_t d = 0; d < departments.size(); ++d) {
    all.add(department(departments[d], of_department[d]));
  }
  return Json::object()
      .add("open", count(static_cast<int64_t>(standing.size())))
      .add("cost", count(cost))
      .add("unfunded", count(unfunded))
      .add("left_out", count(left_out))
      .add("together", numbers(together.units))
      .add("together_undetermined", numbers(together.undetermined))
      .add("departments", std::move(all))
      .add("rows", std::move(rows))
      .add("named", std::move(named));
}

}  // namespace exemplar::programme
