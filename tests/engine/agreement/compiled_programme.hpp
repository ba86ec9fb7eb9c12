// A programme of the oracle's generator, compiled by the engine and ready to be evaluated.
#pragma once

#include <gtest/gtest.h>

#include "engine/engine_evaluator.hpp"
#include "oracle/generator.hpp"

namespace exemplar::oracle {

inline std::vector<const engine::Expr*> pointers(const std::vector<engine::ExprPtr>& formulas) {
  std::vector<const engine::Expr*> list;
  for (const engine::ExprPtr& formula : formulas) list.push_back(formula.get());
  return list;
}

// Formulas, criteria with their points, levels with their bounds, and whether a unit is assessable.
inline std::vector<engine::NodeId> every_result(const engine::Graph& graph) {
  std::vector<engine::NodeId> nodes = graph.formulas;
  for (const engine::CompiledCriterion& one : graph.criteria) {
    nodes.insert(nodes.end(), {one.answer, one.raw, one.points});
  }
  for (const engine::CompiledLevel& one : graph.levels) {
    nodes.insert(nodes.end(), {one.answer, one.best, one.worst});
  }
  nodes.push_back(graph.assessable);
  std::erase_if(nodes, [](engine::NodeId node) { return !node.valid(); });
  return nodes;
}

struct Compiled {
  explicit Compiled(const World& of, const std::vector<engine::ExprPtr>& formulas)
      : world(of),
        rules(rules_of(of, pointers(formulas))),
        compiled(engine::compile(rules)),
        source(of, rules),
        evaluation(compiled.graph, source) {
    for (const engine::CompileError& error : compiled.errors) {
      ADD_FAILURE() << render(error.what, Language::English);
    }
  }
  const World& world;
  engine::RuleSet rules;
  engine::Compiled compiled;
  WorldSource source;
  engine::Evaluation evaluation;
};

}  // namespace exemplar::oracle
