// Numbers and dates: whole numbers where every operand is exact, else doubles.
#include <fmt/format.h>

#include "dialect/sql/cells.hpp"
#include "dialect/sql/plan.hpp"

namespace exemplar::dialect {

using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::ValueType;

namespace {

// e^709.78 is the greatest double, e^-745.13 the least above 0.
constexpr const char* kLogOfGreatest = "709.78";
constexpr const char* kLogOfLeast = "-745.1";

}  // namespace

// May the double be so large or so small that PostgreSQL stops with an error where the engine goes on?
bool Cells::wild(NodeId node) {
  node = meant(graph_, node);
  if (const auto found = wild_.find(node); found != wild_.end()) return found->second;
  const Node& what = graph_[node];
  bool result = false;
  if (what.type == ValueType::Real) {
    result = (what.op == Op::Function1 && what.function == engine::FunctionId::Exp) ||
             what.op == Op::Power;
    for (const NodeId arg : what.args) result = result || (arg.valid() && wild(arg));
  }
  wild_[node] = result;
  return result;
}

// a × b or a ÷ b, as infinity or 0 where that is what a double comes to.
std::string Cells::times(NodeId node, const std::string& a, const std::string& b, bool divide) {
  std::string plain = fmt::format("({}) {} ({})", a, divide ? "/" : "*", b);
  if (dialect_.duckdb() || !wild(node)) return plain;
  const std::string size = fmt::format("ln(abs({})) {} ln(abs({}))", a, divide ? "-" : "+", b);
  return fmt::format(
      "CASE WHEN ({0}) = 0 OR ({1}) = 0 THEN 0 WHEN {2} > {3} THEN {4} WHEN {2} < {5} THEN 0 ELSE "
      "{6} END",
      a, b, size, kLogOfGreatest, dialect_.real("'Infinity'"), kLogOfLeast, plain);
}

CellSql Cells::arithmetic(NodeId node) {
  const Node& what = graph_[node];
  const std::vector<CellSql> args = arguments(node);
  switch (what.op) {
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Negate:
    case Op::Abs:
      return what.type == ValueType::Date ? moved_date(node, args) : sums(node, args);
    case Op::Divide:
      return quotient(node, args);
    case Op::Change:
    case Op::ChangeShare:
      return changes(node, args);
    case Op::Power:
      return power(node, args);
    case Op::Round:
      return rounded(node, args);
    case Op::WeightedMean:
      return weighted_mean(node, args);
    case Op::AddMonths:
      return later_months(node, args);
    case Op::Steps:
      return steps(node, args);
    case Op::Interpolate:
      return interpolate(node, args);
    case Op::Function1:
      return function_of_one(node, args);
    case Op::Proportion:
      return proportion(node, args);
    default:
      refuse_(node, msg("this operation cannot be written in SQL"));
      return {};
  }
}

CellSql Cells::sums(NodeId node, const std::vector<CellSql>& args) {
  const Node& what = graph_[node];
  const std::string known = missing(answers_of(args), "2");
  if (what.type == ValueType::Real) {
    std::string value;
    if (what.op == Op::Negate) {
      value = fmt::format("-({})", real(args[0]));
    } else if (what.op == Op::Abs) {
      value = fmt::format("abs({})", real(args[0]));
    } else if (what.op == Op::Multiply) {
      return kept_real(node, known, times(node, real(args[0]), real(args[1]), false), false);
    } else {
      value =
          fmt::format("({}) {} ({})", real(args[0]), what.op == Op::Add ? "+" : "-", real(args[1]));
    }
    return kept_real(node, known, value, false);
  }
  CellSql cell;
  cell.type = what.type;
  cell.is = known;
  const Fraction& a = args[0].number;
  switch (what.op) {
    case Op::Add:
      cell.number = add(a, args[1].number);
      break;
    case Op::Subtract:
      cell.number = subtract(a, args[1].number);
      break;
    case Op::Multiply:
      cell.number = multiply(a, args[1].number);
      break;
    case Op::Negate:
      cell.number = negate(a);
      break;
    default:
      cell.number = a;
      cell.number.value = "abs(" + a.value + ")";
  }
  return kept(node, cell);
}

// 0 / 0: nothing was due. x / 0: a contradiction in the data.
CellSql Cells::quotient(NodeId node, const std::vector<CellSql>& args) {
  const Node& what = graph_[node];
  const CellSql& a = args[0];
  const CellSql& b = args[1];
  const auto zero = [&](const CellSql& one) {
    return one.type == ValueType::Real ? fmt::format("{} = 0", real(one))
                                       : fmt::format("{} = 0", one.number.value);
  };
  const auto divisor = b.type == ValueType::Real ? std::nullopt : b.number.constant();
  const bool never_zero = divisor && divisor->numerator != 0;
  const std::string known = missing(
      answers_of(args),
      never_zero
          ? std::string("2")
          : fmt::format("CASE WHEN NOT ({}) THEN 2 WHEN {} THEN 3 ELSE 1 END", zero(b), zero(a)));
  if (what.type == ValueType::Real) {
    return kept_real(node, known, times(node, real(a), real(b), true), false);
  }
  CellSql cell;
  cell.type = what.type;
  cell.is = column(node, "is", known);
  const bool positive = graph_[what.args[1]].number.low >= 0;
  cell.number = divide(a.number, b.number, positive ? Sign::NeverNegative : Sign::Any);
  if (cell.number.fixed == 0 && !never_zero) {
    cell.number.per = fmt::format("CASE WHEN {} = 2 THEN {} ELSE 1 END", cell.is, cell.number.per);
  }
  return kept(node, cell);
}

CellSql Cells::changes(NodeId node, const std::vector<CellSql>& args) {
  const Node& what = graph_[node];
  const CellSql& base = args[1];
  const std::string zero = base.type == ValueType::Real ? fmt::format("{} = 0", real(base))
                                                        : fmt::format("{} = 0", base.number.value);
  const std::string known =
      missing(answers_of(args), fmt::format("CASE WHEN {} THEN 3 ELSE 2 END", zero));
  if (what.type == ValueType::Real) {
    const std::string change = fmt::format("(({}) - ({}))", real(args[0]), real(base));
    return kept_real(node, known,
                     what.op == Op::Change ? change : times(node, change, real(base), true), false);
  }
  CellSql cell;
  cell.type = what.type;
  cell.is = column(node, "is", known);
  cell.number = subtract(args[0].number, base.number);
  if (what.op == Op::ChangeShare) {
    cell.number = divide(cell.number, base.number, Sign::Any);
    if (cell.number.fixed == 0) {
      cell.number.per =
          fmt::format("CASE WHEN {} = 2 THEN {} ELSE 1 END", cell.is, cell.number.per);
    }
  }
  return kept(node, cell);
}

CellSql Cells::power(NodeId node, const std::vector<CellSql>& args) {
  const Node& what = graph_[node];
  const Ratio exponent = what.quantity;
  if (what.type == ValueType::Real) {
    const std::string base = real(args[0]);
    std::string refused = "1 = 0";
    if (exponent.denominator != 1) refused = fmt::format("({}) < 0", base);
    if (exponent.numerator < 0) refused += fmt::format(" OR ({}) = 0", base);
    const std::string known =
        missing(answers_of(args), fmt::format("CASE WHEN {} THEN 1 ELSE 2 END", refused));
    const std::string by = dialect_.real_literal(exponent.to_double());
    std::string value = fmt::format("power({}, {})", base, by);
    if (!dialect_.duckdb()) {
      const std::string size = fmt::format("ln(abs({})) * {}", base, by);
      value = fmt::format(
          "CASE WHEN ({0}) = 0 THEN {1} WHEN {2} > {3} THEN {4} WHEN {2} < {5} THEN 0 ELSE {6} END",
          base, exponent.numerator == 0 ? "1" : "0", size, kLogOfGreatest,
          dialect_.real("'Infinity'"), kLogOfLeast, value);
    }
    return kept_real(node, known, value, false);
  }
  CellSql cell;
  cell.type = what.type;
  const i128 times = exponent.numerator < 0 ? -exponent.numerator : exponent.numerator;
  Fraction result = Fraction::of({1, 1});
  for (i128 i = 0; i < times; ++i) result = multiply(result, args[0].number);
  const bool inverse = exponent.numerator < 0;
  cell.is = column(
      node, "is",
      missing(answers_of(args),
              inverse ? fmt::format("CASE WHEN {} = 0 THEN 1 ELSE 2 END", args[0].number.value)
                      : std::string("2")));
  cell.number = inverse ? divide(Fraction::of({1, 1}), result, Sign::Any) : result;
  if (inverse && cell.number.fixed == 0) {
    cell.number.per = fmt::format("CASE WHEN {} = 2 THEN {} ELSE 1 END", cell.is, cell.number.per);
  }
  return kept(node, cell);
}

CellSql Cells::weighted_mean(NodeId node, const std::vector<CellSql>& args) {
  const Node& what = graph_[node];
  if (what.type == ValueType::Real) {
    std::string total = "0";
    std::string weights = "0";
    for (size_t i = 0; i < args.size(); i += 2) {
      total += fmt::format(" + ({}) * ({})", real(args[i]), real(args[i + 1]));
      weights += fmt::format(" + ({})", real(args[i + 1]));
    }
    total = column(node, "total", dialect_.real(total));
    weights = column(node, "weights", dialect_.real(weights));
    const std::string known =
        missing(answers_of(args), fmt::format("CASE WHEN {} = 0 THEN 3 ELSE 2 END", weights));
    return kept_real(node, known, fmt::format("{} / {}", total, weights), false);
  }
  Fraction total = Fraction::of({0, 1});
  Fraction weights = Fraction::of({0, 1});
  for (size_t i = 0; i < args.size(); i += 2) {
    total = add(total, multiply(args[i].number, args[i + 1].number));
    weights = add(weights, args[i + 1].number);
  }
  CellSql cell;
  cell.type = what.type;
  if (!whole_number(weights.value)) {
    weights.value = column(node, "weights", dialect_.number(weights.value));
  }
  cell.is = column(
      node, "is",
      missing(answers_of(args), fmt::format("CASE WHEN {} = 0 THEN 3 ELSE 2 END", weights.value)));
  cell.number = divide(total, weights, Sign::Any);
  if (cell.number.fixed == 0) {
    cell.number.per = fmt::format("CASE WHEN {} = 2 THEN {} ELSE 1 END", cell.is, cell.number.per);
  }
  return kept(node, cell);
}

}  // namespace exemplar::dialect
