// Which indicators have no values for the span that is asked about.
//
//   asked           2023-Q1   |--------|
//   collected P1Y   |------------ 2023 -----------|   no union of such periods: no values for it
//   collected P1M             |--|--|--|              a union: its values are joined over time
//
// Everything that hangs on the first is unknown for every unit, whatever was reported. Whoever shows
// such a result says so first, and names the period that would serve. So it does where the span
// could have values and nobody has reported any.
#pragma once

#include "programme/assessment/assessment.hpp"

namespace exemplar::programme {

struct SpanWithoutValues {
  size_t used = 0;                      // how many indicators were looked at
  std::vector<IndicatorId> indicators;  // those without values, in the order of their definition
  // The period, as long as theirs, that holds the span's last day; none where some of those looked
  // at would have no values for it either.
  std::optional<Period> right;
  // None of those looked at has any value on a day of the span, whatever its status; then the newest
  // period before or after it for which one has.
  bool nothing_reported = false;
  std::optional<Period> newest;

  bool any() const { return !indicators.empty(); }
};

// Of the indicators that the criteria, levels and measures of the run read, each for the periods
// for which it is read.
SpanWithoutValues span_without_values(AssessmentRun& run);
// Of the reported ones among these indicators, each for the period itself.
SpanWithoutValues span_without_values(const Definitions& definitions, const Programme& programme,
                                      const Facts& facts,
                                      const std::vector<IndicatorId>& indicators,
                                      const Period& period);

}  // namespace exemplar::programme
