// Fewer digits and bounds: round, clip, cap and floor.
#include <fmt/format.h>

#include "dialect/sql/cells.hpp"

namespace exemplar::dialect {

using engine::Node;
using engine::NodeId;
using engine::ValueType;

// Half away from zero: div(2n + d, 2d). The whole part first, so that only the rest is scaled.
CellSql Cells::rounded(NodeId node, const std::vector<CellSql>& args) {
  if (args[0].type == ValueType::Real) return rounded_real(node, args[0]);
  const Node& what = graph_[node];
  const Fraction& x = args[0].number;
  const std::string scale = to_string(power_of_ten(what.digits));
  CellSql cell;
  cell.type = what.type;
  cell.is = missing(answers_of(args), "2");
  if (x.fixed != 0 && power_of_ten(what.digits) % x.fixed == 0) {
    cell.number = Fraction::over(scaled(x, power_of_ten(what.digits)), power_of_ten(what.digits));
    return kept(node, cell);
  }
  const std::string size = "abs(" + x.value + ")";
  const std::string whole = column(node, "whole", dialect_.quotient(size, x.per));
  const std::string rest = column(node, "rest", product(dialect_.remainder(size, x.per), scale));
  const std::string down = sum(product(whole, scale), dialect_.quotient(rest, x.per));
  std::string units;
  switch (what.mode) {
    case RoundingMode::Truncate:
      units = down;
      break;
    case RoundingMode::HalfAwayFromZero:
      units = sum(product(whole, scale),
                  dialect_.quotient(sum(product("2", rest), x.per), product("2", x.per)));
      break;
    case RoundingMode::HalfEven: {
      const std::string lower = column(node, "down", dialect_.number(down));
      const std::string left = product("2", dialect_.remainder(rest, x.per));
      units = fmt::format("{0} + CASE WHEN {1} > {2} OR ({1} = {2} AND {3} = 1) THEN 1 ELSE 0 END",
                          lower, left, x.per, dialect_.remainder(lower, "2"));
      break;
    }
  }
  cell.number =
      Fraction::over(product(bracketed(units), "sign(" + x.value + ")"), power_of_ten(what.digits));
  return kept(node, cell);
}

// A double: its whole part is exact as a whole number, and its fraction is scaled alone.
CellSql Cells::rounded_real(NodeId node, const CellSql& of) {
  const Node& what = graph_[node];
  const i128 scale = power_of_ten(what.digits);
  const std::string by = dialect_.real_literal(static_cast<double>(scale));
  CellSql cell;
  cell.type = what.type;
  cell.is = column(
      node, "is",
      missing({of.is},
              fmt::format("CASE WHEN abs({} * {}) >= 9.2e18 THEN 1 ELSE 2 END", real(of), by)));
  const std::string size = column(
      node, "size", fmt::format("CASE WHEN {} = 2 THEN abs({}) ELSE 0 END", cell.is, real(of)));
  const std::string part = column(node, "part", fmt::format("({0} - trunc({0})) * {1}", size, by));
  const std::string down =
      column(node, "down",
             sum(product(dialect_.whole_of_real("trunc(" + size + ")"), to_string(scale)),
                 dialect_.whole_of_real("trunc(" + part + ")")));
  std::string more = "0";
  if (what.mode == RoundingMode::HalfAwayFromZero) {
    more = fmt::format("CASE WHEN {0} - trunc({0}) >= 0.5 THEN 1 ELSE 0 END", part);
  } else if (what.mode == RoundingMode::HalfEven) {
    more = fmt::format(
        "CASE WHEN {0} - trunc({0}) > 0.5 OR ({0} - trunc({0}) = 0.5 AND {1} = 1) THEN 1 ELSE 0 "
        "END",
        part, dialect_.remainder(down, "2"));
  }
  cell.number = Fraction::over(
      fmt::format("({} + {}) * CASE WHEN {} < 0 THEN -1 ELSE 1 END", down, more, real(of)), scale);
  return kept(node, cell);
}

// args: x, low, high; cap and floor have one of them.
CellSql Cells::clip(NodeId node) {
  const Node& what = graph_[node];
  const CellSql x = of(what.args[0]);
  std::vector<std::string> answers{x.is};
  std::optional<CellSql> low;
  std::optional<CellSql> high;
  if (what.args[1].valid()) low = of(what.args[1]);
  if (what.args[2].valid()) high = of(what.args[2]);
  if (low) answers.push_back(low->is);
  if (high) answers.push_back(high->is);
  const std::string known = missing(answers, "2");
  if (what.type == ValueType::Real) {
    std::string value = real(x);
    if (low) value = fmt::format("greatest({}, {})", value, real(*low));
    if (high) value = fmt::format("least({}, {})", value, real(*high));
    return kept_real(node, known, value, true);
  }
  CellSql cell;
  cell.type = what.type;
  cell.is = known;
  std::optional<Fraction> over = Fraction::over("0", x.number.fixed);
  if (x.number.fixed == 0) over.reset();
  for (const auto* bound : {&low, &high}) {
    if (!*bound || !over) continue;
    const auto multiple = common(*over, (*bound)->number);
    over = multiple ? std::optional(Fraction::over("0", *multiple)) : std::nullopt;
  }
  if (over) {
    std::string value = scaled(x.number, over->fixed);
    if (low) value = fmt::format("greatest({}, {})", value, scaled(low->number, over->fixed));
    if (high) value = fmt::format("least({}, {})", value, scaled(high->number, over->fixed));
    cell.number = Fraction::over(value, over->fixed);
    return kept(node, cell);
  }
  Fraction value = x.number;
  const auto taken = [&](const Fraction& bound, const char* sign, const char* suffix) {
    const std::string past = comparison(value, sign, bound);
    const auto either = [&](const std::string& a, const std::string& b) {
      return dialect_.number(fmt::format("CASE WHEN {} THEN {} ELSE {} END", past, a, b));
    };
    const std::string to = fmt::format("{}_value", suffix);
    const std::string per = fmt::format("{}_per", suffix);
    value = Fraction::varying(column(node, to.c_str(), either(bound.value, value.value)),
                              column(node, per.c_str(), either(bound.per, value.per)));
  };
  if (low) taken(low->number, "<", "low");
  if (high) taken(high->number, ">", "high");
  cell.number = value;
  return kept(node, cell);
}

}  // namespace exemplar::dialect
