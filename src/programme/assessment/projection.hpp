// What if it went on like this? Each comparison keeps a margin; the margin changes once more as it
// did since the year before.
//
//   motorbikes >= 4        2022: 9, margin 5     2023: 6, margin 2     next: −1, no longer met
//
//   margin       = left − right
//   next margin  = margin + (margin − margin of the year before)
//
// Where both sides are values and the right one moves, above 0 in both years, the margin is a share
// of it: left / right − 1. So `done >= 98 % * due` and `done / due >= 98 %` say the same, and a year
// with less to do is no worse than one with more.
//
// An equality has no cushion: its margin is the distance of its sides, which does not go below 0.
// So `done = due` that is met goes on being met, however much both grew.
//
// Values are never projected: two counts that belong together (done and due) would drift apart, and
// a part would exceed its whole. A comparison stays as it is where it is one of days or texts, where
// either year is not known, and where a definition changed in between. Truths stay as they are;
// a number of criteria met counts those that would be.
#pragma once

#include <unordered_map>

#include "engine/compute/evaluate.hpp"
#include "programme/assessment/source.hpp"

namespace exemplar::programme {

class Projection {
 public:
  // All must outlive the projection.
  Projection(engine::Evaluation& evaluation, FactSource& source, engine::PeriodIndex now);

  // The projected answers of a condition; of anything else its column now.
  const engine::CellVector& column(engine::NodeId id);

 private:
  engine::CellVector combined(engine::NodeId id);
  engine::CellVector compared(engine::NodeId id);
  bool reads_values(engine::NodeId id) const;
  bool definitions_compare(engine::NodeId id);
  bool counts_conditions(engine::NodeId id) const;

  engine::Evaluation& evaluation_;
  FactSource& source_;
  engine::PeriodIndex now_;
  engine::PeriodIndex before_;
  std::unordered_map<uint32_t, engine::CellVector> columns_;
};

}  // namespace exemplar::programme
