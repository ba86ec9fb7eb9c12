// How the numbers of an explanation are written: as reported where they were reported, a ratio of
// counts as a percentage, and with as many decimals as keep a comparison from looking like another.
#pragma once

#include "engine/compute/graph.hpp"
#include "programme/explanation/explanation.hpp"

namespace exemplar::programme {

// For a computed node whose children (in the order of node.args, none for absent ones) are styled.
NumberStyle style_of(const engine::Node& node, const engine::Expr* expr,
                     const std::vector<ExplainedNode>& children);
NumberStyle style_of(const Indicator& indicator);
// Of the engine's cell, exact or not: fewer digits where they say the same.
void trim_digits(ExplainedValue& value);
// Both sides of a comparison in one scale, and with enough digits that what is shown compares as
// the exact values do: 76,96 % against 77 %, not 77,0 %.
void align_comparison(ExplainedNode& left, ExplainedNode& right);

}  // namespace exemplar::programme
