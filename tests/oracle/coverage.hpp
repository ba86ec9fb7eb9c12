// What the random programmes have reached: a function that no formula called, or a tie that never
// occurred, was not tested however many programmes ran.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "engine/formula/functions.hpp"
#include "engine/formula/syntax.hpp"

namespace exemplar::oracle {

struct Coverage {
  static constexpr size_t kOperators = static_cast<size_t>(engine::Operator::Power) + 1;
  static constexpr size_t kFunctions = static_cast<size_t>(engine::FunctionId::Across) + 1;

  std::array<std::array<long, 4>, kOperators> operators{};  // by the answer's code F U T N
  std::array<std::array<long, 4>, kFunctions> functions{};
  std::array<long, 4> conditionals{};  // if … then … else
  std::map<std::string, long> rules;  // "rank ties = dense, tied", "round half_even, on a half" …

  // Every rule that must be reached, whether it was or not.
  static std::vector<std::string> expected_rules();
  // What was never reached: functions, operators × answers, rules.
  std::vector<std::string> unreached() const;
  std::string table() const;
};

// How the world's units differ between the period asked about and the others.
struct World;
void reach_world(const World& world, int period, Coverage& coverage);

}  // namespace exemplar::oracle
