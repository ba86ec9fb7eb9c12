// What an unknown answer waits for.
//
//   if survey_answers >= 200 then … else no_data("…")     68 answers: 132 more are needed
//   done / due >= 98 %                                    done is unknown: done is needed
#pragma once

#include "programme/nearest_way/nearest_way.hpp"

namespace exemplar::programme {

// Steps of kind GiveData for a node whose answer is unknown for the unit: one for each number that
// is known and too small to judge by, one for all values that are missing (also where nothing can be
// named). One step of kind NotSolvable where the answer is unknown because "not applicable" counts
// so.
std::vector<NearestWayStep> missing_data(AssessmentRun& run, size_t criterion, engine::NodeId node,
                                         size_t unit);

}  // namespace exemplar::programme
