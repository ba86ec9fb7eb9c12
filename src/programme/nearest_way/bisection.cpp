#include "programme/nearest_way/bisection.hpp"

#include "engine/compute/exact.hpp"

namespace exemplar::programme {

using engine::Answer;
using engine::Cell;
using engine::NodeId;

namespace {

// Reported numbers have at most 15 significant digits.
constexpr int64_t kLargest = 999'999'999'999'999;

int64_t in_last_digits(const std::optional<Decimal>& bound, int digits, int64_t otherwise) {
  if (!bound) return otherwise;
  const auto exact = with_digits(*bound, digits);
  return exact ? exact->units : otherwise;
}

// From `low`, where something holds, to `high`, where it does not (or the other way round).
struct Range {
  size_t place = 0;  // in the caller's list of units
  size_t unit = 0;
  int64_t low = 0;
  int64_t high = 0;
};

class Bisection {
 public:
  Bisection(AssessmentRun& run, ChangedValues& values, uint32_t lever)
      : values_(values),
        input_(lever),
        what_((*run.rules().definitions)[run.rules().inputs[lever]]),
        sign_(direction_of(what_.lever)) {}

  // The farthest that the bounds allow; 0 where the value is not the unit's own.
  int64_t farthest(size_t unit) const {
    const auto value = values_.own_value(input_, unit);
    if (!value) return 0;
    const bool from_zero = what_.kind != IndicatorKind::Number;
    const int64_t most = in_last_digits(what_.at_most, what_.digits, kLargest);
    const int64_t least = in_last_digits(what_.at_least, what_.digits, from_zero ? 0 : -kLargest);
    return std::max<int64_t>(0, sign_ > 0 ? most - *value : *value - least);
  }

  // Looks at each range with its change made.
  template <typename ChangeOf, typename Use>
  void assess(const std::vector<Range>& ranges, ChangeOf change_of, Use use) {
    std::vector<std::vector<ValueChange>> changes;
    for (const Range& range : ranges) {
      changes.push_back({{range.unit, input_, sign_ * change_of(range)}});
    }
    values_.look_at_each(changes, [&](size_t i) { use(ranges[i]); });
  }

  // Narrows each range until its ends are neighbours: `holds_low(unit)` stays true of `low` and
  // false of `high`.
  template <typename Holds>
  void narrow(std::vector<Range>& ranges, Holds holds_low) {
    while (true) {
      std::vector<Range> open;
      for (const Range& range : ranges) {
        if (range.high - range.low > 1) open.push_back(range);
      }
      if (open.empty()) return;
      const auto middle = [](const Range& range) {
        return range.low + (range.high - range.low) / 2;
      };
      std::map<size_t, bool> holds;
      assess(open, middle, [&](const Range& range) { holds[range.place] = holds_low(range.unit); });
      for (Range& range : ranges) {
        const auto found = holds.find(range.place);
        if (found == holds.end()) continue;
        const int64_t at = middle(range);
        (found->second ? range.low : range.high) = at;
      }
    }
  }

 private:
  ChangedValues& values_;
  uint32_t input_;
  const Indicator& what_;
  int64_t sign_;
};

int sign_between(const Cell& left, const Cell& right) {
  if (!left.known() || !right.known()) return 0;
  const auto order = engine::exact_compare(left.exact, right.exact);
  return !order || *order == 0 ? 0 : *order < 0 ? -1 : 1;
}

bool above_one(const Cell& cell, engine::ValueType type) {
  if (!cell.known()) return false;
  if (type == engine::ValueType::Real) return cell.real > 1;
  return compare(cell.exact, Ratio{1, 1}) > 0;
}

// Whether the changed values keep to the stops.
class StopGuard {
 public:
  StopGuard(AssessmentRun& run, ChangedValues& values, Stops stops)
      : run_(run), values_(values), stops_(std::move(stops)) {}

  bool any() const { return !stops_.shares.empty() || !stops_.equalities.empty(); }

  bool keeps(size_t unit) {
    const engine::Graph& graph = run_.rules().graph;
    for (const NodeId share : stops_.shares) {
      if (above_one(values_.cell(share, unit), graph[share].type)) return false;
    }
    for (const NodeId equality : stops_.equalities) {
      const auto& args = graph[equality].args;
      const int now = sign_between(run_.evaluation().column(args[0], run_.period())[unit],
                                   run_.evaluation().column(args[1], run_.period())[unit]);
      const int then = sign_between(values_.cell(args[0], unit), values_.cell(args[1], unit));
      if (then != 0 && then != now) return false;
    }
    return true;
  }

 private:
  AssessmentRun& run_;
  ChangedValues& values_;
  Stops stops_;
};

}  // namespace

int64_t direction_of(Lever lever) {
  return lever == Lever::Lower ? -1 : 1;
}

std::vector<LeastChange> least_changes(AssessmentRun& run, ChangedValues& values, NodeId goal,
                                       NodeId criterion, uint32_t lever,
                                       const std::vector<size_t>& units) {
  std::vector<LeastChange> found(units.size());
  Bisection bisection(run, values, lever);
  const auto is_met = [&](size_t unit) { return values.cell(goal, unit).answer == Answer::Met; };
  const auto high = [](const Range& range) { return range.high; };

  std::vector<Range> ranges;
  for (size_t i = 0; i < units.size(); ++i) {
    const int64_t far = bisection.farthest(units[i]);
    if (far > 0) ranges.push_back({i, units[i], 0, far});
  }

  StopGuard guard(run, values, stops_of(run.rules(), criterion, lever));
  if (guard.any()) {
    std::vector<Range> passing;
    bisection.assess(ranges, high, [&](const Range& range) {
      if (!guard.keeps(range.unit)) passing.push_back(range);
    });
    bisection.narrow(passing, [&](size_t unit) { return guard.keeps(unit); });
    for (const Range& stopped : passing) {
      found[stopped.place].stopped = true;
      for (Range& range : ranges) {
        if (range.place == stopped.place) range.high = stopped.low;
      }
    }
    std::erase_if(ranges, [](const Range& range) { return range.high == 0; });
  }

  std::vector<Range> solvable;
  bisection.assess(ranges, high, [&](const Range& range) {
    if (is_met(range.unit)) solvable.push_back(range);
  });
  bisection.narrow(solvable, [&](size_t unit) { return !is_met(unit); });
  for (const Range& range : solvable) found[range.place].change = range.high;
  return found;
}

}  // namespace exemplar::programme
