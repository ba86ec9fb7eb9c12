// The way of one criterion alone, for many units at once.
//
//   and ─┬─ area >= norm        not met: one lever ─▶ Change
//        ├─ at_least(2 of …)    one is short: the easiest part ─▶ Change
//        └─ answers …           unknown ─▶ GiveData
#pragma once

#include <set>

#include "programme/nearest_way/bisection.hpp"
#include "programme/nearest_way/nearest_way.hpp"
#include "programme/nearest_way/yearly_change.hpp"

namespace exemplar::programme {

// What one way is preferred by, in this order.
struct WayCost {
  size_t unsolvable = 0;
  size_t data = 0;
  size_t not_compared = 0;
  double difficulty = 0;
  size_t changes = 0;

  auto operator<=>(const WayCost&) const = default;
};
// Several steps that move one lever cost what the largest of them does.
WayCost cost_of(const std::vector<NearestWayStep>& steps);

class CriterionWays {
 public:
  CriterionWays(AssessmentRun& run, ChangedValues& values)
      : run_(run), values_(values), yearly_(run) {}

  // The steps for each of `units`, in which the criterion is not met or unknown.
  std::vector<std::vector<NearestWayStep>> solve(size_t criterion,
                                                 const std::vector<size_t>& units);

 private:
  using Steps = std::vector<NearestWayStep>;

  std::vector<Steps> solve_node(engine::NodeId node, const std::vector<size_t>& units);
  std::vector<Steps> by_one_lever(engine::NodeId node, const std::vector<size_t>& units);
  std::vector<Steps> by_parts(engine::NodeId node, const std::vector<size_t>& units);
  Steps together(const engine::Node& node, size_t unit, const std::vector<Steps>& of_part);
  void verify(const std::vector<size_t>& units, std::vector<Steps>& found);
  void tighten(const std::vector<size_t>& units, std::vector<Steps>& found);
  int64_t least_beside(size_t unit, const Steps& steps, size_t step);
  NearestWayStep change_step(uint32_t lever, size_t unit, int64_t change);
  Steps not_solvable(engine::NodeId node, size_t unit, bool stopped);
  engine::Answer answer(engine::NodeId node, size_t unit);

  AssessmentRun& run_;
  ChangedValues& values_;
  YearlyChange yearly_;
  size_t criterion_ = 0;  // the one that is being solved
  engine::NodeId whole_;
  std::set<std::pair<engine::NodeId, size_t>> stopped_;  // (node, unit)
};

// What the steps change, each lever once, by the farthest; in the lever's direction.
std::vector<ValueChange> changes_of(const CompiledRules& rules, size_t unit,
                                    const std::vector<NearestWayStep>& steps);

}  // namespace exemplar::programme
