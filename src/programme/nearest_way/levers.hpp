// Which indicators may move for a criterion, and where they must stop.
//
//   done / due >= 98 % and sessions >= choose(unit.locality_group, …)
//   └ lever in a numerator, due reported: never past done = due
#pragma once

#include "programme/assessment/rules.hpp"

namespace exemplar::programme {

// An input (RuleSet.inputs) may move: declared a lever; a number that is no count, not about people
// or events, not brought in by others; and read by no category. `check` refuses the others; they do
// not move even in a pack that was never checked.
bool may_move(const CompiledRules& rules, uint32_t input);

// The inputs below the node that may move, of the unit itself in the assessed period, in the order
// of their definition.
std::vector<uint32_t> levers_of(const CompiledRules& rules, engine::NodeId node);

// The node reads the input, of the unit itself in the assessed period.
bool reads(const engine::Graph& graph, engine::NodeId node, uint32_t input);

// Some unit's value of a node depends on another unit's value of the input: it stands below an
// aggregate, a comparison among units, a parent's or a named unit's value.
bool read_across_units(const engine::Graph& graph, uint32_t input);
// The node takes its value from other units.
bool looks_at_others(const engine::Node& node);
// It, or what it is made of, does.
bool looks_across_units(const engine::Graph& graph, engine::NodeId node);

// What a rising (or falling) input must not pass.
struct Stops {
  std::vector<engine::NodeId> shares;      // divisions: at most 1
  std::vector<engine::NodeId> equalities;  // comparisons: the sides do not change places
};
Stops stops_of(const CompiledRules& rules, engine::NodeId node, uint32_t input);

// Everything that the node is made of, itself included, of the unit itself in the assessed period.
std::vector<engine::NodeId> nodes_at_home(const engine::Graph& graph, engine::NodeId node);

// A name stands for what it names.
engine::NodeId meant(const engine::Graph& graph, engine::NodeId node);

}  // namespace exemplar::programme
