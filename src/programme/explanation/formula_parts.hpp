// Which part of a written formula each operand of a compiled node comes from.
//
// Nodes that mean the same are one node, so a node alone no longer knows in which words it was
// written here: 100 % in one criterion and 1 in another are one constant. The explanation therefore
// walks the graph and the formula side by side.
#pragma once

#include "engine/compute/graph.hpp"

namespace exemplar::programme {

// For each of node.args the part of `expr` it was made from; null where there is none (criteria
// that `all(criteria)` looks at), and then what the operand's own node was written as stands.
std::vector<const engine::Expr*> parts_of(const engine::Node& node, const engine::Expr* expr);

}  // namespace exemplar::programme
