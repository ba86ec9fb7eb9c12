// A period against another one ("so với cùng kỳ"), indicator by indicator.
//
//   total  = the participants' values added up, one unit more in the evaluation; derived indicators
//            are computed again from the added parts, ratios are never averaged
//   change = value − base;  change % = change / base, rounded as the programme declares
//   base 0 → no base (never ∞ or 100 %);  a definition that changed in between → not compared
//   comparable_where not met, or unknown, in one of both → not comparable (comparability.hpp)
//
// Comparing is open to manipulation by the choice of base, so the base and its reason stand with
// the result, the year immediately before is always compared too, and raw values always show.
#pragma once

#include "programme/assessment/comparability.hpp"
#include "programme/assessment/participants.hpp"

namespace exemplar::programme {

// part / whole × 100 and (value − base) / base × 100, rounded once, by integers. No value for a
// whole or base of 0.
std::optional<Decimal> percent_of(Ratio part, Ratio whole, RoundingMode mode, int digits);
std::optional<Decimal> percent_change(Ratio value, Ratio base, RoundingMode mode, int digits);

struct Interval {
  double low = 0;
  double high = 0;
};

// 95 % interval of a share k of n: Wilson's score interval (E. B. Wilson, Journal of the American
// Statistical Association 22, 1927, 209–212). 0 <= k <= n, n > 0.
Interval wilson_interval(double k, double n);
// 95 % interval of the rate ratio value / base of two Poisson counts. Given their sum, the later
// count is binomial with share p = r / (1 + r), where r is the ratio of rates (Przyborowski and
// Wilenski, Biometrika 31, 1940, 313–323); Wilson's interval of that share, turned back by
// r = p / (1 − p). base > 0.
Interval rate_ratio_interval(double value, double base);

struct ComparedCell {
  engine::Cell cell;
  // Unknown because some units are: `known` of `total`, with the value over the known ones.
  engine::Reason reason;
  // Of a derived indicator that is one count divided by another that it is part of.
  std::optional<Ratio> part;
  std::optional<Ratio> whole;

  bool known() const { return cell.known(); }
};

// Against one base period.
struct ComparedBase {
  Period period;
  ComparedCell base;
  bool immediately_preceding = false;
  bool definition_changed = false;
  std::vector<Text> definition_reasons;
  std::vector<NotComparable> not_comparable;
  std::optional<Ratio> change;
  bool no_base = false;
  std::optional<Decimal> change_percent;
  std::optional<Interval> change_interval;  // of the change, as fractions: −0.12 … 0.03

  // Else the values stand side by side, and nothing is said of a change.
  bool comparable() const { return !definition_changed && not_comparable.empty(); }
};

struct ComparedIndicator {
  IndicatorId indicator;
  ComparedCell value;
  const ComparisonBaseline* declared = nullptr;  // the base that the programme declares, and why
  RoundingMode rounding = RoundingMode::HalfAwayFromZero;
  int digits = 2;
  std::vector<ComparedBase> bases;  // the one asked for, then the year before where it is another
  // A number of people or made of one, asked for of a unit that has none below it: shown from the
  // level above up. No value is kept here.
  bool withheld = false;
};

struct ComparisonRequest {
  std::string programme;
  Period to;
  std::optional<Period> from;  // none: as declared for each indicator, else the year before
  std::optional<OrganisationUnitId> unit;  // none: the total of the participants
  View view;
};

struct Comparison {
  const Programme* programme = nullptr;
  Period to;
  std::vector<std::pair<Period, size_t>> participants;  // how many, for each period looked at
  bool same_participants = true;
  std::vector<ComparedIndicator> indicators;  // numbers only, in the order of their definition
};

// Refused where the programme is unknown or its formulas do not compile.
Result<Comparison> compare_periods(const Definitions& definitions, const Facts& facts,
                                   const ComparisonRequest& request);

}  // namespace exemplar::programme
