// A formula as somebody wrote it, with its place, so that an error inside it can be placed too.
#pragma once

#include <string>
#include <vector>

#include "base/problem.hpp"

namespace exemplar::engine {

// From this character of a formula on, the file goes another way than the formula does: behind an
// escape, which is more characters in the file than in the text that it means.
struct FormulaJump {
  int line = 1;  // of the formula, from 1
  int column = 1;
  int file_line = 0;  // where that character stands
  int file_column = 0;
};

struct FormulaText {
  std::string text;
  Place place;                          // of the first character of the formula in its file
  std::vector<FormulaJump> jumps = {};  // in the order of the text

  bool empty() const { return text.empty(); }
};

// Where character `column` of line `line` of the formula (both from 1) stands in its file. Exact but
// for accents written as separate characters.
Place inside(const FormulaText& formula, int line, int column);

}  // namespace exemplar::engine
