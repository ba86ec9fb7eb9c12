// One stage of the script whose cells follow from the same row's operands alone.
//
//   step_0  the operands, joined by unit and period        areas_is, areas_value, …
//   step_1  what follows from them                         x31_is   -- areas_registered / areas = 100 %
//   step_2  what follows from that …
//
// Every node of the formula is one to three columns: its answer (…_is), its value (…_value) and,
// where the denominator varies, what it is over (…_per). A value beside an answer other than known
// says nothing, but is never NULL.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dialect/sql/dialect.hpp"
#include "dialect/sql/fraction.hpp"

namespace exemplar::dialect {

// A stage that was written: a table with unit, period, answer, value and, unless fixed, per.
struct Stage {
  std::string table;  // unquoted
  engine::ValueType type = engine::ValueType::Truth;
  i128 fixed = 1;      // denominator of an exact value; 0: column per
  std::string word;    // what its columns are called in other stages
  std::string beside;  // a table in which its answer stands beside others', under its own name
};

// A node's cell as expressions of the step being written.
struct CellSql {
  std::string is = "1";
  engine::ValueType type = engine::ValueType::Any;
  Fraction number;         // Exact, Date
  std::string real = "0";  // Real
  std::string text = "''";
};

// The columns of a stage table as they stand in a query under an alias.
Fraction fraction_of(const Stage& stage, const std::string& alias);
std::string real_of(const Stage& stage, const std::string& alias, const Dialect& dialect);
// Of a number of either type, NULL-free.
bool has_per(const Stage& stage);

class Cells {
 public:
  using StageOf = std::function<const Stage*(engine::NodeId)>;  // null: part of this stage
  using Refuse = std::function<void(engine::NodeId, Message)>;

  Cells(const engine::Graph& graph, const Dialect& dialect, StageOf stage_of, Refuse refuse);

  // The stage's query, and what it gives.
  std::string query(engine::NodeId root, const std::string& cells_table, Stage& result);

 private:
  struct Column {
    std::string name;
    std::string expression;
    int step = 0;
    std::string says;
  };

  CellSql of(engine::NodeId node);
  CellSql made(engine::NodeId node);
  CellSql joined(engine::NodeId node, const Stage& stage);
  std::string alias_of(const std::string& table);
  std::string column(engine::NodeId node, const char* suffix, const std::string& expression);
  int step_of(const std::string& expression) const;
  CellSql kept(engine::NodeId node, CellSql cell);
  CellSql kept_real(engine::NodeId node, std::string answer, const std::string& real, bool bounded);

  std::vector<CellSql> arguments(engine::NodeId node);
  std::string real(const CellSql& cell) const;
  bool wild(engine::NodeId node);
  std::string times(engine::NodeId node, const std::string& a, const std::string& b, bool divide);

  // cells_answers.cpp
  CellSql at_least(engine::NodeId node);
  CellSql share(engine::NodeId node);
  CellSql answer_is(engine::NodeId node);
  CellSql replaced(engine::NodeId node);  // Policy, Assume
  CellSql applies(engine::NodeId node);
  CellSql compare(engine::NodeId node);
  // cells_choices.cpp
  CellSql conditional(engine::NodeId node);
  CellSql or_else(engine::NodeId node);
  CellSql band(engine::NodeId node);
  CellSql choose(engine::NodeId node);
  struct Branch {
    std::string condition;  // empty: otherwise
    CellSql cell;
  };
  CellSql branches(engine::NodeId node, const std::string& answer, const std::vector<Branch>& list);
  // cells_numbers.cpp
  CellSql arithmetic(engine::NodeId node);
  CellSql sums(engine::NodeId node, const std::vector<CellSql>& args);
  CellSql quotient(engine::NodeId node, const std::vector<CellSql>& args);
  CellSql changes(engine::NodeId node, const std::vector<CellSql>& args);
  CellSql power(engine::NodeId node, const std::vector<CellSql>& args);
  CellSql rounded(engine::NodeId node, const std::vector<CellSql>& args);
  CellSql rounded_real(engine::NodeId node, const CellSql& of);
  CellSql clip(engine::NodeId node);
  CellSql weighted_mean(engine::NodeId node, const std::vector<CellSql>& args);
  CellSql moved_date(engine::NodeId node, const std::vector<CellSql>& args);
  CellSql later_months(engine::NodeId node, const std::vector<CellSql>& args);
  // cells_curves.cpp
  CellSql steps(engine::NodeId node, const std::vector<CellSql>& args);
  CellSql interpolate(engine::NodeId node, const std::vector<CellSql>& args);
  CellSql function_of_one(engine::NodeId node, const std::vector<CellSql>& args);
  CellSql proportion(engine::NodeId node, const std::vector<CellSql>& args);
  // cells_lists.cpp
  CellSql list(engine::NodeId node);
  CellSql least(engine::NodeId node, const std::vector<CellSql>& args, const std::string& answer);

  const engine::Graph& graph_;
  const Dialect& dialect_;
  StageOf stage_of_;
  Refuse refuse_;
  std::map<engine::NodeId, CellSql> done_;
  std::map<engine::NodeId, bool> wild_;
  std::map<std::string, size_t> by_name_;
  std::vector<Column> columns_;
  std::vector<std::pair<std::string, std::string>> joined_;  // table and alias
};

// Shared by what is written of answers.
std::vector<std::string> answers_of(const std::vector<CellSql>& cells);
std::string missing(const std::vector<std::string>& answers, const std::string& otherwise);
std::string all_of_them(const std::vector<std::string>& list, const char* between);
std::string one_line(std::string text);

}  // namespace exemplar::dialect
