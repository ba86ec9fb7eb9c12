#include "programme/explanation/policy_text.hpp"

namespace exemplar::programme {

std::optional<Message> policy_words(const ExplainedCriterion& criterion) {
  if (!criterion.policy_applied || !criterion.when_not_applicable) return std::nullopt;
  switch (*criterion.when_not_applicable) {
    case WhenNotApplicable::LeaveOut:
      return msg("it is then left out of the count");
    case WhenNotApplicable::Met:
      return msg("it then counts as met");
    case WhenNotApplicable::NotMet:
      return msg("it then counts as not met");
    case WhenNotApplicable::Unknown:
      return msg("it then counts as unknown: a person has to look");
  }
  return std::nullopt;
}

}  // namespace exemplar::programme
