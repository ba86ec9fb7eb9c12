// How one unit stands in one period, and why, down to each value: who reported it, when, in which
// status, judged by which rule on which basis.
//
//   Explanation ── header: unit, period, standing, counts, levels, labels, view
//     └─ ExplainedCriterion ── answer, rule in words, basis, formula as written, evidence asked
//          └─ ExplainedNode  comparison  office_area / office_area_norm >= 100 %     not met
//               ├─ arithmetic  office_area / office_area_norm                        76,7 %
//               │    ├─ indicator  office_area                                       214,0 m²
//               │    │    └─ ExplainedCell  2023 ── facts, oldest first, with their dates
//               │    └─ measure  office_area_norm                                    279 m²
//               └─ constant  100 %
//
// The tree is data: terminal, page, document and API only render it. Every value in it is a cell of
// the same evaluation that gave the result; nothing is evaluated a second time.
#pragma once

#include "base/result.hpp"
#include "programme/assessment/assessment.hpp"
#include "programme/explanation/explained_value.hpp"

namespace exemplar::programme {

struct ExplainedFact {
  Fact fact;
  ExplainedValue value;
  Text source;  // its name
  bool synthetic = false;
};

// What is recorded for one unit, indicator and collection period.
struct ExplainedCell {
  Period period;
  Message period_label;
  OrganisationUnitId unit;  // another one where values are restated along merges and splits
  Text unit_name;
  std::optional<ShareBounds>
      share;  // of its value that goes into the unit explained; restated only
  std::vector<ExplainedFact> history;  // oldest first; nothing is overwritten
  std::optional<size_t> standing;      // the one that stands in this view, an index into history
  bool correction_pending = false;     // a newer one below the status asked for waits
};

struct ExplainedMember {
  OrganisationUnitId unit;
  std::string code;
  Text name;
  ExplainedValue value;
};

enum class ExplainedKind {
  Indicator,   // reported
  Measure,     // named formula: derived indicator or measure; child: what it is made of
  Attribute,   // of the unit, or how long it has been active
  Constant,    // written in the formula
  PeriodDay,   // first or last day of the period
  Arithmetic,  // + − × ÷
  Function,
  Comparison,  // two children
  All,
  Any,
  AtLeast,
  Not,
  Condition,  // if … then … else …: condition and both branches
  OrElse,
  OtherPeriod,
  OtherUnit,
  Aggregate,  // over a list, categories or periods (children), or over units (members)
  Ranking,    // the unit among others (members)
  Quota,
  Criterion,  // the answer or points of a criterion, as another formula sees it
  Said,       // no_data("…"), not_applicable("…")
  Applies,    // a rule (child 0) and the condition under which it applies (child 1)
};
std::string_view name_of(ExplainedKind kind);  // "indicator", "other_period", …

// Wilson's 95 % interval of a share found by a survey.
struct ConfidenceInterval {
  double low = 0;
  double high = 0;
};

struct ExplainedNode {
  ExplainedKind kind = ExplainedKind::Constant;
  engine::Op op = engine::Op::Constant;
  engine::Operator comparison = engine::Operator::Equal;  // Comparison only
  std::string formula;  // of this part, in the language's canonical form
  std::string id;       // of an indicator, measure, attribute or criterion
  Text name;
  OrganisationUnitId unit;  // whose value
  Period period;            // of when
  Message period_label;
  bool other_unit = false;    // not the unit that is explained
  bool other_period = false;  // not the period that is explained
  Text unit_name;             // where other_unit
  ExplainedValue value;
  bool decides = true;            // false: the node above would be the same without it
  bool repeated = false;          // a measure whose parts have been told before
  std::optional<int> rounded_to;  // declared rounding of a measure, or of round(…)
  std::optional<ConfidenceInterval> interval;
  std::optional<ReportedBy> reported_by;  // Indicator
  int64_t wanted = 0;                     // AtLeast: how many must be met …
  int64_t judged = 0;                     // … of how many judged
  // Indicator: one cell, or one for each collection period that was put together.
  std::vector<ExplainedCell> cells;
  Combination over_time = Combination::None;  // how several cells became one
  // Aggregate over units, ranking, or an indicator added up from the units below: how many there
  // are, how many are known, and some of them: first those that are not known.
  int64_t member_count = 0;
  int64_t members_known = 0;
  std::vector<ExplainedMember> members;
  std::vector<ExplainedNode> children;
};

struct ExplainedCriterion {
  std::string id;
  Text title;
  std::string group;
  Text group_name;
  ExplainedValue answer;  // as it counts
  ExplainedValue raw;     // before when_not_applicable
  std::optional<WhenNotApplicable> when_not_applicable;
  bool policy_applied = false;  // raw was not applicable, and when_not_applicable said what counts
  bool knock_out = false;
  Text text;                  // the rule in words
  std::string basis;          // the article, or "none: illustrative"
  bool illustrative = false;  // basis is none: the thresholds are the authors' own
  FormulaText applies;        // as written
  FormulaText met;
  FormulaText points_formula;
  Text evidence;
  std::optional<ExplainedValue> points;
  std::optional<Decimal> points_max;
  ExplainedNode tree;                        // of the raw answer
  std::optional<ExplainedNode> points_tree;  // where it has points besides a condition
};

struct ExplainedLevel {
  std::string id;
  Text name;
  LevelResult result;
};

struct Explanation {
  OrganisationUnitId unit;
  std::string code;
  Text name;  // with its district
  Period period;
  std::string period_text;  // "2023"
  Message period_label;
  std::string programme;
  Text programme_name;
  std::string criteria_set;
  Text criteria_set_name;
  bool takes_part = false;
  Standing standing = Standing::Undetermined;
  int met = 0;
  int not_met = 0;
  int unknown = 0;
  int not_applicable = 0;
  std::vector<ExplainedLevel> levels;  // highest first
  // The highest level reached; with the unknown taken as met, as not met. None: no level.
  std::optional<size_t> level, level_best, level_worst;
  bool level_open = false;  // a higher level than `level` is undetermined
  engine::Answer assessable = engine::Answer::Met;
  Text assessable_reason;  // why a unit is not assessable, in the pack's words
  std::optional<ExplainedNode> assessable_tree;
  bool synthetic = false;     // values come from a synthetic source
  bool illustrative = false;  // the criteria set is
  Status floor = Status::Reported;
  std::optional<Date> geography;             // none: as it was
  bool whole = true;                         // false: one criterion was asked for
  std::vector<ExplainedCriterion> criteria;  // in the set's order
  // Of a set that has no criteria its measures, in the set's order; or the measure asked for.
  std::vector<ExplainedNode> measures;
  // Of those the one that the levels are taken from: an index's own value. None: no level names one.
  std::optional<size_t> headline;

  // Warnings on the set's rules that its authors accept, printed with every result; of one
  // criterion its own and its group's. They point into the definitions.
  std::vector<Acceptance> acceptances;

  // Nothing is judged in a set of measures and levels only.
  bool has_criteria() const { return judged() + not_applicable > 0; }
  int judged() const { return met + not_met + unknown; }
};

// `criterion` may be a measure's id as well. Refused where the unit does not exist on the
// assessment's day, or the set has neither.
Result<Explanation> explain(AssessmentRun& run, const std::vector<Source>& sources,
                            OrganisationUnitId unit, std::optional<std::string> criterion = {});

// "số liệu mô phỏng", "tiêu chí minh họa", in this order: what everything that shows the explanation must say.
std::vector<Message> labels_of(const Explanation& explanation);
// "đạt tất cả", "gần đạt", "chưa đạt đủ", …
Message words_for(Standing standing);

}  // namespace exemplar::programme
