#include "programme/office/office.hpp"

#include <algorithm>

namespace exemplar::programme {

bool Office::synthetic() const {
  const auto any = [this](const auto& records) {
    return std::any_of(records.begin(), records.end(), [this](const auto& record) {
      return record.source.valid() && sources[record.source.index()].synthetic;
    });
  };
  const std::vector<SourceId>& of_facts = facts.sources();
  const bool any_fact = std::any_of(of_facts.begin(), of_facts.end(), [this](SourceId source) {
    return source.valid() && sources[source.index()].synthetic;
  });
  return any_fact || any(decisions) || any(definitions.documents) || any(directives) ||
         any(obstacles);
}

std::vector<Message> labels_of(const Office& office) {
  std::vector<Message> labels;
  if (office.synthetic()) labels.push_back(msg("simulated values"));
  const bool illustrative =
      std::any_of(office.definitions.programmes.begin(), office.definitions.programmes.end(),
                  [](const Programme& programme) {
                    return std::any_of(programme.sets.begin(), programme.sets.end(),
                                       [](const CriteriaSet& set) { return set.illustrative; });
                  });
  if (illustrative) labels.push_back(msg("illustrative criteria"));
  return labels;
}

}  // namespace exemplar::programme
