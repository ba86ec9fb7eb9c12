// The office assessed with some of its values changed: an evaluation of the same compiled rules
// beside the run's own, which it leaves alone.
//
//   set({unit a: office_area + 1380 dm²; unit b: computers + 2}) ─▶ column(criterion)
//
// A change is made to what the unit itself reported; derived indicators, what is added up over
// periods and over units follow from it.
#pragma once

#include <map>
#include <memory>

#include "programme/assessment/assessment.hpp"

namespace exemplar::programme {

struct ValueChange {
  size_t unit = 0;
  uint32_t input = 0;  // RuleSet.inputs
  int64_t by = 0;      // in units of the indicator's last digit
};

class ChangedValues {
 public:
  ChangedValues(AssessmentRun& run, size_t units_looked_at);

  // What each unit reported itself for the assessed period, in units of the indicator's last digit.
  // None: unknown, or no value of its own (added up from below, restated from former units, a mean
  // of several periods), which cannot be set by itself.
  std::optional<int64_t> own_value(uint32_t input, size_t unit);
  // Known, and yet not its own.
  bool put_together(uint32_t input, size_t unit);

  // In place of what was set before. Units must be told apart: one change a unit and input.
  void set(const std::vector<ValueChange>& changes);
  // A unit's cell with the changes made: of that unit alone where few units are looked at, else
  // from the column of all.
  engine::Cell cell(engine::NodeId node, size_t unit);

  // Makes each unit's changes and calls `look(i)` with those of the i-th made: all at once, or, where
  // they bear on other units, one unit at a time.
  template <typename Look>
  void look_at_each(const std::vector<std::vector<ValueChange>>& changes_of_unit, Look look);

  // Changing the input of one unit may change the result of another: set one unit at a time.
  bool reaches_other_units(uint32_t input);

 private:
  std::optional<Period> written_in(uint32_t input) const;

  AssessmentRun& run_;
  FactSource source_;
  engine::Evaluation evaluation_;
  engine::PeriodIndex period_;
  bool participants_in_levels_ = false;  // one participant stands above another
  bool one_by_one_;
  std::map<std::pair<uint32_t, size_t>, std::optional<int64_t>> own_;
  std::map<uint32_t, bool> reaches_;
  // By indicator: the period whose values change, and the changes.
  struct Changed {
    Period period;
    int digits = 0;
    std::map<uint32_t, int64_t> units;
  };
  std::map<IndicatorId, Changed> changed_;
};

template <typename Look>
void ChangedValues::look_at_each(const std::vector<std::vector<ValueChange>>& changes_of_unit,
                                 Look look) {
  std::vector<ValueChange> at_once;
  std::vector<size_t> together;
  for (size_t i = 0; i < changes_of_unit.size(); ++i) {
    bool alone = false;
    for (const ValueChange& change : changes_of_unit[i]) {
      alone = alone || reaches_other_units(change.input);
    }
    if (alone) {
      set(changes_of_unit[i]);
      look(i);
    } else {
      together.push_back(i);
      at_once.insert(at_once.end(), changes_of_unit[i].begin(), changes_of_unit[i].end());
    }
  }
  set(at_once);
  for (const size_t i : together) look(i);
}

}  // namespace exemplar::programme
