// The conditions for which a criterion is answered as it is, and what they say in one line.
//
//   all                                    not met
//    ├─ any                                not met   ◀─ one condition: none of them holds
//    │   ├─ fire_findings_due = 0          not met
//    │   └─ fire_in_time / due >= 95 %     not met
//    ├─ inspected / due >= 100 %           not met   ◀─
//    └─ reinspected                        met
#pragma once

#include "programme/explanation/explanation.hpp"

namespace exemplar::programme {

// Of those that decide: comparisons, conditions that are values themselves, and where one of several
// would do, these together. `negated`: it stands inside `not`, where being met is what fails.
struct DecidingCondition {
  const ExplainedNode* node = nullptr;
  bool negated = false;
};

// For a criterion that is not met or unknown; in the order of the formula.
std::vector<DecidingCondition> deciding_conditions(const ExplainedNode& tree,
                                                   engine::Answer answer);

// A comparison with what a function gives, which has no name to be told by.
bool has_computed_bound(const ExplainedNode& node);

// What is asked, without a unit's own values: "Area of the office / Standard area: must be at least
// 100 %". `level`: in place of a computed bound; where it is not known that all units share one, "".
std::string asked_text(const DecidingCondition& condition, const std::string& level,
                       Language language);

// Why a criterion is not met, not known or not applicable, in one line, things by their names: "Area of
// the office = 214 m²; must be at least 279 m²". "" where it is met.
std::string brief_reason(const ExplainedCriterion& criterion, Language language);

}  // namespace exemplar::programme
