// Numbers of people are shown from the level above the lowest up (the aim is the office's own work,
// never a small place's people). Secrecy follows derivation: what is computed from such a number
// gives it away, however it is named.
//
//   people_in_treatment ── + 0 ── / residents ── round      numbers: withheld
//                                             └─ <= 5 %     an answer: stays
#pragma once

#include "programme/assessment/rules.hpp"
#include "programme/assessment/source.hpp"

namespace exemplar::programme {

class Secrecy {
 public:
  // Both outlive it.
  Secrecy(const CompiledRules& rules, FactSource& source);

  // No unit stands below it in the programme's hierarchy in that period. A row beyond the units (a
  // total) is no unit.
  bool nothing_below(size_t unit, engine::PeriodIndex period);
  // An input about people is the node or below it.
  bool about_people(engine::NodeId node) const;
  // The node's value for the unit comes from people of a unit that has none below: its own, or
  // another's that the formula names. Of an answer this says nothing: answers stay (withheld).
  bool tells_of_people(engine::NodeId node, size_t unit, engine::PeriodIndex period);
  // The same, and the value is no answer: it must not be shown.
  bool withheld(engine::NodeId node, size_t unit, engine::PeriodIndex period);

 private:
  const CompiledRules& rules_;
  FactSource& source_;
  std::vector<char> about_people_;  // for each node of the graph
};

}  // namespace exemplar::programme
