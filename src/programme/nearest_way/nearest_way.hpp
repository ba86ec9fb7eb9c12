// The nearest way of a unit to the programme's main level: which criteria, and what would have to
// change for each.
//
//   level  all(criteria)            open: 8 not met, 9 not met, 22 unknown; all three are needed
//     8   office_area 197 m² of 335 m²      Change     +138,0 m²    lever of the unit, bisected
//     9   at_least(5 of …), two are short   Change × 2 the two that are easiest
//    22   answers 68, asked from 200 on     GiveData   +132         unknown: data, never better data
//    21   no lever among its values         NotSolvable             named, not guessed
//
// Which criteria: the fewest that the level's own evaluation needs; among equally few, those that
// are solvable by compared changes with the least sum of difficulty, then changes without
// comparison, then data, then what cannot be solved; ties by the order of the criteria. Where up to
// six criteria are open every choice is tried. Beyond, those that can be spared are left out one by
// one, the hardest first: the same choice for all(…), at_least(…) and conjunctions of these over
// separate groups. Where the level is not reached with every criterion met, or where it compares
// units with one another, no way is told, and why not is.
//
// How far: a criterion is solved alone. Only indicators declared `lever` move, in their direction,
// within their bounds, one lever at a time, by bisection over the indicator's own grid: the value
// found meets the criterion, one step of its last digit less does not. Where no single lever does
// it, a criterion made of parts is taken apart: of `and` each part that is not met is solved alone,
// of at_least(k of …) the easiest that are missing, of `or` the easiest, of `if` the branch taken;
// the whole is then assessed with all its changes, and each is brought back to what is needed beside
// the others.
//   A share in the criterion whose numerator the lever is in and whose denominator is reported in
// the same unit of measure never passes 1 (done never exceeds due), and an equality is never
// passed.
//
// How hard: change ÷ 90th percentile of the yearly change, in the wanted direction, among the
// participants of the same kind that the criterion's own formula does not tell apart (the same
// unit.ward_class where it asks for unit.ward_class): yearly_change.hpp.
#pragma once

#include <span>

#include "programme/assessment/assessment.hpp"

namespace exemplar::programme {

enum class StepKind {
  Change,       // a lever moves
  GiveData,     // the answer is unknown: what is missing
  NotSolvable,  // and why
};

enum class WhyNotSolvable {
  None,
  NoLever,           // nothing that the criterion reads of the unit is a lever
  OneIsNotEnough,    // no single lever is enough within its bounds (`levers`)
  StopsAtTheWhole,   // the part would have to exceed its whole, or pass what it must equal
  NotItsOwnValue,    // the levers' values are put together from other units' or periods' values
  Contradicting,     // the parts, solved alone, undo each other
  CountedAsUnknown,  // not applicable, which counts as unknown: a person looks
};

// A value that is missing.
struct MissingData {
  IndicatorId indicator;  // invalid: a property of the unit (`attribute`)
  std::string attribute;
  Period period;
  bool other_period = false;  // not the assessed one
  bool elsewhere = false;     // of other units

  bool operator==(const MissingData&) const = default;
};

struct NearestWayStep {
  size_t criterion = 0;  // index into the set's criteria; one may take several steps
  StepKind kind = StepKind::NotSolvable;

  // Change, and GiveData where a number is too small to judge by (a survey's answers): which
  // indicator, its unit of measure, and values in its own digits. `change` > 0 in both directions.
  IndicatorId indicator;
  std::string unit_of_measure;
  Lever direction = Lever::Raise;
  std::optional<Decimal> from;
  std::optional<Decimal> to;
  std::optional<Decimal> change;

  // Change: how hard. No difficulty where fewer than 20 could be compared, or the 90th percentile of
  // their changes is none at all in that direction.
  std::optional<double> difficulty;
  size_t compared = 0;  // units alike with a value in both years, this one among them
  size_t alike = 0;     // of the others, how many changed by at least as much within the year

  std::vector<MissingData> missing;               // GiveData
  Text said;                                      // GiveData: no_data("…") of the pack, else ""
  WhyNotSolvable why_not = WhyNotSolvable::None;  // NotSolvable
  std::vector<IndicatorId> levers;                // NotSolvable: those that were tried
  // NotSolvable: the condition that is not solved, as a formula; "" where the criterion as a whole
  // is not.
  std::string part;
};

enum class WhyNoWay {
  None,
  NoLevel,             // the programme names no main level, or the set has none of that id
  LevelAsksMore,       // met criteria alone do not give the level
  LevelComparesUnits,  // the level depends on other units' results
  NotAssessed,         // the unit is not in the assessment
};

struct NearestWay {
  OrganisationUnitId unit;
  bool reached = false;  // the level is met already: no steps
  WhyNoWay why_not = WhyNoWay::None;
  std::vector<size_t> criteria;       // chosen, in the set's order
  std::vector<NearestWayStep> steps;  // in the order of the criteria
  // Every step is a change or data, nothing had to be named instead; the changes are verified, and
  // where there is nothing but changes they reach the level.
  bool solved = false;
  // With all changes made at once each criterion of changes only is met, and none that was met is
  // lost.
  bool verified = false;
  bool reaches = false;  // with all changes made the level is met (never where it waits for data)
};

// In the order of `units`. The run's own evaluation and result stay as they are.
std::vector<NearestWay> nearest_ways(AssessmentRun& run, std::span<const OrganisationUnitId> units);
NearestWay nearest_way(AssessmentRun& run, OrganisationUnitId unit);

}  // namespace exemplar::programme
