// One of several values: if … then … else, or_else, bands and choices.
#include <fmt/format.h>

#include "dialect/sql/cells.hpp"

namespace exemplar::dialect {

using engine::Node;
using engine::NodeId;
using engine::ValueType;

// The first branch whose condition holds gives the value; all are brought to one denominator where
// each has one that is the same in every row.
CellSql Cells::branches(NodeId node, const std::string& answer, const std::vector<Branch>& list) {
  const Node& what = graph_[node];
  CellSql cell;
  cell.type = what.type;
  cell.is = answer;
  const auto chosen = [&](auto value_of) {
    if (list.size() == 1) return std::string(value_of(list[0].cell));
    std::string text = "CASE";
    for (const Branch& one : list) {
      text += one.condition.empty() ? " ELSE " : " WHEN " + one.condition + " THEN ";
      text += value_of(one.cell);
    }
    return text + " END";
  };
  switch (what.type) {
    case ValueType::Exact:
    case ValueType::Date: {
      std::optional<Fraction> over = Fraction::over("0", 1);
      for (const Branch& one : list) {
        const auto multiple = over ? common(*over, one.cell.number) : std::nullopt;
        over = multiple ? std::optional(Fraction::over("0", *multiple)) : std::nullopt;
      }
      if (over) {
        const i128 fixed = over->fixed;
        cell.number = Fraction::over(
            chosen([&](const CellSql& one) { return scaled(one.number, fixed); }), fixed);
      } else {
        cell.number = Fraction::varying(chosen([](const CellSql& one) { return one.number.value; }),
                                        chosen([](const CellSql& one) { return one.number.per; }));
      }
      break;
    }
    case ValueType::Real:
      cell.real = dialect_.real(chosen([&](const CellSql& one) { return real(one); }));
      break;
    case ValueType::Text:
      cell.text = chosen([](const CellSql& one) { return one.text; });
      break;
    default:
      break;
  }
  return kept(node, cell);
}

// An open condition does not matter where both branches agree.
CellSql Cells::conditional(NodeId node) {
  const Node& what = graph_[node];
  const CellSql condition = of(what.args[0]);
  const CellSql yes = of(what.args[1]);
  const CellSql no = of(what.args[2]);
  std::string equal;
  switch (what.type) {
    case ValueType::Exact:
    case ValueType::Date:
      equal = comparison(yes.number, "=", no.number);
      break;
    case ValueType::Real:
      equal = fmt::format("{} = {}", real(yes), real(no));
      break;
    case ValueType::Text:
      equal = fmt::format("{} = {}", yes.text, no.text);
      break;
    default:
      equal = fmt::format("{} = {}", yes.is, no.is);
  }
  const std::string answer = fmt::format(
      "CASE WHEN {0} = 2 THEN {1} WHEN {0} = 0 THEN {2} WHEN {1} IN (0, 2) AND {2} IN (0, 2) AND "
      "{3} THEN {1} ELSE {0} END",
      condition.is, yes.is, no.is, equal);
  return branches(node, answer, {{condition.is + " = 0", no}, {"", yes}});
}

CellSql Cells::or_else(NodeId node) {
  const CellSql first = of(graph_[node].args[0]);
  const CellSql other = of(graph_[node].args[1]);
  const std::string answer =
      fmt::format("CASE WHEN {0} = 1 THEN {1} ELSE {0} END", first.is, other.is);
  return branches(node, answer, {{first.is + " = 1", other}, {"", first}});
}

// args: x, (bound, value)…, else; node.text lists the comparisons, a blank after each.
CellSql Cells::band(NodeId node) {
  const Node& what = graph_[node];
  const std::vector<CellSql> args = arguments(node);
  const CellSql& x = args[0];
  std::string_view signs = what.text;
  std::string answer = "CASE";
  std::vector<Branch> list;
  const auto open = [&](const std::string& is) {
    if (is == "2") return;
    answer += fmt::format(" WHEN {0} IN (1, 3) THEN {0}", is);
  };
  for (size_t i = 1; i + 1 < args.size(); i += 2) {
    const std::string sign(signs.substr(0, signs.find(' ')));
    signs = signs.substr(sign.size() + 1);
    if (i == 1 && args[i].is != "2") {
      answer += fmt::format(" WHEN 1 IN ({}, {}) THEN 1", x.is, args[i].is);
    }
    if (i == 1) open(x.is);
    open(args[i].is);
    const bool never = x.type == ValueType::Any || args[i].type == ValueType::Any;
    const std::string inside =
        never ? std::string("1 = 0") : comparison(x.number, sign, args[i].number);
    answer += fmt::format(" WHEN {} THEN {}", inside, args[i + 1].is);
    list.push_back({inside, args[i + 1]});
  }
  answer += fmt::format(" ELSE {} END", args.back().is);
  list.push_back({"", args.back()});
  if (list.size() == 1) answer = args.back().is;
  return branches(node, answer, list);
}

CellSql Cells::choose(NodeId node) {
  const std::vector<CellSql> args = arguments(node);
  std::string answer = "CASE";
  std::vector<Branch> list;
  for (size_t i = 1; i + 1 < args.size(); i += 2) {
    const std::string same = fmt::format("{} = {}", args[0].text, args[i].text);
    answer += fmt::format(" WHEN {} THEN {}", same, args[i + 1].is);
    list.push_back({same, args[i + 1]});
  }
  answer += fmt::format(" ELSE {} END", args.back().is);
  list.push_back({"", args.back()});
  if (list.size() == 1) answer = args.back().is;
  return branches(node, missing({args[0].is}, answer), list);
}

}  // namespace exemplar::dialect
