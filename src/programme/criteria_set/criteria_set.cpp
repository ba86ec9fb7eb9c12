#include "programme/criteria_set/criteria_set.hpp"

namespace exemplar::programme {

namespace {

template <typename T>
const T* with_id(const std::vector<T>& list, std::string_view id) {
  for (const T& one : list) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

}  // namespace

const Criterion* CriteriaSet::criterion(std::string_view wanted) const {
  return with_id(criteria, wanted);
}

const CriterionGroup* CriteriaSet::group(std::string_view wanted) const {
  return with_id(groups, wanted);
}

const Level* CriteriaSet::level(std::string_view wanted) const {
  return with_id(levels, wanted);
}

std::vector<Acceptance> acceptances(const CriteriaSet& set) {
  std::vector<Acceptance> all;
  const auto add = [&](std::string_view rule, const std::string& id, const Message& where,
                       const std::vector<AcceptedWarning>& accepts) {
    for (const AcceptedWarning& one : accepts) all.push_back({rule, id, where, &one});
  };
  for (const CriterionGroup& one : set.groups) {
    add("group", one.id, msg("group {}", one.id), one.accepts);
  }
  for (const Measure& one : set.measures) {
    add("measure", one.id, msg("measure {}", one.id), one.accepts);
  }
  for (const Criterion& one : set.criteria) {
    add("criterion", one.id, msg("criterion {}", one.id), one.accepts);
  }
  for (const Level& one : set.levels) {
    add("level", one.id, msg("level {}", one.id), one.accepts);
  }
  for (const Commendation& one : set.commendations) {
    add("commendation", one.id, msg("commendation {}", one.id), one.accepts);
  }
  add("assessable", "", msg("being assessable"), set.assessable_accepts);
  return all;
}

}  // namespace exemplar::programme
