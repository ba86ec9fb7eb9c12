#include "programme/office/office.hpp"

#include <algorithm>

namespace exemplar::programme {

bool Office::synthetic() const {
  const auto any = [this](const auto& records) {
    return std::any_of(records.begin(), records.end(), [this](const auto& record) {
      return record.source.valid() && sources[record.source.index()].synthetic;
    });
  };
  return any(facts.all()) || any(decisions) || any(definitions.documents) || any(directives) ||
         any(obstacles);
}

}  // namespace exemplar::programme
