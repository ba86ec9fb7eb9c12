// An office: all that it defines, and all that was recorded. A pack is one written as text.
#pragma once

#include <vector>

#include "programme/data_set/fact.hpp"
#include "programme/demonstration/demonstration.hpp"
#include "programme/directive/directive.hpp"
#include "programme/document/source.hpp"
#include "programme/obstacle/obstacle.hpp"
#include "programme/programme/definitions.hpp"
#include "programme/recognition/decision.hpp"

namespace exemplar::programme {

struct Office {
  Definitions definitions;
  std::vector<Source> sources;
  Facts facts;
  std::vector<Decision> decisions;
  std::vector<Directive> directives;
  std::vector<Obstacle> obstacles;
  Demonstration demonstration;

  // True where any value, decision, document, directive or obstacle comes from a synthetic source.
  bool synthetic() const { return synthetic(facts.sources()); }
  // The same where the values lie elsewhere, from those sources.
  bool synthetic(const std::vector<SourceId>& of_facts) const;
};

// "simulated values" while any record of the office is, "illustrative criteria" while any of its
// criteria sets is, in this order: on everything that shows it; cannot be switched off.
std::vector<Message> labels_of(const Office& office);
// The same of an office whose values lie elsewhere, from those sources.
std::vector<Message> labels_of(const Office& office, const std::vector<SourceId>& of_facts);

// What happens on a day of its own accord: sets of criteria begin, units change, targets and
// directives come due.
std::vector<DatedEvent> dated_events(const Office& office);

// The years for which there are values and which the set judges, without a set which any of the
// programme's judges; newest first.
std::vector<Period> judged_years(const Office& office, const Programme& programme,
                                 const CriteriaSet* set);

}  // namespace exemplar::programme
