// The values behind a condition, a line each: what it is, the value, its dates and status.
#pragma once

#include "programme/explanation/explanation.hpp"
#include "programme/explanation/naming.hpp"

namespace exemplar::programme {

struct FactLine {
  std::string text;
  std::vector<std::string> details;  // who reported it, notes, earlier values, parts
  std::vector<std::string> sources;  // "nguồn: …", each once
};

// Of an indicator, attribute or measure, or of a value taken over units.
FactLine fact_line(const ExplainedNode& node, Language language, Naming naming = Naming::Ids);
// "reported 12/12/2023, verified 20/12/2023".
std::string dates_text(const Fact& fact, Language language);

}  // namespace exemplar::programme
