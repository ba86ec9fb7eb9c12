// Targets as `targets` and `overview` both show them.
#pragma once

#include "cli/words.hpp"

namespace exemplar::cli {

// `run` may be null; it serves for its own period, others are assessed in the same view where a
// criteria set judges them.
Result<std::vector<programme::TargetProgress>> progress_of(
    const programme::Office& office, const programme::Programme& programme,
    programme::AssessmentRun* run, const programme::ProgressRequest& request,
    const programme::View& view);

// "more than 40 % of 249 = 100", "75 of 249 units".
std::string asked_text(const programme::Target& target, const programme::TargetReading& reading,
                       const Say& say);

}  // namespace exemplar::cli
