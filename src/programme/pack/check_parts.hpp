// The parts of check_office(): each looks at one kind of fault.
#pragma once

#include <algorithm>
#include <memory>

#include "programme/assessment/rules.hpp"
#include "programme/pack/check.hpp"

namespace exemplar::programme {

// A programme with everything of it that compiles.
struct CompiledProgramme {
  const Programme* programme = nullptr;
  std::unique_ptr<CompiledRules> base;               // derived indicators and participants
  std::vector<std::unique_ptr<CompiledRules>> sets;  // by criteria set; null: has errors

  bool complete() const {
    return base != nullptr &&
           std::all_of(sets.begin(), sets.end(), [](const auto& set) { return set != nullptr; });
  }
};

// Indicators: two that ask the same figure, levers that would reward hiding.
void check_figures(const Definitions& definitions, Problems& problems);
// comparable_where names conditions.
void check_comparable(const CompiledRules& rules, Problems& problems);
// Indicators that nothing uses. Left unsaid while a formula is wrong.
void check_use(const Definitions& definitions, const std::vector<CompiledProgramme>& programmes,
               Problems& problems);
// Criteria without title or basis, mappings, overlapping validity.
void check_sets(const Programme& programme, Problems& problems);
// Targets that nobody can reach.
void check_targets(const Office& office, const CompiledProgramme& programme, Problems& problems);
// Units that end without an event: information, a line for each day on which some do.
void check_units_ended(const Definitions& definitions, Problems& problems);
// What formulas say about units: codes and kinds that exist, a hierarchy where one is needed.
// `set`: the formulas of that criteria set; null: the participants and derived indicators, which
// hold for every set.
void check_units_named(const CompiledRules& rules, const CriteriaSet* set, Problems& problems);
// Periods: those written in formulas can be read, and every indicator has values for the year that
// is judged, or for the part of it that a formula asks about.
void check_periods(const CompiledRules& rules, Problems& problems);

// Where a node of the compiled graph was written.
Place place_of(const CompiledRules& rules, const engine::Node& node);

}  // namespace exemplar::programme
