// What a formula gives for one unit and period: one of four answers, and a value where known.
//
// Answers are coded so that `and` is the minimum (language.md, "Four answers"):
//   not met 0 · unknown 1 · met 2 · not applicable 3
// A value (number, date, text) comes with an answer too: 2 known, 1 unknown, 3 not applicable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/message.hpp"

namespace exemplar::engine {

enum class Answer : uint8_t { NotMet = 0, Unknown = 1, Met = 2, NotApplicable = 3 };
inline constexpr Answer kKnown = Answer::Met;

// Any: the type of no_data(…) and not_applicable(…), which fit everywhere.
enum class ValueType : uint8_t { Truth, Exact, Real, Date, Text, Any };

// Reported values rank draft 0 < reported 1 < verified 2 < decided 3; what nobody reported
// (constants, attributes) ranks highest.
inline constexpr uint8_t kHighestStatus = 3;

// Why a cell is unknown or not applicable. Index 0 of a list of reasons is "no reason".
enum class ReasonKind : uint8_t {
  None,
  NoValue,  // nothing reported (at that status)
  DeclaredNotApplicable,
  NotCollected,     // the period is no union of the indicator's own periods
  DefinitionBreak,  // periods on both sides of a change of definition
  UnitNotThere,     // the unit does not exist in that period
  NoSuchUnit,       // no parent, or no unit of that code
  NoSuchPeriod,
  NothingDue,        // 0 / 0
  DivisionByZero,    // x / 0, x ≠ 0: a contradiction in the data
  NoBase,            // change from 0
  OutsideDomain,     // logarithm of 0 or less, root of a negative number
  TooLarge,          // beyond 128 bits (only restated values can get there)
  SomeUnknown,       // an aggregate: `known` of `total`, and the value over the known ones
  NoneApplies,       // nothing left to aggregate or compare
  NotCompared,       // not in the set of units compared
  NotEnoughUnits,    // a standard deviation of one, a range of zero
  UnknownShares,     // restated by a split whose shares are unknown: lower and upper bound
  CannotRestate,     // a value of this kind does not add up over units
  Undetermined,      // a quota on a level while a unit's level is open
  DoesNotApply,      // the criterion's `applies` is not met
  CountedAsUnknown,  // when_not_applicable = unknown
  Said,              // no_data("…"), not_applicable("…"), a fact's note
  Cause,             // follows from an operand
};

struct Reason {
  ReasonKind kind = ReasonKind::None;
  int64_t known = 0;  // SomeUnknown, UnknownShares
  int64_t total = 0;
  std::optional<Ratio> known_value;  // SomeUnknown: over the known ones
  std::optional<Ratio> low;          // UnknownShares: bounds
  std::optional<Ratio> high;
  Text text;  // Said, DeclaredNotApplicable: the second text of no_data("…", "…") is the English
};

struct Cell {
  Answer answer = Answer::Unknown;
  uint8_t status = kHighestStatus;  // lowest among the inputs that decide it
  bool correction_pending = false;  // a newer fact below the status floor waits behind an input
  uint32_t reason = 0;              // index into the evaluation's reasons
  double real = 0;                  // Real
  Ratio exact;                      // Exact; Date: days since 1970-01-01; Text: index of the text

  bool known() const { return answer == kKnown || answer == Answer::NotMet; }
};

using CellVector = std::vector<Cell>;  // by unit

}  // namespace exemplar::engine
