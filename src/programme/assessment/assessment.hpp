// Which units meet the criteria of a programme in a period, in one status view and geography.
//
//   definitions + facts + request ─→ AssessmentRun ─→ Assessment (what stands)
//                                        └─ evaluation: every value behind it, for explanations
//
// "Meets all" is computed here; registered, proposed and recognised are decisions, and live in
// recognition.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/compute/evaluate.hpp"
#include "programme/assessment/source.hpp"

namespace exemplar::programme {

struct AssessmentRequest {
  std::string programme;
  Period period;
  std::string criteria_set;  // empty: the one that judges the period
  View view;
};

struct CriterionResult {
  engine::Answer answer = engine::Answer::Unknown;  // as it counts (after when_not_applicable)
  engine::Answer raw = engine::Answer::Unknown;
  Status status = Status::Draft;  // of a met or not met answer
  bool correction_pending = false;
  std::optional<Ratio> points;

  bool operator==(const CriterionResult&) const = default;
};

struct LevelResult {
  engine::Answer answer = engine::Answer::Unknown;
  engine::Answer best = engine::Answer::Unknown;   // every unknown criterion taken as met
  engine::Answer worst = engine::Answer::Unknown;  // … as not met
  Status status = Status::Draft;
  bool correction_pending = false;

  bool operator==(const LevelResult&) const = default;
};

struct UnitAssessment {
  OrganisationUnitId unit;
  bool takes_part = false;
  std::vector<CriterionResult> criteria;  // in the set's order
  std::vector<LevelResult> levels;        // in the set's order
  // Whether each commendation rule of the set proposes it, in the set's order. A unit that is not
  // assessable is proposed by none.
  std::vector<LevelResult> commendations;
  engine::Answer assessable = engine::Answer::Met;
  int met = 0;
  int not_met = 0;
  int unknown = 0;
  int not_applicable = 0;

  int judged() const { return met + not_met + unknown; }
  bool operator==(const UnitAssessment&) const = default;
};

// Where a unit stands, in one word.
enum class Standing { MeetsAll, Near, NotYet, Undetermined, NotAssessable };
inline constexpr Standing kStandings[] = {Standing::MeetsAll, Standing::Near, Standing::NotYet,
                                          Standing::Undetermined, Standing::NotAssessable};
std::string_view name_of(Standing standing);  // "meets_all", "near", "not_yet", …

struct Assessment {
  const Programme* programme = nullptr;
  const CriteriaSet* set = nullptr;
  Period period;
  View view;
  Date day;               // on which units, names and parents are looked up
  Date participants_day;  // on which the list of participants was made
  // Every unit of `day` and every participant, in the register's order.
  std::vector<UnitAssessment> units;
  std::vector<uint32_t> participants;  // indexes into `units`

  const UnitAssessment* of(OrganisationUnitId unit) const;
  Standing standing(const UnitAssessment& unit) const;
  int count(Standing standing) const;  // among participants
  // Participants for which the criterion has that answer.
  int count(size_t criterion, engine::Answer answer) const;
};

class AssessmentRun {
 public:
  // Refused where the programme or criteria set is unknown, or none or several judge the period.
  // `rules` problems (a pack that does not check) are a refusal that names the first.
  static Result<std::unique_ptr<AssessmentRun>> make(const Definitions& definitions,
                                                     const Facts& facts,
                                                     const AssessmentRequest& request);

  const Assessment& result() const { return result_; }
  const CompiledRules& rules() const { return *rules_; }
  engine::Evaluation& evaluation() { return *evaluation_; }
  FactSource& source() { return *source_; }
  engine::PeriodIndex period() const { return period_; }
  const Facts& facts() const { return facts_; }

  // How the units would stand if every margin changed once more as it did since the year before
  // (projection.hpp). Answers only: statuses, points and bounds are those of now.
  Assessment projected();

 private:
  AssessmentRun(std::unique_ptr<CompiledRules> rules, const Facts& facts,
                const AssessmentRequest& request);
  // `column(node)[unit]` is a cell.
  template <typename ColumnOf>
  Assessment assessed(const ColumnOf& column);

  std::unique_ptr<CompiledRules> rules_;
  const Facts& facts_;
  AssessmentRequest request_;
  std::unique_ptr<FactSource> source_;
  std::unique_ptr<engine::Evaluation> evaluation_;
  engine::PeriodIndex period_ = 0;
  Assessment result_;
};

// What became of the units that met all in the period before, and who joined them.
//   held: then and now · gained: now only · lost: then only, and known not to be now
//   undetermined: then, and now values are missing that decide
//   at risk: meets all now, but would not if every margin changed once more as it did since the
//   year before; with the criteria that would then no longer be met
struct Flow {
  std::vector<OrganisationUnitId> held;
  std::vector<OrganisationUnitId> gained;
  std::vector<OrganisationUnitId> lost;
  std::vector<OrganisationUnitId> undetermined;
  struct Risk {
    OrganisationUnitId unit;
    std::vector<size_t> criteria;
  };
  std::vector<Risk> at_risk;
  // Units of the period before that no longer exist, or were no participants: nothing is said of
  // them, they are counted.
  int ended = 0;
  bool comparable = true;  // false: no criteria set judged the period before
};

Flow flow_between(const Assessment& before, AssessmentRun& now);

}  // namespace exemplar::programme
