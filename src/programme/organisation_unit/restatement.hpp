// Values of old (and of newer) units in the geography of one day.
//
//   as it was                       in the geography of 2025-07-01
//   a  1,200 --- 1/1 ------------>  c  1,200 + 3/5 of 500 = 1,500
//   b    500 --- 3/5 ------------>  c
//     `--------- 2/5 ------------>  d  200
//
// Forwards a unit's value follows the shares given by the events, through as many events as there
// are; several ways to one unit add up. Backwards a unit that came from one other unit lies wholly
// within it (one to one, or one part of a split); one that came from several cannot be divided
// among them: not known.
//
// A share that is not known lies between two bounds, 0 and 1 to begin with. Since all of a unit
// goes somewhere, bounds are tightened: parts of one split that are merged again are the whole
// again, even where no share of the split is known. What reaches no unit of that day (abolished
// without successor, fate unknown) is "unplaced" and stays in every account:
//
//   sum over units + unplaced = sum of the values, exactly, wherever all shares are known.
//
// Only values that add up over units may be restated. A higher figure (a ratio, a mark) is
// computed again from restated parts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/message.hpp"
#include "programme/organisation_unit/exact_sum.hpp"
#include "programme/organisation_unit/organisation_unit.hpp"

namespace exemplar::programme {

struct ShareBounds {
  Ratio lower{0, 1};
  Ratio upper{1, 1};

  bool known() const { return lower == upper; }
  bool operator==(const ShareBounds&) const = default;
};

struct RestatedPart {
  OrganisationUnitId target;
  ShareBounds share;

  bool operator==(const RestatedPart&) const = default;
};

enum class RestatementGap {
  ShareUnknown,             // a split without weights
  ContinuityNotConfirmed,   // an unclear event
  FateUnknown,              // ended without an event
  EndedWithoutSuccessor,    // abolished
  CameFromSeveral,          // backwards over a merge
  OriginUnknown,            // backwards: began without an event
  BegunWithoutPredecessor,  // backwards: new
  ShareTooFine,             // a share of more than 18 digits, after three or more splits
};

// Where on the way something is not known, or a value is left without a unit.
struct RestatementReason {
  RestatementGap gap = RestatementGap::ShareUnknown;
  OrganisationUnitId unit;  // the unit whose end (backwards: whose beginning) it is
  Date date;                // first day after that end (backwards: that first day)

  auto operator<=>(const RestatementReason&) const = default;
};

// "Phường 1, Quận 3: the shares of its split on 2025-07-01 are not known".
Message describe(const RestatementReason& reason, const UnitRegister& units, HierarchyId hierarchy,
                 Language language);

struct RestatedUnit {
  std::vector<RestatedPart> parts;  // in order of units; only targets whose share can be above 0
  ShareBounds unplaced{{0, 1}, {0, 1}};
  std::vector<RestatementReason> reasons;

  bool known() const;
  bool operator==(const RestatedUnit&) const = default;
};

// A value that adds up over units, as a whole number (in the last digit its indicator declares).
// At most 15 digits, as every reported number.
struct UnitAmount {
  OrganisationUnitId unit;
  int64_t amount = 0;
};

struct RestatedSum {
  OrganisationUnitId target;
  ExactSum lower;
  ExactSum upper;
  std::vector<RestatementReason> reasons;  // of all contributions whose share is not known

  bool known() const { return lower == upper; }
};

struct RestatedSums {
  std::vector<RestatedSum> units;  // in order of units; those that receive, or may receive
  ExactSum unplaced_lower;
  ExactSum unplaced_upper;
  std::vector<RestatementReason> unplaced_reasons;
};

class Restatement {
 public:
  Date to_date() const { return to_date_; }
  // For every unit of the register, whenever it was valid.
  const RestatedUnit& of(OrganisationUnitId source) const { return units_[source.index()]; }
  // All units of any day whose value reaches, or may reach, `target`; in order of units.
  std::vector<OrganisationUnitId> sources(OrganisationUnitId target) const;
  // A unit without a value is not in `amounts`: missing is not zero, whoever sums must look.
  RestatedSums sum(std::span<const UnitAmount> amounts) const;
  // First this one, then `later`. Over days in one direction the same as restating onto the last
  // day at once, where all shares are known; else with bounds that may be wider.
  Restatement then(const Restatement& later) const;

  bool operator==(const Restatement&) const = default;

 private:
  friend Restatement restate_onto(const UnitRegister& units, Date to_date);

  Date to_date_;
  std::vector<RestatedUnit> units_;
};

Restatement restate_onto(const UnitRegister& units, Date to_date);

}  // namespace exemplar::programme
