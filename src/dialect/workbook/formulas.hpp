// One step's formulas (private to the folder): the answer, and the value where the answer is
// "known". What cells cannot say exactly has none, and why not is said.
//
// Exact comparisons are made on whole numbers, for spreadsheets compare with a tolerance: 17.5 of
// 25 against 70 % is 17*10>=7*25. A value whose denominator is fixed is recovered from its cell by
// ROUND(x*D,0); other ratios by their two parts; where only the quotient is at hand, two unlike
// ratios differ by at least 1/(d1*d2), and ROUND((a-b)*2*d1*d2,0) has the sign of their difference.
#pragma once

#include "dialect/workbook/steps.hpp"

namespace exemplar::dialect {

// Spreadsheets keep 15 digits: products up to here are told apart.
inline constexpr long double kWholeLimit = 1e15L;
// Quotients are rounded to 15 digits before they are cut: ones to be told apart stay below this.
inline constexpr long double kQuotientLimit = 1e13L;

struct Written {
  std::string answer;  // of a truth: its answer; else 1, 2 or 3
  std::string value;   // read only where the answer is 2; "" for a truth
  bool answer_array = false;
  bool value_array = false;
  std::vector<int32_t> other_rows;
};

// An operand as other formulas read it.
struct Operand {
  std::string value;
  std::string answer;  // a cell, or the digit of a constant
  const engine::Node* node = nullptr;
  const Step* value_step = nullptr;  // none: a constant
  const Step* answer_step = nullptr;
  std::optional<Ratio> constant;

  bool always_known() const { return answer == "2"; }
};

class Formulas {
 public:
  Formulas(Steps& steps, engine::PeriodIndex period, size_t sheet)
      : steps_(steps), graph_(steps.graph_), period_(period), sheet_(sheet) {}

  // Nothing: the result is written as a value; why() says why.
  std::optional<Written> write(engine::NodeId node);
  const Message& why() const { return why_; }

 private:
  // A number as whole parts: numerator × factor / (denominator × divisor), texts empty for 1.
  struct Whole {
    std::string numerator;
    i128 factor = 1;
    std::string denominator;
    i128 divisor = 1;
    long double numerator_bound = 0;
    long double denominator_bound = 1;
  };

  Operand operand(engine::NodeId node, char row = Steps::kRow) const;
  Operand operand_at(engine::NodeId node, engine::PeriodIndex period, char row) const;
  std::vector<Operand> operands(const engine::Node& node) const;
  std::string literal(const engine::Node& node) const;
  std::nullopt_t refuse(Message why) {
    why_ = std::move(why);
    return std::nullopt;
  }
  std::nullopt_t too_many_digits();

  // comparisons.cpp
  bool floating_below(engine::NodeId node) const;
  std::optional<Whole> whole(engine::NodeId node) const;
  std::optional<std::string> compared(engine::NodeId a, const Operand& x, engine::Operator sign,
                                      engine::NodeId b, const Operand& y) const;
  std::optional<std::string> is_zero(engine::NodeId node, const Operand& x) const;
  std::optional<std::string> equal(engine::NodeId a, const Operand& x, engine::NodeId b,
                                   const Operand& y, engine::ValueType type) const;

  // answers.cpp
  std::optional<Written> junction(engine::NodeId node, bool any);
  std::optional<Written> comparison(const engine::Node& node);
  std::optional<Written> branch(const engine::Node& node);
  std::optional<Written> counted(const engine::Node& node);
  std::optional<Written> replaced(const engine::Node& node);
  struct Tally {
    std::string met, not_met, unknown, not_applicable;
    size_t count = 0;
  };
  Tally tally(const std::vector<engine::NodeId>& args);

  // numbers.cpp
  std::optional<Written> arithmetic(const engine::Node& node);
  std::optional<Written> division(const engine::Node& node, const std::vector<Operand>& x);
  std::optional<Written> moved_day(const engine::Node& node, const std::vector<Operand>& x);
  std::optional<Written> power(const engine::Node& node, const std::vector<Operand>& x);
  std::optional<Written> rounding(const engine::Node& node, const std::vector<Operand>& x);
  std::optional<Written> of_one(const engine::Node& node, const std::vector<Operand>& x);
  std::optional<Written> wilson(const engine::Node& node, const std::vector<Operand>& x);
  std::optional<Written> weighted(const engine::Node& node, const std::vector<Operand>& x);

  // choices.cpp
  std::optional<Written> band(const engine::Node& node);
  std::optional<Written> choose(const engine::Node& node);
  std::optional<Written> steps_of(const engine::Node& node, const std::vector<Operand>& x);
  std::optional<Written> interpolated(const engine::Node& node, const std::vector<Operand>& x);

  // aggregates.cpp
  std::optional<Written> list(const engine::Node& node, const std::vector<Operand>& x);
  std::optional<Written> other_period(const engine::Node& node);
  std::optional<Written> several_periods(const engine::Node& node);
  std::optional<Written> other_unit(const engine::Node& node);
  std::optional<std::vector<engine::PeriodIndex>> periods_of(const engine::Node& node);
  std::string value_of_list(const engine::Node& node, const std::string& list,
                            bool* array_needed) const;

  // units.cpp
  struct Group {
    const Step* member = nullptr;  // none: every row belongs
    const Step* own = nullptr;
    bool some_not_there = false;  // a unit does not exist in the period
    bool patterned = false;
  };
  Group group_of(const engine::Node& node);
  std::string criterion(const Group& group) const;  // "member range, own key," of COUNTIFS
  std::string mask(const Group& group) const;       // an array of truths
  std::optional<Written> over_units(const engine::Node& node);
  std::optional<Written> among_units(const engine::Node& node);
  std::optional<Written> placed(const engine::Node& node, const Group& group,
                                const std::string& known);

  Steps& steps_;
  const engine::Graph& graph_;
  engine::PeriodIndex period_;
  size_t sheet_;
  Message why_;
};

// The answer of something that needs all of its operands.
std::string missing(const std::vector<Operand>& operands);
// "IF(condition,then,otherwise)".
std::string if_text(const std::string& condition, const std::string& then,
                    const std::string& otherwise);
// "IF(missing=2,then,missing)", shorter where nothing can be missing.
std::string where_known(const std::string& missing, const std::string& then);
std::string joined(const std::vector<std::string>& parts, std::string_view between);
// a × b × factor, parts that are empty left out.
std::string product(const std::vector<std::string>& parts, i128 factor);
bool is_written_inline(const engine::Node& node);

}  // namespace exemplar::dialect
