// The four answers: not met 0, unknown 1, met 2, not applicable 3 (language.md, "Four answers").
#include <fmt/format.h>

#include "dialect/sql/cells.hpp"

namespace exemplar::dialect {

using engine::Answer;
using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::ValueType;
using engine::WhenNotApplicablePolicy;

namespace {

std::string how_many(const std::vector<CellSql>& cells, int answer) {
  std::string text = "0";
  for (const CellSql& one : cells) {
    text = sum(text, fmt::format("CASE WHEN {} = {} THEN 1 ELSE 0 END", one.is, answer));
  }
  return text;
}

const char* sign_of(engine::Operator comparison) {
  switch (comparison) {
    case engine::Operator::Equal:
      return "=";
    case engine::Operator::NotEqual:
      return "<>";
    case engine::Operator::Less:
      return "<";
    case engine::Operator::LessOrEqual:
      return "<=";
    case engine::Operator::Greater:
      return ">";
    default:
      return ">=";
  }
}

}  // namespace

// t >= k → met; t + u < k → not met; else unknown.
CellSql Cells::at_least(NodeId node) {
  const Node& what = graph_[node];
  const std::vector<CellSql> args = arguments(node);
  const auto all = std::to_string(args.size());
  const std::string met = column(node, "met", how_many(args, 2));
  const std::string unknown = column(node, "unknown", how_many(args, 1));
  const std::string judged = column(node, "judged", difference(all, how_many(args, 3)));
  const std::string k = to_string(what.quantity.numerator);
  std::string wanted = k;
  const auto proportion = [&](const std::string& of) {
    return dialect_.count_quotient(sum(product(k, judged), difference(of, "1")), of);
  };
  if (what.quantity_is_share) {
    wanted = column(node, "wanted", proportion(to_string(what.quantity.denominator)));
  } else if (what.shrinks && !args.empty()) {
    wanted = column(node, "wanted", proportion(all));
  }
  CellSql cell;
  cell.type = ValueType::Truth;
  cell.is = fmt::format(
      "CASE WHEN {} = 0 AND {} > 0 THEN 3 WHEN {} >= {} THEN 2 WHEN {} + {} < {} THEN 0 ELSE 1 END",
      judged, all, met, wanted, met, unknown, wanted);
  return kept(node, cell);
}

CellSql Cells::share(NodeId node) {
  const Node& what = graph_[node];
  const std::vector<CellSql> args = arguments(node);
  const std::string all = std::to_string(args.size());
  const std::string unknown = column(node, "unknown", how_many(args, 1));
  const std::string judged = column(node, "judged", difference(all, how_many(args, 3)));
  CellSql cell;
  cell.type = what.type;
  cell.is = fmt::format("CASE WHEN {} > 0 THEN 1 WHEN {} = 0 AND {} > 0 THEN 3 ELSE 2 END", unknown,
                        judged, all);
  const std::string met = how_many(args, 2);
  cell.number = what.function == engine::FunctionId::Share
                    ? Fraction::varying(met, fmt::format("greatest({}, 1)", judged))
                    : Fraction::over(met, 1);
  return kept(node, cell);
}

CellSql Cells::answer_is(NodeId node) {
  const Node& what = graph_[node];
  const std::string is = of(what.args[0]).is;
  CellSql cell;
  cell.type = ValueType::Truth;
  if (what.wanted == Answer::Met) {
    cell.is = is;
  } else if (what.wanted == Answer::NotMet) {
    cell.is = fmt::format("CASE WHEN {0} IN (0, 2) THEN 2 - {0} ELSE {0} END", is);
  } else {
    cell.is = fmt::format("CASE WHEN {} = {} THEN 2 ELSE 0 END", is, static_cast<int>(what.wanted));
  }
  return kept(node, cell);
}

// when_not_applicable, and the bounds of a level: one answer is taken as another.
CellSql Cells::replaced(NodeId node) {
  const Node& what = graph_[node];
  CellSql own = of(what.args[0]);
  const bool assumed = what.op == Op::Assume;
  const char* from = assumed ? "1" : "3";
  const bool truth = what.type == ValueType::Truth || what.type == ValueType::Any;
  std::string to = "2";
  Ratio value{0, 1};
  if (assumed ? what.flag : what.policy == WhenNotApplicablePolicy::Met) {
    value = what.quantity;
  } else if (!assumed && what.policy == WhenNotApplicablePolicy::LeaveOut) {
    return own;
  } else if (!assumed && what.policy == WhenNotApplicablePolicy::Unknown) {
    to = "1";
  } else if (truth) {
    to = "0";
  }
  const std::string answer =
      fmt::format("CASE WHEN {0} = {1} THEN {2} ELSE {0} END", own.is, from, to);
  CellSql other;
  other.type = what.type;
  other.number = Fraction::of(value);
  return branches(node, answer, {{fmt::format("{} = {}", own.is, from), other}, {"", own}});
}

CellSql Cells::applies(NodeId node) {
  const CellSql value = of(graph_[node].args[0]);
  const std::string condition = of(graph_[node].args[1]).is;
  CellSql cell = value;
  cell.type = graph_[node].type;
  cell.is =
      fmt::format("CASE WHEN {0} = 0 THEN 3 WHEN {0} = 2 THEN {1} ELSE 1 END", condition, value.is);
  return kept(node, cell);
}

CellSql Cells::compare(NodeId node) {
  const Node& what = graph_[node];
  const CellSql a = of(what.args[0]);
  const CellSql b = of(what.args[1]);
  const std::string sign = sign_of(what.comparison);
  std::string inequality;
  if (a.type == ValueType::Any || b.type == ValueType::Any) {
    inequality = "1 = 0";  // never asked: one side is never known
  } else if (a.type == ValueType::Text) {
    inequality = fmt::format("{} {} {}", a.text, sign, b.text);
  } else if (a.type == ValueType::Exact || a.type == ValueType::Date) {
    inequality = comparison(a.number, sign, b.number);
  } else {
    refuse_(node, msg("this comparison cannot be written in SQL"));
    inequality = "1 = 0";
  }
  CellSql cell;
  cell.type = ValueType::Truth;
  cell.is = missing({a.is, b.is}, fmt::format("CASE WHEN {} THEN 2 ELSE 0 END", inequality));
  return kept(node, cell);
}

}  // namespace exemplar::dialect
