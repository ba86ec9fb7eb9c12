// A criteria set made ready to assess: its formulas parsed and compiled together with the derived
// indicators, and every node's way back to the words of the pack.
#pragma once

#include <memory>
#include <vector>

#include "base/problem.hpp"
#include "engine/compute/graph.hpp"
#include "programme/criteria_set/criteria_set.hpp"
#include "programme/indicator/indicator.hpp"
#include "programme/programme/definitions.hpp"

namespace exemplar::programme {

struct CompiledRules {
  const Definitions* definitions = nullptr;
  const Programme* programme = nullptr;
  const CriteriaSet* set = nullptr;  // null: derived indicators and participants only
  std::vector<engine::ExprPtr> trees;
  engine::RuleSet rules;
  engine::Graph graph;
  std::vector<IndicatorId> inputs;   // RuleSet.inputs[i] is this indicator
  std::vector<IndicatorId> derived;  // RuleSet.formulas[i], i < derived.size()
  engine::NodeId participants;

  // The node of an indicator (reported or derived) or a measure; invalid where there is none or
  // nothing uses it.
  engine::NodeId measure(std::string_view id) const;
  // The formula as written and where, for an origin of the graph.
  const FormulaText* text_of(const engine::FormulaOrigin& origin) const;
};

// Compiles; problems carry places in the pack's files. Null where there are errors.
std::unique_ptr<CompiledRules> compile_rules(const Definitions& definitions,
                                             const Programme& programme, const CriteriaSet* set,
                                             Problems& problems);

}  // namespace exemplar::programme
