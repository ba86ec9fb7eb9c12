// Steps, straight lines between anchors, elementary functions and Wilson's interval.
#include <fmt/format.h>

#include "dialect/sql/cells.hpp"

namespace exemplar::dialect {

using engine::FunctionId;
using engine::Node;
using engine::NodeId;
using engine::ValueType;

// floor(x / step) × gain; with part = counts the ceiling.
CellSql Cells::steps(NodeId node, const std::vector<CellSql>& args) {
  const Node& what = graph_[node];
  const std::string known = missing(answers_of(args), "2");
  const Fraction& x = args[0].number;
  const Fraction& step = args[1].number;
  std::string value = product(x.value, step.per);
  std::string per = product(x.per, step.value);
  if (const auto over = common(x, step)) {
    value = scaled(x, *over);
    per = scaled(step, *over);
  }
  const std::string count = column(
      node, "count",
      dialect_.number(what.flag ? dialect_.ceiling_of(value, per) : dialect_.floor_of(value, per)));
  if (what.type == ValueType::Real) {
    return kept_real(node, known, fmt::format("{} * ({})", dialect_.real(count), real(args[2])),
                     false);
  }
  CellSql cell;
  cell.type = what.type;
  cell.is = known;
  cell.number = multiply(Fraction::over(count, 1), args[2].number);
  return kept(node, cell);
}

// The straight line between the two anchors around x; level beyond the first and the last.
CellSql Cells::interpolate(NodeId node, const std::vector<CellSql>& args) {
  const Node& what = graph_[node];
  const size_t anchors = (args.size() - 1) / 2;
  const std::string known = missing(answers_of(args), "2");
  const auto at = [&](size_t k) -> const CellSql& { return args[1 + 2 * k]; };
  const auto worth = [&](size_t k) -> const CellSql& { return args[2 + 2 * k]; };
  if (what.type == ValueType::Real) {
    const std::string x = column(node, "x", dialect_.real(real(args[0])));
    std::string text = fmt::format("CASE WHEN {} <= {} THEN {}", x, real(at(0)), real(worth(0)));
    for (size_t k = 1; k < anchors; ++k) {
      text += fmt::format(" WHEN {0} < {3} THEN {2} + ({0} - {1}) * ({4} - {2}) / ({3} - {1})", x,
                          real(at(k - 1)), real(worth(k - 1)), real(at(k)), real(worth(k)));
    }
    return kept_real(node, known, text + fmt::format(" ELSE {} END", real(worth(anchors - 1))),
                     false);
  }
  const Fraction& x = args[0].number;
  std::vector<Branch> list;
  const auto branch = [&](std::string condition, Fraction number) {
    CellSql cell;
    cell.type = ValueType::Exact;
    cell.number = std::move(number);
    list.push_back({std::move(condition), std::move(cell)});
  };
  branch(comparison(x, "<", at(0).number), worth(0).number);
  for (size_t k = 1; k < anchors; ++k) {
    const Fraction rise = subtract(worth(k).number, worth(k - 1).number);
    const Fraction run = subtract(at(k).number, at(k - 1).number);
    Fraction slope = divide(rise, run, Sign::NeverNegative);
    if (const auto constant = slope.constant()) slope = Fraction::of(constant->reduced());
    const Fraction gain = multiply(subtract(x, at(k - 1).number), slope);
    branch(comparison(x, "<", at(k).number), add(worth(k - 1).number, gain));
  }
  branch("", worth(anchors - 1).number);
  return branches(node, known, list);
}

CellSql Cells::function_of_one(NodeId node, const std::vector<CellSql>& args) {
  const Node& what = graph_[node];
  const std::string x = column(node, "x", dialect_.real(real(args[0])));
  const auto known = [&](const char* outside) {
    return missing({args[0].is}, fmt::format("CASE WHEN {} {} THEN 1 ELSE 2 END", x, outside));
  };
  switch (what.function) {
    case FunctionId::Ln:
      return kept_real(node, known("<= 0"), fmt::format("ln({})", x), true);
    case FunctionId::Log10:
      return kept_real(node, known("<= 0"),
                       fmt::format("{}({})", dialect_.duckdb() ? "log10" : "log", x), true);
    case FunctionId::Sqrt:
      return kept_real(node, known("< 0"), fmt::format("sqrt({})", x), true);
    default:
      // Beyond these a double is infinite, or 0.
      return kept_real(node, known("> 709.782712893384"),
                       fmt::format("CASE WHEN {0} < -745.1 THEN 0 ELSE exp({0}) END", x), true);
  }
}

// Wilson's score interval for a proportion, 95 % (Wilson 1927; z = 1.959964); from exactly 0, where
// k is 0, and to exactly 1, where it is n.
CellSql Cells::proportion(NodeId node, const std::vector<CellSql>& args) {
  constexpr double kZ = 1.959963984540054;
  const std::string k = column(node, "k", dialect_.real(real(args[0])));
  const std::string n = column(node, "n", dialect_.real(real(args[1])));
  const std::string known = column(
      node, "judged",
      missing(answers_of(args),
              fmt::format("CASE WHEN {1} = 0 THEN CASE WHEN {0} = 0 THEN 3 ELSE 1 END WHEN {0} < 0 "
                          "OR {1} < 0 OR {0} > {1} THEN 1 ELSE 2 END",
                          k, n)));
  const std::string z = dialect_.real_literal(kZ);
  const std::string zz = dialect_.real_literal(kZ * kZ);
  const std::string p = fmt::format("({} / {})", k, n);
  const std::string scale = fmt::format("(1 + {} / {})", zz, n);
  const std::string centre = fmt::format("({} + {} / (2 * {})) / {}", p, zz, n, scale);
  const std::string half = fmt::format(
      "{0} * sqrt({1} * (1 - {1}) / {2} + {3} / (4 * {2} * {2})) / {4}", z, p, n, zz, scale);
  const bool high = graph_[node].flag;
  const std::string end =
      high ? fmt::format("{} = {} THEN 1", k, n) : fmt::format("{} = 0 THEN 0", k);
  return kept_real(node, known,
                   fmt::format("CASE WHEN {} ELSE least(1, greatest(0, {} {} {})) END", end, centre,
                               high ? "+" : "-", half),
                   true);
}

}  // namespace exemplar::dialect
