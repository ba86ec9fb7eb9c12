// The compiled form of a set of rules: a graph of nodes, each a column (one cell a unit) for a
// period. Nodes that mean the same are one node.
//
//   input areas_recognised ─┐
//                           ├─ divide ─┐
//   input areas ────────────┘          ├─ compare >= ─ policy ─ criterion "21" ─ quantify all ─ level
//   constant 70/100 ───────────────────┘
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/strong_id.hpp"
#include "engine/column/value.hpp"
#include "engine/formula/functions.hpp"
#include "engine/formula/syntax.hpp"

namespace exemplar::engine {

using NodeId = StrongId<struct NodeTag>;

// Units of measure as a product of powers: m² → {m²: 1}, VND/m² → {VND: 1, m²: -1}.
using UnitOfMeasure = std::map<std::string, int>;
UnitOfMeasure unit_of_measure(std::string_view text);
std::string text_of(const UnitOfMeasure& unit);  // "" for a plain number

// What is known about a number before any value is: whether it is an exact ratio, and bounds.
// A comparison is one integer inequality only while both cross products stay below 10^38.
struct NumberInfo {
  bool exact = true;
  i128 fixed_denominator = 1;       // 0: varies
  long double numerator_bound = 0;  // of the absolute value
  long double denominator_bound = 1;
  long double low = 0;  // of the value
  long double high = 0;
  UnitOfMeasure unit;
  bool any_unit = false;  // the literal 0 fits every unit
};

enum class UnitSet : uint8_t { Children, Siblings, Descendants, Participants, Under };
enum class Ties : uint8_t { Min, Max, Mean, Dense, None, All };
enum class WhenNotApplicablePolicy : uint8_t { LeaveOut, Met, NotMet, Unknown };

enum class Op : uint8_t {
  Constant,
  Input,
  Attribute,
  PeriodDay,
  MonthsActive,
  Under,
  Said,
  Named,  // args[0], under the name of a measure, criterion or level
  Not,
  And,
  Or,
  Compare,
  OrElse,
  If,
  Known,
  Add,
  Subtract,
  Multiply,
  Divide,
  Negate,
  Power,
  Round,
  Abs,
  AddMonths,
  Clip,  // args: x, low, high
  Band,
  Steps,
  Interpolate,
  Choose,
  Change,
  ChangeShare,
  WeightedMean,
  Function1,   // ln, log10, exp, sqrt
  Proportion,  // Wilson bounds of args[0] out of args[1]
  Shift,       // args[0] in another period
  AtParent,
  AtUnit,
  AggregateList,
  AggregateUnits,
  AggregatePeriods,
  AggregateCategories,
  CompareUnits,  // rank, percentile_rank, min_max, z_score, share_of_max
  AtLeast,
  AnswerIs,
  Share,
  Quota,
  Applies,  // args[0] unless `applies` (args[1]) is not met
  Policy,   // when_not_applicable
  Assume,   // unknown taken as met / not met (as max / 0 points)
};

struct Node {
  Op op = Op::Constant;
  ValueType type = ValueType::Truth;
  bool may_be_not_applicable = false;
  std::vector<NodeId> args;
  NumberInfo number;  // Exact and Real
  FunctionId function = FunctionId::Known;
  Operator comparison = Operator::Equal;
  Cell constant;       // Constant; Said: its answer
  uint32_t index = 0;  // Input, Attribute: which one; Text constants: unused
  std::string text;    // category key, unit code, name
  Text said;           // Said: the reason; without an English text both languages read the first
  Selector selector;   // Shift, AggregatePeriods, AtUnit
  UnitSet set = UnitSet::Participants;
  bool of_known = false;
  bool flag =
      false;  // PeriodDay: last; MonthsActive: lineage; order highest first; Steps: begun counts; Proportion: high; Assume: met
  int digits = 0;
  RoundingMode mode = RoundingMode::HalfAwayFromZero;
  Ties ties = Ties::Min;
  WhenNotApplicablePolicy policy = WhenNotApplicablePolicy::LeaveOut;
  Answer wanted = Answer::Met;  // AnswerIs
  Ratio quantity;               // AtLeast: k or share; Quota: share; Assume: max points
  bool quantity_is_share = false;
  bool shrinks = false;
  std::vector<uint32_t> inputs;  // Shift, AggregatePeriods: inputs below, for definition breaks
  // For people: which formula this came from and where in it.
  uint32_t formula = UINT32_MAX;
  Span span;
  const Expr* expr = nullptr;
};

// What names in formulas mean.
struct InputSignature {
  std::string id;
  ValueType type = ValueType::Exact;
  std::string unit;
  int digits = 0;
  std::optional<Decimal> low;
  std::optional<Decimal> high;
  std::vector<std::string> dimensions;  // categories it can be broken down by
  bool may_be_not_applicable = false;
};

struct AttributeSignature {
  std::string id;  // written unit.id
  ValueType type = ValueType::Text;
  std::string unit;
  int digits = 0;
  std::optional<Decimal> high;
};

struct DimensionSignature {
  std::string id;
  std::vector<std::string> values;
};

struct NamedFormula {
  std::string name;
  const Expr* tree = nullptr;
  std::optional<int> round;
  RoundingMode mode = RoundingMode::HalfAwayFromZero;
  std::optional<std::string> declared_unit;
};

struct CriterionRule {
  std::string id;
  std::string group;
  const Expr* applies = nullptr;
  const Expr* met = nullptr;
  const Expr* points = nullptr;
  std::optional<int> round;
  RoundingMode mode = RoundingMode::HalfAwayFromZero;
  std::optional<Decimal> max;
  std::optional<WhenNotApplicablePolicy> when_not_applicable;
  bool knock_out = false;
};

struct LevelRule {
  std::string id;
  const Expr* when = nullptr;
  bool can_be_named = true;  // by level("…") in other formulas
};

// Everything to compile together. Trees must outlive the compiled graph.
struct RuleSet {
  std::vector<InputSignature> inputs;
  std::vector<AttributeSignature> attributes;
  std::vector<DimensionSignature> dimensions;
  std::vector<NamedFormula> formulas;  // derived indicators, then measures
  std::vector<CriterionRule> criteria;
  std::vector<std::string> groups;
  std::vector<LevelRule> levels;  // highest first
  const Expr* assessable = nullptr;
  std::vector<NamedFormula> conditions;  // further truths (who takes part)
  int64_t units_max = 100'000;           // bound for sums over units
};

// Which formula a node or an error belongs to.
struct FormulaOrigin {
  enum class Kind {
    Formula,
    CriterionApplies,
    CriterionMet,
    CriterionPoints,
    Level,
    Assessable,
    Condition
  };
  Kind kind = Kind::Formula;
  uint32_t index = 0;  // within its list of the RuleSet
};

struct CompiledCriterion {
  NodeId answer;  // after when_not_applicable
  NodeId raw;     // before it
  NodeId points;  // rounded, after when_not_applicable; invalid where the criterion has none
};

struct CompiledLevel {
  NodeId answer;
  NodeId best;   // every unknown criterion taken as met
  NodeId worst;  // … as not met
};

struct Graph {
  std::vector<Node> nodes;
  std::vector<std::string> texts;  // text constants, interned: index = value
  std::vector<FormulaOrigin> origins;
  std::vector<ExprPtr> rewritten;  // trees made by the compiler, kept for what nodes say of them
  std::vector<NodeId> formulas;
  std::vector<CompiledCriterion> criteria;
  std::vector<CompiledLevel> levels;
  NodeId assessable;  // invalid: none declared
  NodeId no_knock_out;
  std::vector<NodeId> conditions;

  const Node& operator[](NodeId id) const { return nodes[id.index()]; }
};

struct CompileError {
  FormulaOrigin origin;
  Span span;
  Message what;
  Message remedy;
};

struct Compiled {
  Graph graph;  // usable only without errors
  std::vector<CompileError> errors;
};

// Resolves names, checks types, units of measure and exactness, refuses circles and silence about
// "not applicable". All errors, in the order of the formulas.
Compiled compile(const RuleSet& rules);

}  // namespace exemplar::engine
