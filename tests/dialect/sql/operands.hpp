// The numbers behind one cell: what a floating result is measured by.
//
//   cell (node, period, unit) ──> its operands: of the same unit and period
//                             ├──> in other periods below [last year], [months] …
//                             ├──> of the unit above or the one named below [parent], [unit]
//                             └──> of every unit below what looks at a set of units
#pragma once

#include "engine/compute/evaluate.hpp"

namespace exemplar::dialect {

// The largest of them, without its sign.
double largest_operand(engine::Evaluation& evaluation, engine::NodeId node,
                       engine::PeriodIndex period, size_t unit);

}  // namespace exemplar::dialect
