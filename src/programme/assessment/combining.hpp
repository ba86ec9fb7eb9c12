// How several cells of an indicator become one (private to assessment).
#pragma once

#include "engine/compute/graph.hpp"
#include "programme/indicator/indicator.hpp"

namespace exemplar::programme {

inline engine::FunctionId function_of(Combination combination) {
  switch (combination) {
    case Combination::Mean:
      return engine::FunctionId::Mean;
    case Combination::Min:
      return engine::FunctionId::Min;
    case Combination::Max:
      return engine::FunctionId::Max;
    default:
      return engine::FunctionId::Sum;
  }
}

// A node like any aggregate of a formula.
inline engine::Node combining(Combination combination) {
  engine::Node node;
  node.op = engine::Op::AggregateList;
  node.type = engine::ValueType::Exact;
  node.function = function_of(combination);
  return node;
}

}  // namespace exemplar::programme
