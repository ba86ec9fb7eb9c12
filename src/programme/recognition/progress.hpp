// How far the targets are: what decisions and assessments say of the units that a target speaks of.
//
//   decisions ──known on a day──▶ TitleBook ─┐
//   assessments of the period ───────────────┼─▶ TargetProgress, one for each line of the targets
//   lists of participants through time ──────┘
//
// The list of a target: with a denominator of its own ("of the 249") the newest list of
// participants of just that many units; else the participants of the date. Where that list has
// ended, progress is frozen: counted as on its last day. A title is its unit's own: units that came
// after the list inherit nothing.
#pragma once

#include "programme/assessment/assessment.hpp"
#include "programme/assessment/participants.hpp"
#include "programme/recognition/decision.hpp"

namespace exemplar::programme {

// What the decisions of one programme say, as known on a day: a decision dated later is not known.
class TitleBook {
 public:
  TitleBook(const std::vector<Decision>& decisions, std::string_view programme, Date known_on);

  bool registered(OrganisationUnitId unit, const Period& year) const;
  bool proposed(OrganisationUnitId unit, const Period& year) const;
  // Recognised for that year and not revoked since.
  bool title_of_year(OrganisationUnitId unit, const Period& year) const;
  // Holds a title of any year on that day: decided by then, its term not over, not revoked by then.
  bool title_in_force(OrganisationUnitId unit, Date day) const;
  // Was recognised on that day or before, whatever became of the title.
  bool title_ever(OrganisationUnitId unit, Date day) const;

 private:
  bool any(OrganisationUnitId unit, DecisionKind kind, const Period& year) const;
  // The newest of the unit's recognitions and revocations for the year, dated on `day` or before.
  const Decision* newest(OrganisationUnitId unit, const Period& year, Date day) const;

  std::map<OrganisationUnitId, std::vector<const Decision*>> of_unit_;  // by date, then as recorded
};

struct TargetReading {
  bool declared = false;  // as the target's own line says
  bool fixed_denominator = false;
  bool strictly_more = false;
  int64_t denominator = 0;
  int64_t asked = 0;
};

struct GroupProgress {
  std::optional<OrganisationUnitId> group;  // none: units outside of every group
  int64_t units = 0;
  int64_t reached = 0;
  // By each way of counting, as in TargetProgress.
  std::array<std::optional<int64_t>, 4> counted;
  int64_t undetermined = 0;  // units whose standing is open
  int64_t gap_share = 0;     // of what is missing, in proportion to the group's units not yet there
};

struct TargetProgress {
  const Target* target = nullptr;
  Date day;                // on which it is counted
  bool list_found = true;  // false: no list of participants ever had that many units; counted on
                           // the participants of the date
  bool frozen = false;     // its list ended after `day`
  Period period;  // whose year is looked at: the one asked for, or the last one of the list
  std::vector<OrganisationUnitId> list;
  int64_t gone = 0;  // units of the list that no longer exist on the date asked for
  // The target's own reading first; then those that would ask for another number of units.
  std::vector<TargetReading> readings;
  // By each way of counting, in the order of TargetCounts. No value for meets_all where no criteria
  // set judges the period.
  std::array<std::optional<int64_t>, 4> counted;
  int64_t undetermined = 0;           // units of the list whose standing is open
  std::optional<int64_t> reached;     // by the target's own way
  std::vector<GroupProgress> groups;  // in Vietnamese order of their names

  std::optional<int64_t> gap() const {
    if (!reached) return std::nullopt;
    return std::max<int64_t>(0, readings.front().asked - *reached);
  }
};

struct ProgressRequest {
  Period period;
  Date at;                      // whose titles in force and units count
  Date known_on = kOpenFuture;  // decisions dated later are left out
};

// The assessment of a period in the view asked for; null where no criteria set judges it.
using AssessmentOf = std::function<const Assessment*(const Period&)>;

// In the order of the programme's targets. `rules` need no criteria set.
std::vector<TargetProgress> progress_of_targets(const CompiledRules& rules, const Facts& facts,
                                                const std::vector<Decision>& decisions,
                                                const AssessmentOf& assessment_of,
                                                const ProgressRequest& request);

// The same; refused where the programme's formulas cannot be used.
Result<std::vector<TargetProgress>> progress_of_targets(const Definitions& definitions,
                                                        const Programme& programme,
                                                        const Facts& facts,
                                                        const std::vector<Decision>& decisions,
                                                        const AssessmentOf& assessment_of,
                                                        const ProgressRequest& request);

std::string_view name_of(TargetCounts counts);  // "meets_all", "title_of_year", …
std::string_view name_of(TargetKind kind);      // "assigned", "committed", "striven_for"

}  // namespace exemplar::programme
