// An assigned quota: two indicators that belong together, what a level above assigned and what was
// done of it. Its numbers are ordinary facts of these two.
#pragma once

#include <string>

#include "base/message.hpp"
#include "base/problem.hpp"

namespace exemplar::programme {

struct Quota {
  std::string id;
  Text name;
  std::string assigned;  // ids of reported numeric indicators
  std::string done;
  Place place;
};

}  // namespace exemplar::programme
