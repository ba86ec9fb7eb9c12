// The oracle: the criteria language's meaning written down a second time, as plainly as possible.
// It walks the syntax tree for one unit and one period, asks the world for every value when it
// meets its name, and goes over all units again for every comparison among them. It shares the
// syntax tree and the function table with the engine and nothing else; where the two differ, one
// of them has misread the language.
//
//   formula tree ──> evaluate(expr, unit, period) ──> Value (answer, value, status)
//                        │ a name: fact │ measure │ points, met … of a criterion
//                        │ [last year]: evaluate(…, same unit, other period)
//                        └ over children: evaluate(…, each child, same period)
//
// Named definitions are remembered by (unit, period), which changes speed only. A formula that
// does not type-check is the caller's mistake: std::logic_error.
#pragma once

#include <functional>
#include <map>
#include <tuple>

#include "engine/formula/functions.hpp"
#include "oracle/coverage.hpp"
#include "oracle/turns.hpp"
#include "oracle/world.hpp"

namespace exemplar::oracle {

// What a unit's levels come to.
struct Standings {
  Value assessable;           // T, F or U (every criterion not applicable: F)
  bool undetermined = false;  // an unknown stands before the first level reached
  std::optional<int> level;   // reached, when determined; none: below all
  std::optional<int> best;    // every unknown criterion taken as met …
  std::optional<int> worst;   // … and as not met
};

// A level's answer as it is, with every unknown criterion taken as met, and as not met.
enum class Bound { None, Best, Worst };

class Oracle {
 public:
  // The world outlives the oracle. `coverage` may be null. `turns`: how near touches are taken; null
  // for each as its own doubles have it.
  explicit Oracle(const World& world, Coverage* coverage = nullptr, Turns* turns = nullptr)
      : world_(world), coverage_(coverage), turns_(turns) {}

  Value evaluate(const engine::Expr& expr, int unit, int period);
  // As everything else sees them: rounded, and with `when_not_applicable` applied.
  Value criterion(int index, int unit, int period);
  Value points(int index, int unit, int period);
  Value measure(int index, int unit, int period);
  Value level(int index, int unit, int period);
  Value level(int index, Bound bound, int unit, int period);
  Standings standings(int unit, int period);

 private:
  // How unknown answers of criteria are read: as they are, or for the bounds of a level. Mixed: for
  // a bound, where neither met nor not met is surely the better; they stay unknown.
  enum class Reading { AsIs, Best, Worst, Mixed };

  // Where a formula is being evaluated, and what met, points and max mean there.
  struct At {
    int unit = 0;
    int period = 0;
    const Criterion* own = nullptr;    // inside this criterion's own formulas
    int each = -1;                     // `… of criteria`: this criterion
    const Value* condition = nullptr;  // `met of a, b`: the answer of this one
    std::map<std::string, std::string> categories;

    bool counts_answers() const { return each >= 0 || condition != nullptr; }
  };

  struct Listed {
    Value value;  // the condition's answer, or the criterion's
    int criterion = -1;
  };

  using Expr = engine::Expr;

  Value eval(const Expr& expr, const At& at);
  Value eval_read(const Expr& expr, const At& at, Reading reading);
  bool for_a_bound() const { return reading_ == Reading::Best || reading_ == Reading::Worst; }
  Reading turned() const;
  Reading mixed() const { return reading_ == Reading::AsIs ? Reading::AsIs : Reading::Mixed; }
  Reading reading_of_answers(const Expr* condition) const;
  Value literal(const Expr& expr);
  Value name(const Expr& expr, const At& at);
  std::optional<Value> name_of_each(const std::string& name, const At& at);
  std::optional<Value> own_name(const std::string& name, const At& at);
  Value attribute(const std::string& name, const At& at);
  Value unary(const Expr& expr, const At& at);
  Value binary(const Expr& expr, const At& at);
  Value product(const Expr& expr, const At& at);
  Value conditional(const Expr& expr, const At& at);
  Value compare(engine::Operator op, const Value& a, const Value& b);
  Value arithmetic(engine::Operator op, const Value& a, const Value& b, const Expr& right);
  Value power(const Value& base, const Value& exponent, const Expr& written);
  Value call(const Expr& expr, const At& at);
  Value called(const engine::FunctionInfo& info, const Expr& expr, const At& at);
  Value known(const Expr& expr, const At& at);
  Value no_knock_out(const At& at);

