// Runs the built binary as a person would and keeps what it said.
#pragma once

#include <string>
#include <vector>

namespace exemplar::tests {

struct Said {
  int code = -1;  // exit code; -1 where a signal ended it
  std::string out;
  std::string err;

  std::vector<std::string> lines() const;
};

Said run_exemplar(const std::vector<std::string>& arguments);

inline std::string root(const std::string& path) {
  return std::string(EXEMPLAR_ROOT "/") + path;
}
// The small office of these tests.
inline std::string office() {
  return root("tests/cli/office");
}

}  // namespace exemplar::tests
