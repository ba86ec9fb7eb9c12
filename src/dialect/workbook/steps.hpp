// The compiled graph as columns of a workbook: one step a column, one unit a row, the same row on
// every sheet.
//
//   sheet "Số liệu"                sheet "21"
//   A code  B name  D areas  E ·   D areas_recognised / areas   E ·   F … >= 70 %
//   26734   …       25       2     ='Số liệu'!F9/'Số liệu'!D9   2     =IF(E9=2,IF(F9*10>=7*D9,2,0),E9)
//
// A number, date or text has two columns: the value, empty where there is none, and beside it
// whether it is known (1 unknown, 2 known, 3 not applicable). A truth has one: its answer (not met
// 0, unknown 1, met 2, not applicable 3), so that `and` is MIN.
//
// Every formula carries the engine's own result. What a formula cannot say exactly is written as
// that result and marked, with the reason in words.
#pragma once

#include <deque>
#include <functional>
#include <optional>

#include "dialect/workbook/cells.hpp"
#include "engine/compute/evaluate.hpp"

namespace exemplar::dialect {

// Inputs, then what measures give, then a sheet for each who asks, are for the caller to name.
enum class Part : uint8_t { Inputs, Measures, OtherPeriods, Groups };

// What the steps need to be told about the world they do not know.
struct StepWorld {
  std::vector<uint32_t> units;   // the engine's units, in the order of the rows
  uint32_t first_row = 0;        // of the first unit
  uint16_t first_column = 0;     // of the first step
  engine::PeriodIndex home = 0;  // the period that is assessed
  std::function<bool(engine::NodeId, uint32_t unit, engine::PeriodIndex)> withheld;
  Language language = Language::Vietnamese;
};

// A column of a sheet.
struct Step {
  enum class Role : uint8_t {
    Entry,   // a reported value, or one that nobody computes
    Value,   // of a number, date or text
    Answer,  // of a truth
    Known,   // beside a value or an entry
    Gather,  // another sheet's answer, brought here to be counted
    Array,   // the number behind a value that needs an array formula; 0 where there is none
    Key,     // which units belong together
  };
  Role role = Role::Value;
  size_t sheet = 0;
  uint16_t column = 0;
  engine::NodeId node;
  engine::PeriodIndex period = 0;
  std::string formula;  // kRow stands for the unit's row, kOtherRow for that of another unit
  bool array = false;
  bool brought = false;   // a copy of another sheet's column, to be seen beside what reads it
  bool as_value = false;  // nothing but the engine's result
  Message why;            // of as_value
  std::vector<int32_t> other_rows;  // of kOtherRow: for each unit's place in the rows; -1: none
  std::vector<double> keys;         // Key
  std::vector<std::string> key_texts;

  // The same answer for every unit, whatever is reported: one digit.
  bool settled() const { return formula.size() == 1 && !as_value && other_rows.empty(); }
};

class Steps {
 public:
  static constexpr char kRow = '\x01';
  static constexpr char kOtherRow = '\x02';

  Steps(engine::Evaluation& evaluation, StepWorld world, Workbook& workbook);

  size_t add_sheet(const std::string& name);
  void use_sheet(Part part, size_t sheet);
  // Makes all columns that `node` needs; its own ones go to `sheet` where it is no input, no
  // measure and of the period assessed. What stands somewhere already stays there.
  void make(engine::NodeId node, engine::PeriodIndex period, size_t sheet);
  // The answer's (of a value: the known column's) cell in a unit's row, as a formula of another sheet
  // writes it; needs make().
  std::string answer_in_row(engine::NodeId node, size_t place) const;
  const Step* answer_step(engine::NodeId node, engine::PeriodIndex period) const;
  const Step* value_step(engine::NodeId node, engine::PeriodIndex period) const;
  // Writes the cells of all columns, not their headings.
  void fill();

  const std::deque<Step>& steps() const { return steps_; }
  const StepWorld& world() const { return world_; }
  uint16_t next_column(size_t sheet) const { return next_column_[sheet]; }
  engine::NodeId meant(engine::NodeId node) const;
  // The operands of `and` and `or`; those of an `and` within an `and` in its place. Else the arguments.
  std::vector<engine::NodeId> operands_of(engine::NodeId node) const;
  // The names under which formulas speak of a node (Op::Named).
  const std::vector<engine::NodeId>& names_of(engine::NodeId node) const;

 private:
  friend class Formulas;

  struct Place {
    size_t value = SIZE_MAX;  // indexes into steps_
    size_t answer = SIZE_MAX;
  };
  static uint64_t key_of(engine::NodeId node, engine::PeriodIndex period) {
    return (static_cast<uint64_t>(period) << 32) | node.value;
  }
  struct Wanted {
    engine::NodeId node;
    engine::PeriodIndex period = 0;
    bool measure = false;
  };
  bool made(engine::NodeId node, engine::PeriodIndex period) const;
  std::vector<engine::PeriodIndex> periods_below(const engine::Node& node,
                                                 engine::PeriodIndex period) const;
  Step& add_step(Step::Role role, engine::NodeId node, engine::PeriodIndex period, size_t sheet);
  void make_entry(engine::NodeId node, engine::PeriodIndex period);
  const Place& bring(engine::NodeId node, engine::PeriodIndex period, size_t sheet);
  void make_formulas(engine::NodeId node, engine::PeriodIndex period, size_t sheet);
  std::string reference(const Step& step, size_t from_sheet, char row) const;
  std::string range(const Step& step, size_t from_sheet) const;

  void fill_step(const Step& step);
  void fill_entry(const Step& step, size_t place, Cell& cell);
  void fill_key(const Step& step, size_t place, Cell& cell) const;
  void fill_result(const Step& step, size_t place, Cell& cell);
  void put_value(const Step& step, const engine::Cell& from, Cell& cell);
  bool withheld(engine::NodeId node, uint32_t unit, engine::PeriodIndex period) const;
  bool reads_withheld(const Step& step, uint32_t unit);
  bool set_is_withheld(const engine::Node& node, engine::PeriodIndex period, uint32_t unit);

  engine::Evaluation& evaluation_;
  const engine::Graph& graph_;
  StepWorld world_;
  Workbook& workbook_;
  std::deque<Step> steps_;
  std::vector<uint16_t> next_column_;
  std::map<Part, size_t> part_sheets_;
  std::map<uint64_t, Place> places_;
  std::vector<int32_t> place_of_unit_;
  std::map<std::string, size_t> group_steps_;  // the first of the two key columns of a set
  std::map<std::pair<uint64_t, size_t>, Place> brought_;  // by sheet
  std::map<uint32_t, std::vector<engine::NodeId>> names_;
  std::map<std::pair<uint64_t, int32_t>, bool> withheld_sets_;
};

// A reported value, or one that nobody computes: what a person may type.
bool is_entry(const engine::Node& node);
struct EntryWords {
  std::string yes, no, not_applicable, withheld;
};
EntryWords entry_words(Language language);

// The units that the results of `nodes` for `units` look at besides them: parents, siblings, those
// compared. Each once, in the engine's order; `units` are not among them.
std::vector<uint32_t> further_units(engine::Evaluation& evaluation,
                                    const std::vector<engine::NodeId>& nodes,
                                    engine::PeriodIndex period, const std::vector<uint32_t>& units);

// A day as workbooks count: 1900-01-01 is 1 (and 1900 a leap year, so this holds from March 1900).
inline constexpr int64_t kDayZero = 25569;  // 1970-01-01

}  // namespace exemplar::dialect
