// Where a record comes from: every value, decision, directive and obstacle names its source, since
// one without could pass for real.
#pragma once

#include <string>

#include "base/message.hpp"
#include "base/problem.hpp"
#include "base/strong_id.hpp"

namespace exemplar::programme {

struct Source {
  std::string id;
  Text name;
  bool synthetic = false;
  Place place;
};

using SourceId = StrongId<struct SourceTag>;

}  // namespace exemplar::programme
