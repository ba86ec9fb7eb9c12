// Summaries of a list that is written out: sum, mean, count, least and greatest of a, b, c.
// What needs its values in rows (a median) is written as a summary over rows.
#include <fmt/format.h>

#include "dialect/sql/cells.hpp"

namespace exemplar::dialect {

using engine::FunctionId;
using engine::Node;
using engine::NodeId;
using engine::ValueType;

namespace {

std::string known(const CellSql& cell) {
  return cell.is == "2" ? "1 = 1" : cell.is + " IN (0, 2)";
}

}  // namespace

CellSql Cells::list(NodeId node) {
  const Node& what = graph_[node];
  const std::vector<CellSql> args = arguments(node);
  std::string count = "0";
  std::string met = "0";
  std::vector<std::string> answers;
  for (const CellSql& one : args) {
    count = sum(count, fmt::format("CASE WHEN {} THEN 1 ELSE 0 END", known(one)));
    met = sum(met, fmt::format("CASE WHEN {} = 2 THEN 1 ELSE 0 END", one.is));
    answers.push_back(one.is);
  }
  count = column(node, "count", count);
  const std::string all = all_of_them(answers, ", ");
  const std::string unknown = what.of_known ? fmt::format("{} = 0 AND 1 IN ({})", count, all)
                                            : fmt::format("1 IN ({})", all);
  const std::string answer =
      fmt::format("CASE WHEN {} THEN 1 WHEN {} = 0 THEN 3 ELSE 2 END", unknown, count);
  CellSql cell;
  cell.type = what.type;
  cell.is = answer;
  if (what.function == FunctionId::Count) {
    cell.number = Fraction::over(met, 1);
    return kept(node, cell);
  }
  if (what.function == FunctionId::Min || what.function == FunctionId::Max) {
    return least(node, args, answer);
  }
  const bool mean = what.function == FunctionId::Mean;
  const std::string at_least_one = column(node, "parts", fmt::format("greatest({}, 1)", count));
  if (what.type == ValueType::Real) {
    std::string total;
    for (const CellSql& one : args) {
      total += (total.empty() ? "" : " + ") +
               fmt::format("CASE WHEN {} THEN {} ELSE 0 END", known(one), real(one));
    }
    if (mean) total = fmt::format("({}) / {}", total, at_least_one);
    return kept_real(node, answer, total, false);
  }
  Fraction total = Fraction::of({0, 1});
  for (const CellSql& one : args) {
    Fraction part = one.number;
    if (one.is != "2") {
      part.value = fmt::format("CASE WHEN {} THEN {} ELSE 0 END", known(one), one.number.value);
      if (part.fixed == 0) {
        part.per = fmt::format("CASE WHEN {} THEN {} ELSE 1 END", known(one), one.number.per);
      }
    }
    if (part.fixed == 0) {
      const auto nth = std::to_string(&one - args.data());
      part.value = column(node, ("term" + nth).c_str(), dialect_.number(part.value));
      part.per = column(node, ("over" + nth).c_str(), dialect_.number(part.per));
    }
    total = add(total, part);
  }
  if (mean) total = Fraction::varying(total.value, product(total.per, at_least_one));
  cell.number = total;
  return kept(node, cell);
}

// least() and greatest() skip NULL in both databases: here that is what leaves out the unknown.
CellSql Cells::least(NodeId node, const std::vector<CellSql>& args, const std::string& answer) {
  const Node& what = graph_[node];
  const bool smallest = what.function == FunctionId::Min;
  const auto among = [&](auto value_of) {
    std::vector<std::string> list;
    for (const CellSql& one : args) {
      list.push_back(fmt::format("CASE WHEN {} THEN {} END", known(one), value_of(one)));
    }
    return fmt::format("COALESCE({}({}), 0)", smallest ? "least" : "greatest",
                       all_of_them(list, ", "));
  };
  if (what.type == ValueType::Real) {
    return kept_real(node, answer, among([&](const CellSql& one) { return real(one); }), true);
  }
  CellSql cell;
  cell.type = what.type;
  cell.is = answer;
  std::optional<i128> over = 1;
  for (const CellSql& one : args) {
    over = over ? common(Fraction::over("0", *over), one.number) : std::nullopt;
  }
  if (over) {
    cell.number =
        Fraction::over(among([&](const CellSql& one) { return scaled(one.number, *over); }), *over);
    return kept(node, cell);
  }
  // Unlike denominators: one after the other, the better of the two.
  Fraction best = args[0].number;
  std::string found = args[0].is;
  for (size_t i = 1; i < args.size(); ++i) {
    const CellSql& one = args[i];
    const std::string better = fmt::format("{} AND ({} NOT IN (0, 2) OR {})", known(one), found,
                                           comparison(one.number, smallest ? "<" : ">", best));
    const auto either = [&](const std::string& a, const std::string& b) {
      return fmt::format("CASE WHEN {} THEN {} ELSE {} END", better, a, b);
    };
    const std::string value = column(node, fmt::format("best{}", i).c_str(),
                                     dialect_.number(either(one.number.value, best.value)));
    const std::string per = column(node, fmt::format("over{}", i).c_str(),
                                   dialect_.number(either(one.number.per, best.per)));
    found = column(node, fmt::format("found{}", i).c_str(),
                   fmt::format("CASE WHEN {} THEN 2 ELSE {} END", known(one), found));
    best = Fraction::varying(value, per);
  }
  cell.number = best;
  return kept(node, cell);
}

}  // namespace exemplar::dialect
