// Which cells stand behind a cell: those that its formula names, those that theirs name, and so on.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "dialect/workbook/cells.hpp"

namespace exemplar::tests {

using CellPlace = std::pair<std::string, dialect::RowColumn>;  // by the sheet's name

std::set<CellPlace> cells_behind(const dialect::Workbook& workbook, const CellPlace& cell);

}  // namespace exemplar::tests
