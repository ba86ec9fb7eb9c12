// Changes of a way written into a copy of the facts, as if a unit had reported them, and assessed
// afresh: the way to check a proposal that shares nothing with how it was found.
#pragma once

#include <gtest/gtest.h>

#include "programme/nearest_way/nearest_way.hpp"

namespace exemplar::programme {

struct WrittenChange {
  OrganisationUnitId unit;
  IndicatorId indicator;
  Decimal value;
};

inline Facts with_changes(const Facts& facts, const Period& period,
                          const std::vector<WrittenChange>& changes) {
  std::vector<Fact> all = facts.all();
  uint32_t newest = 0;
  for (const Fact& fact : all) newest = std::max(newest, fact.revision);
  for (const WrittenChange& change : changes) {
    Fact fact;
    fact.indicator = change.indicator;
    fact.period = period;
    fact.unit = change.unit;
    fact.number = change.value;
    fact.revision = ++newest;
    fact.reported_on = last_day(period) + 1;
    fact.verified_on = fact.decided_on = fact.reported_on;
    all.push_back(std::move(fact));
  }
  return Facts(std::move(all));
}

// The changes that a way proposes, each lever by the farthest; `short_of` is left one step of its
// last digit before its end.
inline std::vector<WrittenChange> written(const NearestWay& way,
                                          const NearestWayStep* short_of = nullptr) {
  std::map<IndicatorId, WrittenChange> farthest;
  for (const NearestWayStep& step : way.steps) {
    if (step.kind != StepKind::Change) continue;
    Decimal value = *step.to;
    const int64_t back = step.direction == Lever::Raise ? -1 : 1;
    if (&step == short_of) value.units += back;
    const auto [at, is_new] =
        farthest.try_emplace(step.indicator, WrittenChange{way.unit, step.indicator, value});
    const bool farther =
        back < 0 ? value.units > at->second.value.units : value.units < at->second.value.units;
    if (!is_new && farther) at->second.value = value;
  }
  std::vector<WrittenChange> changes;
  for (const auto& [indicator, change] : farthest) changes.push_back(change);
  return changes;
}

}  // namespace exemplar::programme
