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
