// What a criterion that is not applicable counts as (private to the rendering).
#pragma once

#include "programme/explanation/explanation.hpp"

namespace exemplar::programme {

// None where it is applicable.
std::optional<Message> policy_words(const ExplainedCriterion& criterion);

}  // namespace exemplar::programme
