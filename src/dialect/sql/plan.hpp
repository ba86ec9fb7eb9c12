// Which nodes of a graph become stages of the script, and for which periods each is needed.
//
//   level meets_all ─ criterion 21 ─ areas_recognised          for the period asked about
//                 └─ [last year] ─ level meets_all ─ …         and for the one a year earlier
//
// A stage's periods are the paths of selectors that lead to it from the period asked about. What is
// needed for the same paths shares one list of units and periods.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "dialect/sql/script.hpp"

namespace exemplar::dialect {

using SelectorPath = std::vector<std::string>;  // {}: the period asked about
using SelectorPaths = std::set<SelectorPath>;

struct Plan {
  std::vector<bool> needed;
  std::vector<bool> stage;
  std::vector<SelectorPaths> paths;  // by node
  std::vector<SelectorPaths> lists;  // distinct ones, in the order of first use

  size_t list_of(engine::NodeId node) const;
};

// A name is another word for the same column.
engine::NodeId meant(const engine::Graph& graph, engine::NodeId node);
// Computed from one row of its operands alone.
bool elementwise(const engine::Node& node);
// A summary of a list that needs its values in rows: medians, geometric means, deviations.
bool needs_rows(const engine::Node& node);

// From the outputs down. `named`, and what formulas call by a name, become stages whatever they are.
Plan plan_of(const engine::Graph& graph, const std::vector<engine::NodeId>& named,
             const SelectorPaths& asked);

}  // namespace exemplar::dialect
