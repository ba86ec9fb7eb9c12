// How far units alike moved within a year: the measure of how hard a change is.
//
//   changes since the year before, of the units alike, in the wanted direction, in order
//   −2  0  0  0  0  1  3  5  8  13          p90 = the ⌈0,9 · 10⌉th = 8
//   a change of 5 has the difficulty 5/8, and of the others … changed by at least 5
//
// Alike are the participants of the same kind for which the criterion's own formula asks the same:
// where it reads a text or truth of the unit (unit.ward_class), those with the same. So a locality
// group is what the rule itself calls one, and nothing else is taken for it.
#pragma once

#include <map>

#include "programme/nearest_way/changed_values.hpp"

namespace exemplar::programme {

// Fewer are no comparison.
inline constexpr size_t kComparedMin = 20;

struct ChangeCompared {
  std::optional<double> difficulty;  // change ÷ 90th percentile
  size_t compared = 0;               // units alike with a value in both years, this one among them
  size_t alike = 0;                  // of the others, how many changed by at least as much
};

class YearlyChange {
 public:
  explicit YearlyChange(AssessmentRun& run);

  // `change` > 0, in units of the lever's last digit.
  ChangeCompared compare(size_t criterion, uint32_t lever, size_t unit, int64_t change);

 private:
  using Group = std::vector<std::pair<int, int64_t>>;  // kind, then what the criterion asks
  const std::vector<Group>& groups(size_t criterion);
  const std::vector<std::optional<int64_t>>& moved(uint32_t lever);

  AssessmentRun& run_;
  std::map<size_t, std::vector<Group>> groups_;
  std::map<uint32_t, std::vector<std::optional<int64_t>>> moved_;
  std::map<std::pair<size_t, uint32_t>, std::map<Group, std::vector<int64_t>>> ascending_;
};

}  // namespace exemplar::programme
