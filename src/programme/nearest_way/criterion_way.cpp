#include "programme/nearest_way/criterion_way.hpp"

#include <algorithm>
#include <set>

#include "engine/compute/kernels.hpp"
#include "programme/nearest_way/missing_data.hpp"

namespace exemplar::programme {

using engine::Answer;
using engine::Cell;
using engine::Node;
using engine::NodeId;
using engine::Op;

namespace {

bool is_solved(const std::vector<NearestWayStep>& steps) {
  return std::all_of(steps.begin(), steps.end(),
                     [](const auto& step) { return step.kind == StepKind::Change; });
}

bool has_parts(const Node& node) {
  switch (node.op) {
    case Op::And:
    case Op::Or:
    case Op::AtLeast:
    case Op::If:
    case Op::Policy:
    case Op::Applies:
      return node.type == engine::ValueType::Truth;
    default:
      return false;
  }
}

// Of several changes of one lever the farthest holds the others.
void keep_farthest(std::vector<NearestWayStep>& steps) {
  const auto held_by_another = [&](const NearestWayStep& one) {
    return std::any_of(steps.begin(), steps.end(), [&](const NearestWayStep& other) {
      if (&other == &one || other.kind != StepKind::Change) return false;
      if (other.indicator != one.indicator) return false;
      return other.change->units > one.change->units ||
             (other.change->units == one.change->units && &other < &one);
    });
  };
  std::vector<NearestWayStep> kept;
  for (const NearestWayStep& one : steps) {
    if (one.kind != StepKind::Change || !held_by_another(one)) kept.push_back(one);
  }
  steps = std::move(kept);
}

// The condition; of one that compares with what a function gives, what is compared.
std::string told_of(const engine::Expr& condition) {
  const bool computed = condition.kind == engine::ExprKind::Binary && condition.args.size() == 2 &&
                        condition.args[1]->kind == engine::ExprKind::Call;
  return engine::print(computed ? *condition.args[0] : condition);
}

// Inputs are in the order of their definition.
uint32_t input_of(const CompiledRules& rules, IndicatorId indicator) {
  const auto at = std::lower_bound(rules.inputs.begin(), rules.inputs.end(), indicator);
  return static_cast<uint32_t>(at - rules.inputs.begin());
}

}  // namespace

WayCost cost_of(const std::vector<NearestWayStep>& steps) {
  WayCost cost;
  std::map<IndicatorId, std::optional<double>> levers;
  for (const NearestWayStep& step : steps) {
    if (step.kind == StepKind::NotSolvable) ++cost.unsolvable;
    if (step.kind == StepKind::GiveData) ++cost.data;
    if (step.kind != StepKind::Change) continue;
    const auto [at, is_new] = levers.emplace(step.indicator, step.difficulty);
    if (!is_new && at->second && step.difficulty) {
      at->second = std::max(*at->second, *step.difficulty);
    }
  }
  cost.changes = levers.size();
  for (const auto& [indicator, difficulty] : levers) {
    if (difficulty) {
      cost.difficulty += *difficulty;
    } else {
      ++cost.not_compared;
    }
  }
  return cost;
}

std::vector<ValueChange> changes_of(const CompiledRules& rules, size_t unit,
                                    const std::vector<NearestWayStep>& steps) {
  std::map<uint32_t, int64_t> farthest;
  for (const NearestWayStep& step : steps) {
    if (step.kind != StepKind::Change) continue;
    int64_t& by = farthest[input_of(rules, step.indicator)];
    by = std::max(by, step.change->units);
  }
  std::vector<ValueChange> changes;
  for (const auto& [input, by] : farthest) {
    const Indicator& what = (*rules.definitions)[rules.inputs[input]];
    changes.push_back({unit, input, direction_of(what.lever) * by});
  }
  return changes;
}

Answer CriterionWays::answer(NodeId node, size_t unit) {
  return run_.evaluation().column(node, run_.period())[unit].answer;
}

std::vector<CriterionWays::Steps> CriterionWays::solve(size_t criterion,
                                                       const std::vector<size_t>& units) {
  criterion_ = criterion;
  whole_ = run_.rules().graph.criteria[criterion].answer;
  stopped_.clear();
  std::vector<Steps> found = solve_node(whole_, units);
  for (Steps& steps : found) keep_farthest(steps);
  verify(units, found);
  tighten(units, found);
  return found;
}

// The whole is assessed with all its changes: parts solved alone may undo each other.
void CriterionWays::verify(const std::vector<size_t>& units, std::vector<Steps>& found) {
  std::vector<size_t> solved;
  std::vector<std::vector<ValueChange>> changes;
  for (size_t i = 0; i < units.size(); ++i) {
    if (!is_solved(found[i])) continue;
    solved.push_back(i);
    changes.push_back(changes_of(run_.rules(), units[i], found[i]));
  }
  values_.look_at_each(changes, [&](size_t which) {
    const size_t i = solved[which];
    if (values_.cell(whole_, units[i]).answer == Answer::Met) return;
    found[i] = not_solvable(whole_, units[i], false);
    found[i][0].why_not = WhyNotSolvable::Contradicting;
  });
}

// One part's change may do some of another's work: each in turn is brought back to what is needed
// beside the others, and left out where that is nothing.
void CriterionWays::tighten(const std::vector<size_t>& units, std::vector<Steps>& found) {
  size_t most = 0;
  for (const Steps& steps : found) most = std::max(most, steps.size());
  for (size_t step = most; step-- > 0 && most > 1;) {
    std::vector<size_t> several;
    std::vector<std::vector<ValueChange>> changes;
    for (size_t i = 0; i < units.size(); ++i) {
      if (found[i].size() < 2 || step >= found[i].size() || !is_solved(found[i])) continue;
      Steps one_less = found[i];
      --one_less[step].change->units;
      several.push_back(i);
      changes.push_back(changes_of(run_.rules(), units[i], one_less));
    }
    std::vector<size_t> loose;
    values_.look_at_each(changes, [&](size_t which) {
      const size_t i = several[which];
      if (values_.cell(whole_, units[i]).answer == Answer::Met) loose.push_back(i);
    });
    for (const size_t i : loose) {
      const int64_t least = least_beside(units[i], found[i], step);
      const auto at = found[i].begin() + static_cast<std::ptrdiff_t>(step);
      if (least == 0) {
        found[i].erase(at);
      } else {
        *at = change_step(input_of(run_.rules(), at->indicator), units[i], least);
      }
    }
  }
}

// The least change of one step with which the criterion is still met, the others made in full.
int64_t CriterionWays::least_beside(size_t unit, const Steps& steps, size_t step) {
  Steps tried = steps;
  int64_t too_little = -1;
  int64_t enough = steps[step].change->units;
  while (enough - too_little > 1) {
    const int64_t middle = too_little + (enough - too_little) / 2;
    tried[step].change->units = middle;
    values_.set(changes_of(run_.rules(), unit, tried));
    const bool met = values_.cell(whole_, unit).answer == Answer::Met;
    (met ? enough : too_little) = middle;
  }
  return enough;
}

std::vector<CriterionWays::Steps> CriterionWays::solve_node(NodeId node,
                                                            const std::vector<size_t>& units) {
  std::vector<Steps> found(units.size());
  node = meant(run_.rules().graph, node);
  std::vector<size_t> open;
  std::vector<size_t> place;
  for (size_t i = 0; i < units.size(); ++i) {
    switch (answer(node, units[i])) {
      case Answer::NotMet:
        open.push_back(units[i]);
        place.push_back(i);
        break;
      case Answer::Unknown:
        found[i] = missing_data(run_, criterion_, node, units[i]);
        break;
      default:
        break;
    }
  }
  if (open.empty()) return found;
  const std::vector<Steps> by_one = by_one_lever(node, open);
  std::vector<size_t> rest;
  std::vector<size_t> rest_place;
  for (size_t i = 0; i < open.size(); ++i) {
    found[place[i]] = by_one[i];
    if (!by_one[i].empty()) continue;
    rest.push_back(open[i]);
    rest_place.push_back(place[i]);
  }
  if (rest.empty()) return found;
  const std::vector<Steps> by_part = by_parts(node, rest);
  for (size_t i = 0; i < rest.size(); ++i) {
    found[rest_place[i]] = by_part[i].empty()
                               ? not_solvable(node, rest[i], stopped_.contains({node, rest[i]}))
                               : by_part[i];
  }
  return found;
}

// The easiest of the single levers; no steps where there is none.
std::vector<CriterionWays::Steps> CriterionWays::by_one_lever(NodeId node,
                                                              const std::vector<size_t>& units) {
  std::vector<Steps> found(units.size());
  for (const uint32_t lever : levers_of(run_.rules(), node)) {
    const auto changes = least_changes(run_, values_, node, whole_, lever, units);
    for (size_t i = 0; i < units.size(); ++i) {
      if (changes[i].stopped) stopped_.emplace(node, units[i]);
      if (!changes[i].change) continue;
      Steps steps{change_step(lever, units[i], *changes[i].change)};
      if (found[i].empty() || cost_of(steps) < cost_of(found[i])) found[i] = std::move(steps);
    }
  }
  return found;
}

// What a condition is made of, each solved alone; no steps where it cannot be taken apart.
std::vector<CriterionWays::Steps> CriterionWays::by_parts(NodeId node,
                                                          const std::vector<size_t>& units) {
  std::vector<Steps> found(units.size());
  const Node& one = run_.rules().graph[node];
  if (!has_parts(one)) return found;
  if (one.op == Op::Policy || one.op == Op::Applies) return solve_node(one.args[0], units);
  if (one.op == Op::If) {
    for (const size_t branch : {size_t{1}, size_t{2}}) {
      const Answer taken = branch == 1 ? Answer::Met : Answer::NotMet;
      std::vector<size_t> inside;
      std::vector<size_t> place;
      for (size_t i = 0; i < units.size(); ++i) {
        if (answer(one.args[0], units[i]) != taken) continue;
        inside.push_back(units[i]);
        place.push_back(i);
      }
      const std::vector<Steps> of_branch = solve_node(one.args[branch], inside);
      for (size_t i = 0; i < inside.size(); ++i) found[place[i]] = of_branch[i];
    }
    return found;
  }
  std::vector<std::vector<Steps>> of_part;  // by part, then by unit
  for (const NodeId part : one.args) of_part.push_back(solve_node(part, units));
  for (size_t i = 0; i < units.size(); ++i) {
    std::vector<Steps> parts;
    for (auto& steps : of_part) parts.push_back(std::move(steps[i]));
    found[i] = together(one, units[i], parts);
  }
  return found;
}

// The parts that are needed, the easiest first, as far as the engine's own count says.
CriterionWays::Steps CriterionWays::together(const Node& node, size_t unit,
                                             const std::vector<Steps>& of_part) {
  std::vector<Cell> cells;
  std::vector<size_t> order;
  for (size_t i = 0; i < node.args.size(); ++i) {
    cells.push_back(run_.evaluation().column(node.args[i], run_.period())[unit]);
    if (!of_part[i].empty()) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return cost_of(of_part[a]) < cost_of(of_part[b]); });
  std::vector<const Cell*> operands;
  for (const Cell& cell : cells) operands.push_back(&cell);
  const auto is_met = [&] {
    const Cell result = node.op == Op::And  ? engine::conjunction(operands)
                        : node.op == Op::Or ? engine::disjunction(operands)
                                            : engine::at_least(node, operands);
    return result.answer == Answer::Met;
  };
  std::vector<size_t> taken;
  for (const size_t part : order) {
    if (is_met()) break;
    cells[part].answer = Answer::Met;
    taken.push_back(part);
  }
  if (!is_met()) return {};
  // Of several of which none can be solved no single one is what is missing.
  const bool hopeless =
      node.op == Op::Or && order.size() > 1 && cost_of(of_part[taken.front()]).unsolvable > 0;
  if (hopeless) return {};
  std::sort(taken.begin(), taken.end());
  Steps steps;
  for (const size_t part : taken) {
    steps.insert(steps.end(), of_part[part].begin(), of_part[part].end());
  }
  return steps;
}

