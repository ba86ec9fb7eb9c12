// A small world for formulas to be true or false in: units in a tree, periods, reported facts and
// a programme's definitions. Scenario files and the generator build it; the oracle reads it, and
// an engine under test is given the same.
//
//   79 ── 760 ── W1 W2 W3            2022 ── 2022-Q1 … 2022-Q4
//      └─ 761 ── W4 W5               2023 ── 2023-Q1 … 2023-Q4,  2023-01 … 2023-12
//
// The tree and the units' attributes are the same in every period.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/formula/syntax.hpp"
#include "oracle/value.hpp"

namespace exemplar::oracle {

struct Unit {
  std::string id;
  std::string code;
  std::string kind;                         // `unit.kind`
  std::map<std::string, Value> attributes;  // `unit.NAME`: numbers and texts, or unknown
  int parent = -1;                          // index in World::units
  bool participant = true;
  int months_active = 120;
  int months_active_lineage = 120;
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

struct World {
  std::vector<Unit> units;
  std::vector<Period> periods;
  std::vector<Indicator> indicators;
  std::vector<Measure> measures;
  std::vector<Criterion> criteria;
  std::vector<Level> levels;   // from the highest
  engine::ExprPtr assessable;  // null: always

  std::optional<int> unit_with_code(std::string_view code) const;
  std::optional<int> period_named(std::string_view text) const;
  std::optional<int> indicator_named(std::string_view id) const;
  std::optional<int> measure_named(std::string_view name) const;
  std::optional<int> criterion_named(std::string_view id) const;
  std::optional<int> level_named(std::string_view id) const;

  // Whether `unit` is `ancestor` or stands anywhere below it.
  bool is_under(int unit, int ancestor) const;
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