  // Time, place and categories.
  std::optional<std::vector<int>> periods(const engine::Selector& selector, int period) const;
  void expand(const Expr& expr, const At& at, std::vector<Value>& out);
  Value select(const Expr& expr, const At& at);
  std::vector<int> units_in(const Expr& set, int unit, int period) const;
  std::vector<int> participants(int period) const;
  std::vector<int> listed_units(const At& at);  // those; and what is met of other periods' lists
  // What the evaluation met of other periods' units.
  void reach_set(const Expr& set, const At& at);
  static bool is_own_set(const Expr& set);
  void reach_elsewhere(const std::string& rule, bool another, const At& at);

  // Several answers.
  std::vector<Listed> listed(const Expr& call, const At& at);
  bool add_set(const Expr& set, const At& at, std::vector<Listed>& out);
  Value all_of(const std::vector<Value>& values);
  Value any_of(const std::vector<Value>& values);
  std::vector<Value> each(const Expr& condition, const std::vector<Listed>& list, const At& at);
  Value quantifier(engine::FunctionId id, const Expr& expr, const At& at);
  Value at_least(const Expr& expr, const At& at);
  Value at_most(const Expr& expr, const At& at);
  Value share_or_count(engine::FunctionId id, const Expr& expr, const At& at);
  Value total(const Expr& expr, const At& at);

  // Numbers.
  Value pointwise(engine::FunctionId id, const Expr& expr, const At& at);
  Value round(const Value& x, int digits, RoundingMode mode);
  Value round_call(const Expr& expr, const At& at);
  Value band(const Expr& expr, const At& at);
  Value choose(const Expr& expr, const At& at);
  Value steps(const Expr& expr, const At& at);
  Value interpolate(const Expr& expr, const At& at);
  Value weighted_mean(const Expr& expr, const At& at);
  Value proportion(engine::FunctionId id, const Value& k, const Value& n);

  // Aggregates and comparisons among units.
  Value aggregate(engine::FunctionId id, const Expr& expr, const Expr* over, const At& at);
  Value aggregate_numbers(engine::FunctionId id, std::vector<Number> numbers);
  Value aggregate_dates(engine::FunctionId id, const std::vector<Value>& values);
  Value compared(engine::FunctionId id, const Expr& expr, const Expr* over, const At& at);
  Value rank(const Expr& expr, const Number& own, const std::vector<Number>& all);

  // The result becomes fragile here. Which of so many ways is taken; 0: as the doubles have it.
  int way_at(Turns::Kind kind, double a, double b, int ways);
  static bool all_but_touch(const Number& a, const Number& b);  // two different doubles
  // -1, 0, 1; marks the result as fragile where doubles all but touch.
  int order(const Number& a, const Number& b);
  // The same where either way gives the same value.
  int order_of_like(const Number& a, const Number& b);
  bool is_zero(const Number& a);
  // The value, or beyond a place very near it where its rounding turns.
  Rational beside_a_turn(const Rational& value, int digits, RoundingMode mode);
  Number add(const Number& a, const Number& b);
  Number subtract(const Number& a, const Number& b);
  Number multiply(const Number& a, const Number& b);
  Number divide(const Number& a, const Number& b);  // b is not zero, or all but 0
  Value finite(double value, const char* reason);
  Number sum(const std::vector<Number>& numbers);
  Number standard_deviation(const std::vector<Number>& numbers);

  enum class Kind { Measure, Criterion, RawCriterion, Points, RawPoints, Level, Assessable };
  Value remembered(Kind kind, int index, int unit, int period, const std::function<Value()>& make);
  Value raw_points(int index, int unit, int period);
  Value raw_criterion(int index, int unit, int period);

  void reach(const std::string& rule) {
    if (coverage_ != nullptr) ++coverage_->rules[rule];
  }

  const World& world_;
  Coverage* coverage_;
  Reading reading_ = Reading::AsIs;
  int asked_ = 0;         // the period of evaluate()
  bool fragile_ = false;  // since the value being evaluated was begun
  bool noise_ = false;
  Turns* turns_;
  std::map<std::tuple<Kind, Reading, int, int, int>, std::optional<Value>> memory_;
};

// The value; where it is 0, what is all but 0 on the other side of that turning point.
double apart_from_zero(double value);

// The first of unknown, not applicable that occurs: any U → U, else any N → N, else nothing.
std::optional<Value> missing(const std::vector<const Value*>& values, Type type);

// The oracle as an Evaluator, for whatever can be run against several.
class OracleEvaluator : public Evaluator {
 public:
  explicit OracleEvaluator(Coverage* coverage = nullptr) : coverage_(coverage) {}
  std::string name() const override { return "oracle"; }
  std::vector<std::vector<Value>> evaluate(const World& world,
                                           const std::vector<const engine::Expr*>& formulas,
                                           int period) override;

 private:
  Coverage* coverage_;
};

}  // namespace exemplar::oracle
