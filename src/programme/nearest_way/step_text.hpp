// Steps and ways in words: "Diện tích trụ sở làm việc: thêm 138,0 m², từ 197,0 m² lên 335,0 m² (ba …".
#pragma once

#include "programme/nearest_way/nearest_way.hpp"

namespace exemplar::programme {

// One step; numbers as the language writes them. Without the criterion, which stands beside it.
std::string words_for(const Definitions& definitions, const NearestWayStep& step,
                      Language language);
// Why no way is told; nothing to say for None.
Message words_for(WhyNoWay why_not);

// "change", "give_data", "not_solvable": for machines.
std::string_view name_of(StepKind kind);
std::string_view name_of(WhyNotSolvable why_not);
std::string_view name_of(WhyNoWay why_not);

}  // namespace exemplar::programme
