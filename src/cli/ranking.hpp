// A set without criteria is an index: units have measures, a place and a level, and meet nothing.
//
//   place   unit        hdi     level       …the other measures
//       1   Thụy Sĩ     0,967   rất cao
//       2   Na Uy       0,966   rất cao
#pragma once

#include "cli/words.hpp"

namespace exemplar::cli {

// Of a unit the named value, with the digits that the measure declares; where it declares none, as
// many as the value has up to four, and at least `digits_min`.
Value value_of(programme::AssessmentRun& run, const programme::Measure& measure,
               programme::OrganisationUnitId unit, Language language, int digits_min = 0);

// The highest level that a unit reaches; open while a higher one is undetermined.
struct LevelReached {
  std::optional<size_t> level;  // an index into the set's levels; none: no level
  bool open = false;
};
LevelReached level_reached(const programme::UnitAssessment& unit);
// "high", "none", "undetermined" or "not_assessable", with the level's name for people.
Value level_value(const programme::CriteriaSet& set, const programme::UnitAssessment& unit,
                  const Say& say);

// Who rose or fell a level since the period before, among those that took part in both.
struct LevelFlow {
  struct Move {
    programme::OrganisationUnitId unit;
    Value from;
    Value to;
  };
  std::vector<Move> risen;
  std::vector<Move> fallen;
  int64_t same = 0;
  int64_t undetermined = 0;  // open in one of the two
};
LevelFlow level_flow(const programme::Assessment& before, const programme::Assessment& now,
                     const Say& say);
// "Against 2021: 4 rose a level, 1 fell, 188 stayed".
std::string flow_line(const LevelFlow& flow, const std::string& period_before, const Say& say);

class Ranking {
 public:
  Ranking(programme::AssessmentRun& run, const Names& names, Language language);

  // Participants by place, those without a place last; without a measure that ranks, by name.
  const std::vector<programme::OrganisationUnitId>& order() const { return order_; }
  // For people: the first `most` of them.
  Table table(size_t most) const;

 private:
  void find_place();
  std::string name(programme::OrganisationUnitId unit) const;

  programme::AssessmentRun& run_;
  const Names& names_;
  Say say_;
  bool names_differ_ = true;                         // each unit's own name says which it is
  std::vector<const programme::Measure*> measures_;  // the place, then what it ranks, then others
  bool has_place_ = false;
  std::vector<programme::OrganisationUnitId> order_;
};

}  // namespace exemplar::cli
