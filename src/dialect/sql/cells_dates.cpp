// Days and months on from a date.
#include <fmt/format.h>

#include "dialect/sql/cells.hpp"

namespace exemplar::dialect {

using engine::NodeId;
using engine::Op;
using engine::ValueType;

// A day that many days on; none beyond the years that dates are written in.
CellSql Cells::moved_date(NodeId node, const std::vector<CellSql>& args) {
  static const Date kFirst = *make_date(1, 1, 1);
  static const Date kLast = *make_date(9999, 12, 31);
  const Fraction moved = graph_[node].op == Op::Add ? add(args[0].number, args[1].number)
                                                    : subtract(args[0].number, args[1].number);
  CellSql cell;
  cell.type = ValueType::Date;
  std::string day = moved.value;
  if (moved.fixed != 1) day = dialect_.quotient(moved.value, moved.per);
  cell.number = Fraction::over(column(node, "value", dialect_.number(day)), 1);
  cell.is =
      missing(answers_of(args), fmt::format("CASE WHEN {0} < {1} OR {0} > {2} THEN 1 ELSE 2 END",
                                            cell.number.value, kFirst.days, kLast.days));
  return kept(node, cell);
}

CellSql Cells::later_months(NodeId node, const std::vector<CellSql>& args) {
  const std::string& day = args[0].number.value;
  const std::string& months = args[1].number.value;
  CellSql cell;
  cell.type = ValueType::Date;
  const std::string inside =
      column(node, "known",
             missing(answers_of(args),
                     fmt::format("CASE WHEN abs({}) > 100000 THEN 1 ELSE 2 END", months)));
  const std::string year =
      column(node, "year",
             fmt::format("CASE WHEN {} = 2 THEN {} + {} ELSE 0 END", inside, dialect_.year_of(day),
                         dialect_.quotient(dialect_.number(months), "12")));
  cell.is = column(node, "is",
                   fmt::format("CASE WHEN {0} = 2 AND ({1} < 2 OR {1} > 9997) THEN 1 ELSE {0} END",
                               inside, year));
  cell.number = Fraction::over(fmt::format("CASE WHEN {} = 2 THEN {} ELSE 0 END", cell.is,
                                           dialect_.months_later(day, months)),
                               1);
  return kept(node, cell);
}

}  // namespace exemplar::dialect
