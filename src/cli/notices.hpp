// What a result says of itself before anybody reads its figures: that nothing was reported, that
// units are not in them.
#pragma once

#include "cli/words.hpp"
#include "programme/assessment/fate_unknown.hpp"

namespace exemplar::cli {

// That nobody has reported anything for the period, and for which year somebody has: a line for
// people, the member "no_values" for programs. Nothing where somebody has.
void say_no_values(Report& report, const programme::SpanWithoutValues& span,
                   const programme::Office& office, const programme::Programme& programme,
                   const programme::Period& period, std::string_view option, const Say& say);

// The participants of a period, as it was, that restated figures leave out.
struct LeftOut {
  programme::Period period;
  std::vector<programme::OrganisationUnitId> units;
};
LeftOut left_out_of(const programme::AssessmentRun& run);

// Adds a line to the block written last, {"period", "units", "codes"} and a note to the label of the
// CSV; nothing where nobody is left out. `of_what`: the figures that lack them; empty: all.
void say_left_out(Report& report, const LeftOut& left_out, const programme::Office& office,
                  const programme::Programme& programme, const Say& say,
                  const std::string& of_what = {});
// The same of several periods: one line where the same units are left out of all.
void say_left_out(Report& report, const std::vector<LeftOut>& of_periods,
                  const programme::Office& office, const programme::Programme& programme,
                  const Say& say);

// In a restated geography: of the units left out of either run, how many met all as it was. A line
// in the block written last and the member "flow_fate_unknown".
void say_left_out_of_flow(Report& report, const programme::AssessmentRun& before,
                          const programme::AssessmentRun& now, const programme::Office& office,
                          const Say& say);

}  // namespace exemplar::cli
