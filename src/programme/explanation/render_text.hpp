// An explanation as lines for a terminal. What is not met or not known is spelled out, down to the
// values and their dates; what is met takes one line each. One criterion alone is told in full.
#pragma once

#include "programme/explanation/explanation.hpp"
#include "programme/explanation/naming.hpp"

namespace exemplar::programme {

// `width` in columns; lines are broken between words, the labels and groups stand at the right
// edge. 0: lines are never broken.
std::vector<std::string> render_text(const Explanation& explanation, Language language, int width);

// Why one criterion is answered so: its conditions, the values behind them, what a rule that does not
// apply counts as. Without its title, rule and basis; unbroken lines, indented by depth.
std::vector<std::string> reason_lines(const ExplainedCriterion& criterion, Language language,
                                      Naming naming = Naming::Ids);

// Why a unit is not assessable, or why that is not known, in the same form; none where it is.
std::vector<std::string> assessable_lines(const Explanation& explanation, Language language,
                                          Naming naming = Naming::Ids);

// "Level: near", or where values are missing what it is at best and at worst; "" without levels.
std::string level_line(const Explanation& explanation, Language language);

}  // namespace exemplar::programme
