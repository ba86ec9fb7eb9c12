// One condition in one line: "office_area / office_area_norm = 214 m² / 279 m² = 76,7 %; cần 100
// %".
#pragma once

#include "programme/explanation/explanation.hpp"
#include "programme/explanation/naming.hpp"

namespace exemplar::programme {

// The formula, its values in place of its names, and the result.
std::string arithmetic_text(const ExplainedNode& node, Language language,
                            Naming naming = Naming::Ids);
// Both sides of a comparison and what is needed.
std::string comparison_text(const ExplainedNode& comparison, Language language,
                            Naming naming = Naming::Ids);
// "must be at least 98 %", of a bound in words.
std::string needed_text(const ExplainedNode& comparison, const std::string& bound,
                        Language language);
// As in the formula: a text in quotes.
std::string written_value(const ExplainedNode& node, Language language);
// The node's formula with the names of what it is made of.
std::string formula_in_words(const ExplainedNode& node, Language language);

// " (193 units compared)" of a place among others or a measure that is one; else "".
std::string compared_text(const ExplainedNode& node, Language language);

}  // namespace exemplar::programme
