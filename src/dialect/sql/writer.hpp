// Writes the script, stage by stage, in the order in which they depend on each other.
//
//   periods_0 …      which periods each stage is needed for        lists.cpp
//   cells_0 …        every unit in each of them
//   above …          who stands above whom on the day
//   participants     who takes part
//   standing facts   the newest fact at or above the status floor   facts.cpp
//   indicator …      what was reported, or adds up from below
//   …                one stage a node that needs other rows          groups.cpp, places.cpp, time.cpp
//   criterion …      one stage a rule, from the same row             cells*.cpp
//   assessment       a row a unit                                    outcome.cpp
#pragma once

#include <optional>
#include <set>

#include "dialect/sql/cells.hpp"
#include "dialect/sql/plan.hpp"

namespace exemplar::dialect {

class Writer {
 public:
  Writer(const SqlProgramme& programme, Database database);
  Result<std::string> write();

 private:
  // Who takes part is found first, by the same stages on the list's own day.
  struct Pass {
    Plan plan;
    std::string prefix;  // of the stages' names: "list: ", or nothing
    std::map<engine::NodeId, Stage> stages;
    SelectorPaths side_by_side;  // for which the criteria stand side by side
    std::string cells(size_t list) const { return prefix + fmt_number("cells ", list); }
    std::string periods(size_t list) const { return prefix + fmt_number("periods ", list); }
    static std::string fmt_number(const char* word, size_t number) {
      return word + std::to_string(number + 1);
    }
  };

  const engine::Graph& graph() const { return *programme_.graph; }
  const engine::Node& at(engine::NodeId node) const { return graph()[node]; }

  // lists.cpp
  void heading();
  void asked();
  void numbered();
  void periods(const std::string& day);
  void cells();
  void above();
  void hierarchy(const std::string& id);
  void named_units();
  void participants();
  void find_participants();
  std::string above_table(const std::string& hierarchy) const;
  std::string unit_table(const std::string& text) const;

  // facts.cpp
  void inputs();
  void facts();
  void pieces();
  // indicators.cpp
  void below();
  void input(engine::NodeId node);
  std::string own_values(engine::NodeId node, const SqlInput& what, Stage& stage);
  std::string from_below(const SqlInput& what, Stage& stage);
  void attribute(engine::NodeId node);
  void months_active(engine::NodeId node);

  // groups.cpp, places.cpp
  void aggregate_units(engine::NodeId node);
  void aggregate_list(engine::NodeId node);
  std::string members(const engine::Node& node) const;
  void compare_units(engine::NodeId node);
  struct Placed {         // of the known among each other, as columns of alias p
    std::string columns;  // of the query over the known, windows and all
    std::string answer = "2";
    Fraction number;
    std::string real;
  };
  Placed ranked(const engine::Node& node, Stage& stage) const;
  Placed normalised_exactly(const engine::Node& node, const Stage& of, Stage& stage) const;
  Placed normalised(const engine::Node& node, Stage& stage) const;
  void quota(engine::NodeId node);
  std::string order_key(engine::NodeId node, const std::string& alias);
  std::string rows_of(engine::NodeId node, engine::NodeId arg, const std::string& alias);

  // time.cpp
  void shift(engine::NodeId node);
  void aggregate_periods(engine::NodeId node);
  void at_parent(engine::NodeId node);
  void at_unit(engine::NodeId node);
  void under(engine::NodeId node);
  std::string meant_periods(engine::NodeId node) const;

  // outcome.cpp
  void side_by_side();
  void outcome();
  std::string standing_of(const std::vector<std::string>& criteria,
                          const std::vector<std::string>& levels,
                          const std::string& assessable) const;

  void stages();
  void stage(engine::NodeId node);
  void name_stages();
  std::string free_name(const std::string& wanted);
  // A finished stage: its table is written and known to those that follow.
  void put(engine::NodeId node, Stage stage, const std::string& query);
  void table(const std::string& name, const std::string& query, const std::string& key);
  void counted_table(const std::string& name, const std::string& query, const std::string& key);
  void say(const std::string& line);
  void section(const std::string& line);
  const Stage& stage_of(engine::NodeId node) const;
  void refuse(engine::NodeId node, const Message& why);

  const SqlProgramme& programme_;
  Dialect dialect_;
  Pass pass_;
  std::string text_;
  std::optional<Refusal> refusal_;
  std::map<engine::NodeId, std::string> names_;
  std::map<engine::NodeId, std::vector<std::string>> says_;
  std::set<std::string> taken_;                                // names of tables, in lower case
  std::map<std::pair<std::string, std::string>, int> inputs_;  // by indicator and category
  std::string indicators_;                                     // whose facts are read, as a list
  std::string collected_;  // the selectors that lead to a period's facts, as a list
};

// What a summary of several rows r comes to: answer, value, per.
struct Summary {
  std::string answer;
  std::string value;
  std::string per;
  i128 fixed = 1;
};
Summary summary_of(const engine::Node& node, const Stage& of, const Dialect& dialect);
// The columns of `stage` under `alias`, as rows for a summary into `node`.
std::string summary_columns(const engine::Node& node, const Stage& stage, const std::string& alias,
                            const std::string& order_key, const Dialect& dialect);
// answer, value and per of a stage, with what stands where there is no row.
std::string columns_or(const Stage& stage, const std::string& alias, const std::string& answer);

}  // namespace exemplar::dialect
