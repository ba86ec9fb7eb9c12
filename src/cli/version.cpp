// The version, as the build declares it: src/cli/CMakeLists.txt hands it to this file alone, so
// that a new version compiles nothing else again.
#include "cli/verbs.hpp"

namespace exemplar::cli {

std::string version() {
  return EXEMPLAR_VERSION;
}

}  // namespace exemplar::cli
