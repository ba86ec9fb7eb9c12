#include "programme/obstacle/obstacle.hpp"

#include <algorithm>

namespace exemplar::programme {

namespace {

void add_once(std::vector<std::string>& ids, const std::string& id) {
  if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

// The criteria of `from` as criteria of `to`, over as many mappings as lie between; nothing where
// no chain of mappings leads there. Sets map backwards, to the one before them.
std::vector<std::string> followed(const Programme& programme, const CriteriaSet& from,
                                  const CriteriaSet& to, std::vector<std::string> criteria,
                                  size_t steps_left) {
  if (from.id == to.id) {
    std::vector<std::string> kept;
    for (const std::string& id : criteria) {
      if (to.criterion(id) != nullptr) kept.push_back(id);
    }
    return kept;
  }
  const CriteriaSet* before = programme.set_named(to.maps_from);
  if (to.maps_from.empty() || before == nullptr || steps_left == 0) return {};
  criteria = followed(programme, from, *before, std::move(criteria), steps_left - 1);
  std::vector<std::string> mapped;
  for (const std::string& id : criteria) {
    for (const CriterionMapping& mapping : to.mappings) {
      if (mapping.from == id) add_once(mapped, mapping.to);
    }
  }
  return mapped;
}

}  // namespace

bool is_open(const Obstacle& obstacle) {
  return obstacle.state != ObstacleState::Solved && obstacle.state != ObstacleState::Refused;
}

bool stood_on(const Obstacle& obstacle, Date day) {
  if (obstacle.since && *obstacle.since > day) return false;
  return !obstacle.solved_on || *obstacle.solved_on > day;
}

std::optional<Date> day_of(const Obstacle& obstacle, const std::vector<Document>& documents) {
  if (obstacle.since) return obstacle.since;
  const Document* document = document_named(documents, obstacle.document);
  return document == nullptr ? std::nullopt : document->date;
}

const CriteriaSet* set_of_day(const Programme& programme, Date day) {
  for (const CriteriaSet& set : programme.sets) {  // in the order of their first days
    if (set.valid.contains(day) || set.valid.from > day) return &set;
  }
  return programme.sets.empty() ? nullptr : &programme.sets.back();
}

std::vector<std::string> criteria_blocked(const Obstacle& obstacle, Date day,
                                          const Programme& programme, const CriteriaSet& set) {
  const CriteriaSet* named_in = set_of_day(programme, day);
  if (named_in == nullptr) return {};
  std::vector<std::string> criteria;
  for (const BlockedCriterion& one : obstacle.criteria) {
    if (one.programme == programme.id) add_once(criteria, one.criterion);
  }
  return followed(programme, *named_in, set, std::move(criteria), programme.sets.size());
}

std::string_view name_of(ObstacleKind kind) {
  constexpr std::string_view kNames[] = {"land",      "office", "building", "repair",
                                         "equipment", "staff",  "rule"};
  return kNames[static_cast<size_t>(kind)];
}

std::string_view name_of(ObstacleState state) {
  constexpr std::string_view kNames[] = {
      "reported", "under_review", "approved", "approved_unfunded",
      "funded",   "under_way",    "solved",   "refused"};
  return kNames[static_cast<size_t>(state)];
}

}  // namespace exemplar::programme