NearestWayStep CriterionWays::change_step(uint32_t lever, size_t unit, int64_t change) {
  const IndicatorId id = run_.rules().inputs[lever];
  const Indicator& what = (*run_.rules().definitions)[id];
  const int64_t from = *values_.own_value(lever, unit);
  NearestWayStep step;
  step.criterion = criterion_;
  step.kind = StepKind::Change;
  step.indicator = id;
  step.unit_of_measure = what.unit;
  step.direction = what.lever;
  step.from = Decimal{from, what.digits};
  step.to = Decimal{from + direction_of(what.lever) * change, what.digits};
  step.change = Decimal{change, what.digits};
  const ChangeCompared compared = yearly_.compare(criterion_, lever, unit, change);
  step.difficulty = compared.difficulty;
  step.compared = compared.compared;
  step.alike = compared.alike;
  return step;
}

CriterionWays::Steps CriterionWays::not_solvable(NodeId node, size_t unit, bool stopped) {
  NearestWayStep step;
  step.criterion = criterion_;
  const Node& condition = run_.rules().graph[node];
  if (node != whole_ && condition.expr != nullptr) step.part = told_of(*condition.expr);
  bool put_together = false;
  for (const uint32_t lever : levers_of(run_.rules(), node)) {
    step.levers.push_back(run_.rules().inputs[lever]);
    put_together = put_together || values_.put_together(lever, unit);
  }
  step.why_not = step.levers.empty() ? WhyNotSolvable::NoLever
                 : put_together      ? WhyNotSolvable::NotItsOwnValue
                 : stopped           ? WhyNotSolvable::StopsAtTheWhole
                                     : WhyNotSolvable::OneIsNotEnough;
  return {std::move(step)};
}

}  // namespace exemplar::programme
