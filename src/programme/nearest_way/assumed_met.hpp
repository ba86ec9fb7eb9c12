// A level evaluated with the answers of some criteria taken as met.
//
// It is the compiled level itself, in a copy of the graph where a criterion's name stands for
//
//   criterion("8")  =  if taken as met then met else (what it was)
//
// so whatever the level says of its criteria (all, at_least, a share, points of a criterion that
// has no condition but its full points) is answered by the engine. What one criterion asks of
// another follows too.
#pragma once

#include <map>

#include "programme/assessment/assessment.hpp"

namespace exemplar::programme {

// Up to so many units are walked one by one, sooner than every column is made for their sake.
inline constexpr size_t kFewUnits = 8;

// What no_knock_out sees.
enum class KnockOuts {
  AsTheyAre,  // the answers as they are
  Follow,     // the answers as taken
};

class AssumedMet {
 public:
  // The run must outlive it. `level`: an index into the set's levels.
  AssumedMet(AssessmentRun& run, size_t level, KnockOuts knock_outs);
  ~AssumedMet();
  AssumedMet(const AssumedMet&) = delete;
  AssumedMet& operator=(const AssumedMet&) = delete;

  // By unit of the register: whether each criterion is taken as met.
  using Taken = std::map<size_t, std::vector<char>>;
  // The level's answer for those units. Few are walked one by one; of many the columns are made.
  std::map<size_t, engine::Answer> answers(const Taken& taken);

 private:
  struct Level;
  std::unique_ptr<Level> level_;
};

// For each participant (Assessment::participants) whether it would meet the main level, and be
// assessable, if the criteria listed for it were met; unknown where values are missing that decide
// it all the same. Knock-outs and [assessable] stay as they are: taking a criterion as met undoes no
// decision. Nothing listed: whether it meets all now. All not met where the programme has no main
// level.
std::vector<engine::Answer> reaches_with_met(
    AssessmentRun& run, const std::vector<std::vector<size_t>>& criteria_of_participant);

// Index of the programme's main level in the set; none where it has none.
std::optional<size_t> main_level_of(const Assessment& result);

}  // namespace exemplar::programme
