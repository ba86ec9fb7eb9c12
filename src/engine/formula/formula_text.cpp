#include "engine/formula/formula_text.hpp"

namespace exemplar::engine {

Place inside(const FormulaText& formula, int line, int column) {
  Place place = formula.place;
  if (place.line == 0) return place;
  FormulaJump from{1, 1, place.line, place.column};
  for (const FormulaJump& jump : formula.jumps) {
    if (jump.line > line || (jump.line == line && jump.column > column)) break;
    from = jump;
  }
  // Later lines of a formula begin where the lines of the file begin.
  place.column = line <= from.line ? from.file_column + column - from.column : column;
  place.line = from.file_line + line - from.line;
  return place;
}

}  // namespace exemplar::engine
