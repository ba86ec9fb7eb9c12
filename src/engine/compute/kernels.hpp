// Kernels: one cell from operand cells. Free functions, no state but the pool of reasons.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/compute/graph.hpp"
#include "engine/compute/source.hpp"

namespace exemplar::engine {

using Cells = std::span<const Cell* const>;

// What every operand sees first: the operand's answer where one is unknown (else not applicable),
// nothing where all are known. Status and pending corrections of all operands are collected.
std::optional<Cell> missing_operand(Cells cells);
// A known cell with the lowest status of the operands.
Cell known_from(Cells cells);

Cell conjunction(Cells cells);
Cell disjunction(Cells cells);
Cell negation(const Cell& a);
Cell at_least(const Node& node, Cells cells);
Cell share(const Node& node, Cells cells);
Cell answer_is(const Node& node, const Cell& a);
Cell policy(const Node& node, const Cell& a);
Cell assume(const Node& node, const Cell& a);
Cell applies(const Cell& value, const Cell& condition);
Cell choose_branch(const Cell& condition, const Cell& yes, const Cell& no, ValueType type);
Cell compare_cells(const Node& node, const Cell& a, const Cell& b);

// Numbers and dates. `types` are the operands' types: exact operands of a real result become
// doubles.
Cell arithmetic(const Node& node, Cells cells, std::span<const ValueType> types);

// Sum, mean, … of several cells; unknown and not applicable as language.md says. Without a pool the
// reason says no more than its kind.
Cell aggregate(const Node& node, Cells cells, ValueType type, Pool* pool);

// The double of a known number of either type.
double number_of(const Cell& cell, ValueType type);
bool equal_values(const Cell& a, const Cell& b, ValueType type);
// The sum of finite doubles, correctly rounded: the same whatever order they came in.
double order_free_sum(std::span<const double> values);

}  // namespace exemplar::engine
