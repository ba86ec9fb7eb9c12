// When a change may be told at all. An indicator may name a condition, `comparable_where`, that has
// to hold in the period and in the base: a fall in what is recorded is no fall in what happened
// while the audit finds reports unrecorded.
//
//   offences 50 ──────────────▶ 20        −60 % is not said:
//   recording_sound  21/21 met  17/20     not comparable: the recording audit of 2023 …
//
// The condition is asked for the same row: of a total, recomputed from the added parts. Where its
// values are collected by longer periods than those compared, the longer period that holds each one
// answers: the year's audit is that of its months.
#pragma once

#include <functional>
#include <set>

#include "engine/compute/evaluate.hpp"
#include "programme/assessment/withheld.hpp"

namespace exemplar::programme {

// One condition that is not known to hold in one period.
struct NotComparable {
  IndicatorId condition;
  Period period;
  bool known = false;  // it does not hold; else nobody knows
  // Of a condition that a share falls short of: what it is, and what it should be at least.
  std::optional<Ratio> part;
  std::optional<Ratio> whole;
  std::optional<Ratio> needed;
  Text said;  // why it is not known, in the formula's own words

  bool operator==(const NotComparable&) const = default;
};

// In words: "the recording audit, 2023: only 17/20 = 85 %, at least 98 % needed".
Text text_of(const NotComparable& one, const Definitions& definitions, const Calendar& calendar);
// All of them behind "not comparable: "; both empty where there is none.
Text text_of(const std::vector<NotComparable>& all, const Definitions& definitions,
             const Calendar& calendar);

class Comparability {
 public:
  using IndexOf = std::function<engine::PeriodIndex(const Period&)>;

  // `row` is the unit or total asked about. All references outlive it.
  Comparability(const CompiledRules& rules, const Calendar& calendar, size_t row,
                engine::Evaluation& evaluation, Secrecy& secrecy, IndexOf index_of);

  // What keeps these indicators (one, and what it is computed from) from being compared between
  // the two periods, the later one first.
  std::vector<NotComparable> faults(const std::set<IndicatorId>& indicators, const Period& period,
                                    const Period& base);
  // The reported indicators that a node is computed from.
  std::set<IndicatorId> inputs_below(engine::NodeId node) const;

 private:
  void ask(IndicatorId condition, const Period& period, std::vector<NotComparable>& found);
  Period asked_period(engine::NodeId condition, const Period& period) const;
  void find_share(NotComparable& fault, engine::NodeId node, engine::PeriodIndex period);
  const engine::Cell& cell(engine::NodeId node, engine::PeriodIndex period);

  const CompiledRules& rules_;
  const Calendar& calendar_;
  size_t row_;
  engine::Evaluation& evaluation_;
  Secrecy& secrecy_;
  IndexOf index_of_;
};

}  // namespace exemplar::programme
