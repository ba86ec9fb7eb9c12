#include "programme/nearest_way/nearest_way.hpp"

#include <algorithm>

#include "programme/nearest_way/assumed_met.hpp"
#include "programme/nearest_way/criterion_way.hpp"

namespace exemplar::programme {

using engine::Answer;

namespace {

// With more open criteria than this not every choice among them is tried.
constexpr size_t kTriedMax = 6;

using Chosen = std::vector<char>;  // by place in Open::criteria

// A unit that does not reach the level yet.
struct Open {
  size_t place = 0;  // in the list of ways
  size_t unit = 0;
  std::vector<size_t> criteria;                    // not met or unknown, easiest first
  std::vector<std::vector<NearestWayStep>> steps;  // of each of them
  Chosen chosen;

  std::vector<size_t> criteria_of(const Chosen& choice) const {  // in the set's order
    std::vector<size_t> found;
    for (size_t i = 0; i < criteria.size(); ++i) {
      if (choice[i] != 0) found.push_back(criteria[i]);
    }
    std::sort(found.begin(), found.end());
    return found;
  }
  std::vector<NearestWayStep> steps_of(const Chosen& choice) const {
    std::vector<NearestWayStep> all;
    for (size_t i = 0; i < criteria.size(); ++i) {
      if (choice[i] != 0) all.insert(all.end(), steps[i].begin(), steps[i].end());
    }
    return all;
  }
  bool spares_any() const { return std::count(chosen.begin(), chosen.end(), 0) > 0; }
};

class Choice {
 public:
  Choice(AssessmentRun& run, size_t level) : run_(run), assumed_(run, level, KnockOuts::Follow) {}

  // The level's answer for each unit that is open with the choice that `choice_of` says.
  template <typename ChoiceOf>
  std::map<size_t, Answer> with(const std::vector<Open>& open, ChoiceOf choice_of) {
    std::vector<const Open*> all;
    for (const Open& one : open) all.push_back(&one);
    return with(all, choice_of);
  }
  template <typename ChoiceOf>
  std::map<size_t, Answer> with(const std::vector<const Open*>& open, ChoiceOf choice_of) {
    const size_t criteria = run_.rules().graph.criteria.size();
    AssumedMet::Taken taken;
    for (const Open* one : open) {
      auto& of_unit = taken[one->unit];
      of_unit.assign(criteria, 0);
      for (const size_t criterion : one->criteria_of(choice_of(*one))) of_unit[criterion] = 1;
    }
    return assumed_.answers(taken);
  }

  // From all that are open, those that can be spared, the hardest first.
  void leave_out(std::vector<Open>& open) {
    size_t most = 0;
    for (const Open& one : open) most = std::max(most, one.criteria.size());
    for (size_t i = most; i-- > 0;) {
      const auto without = [i](const Open& one) {
        Chosen choice = one.chosen;
        if (i < choice.size()) choice[i] = 0;
        return choice;
      };
      const std::map<size_t, Answer> answers = with(open, without);
      for (Open& one : open) {
        if (answers.at(one.unit) == Answer::Met) one.chosen = without(one);
      }
    }
  }

  // Where some could be spared and there are few: the best of every choice.
  void try_every(std::vector<Open>& open) {
    std::vector<Open*> few;
    for (Open& one : open) {
      if (one.criteria.size() <= kTriedMax && one.spares_any()) few.push_back(&one);
    }
    for (uint32_t bits = 1; !few.empty() && bits < (1U << kTriedMax); ++bits) {
      const auto by_bits = [bits](const Open& one) {
        Chosen choice(one.criteria.size(), 0);
        for (size_t i = 0; i < choice.size() && i < kTriedMax; ++i) choice[i] = bits >> i & 1U;
        return choice;
      };
      // Only what would be better is worth being looked at.
      std::vector<const Open*> wanted;
      for (const Open* one : few) {
        const bool fits = bits >> one->criteria.size() == 0;
        if (fits && better(*one, by_bits(*one), one->chosen)) wanted.push_back(one);
      }
      if (wanted.empty()) continue;
      const std::map<size_t, Answer> answers = with(wanted, by_bits);
      for (Open* one : few) {
        const auto found = answers.find(one->unit);
        if (found != answers.end() && found->second == Answer::Met) one->chosen = by_bits(*one);
      }
    }
  }

 private:
  static bool better(const Open& one, const Chosen& a, const Chosen& b) {
    const std::vector<size_t> of_a = one.criteria_of(a);
    const std::vector<size_t> of_b = one.criteria_of(b);
    if (of_a.size() != of_b.size()) return of_a.size() < of_b.size();
    const WayCost cost_a = cost_of(one.steps_of(a));
    const WayCost cost_b = cost_of(one.steps_of(b));
    if (cost_a != cost_b) return cost_a < cost_b;
    return of_a < of_b;
  }

