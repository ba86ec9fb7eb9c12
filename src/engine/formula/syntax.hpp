// The syntax tree of a formula of the criteria language.
//
//   areas_recognised / areas >= 70 %            Compare(>=)
//                                               ├─ Divide
//                                               │  ├─ Name areas_recognised
//                                               │  └─ Name areas
//                                               └─ Number 70 %
//
// A tree says what was written, nothing about what it means: names are unresolved, types unknown.
// The engine's compiler (compute/compile) and the oracle of the tests start from this same tree.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"

namespace exemplar::engine {

// Where in the formula text something stands: columns in characters, counted from 1.
struct Span {
  int line = 1;    // of the formula text (multi-line formulas), from 1
  int column = 1;  // from 1
  int length = 0;

  bool operator==(const Span&) const = default;
};

enum class Operator {
  Or,
  And,
  Not,
  Equal,
  NotEqual,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  OrElse,
  Add,
  Subtract,
  Multiply,
  Divide,
  Negate,
  Power,
};

// As written in a formula: "or", "<=", "*" …
std::string_view symbol_of(Operator op);
bool is_comparison(Operator op);

enum class ExprKind {
  Number,    // 70 %, 5.9 bn VND, 20 days
  Text,      // "ward"
  Date,      // 2023-01-16
  Name,      // office_area, criteria, unit.kind, period.last_day
  Unary,     // not x, -x
  Binary,    // x + y, x and y, x >= y, x or_else y
  If,        // if c then a else b
  Call,      // name(…)
  Select,    // x[last year], x[parent], x[months]
  Category,  // x{kind = "robbery"}
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

// `at -> value`, or in bands `< at -> value`.
struct Anchor {
  std::optional<Operator> comparison;  // of a band: Less or LessOrEqual (Greater, GreaterOrEqual)
  ExprPtr at;
  ExprPtr value;
};

// `name = value` inside a call; the value of most is a plain Name ("ties = min").
struct Option {
  std::string name;
  ExprPtr value;
  Span span;
};

enum class TimeStep { Days, Weeks, Months, Quarters, Years };

// What stands between [ and ].
struct Selector {
  enum class Kind {
    Previous,     // [previous]: the period of the same length before this one
    LastYear,     // [last year]: the same period a year earlier
    Parts,        // [months]: the months, weeks, … that make up this period
    LastSeveral,  // [last 3 years]: this period and the two same periods before it; by steps
    Fixed,        // [2022]: that period, written as text of the programme's calendar
    Parent,       // [parent]: the value of the unit above
    Unit,         // [unit("79")]: the value of that unit
  };
  Kind kind = Kind::Previous;
  TimeStep step = TimeStep::Months;  // Parts, LastSeveral
  int count = 0;                     // LastSeveral
  std::string text;                  // Fixed: the period; Unit: the code
  Span span;

  // One value for the unit and period asked about becomes many: only an aggregate may hold it.
  bool is_many() const { return kind == Kind::Parts || kind == Kind::LastSeveral; }
};

struct CategoryFilter {
  std::string dimension;
  std::string value;
  Span span;
};

struct Expr {
  ExprKind kind = ExprKind::Number;
  Span span;

  // Number: value × 10^power, with % or a unit of measure as written ("m²", "VND", "days").
  Decimal number;
  int power = 0;  // bn = 9, mn = 6, thousand = 3; % = -2
  bool percent = false;
  std::string
      text;  // Text: its content. Name: the name ("unit.kind"). Call: the function. Number: unit
  Date date;
  Operator op = Operator::Or;
  std::vector<ExprPtr> args;  // operands; If: condition, then, else; Call: arguments

  // Call only.
  ExprPtr quantity;             // `quantity of args`: 19 of criteria, met of group("IV")
  ExprPtr over;                 // `args[0] over SET`
  bool of_known = false;        // `… of known`
  std::vector<Anchor> anchors;  // 50 % -> 0, 80 % -> 10
  ExprPtr otherwise;            // else 10
  std::vector<Option> options;  // ties = min
  std::string order;            // "highest" or "lowest" (… first), or empty

  Selector selector;                       // Select
  std::vector<CategoryFilter> categories;  // Category

  const Option* option(std::string_view name) const;
};

ExprPtr clone(const Expr& expr);
// Same tree, wherever it was written.
bool same(const Expr& a, const Expr& b);

// The formula as text in its canonical form, with the fewest parentheses: parse(print(x)) = x.
std::string print(const Expr& expr);

}  // namespace exemplar::engine
