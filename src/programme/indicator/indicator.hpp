// What is measured: its kind, unit, bounds, how it adds up, what it is about and who says so.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/problem.hpp"
#include "base/strong_id.hpp"
#include "engine/formula/formula_text.hpp"
#include "programme/period/period.hpp"

namespace exemplar::programme {

using IndicatorId = StrongId<struct IndicatorTag>;

enum class IndicatorKind { Count, Amount, Share, Number, Mark, Truth, Date, Text };
enum class Direction { Neutral, HigherIsBetter, LowerIsBetter };
// How values of several units or periods become one; None: they do not.
enum class Combination { None, Sum, Mean, Min, Max, Last };
enum class About { Office, Service, Event, People };
enum class ReportedBy { Self, OtherUnit, Register, Audit, Survey };
enum class Lever { None, Raise, Lower };

using engine::FormulaText;

struct DefinitionVersion {
  std::string id;
  Date from = kOpenPast;   // holds for periods that begin on or after this day
  bool comparable = true;  // with the version before
  Text reason;
  Place place;
};

struct Indicator {
  std::string id;
  Text name;
  IndicatorKind kind = IndicatorKind::Number;
  std::string unit;  // of measure
  int digits = 0;
  std::optional<Decimal> at_least;
  std::optional<Decimal> at_most;
  Direction direction = Direction::Neutral;
  Combination over_units = Combination::None;
  Combination over_time = Combination::None;
  Length collected{1, Length::Unit::Years};
  std::string calendar;  // empty: the programme's
  About about = About::Service;
  ReportedBy from = ReportedBy::Self;
  std::string audited_by;
  std::vector<std::string> audits;  // of an audit: the indicators that it looked at, and no others
  // A derived indicator whose answer must be met in both periods of a comparison.
  std::string comparable_where;
  std::string judged_by;
  Lever lever = Lever::None;
  std::vector<std::string> categories;  // dimension ids
  bool context = false;
  // Counts what others bring in (reports, petitions, complaints): receiving many is no fault and no
  // merit.
  bool receipts = false;
  // A number that a level above sets, which the unit's own number is measured against.
  bool assigned = false;
  // May a unit report "not applicable" (n/a with a reason) in place of a value?
  bool may_be_not_applicable = false;
  std::string classification = "normal";
  Text note;
  std::vector<DefinitionVersion> versions;  // in order of `from`; empty: one version for ever
  FormulaText value;                        // derived when not empty
  std::optional<int> round;
  RoundingMode rounding = RoundingMode::HalfAwayFromZero;
  Place place;

  bool derived() const { return !value.empty(); }
  bool numeric() const { return kind <= IndicatorKind::Mark; }
};

// A dimension by which values are broken down, with its values.
struct CategoryDimension {
  std::string id;
  Text name;
  std::vector<std::string> values;
  Place place;
};

}  // namespace exemplar::programme