  AssessmentRun& run_;
  AssumedMet assumed_;
};

// The level's answer must follow from the unit's own criteria: no quota, no rank among units.
bool compares_units(const engine::Graph& graph, engine::NodeId level) {
  std::set<engine::NodeId> seen;
  std::vector<engine::NodeId> open{level};
  for (const engine::CompiledCriterion& criterion : graph.criteria) seen.insert(criterion.answer);
  while (!open.empty()) {
    const engine::NodeId next = open.back();
    open.pop_back();
    if (!next.valid() || !seen.insert(next).second) continue;
    const engine::Node& node = graph[next];
    if (looks_at_others(node)) return true;
    open.insert(open.end(), node.args.begin(), node.args.end());
  }
  return false;
}

// Solves each criterion for the units in which it is open.
void solve_criteria(AssessmentRun& run, ChangedValues& values, std::vector<Open>& open) {
  CriterionWays ways(run, values);
  const Assessment& result = run.result();
  for (size_t c = 0; c < run.rules().graph.criteria.size(); ++c) {
    std::vector<size_t> units;
    std::vector<Open*> of_unit;
    for (Open& one : open) {
      const Answer answer = result.of(OrganisationUnitId(one.unit))->criteria[c].answer;
      if (answer != Answer::NotMet && answer != Answer::Unknown) continue;
      units.push_back(one.unit);
      of_unit.push_back(&one);
    }
    if (units.empty()) continue;
    auto steps = ways.solve(c, units);
    for (size_t i = 0; i < units.size(); ++i) {
      of_unit[i]->criteria.push_back(c);
      of_unit[i]->steps.push_back(std::move(steps[i]));
    }
  }
  for (Open& one : open) {
    std::vector<size_t> order(one.criteria.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return cost_of(one.steps[a]) < cost_of(one.steps[b]);
    });
    Open sorted = one;
    for (size_t i = 0; i < order.size(); ++i) {
      sorted.criteria[i] = one.criteria[order[i]];
      sorted.steps[i] = one.steps[order[i]];
    }
    sorted.chosen.assign(order.size(), 1);
    one = std::move(sorted);
  }
}

void write_down(const Open& one, NearestWay& way) {
  way.criteria = one.criteria_of(one.chosen);
  for (const size_t criterion : way.criteria) {
    const auto at = std::find(one.criteria.begin(), one.criteria.end(), criterion);
    const auto& steps = one.steps[static_cast<size_t>(at - one.criteria.begin())];
    way.steps.insert(way.steps.end(), steps.begin(), steps.end());
  }
  way.solved = std::all_of(way.steps.begin(), way.steps.end(), [](const NearestWayStep& step) {
    return step.kind != StepKind::NotSolvable;
  });
}

// Every change of a way made at once: is each criterion of changes only met, does each that was met
// stay so, and is the level met?
void verify(AssessmentRun& run, ChangedValues& values, engine::NodeId level,
            const std::vector<Open>& open, std::vector<NearestWay>& ways) {
  const engine::Graph& graph = run.rules().graph;
  std::vector<std::vector<ValueChange>> changes;
  for (const Open& one : open) {
    changes.push_back(changes_of(run.rules(), one.unit, ways[one.place].steps));
  }
  values.look_at_each(changes, [&](size_t i) {
    NearestWay& way = ways[open[i].place];
    std::vector<char> must_be_met(graph.criteria.size(), 0);
    const UnitAssessment& now = *run.result().of(way.unit);
    for (size_t c = 0; c < must_be_met.size(); ++c) {
      must_be_met[c] = now.criteria[c].answer == Answer::Met;
    }
    for (const size_t criterion : way.criteria) must_be_met[criterion] = 1;
    bool changes_only = true;
    for (const NearestWayStep& step : way.steps) {
      if (step.kind == StepKind::Change) continue;
      must_be_met[step.criterion] = 0;
      changes_only = false;
    }
    way.verified = true;
    for (size_t c = 0; c < must_be_met.size(); ++c) {
      if (must_be_met[c] == 0) continue;
      const Answer answer = values.cell(graph.criteria[c].answer, open[i].unit).answer;
      way.verified = way.verified && answer == Answer::Met;
    }
    way.reaches = values.cell(level, open[i].unit).answer == Answer::Met;
    way.solved = way.solved && way.verified && (way.reaches || !changes_only);
  });
}

}  // namespace

std::vector<NearestWay> nearest_ways(AssessmentRun& run,
                                     std::span<const OrganisationUnitId> units) {
  std::vector<NearestWay> ways(units.size());
  const Assessment& result = run.result();
  const auto level = main_level_of(result);
  const engine::Graph& graph = run.rules().graph;
  std::vector<Open> open;
  std::set<OrganisationUnitId> asked;
  for (size_t i = 0; i < units.size(); ++i) {
    ways[i].unit = units[i];
    const UnitAssessment* unit = result.of(units[i]);
    if (unit == nullptr) {
      ways[i].why_not = WhyNoWay::NotAssessed;
    } else if (!level) {
      ways[i].why_not = WhyNoWay::NoLevel;
    } else if (unit->levels[*level].answer == Answer::Met) {
      ways[i].reached = ways[i].solved = ways[i].verified = ways[i].reaches = true;
    } else if (compares_units(graph, graph.levels[*level].answer)) {
      ways[i].why_not = WhyNoWay::LevelComparesUnits;
    } else if (asked.insert(units[i]).second) {
      Open one;
      one.place = i;
      one.unit = units[i].index();
      open.push_back(std::move(one));
    }
  }
  if (!open.empty()) {
    ChangedValues values(run, open.size());
    solve_criteria(run, values, open);
    Choice choice(run, *level);
    const auto everything = choice.with(open, [](const Open& one) { return one.chosen; });
    std::erase_if(open, [&](const Open& one) {
      if (everything.at(one.unit) == Answer::Met) return false;
      ways[one.place].why_not = WhyNoWay::LevelAsksMore;
      return true;
    });
    choice.leave_out(open);
    choice.try_every(open);
    for (const Open& one : open) write_down(one, ways[one.place]);
    verify(run, values, graph.levels[*level].answer, open, ways);
  }
  for (size_t i = 0; i < units.size(); ++i) {  // asked for twice
    const auto first = std::find(units.begin(), units.end(), units[i]);
    if (first != units.begin() + static_cast<std::ptrdiff_t>(i)) {
      ways[i] = ways[static_cast<size_t>(first - units.begin())];
    }
  }
  return ways;
}

NearestWay nearest_way(AssessmentRun& run, OrganisationUnitId unit) {
  const OrganisationUnitId units[] = {unit};
  return nearest_ways(run, units).front();
}

}  // namespace exemplar::programme
