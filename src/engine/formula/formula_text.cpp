#include "engine/formula/formula_text.hpp"

namespace exemplar::engine {

Place inside(const FormulaText& formula, int line, int column) {
  Place place = formula.place;
  if (place.line == 0) return place;
  // Later lines of a formula begin where the lines of the file begin.
  place.column = line <= 1 ? place.column + column - 1 : column;
  place.line += line - 1;
  return place;
}

}  // namespace exemplar::engine
