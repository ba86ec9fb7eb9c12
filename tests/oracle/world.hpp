// A small world for formulas to be true or false in: units in a tree, periods, reported facts and
// a programme's definitions. Scenario files and the generator build it; the oracle reads it, and
// an engine under test is given the same.
//
//   79 ── 760 ── W1 W2 W3            2022 ── 2022-Q1 … 2022-Q4
//      └─ 761 ── W4 W5               2023 ── 2023-Q1 … 2023-Q4,  2023-01 … 2023-12
//
// A unit changes from one day to the next: it begins, ends, moves, changes its code or stops taking
// part. What a period sees of it is what it is on the period's last day; its values are the period's.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/formula/syntax.hpp"
#include "oracle/value.hpp"

namespace exemplar::oracle {

struct UnitState {
  std::string code;
  std::string kind;                          // `unit.kind`
  std::map<std::string, Value> attributes;   // `unit.NAME`: numbers and texts, or unknown
  int parent = -1;                           // index in World::units
  std::map<std::string, int> other_parents;  // in further hierarchies, by their id; no entry: none
  bool participant = true;
  bool exists = true;
};

struct Unit : UnitState {  // as it is until the first change
  std::string id;
  std::vector<std::pair<Date, UnitState>> changes;  // as it is from that day on, in order
  // Whole months; from `months_counted_from` (none: in every period the same) each month is added.
  int months_active = 120;
  std::optional<int> months_active_lineage = 120;  // none: nobody knows
  std::optional<Date> months_counted_from;

  const UnitState& on(Date day) const;
};

struct Period {
  std::string text;  // "2023", as [2023] chooses it
  Date first_day;
  Date last_day;
  std::optional<int> previous;  // index in World::periods
  std::optional<int> last_year;
  std::map<engine::TimeStep, std::vector<int>> parts;  // no entry: this span is not covered
  std::map<engine::TimeStep, int> one_back;            // the same period one step earlier
};

struct Fact {
  State state = State::Unknown;
  bool truth = false;
  Decimal number;
  Date date;
  std::string text;
  std::string reason;  // of NotApplicable
  Status status = Status::Reported;
};

struct Dimension {
  std::string id;
  std::vector<std::string> values;
};

struct Indicator {
  std::string id;
  Type type = Type::Number;
  int digits = 0;
  int64_t at_most = 10000;  // |value|
  std::string unit;         // of measure
  std::vector<Dimension> dimensions;
  // By category ("" is the total, else "kind=robbery"), at period × number of units + unit.
  // A category that is not here has no values.
  std::map<std::string, std::vector<Fact>> facts;
};

enum class WhenNotApplicable { LeaveOut, Met, NotMet, Unknown };

struct Measure {
  std::string name;
  engine::ExprPtr expr;
  std::optional<int> round;
  RoundingMode mode = RoundingMode::HalfAwayFromZero;
};

struct Criterion {
  std::string id;
  std::string group;
  engine::ExprPtr applies;  // null: always
  engine::ExprPtr met;      // null: its points are its maximum
  engine::ExprPtr points;   // null: it has none
  std::optional<int> round;
  RoundingMode mode = RoundingMode::HalfAwayFromZero;
  std::optional<Decimal> max;
  WhenNotApplicable when_not_applicable = WhenNotApplicable::LeaveOut;
  bool knock_out = false;
};

struct Level {
  std::string id;
  engine::ExprPtr when;
};

// On which day of a period its list of participants is made.
enum class ListDay { LastDay, FirstDay };

struct World {
  std::vector<Unit> units;
  std::vector<Period> periods;
  std::vector<Indicator> indicators;
  std::vector<Measure> measures;
  std::vector<Criterion> criteria;
  std::vector<Level> levels;   // from the highest
  engine::ExprPtr assessable;  // null: always
  ListDay list_day = ListDay::LastDay;
  // As a programme makes lists: one for this period, which every other is looked at by, but the year
  // before by its own. None: each period has its own.
  std::optional<int> lists_for;

  const UnitState& state(int unit, int period) const;
  bool exists(int unit, int period) const { return state(unit, period).exists; }
  bool participates(int unit, int period) const;
  // -1: none, nor of a unit that does not exist.
  int parent(int unit, int period, const std::string& hierarchy = {}) const;
  // Unknown: the unit does not exist then, or nobody knows its lineage.
  std::optional<int> months_active(bool lineage, int unit, int period) const;
  // The unit that has the code, or the id, on the period's last day; none where several have.
  std::optional<int> unit_with_code(std::string_view code, int period) const;
  std::optional<int> period_named(std::string_view text) const;
  std::optional<int> indicator_named(std::string_view id) const;
  std::optional<int> measure_named(std::string_view name) const;
  std::optional<int> criterion_named(std::string_view id) const;
  std::optional<int> level_named(std::string_view id) const;

  // Whether `unit` is `ancestor` or stands anywhere below it.
  bool is_under(int unit, int ancestor, int period, const std::string& hierarchy = {}) const;
  Value fact(int indicator, int period, int unit, const std::string& category) const;
  Fact& at(int indicator, int period, int unit, const std::string& category = {});
};

World clone(const World& world);
// The same world with its units in another order: unit i of the result is unit order[i] here.
World with_units_ordered(const World& world, const std::vector<int>& order);

// Something that can answer formulas about a world: the oracle, or an engine under test.
class Evaluator {
 public:
  virtual ~Evaluator() = default;
  virtual std::string name() const = 0;
  // One row a formula, in it one value a unit. A formula may use the world's definitions by name:
  // a measure's name, criterion("id"), points("id"), level("id").
  virtual std::vector<std::vector<Value>> evaluate(const World& world,
                                                   const std::vector<const engine::Expr*>& formulas,
                                                   int period) = 0;
};

}  // namespace exemplar::oracle
