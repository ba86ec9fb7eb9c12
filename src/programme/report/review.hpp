// The review of a year and the plan of the next, as data for one page:
//
//   office + request ─▶ review_of ─▶ ReportData ─▶ page_of (page.hpp) ─▶ one HTML file
//
// Nothing is judged here: standings come from assessment, targets from recognition, comparisons
// from assessment/comparison, explanations from explanation. Texts are in both languages, numbers as
// they are; the page formats them.
//
//   data          { counts, criteria, groups, units, flow, targets, … }      read at once
//   explanations  why-0, why-1, …: one for each group of units               read when asked for
#pragma once

#include "base/json.hpp"
#include "programme/assessment/assessment.hpp"
#include "programme/assessment/span_without_values.hpp"
#include "programme/office/office.hpp"

namespace exemplar::programme {

struct ReviewRequest {
  std::string programme;
  Period period;
  std::string criteria_set;  // empty: the one that judges the period
  View view;
  Language language = Language::Vietnamese;  // in which the page opens; the other is one click away
};

struct ReportData {
  Json data;
  std::vector<std::pair<std::string, Json>> explanations;
  SpanWithoutValues span;  // what the terminal says before anybody opens the page
};

// Refused where the period cannot be assessed, or the criteria set has no criteria.
Result<ReportData> review_of(const Office& office, const ReviewRequest& request);

// The page of one unit, in the same form: `units` holds it alone. Refused where the unit is not
// judged by the criteria.
Result<ReportData> unit_report_of(const Office& office, const ReviewRequest& request,
                                  OrganisationUnitId unit);

}  // namespace exemplar::programme
