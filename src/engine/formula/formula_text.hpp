// A formula as somebody wrote it, with its place, so that an error inside it can be placed too.
#pragma once

#include <string>

#include "base/problem.hpp"

namespace exemplar::engine {

struct FormulaText {
  std::string text;
  Place place;  // of the first character of the formula in its file

  bool empty() const { return text.empty(); }
};

// Where character `column` of line `line` of the formula (both from 1) stands in its file. Exact but
// for texts that are written with escapes ("…\n…") or with accents as separate characters.
Place inside(const FormulaText& formula, int line, int column);

}  // namespace exemplar::engine
