// The sheets of an assessment's workbook (private to cli/workbook*.cpp).
//
//   Đọc trước   how to read it          Tiêu chí    the rules, as text and as formulas
//   Kết quả     standing and answers ─▶ TC 1 … TC 22   the steps of each criterion ─▶ Chỉ số, Số liệu
//   Số liệu     what was reported       Mức         levels and what else is asked of all criteria
//
// A unit has the same row on every sheet that lists units.
#pragma once

#include "cli/words.hpp"
#include "cli/workbook.hpp"
#include "dialect/workbook/steps.hpp"
#include "programme/assessment/withheld.hpp"
#include "programme/explanation/explanation.hpp"

namespace exemplar::cli {

class WorkbookSheets {
 public:
  static constexpr uint32_t kHeadingRow = 3;
  static constexpr uint32_t kFirstRow = 7;
  static constexpr uint16_t kFirstColumn = 3;

  WorkbookSheets(const programme::Office& office, programme::AssessmentRun& run,
                 std::vector<programme::OrganisationUnitId> shown, Language language);

  MadeWorkbook make();

 private:
  using NodeId = engine::NodeId;

  std::string say(const Message& message) const { return render(message, language_); }
  std::string say(const Text& text) const { return text.in(language_); }
  const programme::CriteriaSet& set() const { return *run_.rules().set; }
  const engine::Graph& graph() const { return run_.rules().graph; }
  dialect::Sheet& sheet(size_t index) { return made_.workbook.sheets[index]; }
  const std::string& name_of_sheet(size_t index) { return sheet(index).name; }
  size_t rows_shown() const { return shown_.size(); }

  void find_units();
  void add_sheets();
  void make_steps();
  void remove_empty_sheets();
  void head(size_t index, const std::string& title, const std::string& note);
  void list_units(size_t index, bool further);
  void fit_rows(size_t index, uint32_t first_row, double most);

  // workbook_steps.cpp
  void write_step_headings();
  void write_entry_heading(const dialect::Step& step);
  void write_step_heading(const dialect::Step& step);
  std::string words_for_step(const dialect::Step& step) const;
  std::string words_for_many(const dialect::Step& step) const;
  std::string operand_name(const dialect::Step& step, NodeId operand) const;
  std::string entry_id(const engine::Node& node) const;
  std::string formula_text(const engine::Node& node) const;
  std::string in_words(const std::string& formula) const;
  std::optional<std::string> own_name(NodeId node) const;
  void allow_entries(const dialect::Step& step);

  // workbook_results.cpp
  void write_results();
  void write_standing(uint32_t row, uint16_t column, size_t place);
  uint16_t write_counts(uint16_t column);
  uint16_t write_levels(uint16_t column);
  uint16_t write_measures(uint16_t column);
  void write_answers(uint16_t column);
  void write_explanations();

  // workbook_texts.cpp
  void write_guide();
  void write_rules();

  const programme::Office& office_;
  programme::AssessmentRun& run_;
  Language language_;
  Names names_;
  programme::Secrecy secrecy_;
  std::vector<programme::OrganisationUnitId> shown_;
  std::vector<programme::OrganisationUnitId> further_;
  std::vector<NodeId> asked_;
  MadeWorkbook made_;
  std::unique_ptr<dialect::Steps> steps_;
  size_t guide_ = 0, results_ = 0, inputs_ = 0, rules_ = 0, measures_ = 0, levels_ = 0, other_ = 0,
         groups_ = 0;
  std::vector<size_t> criteria_;
};

}  // namespace exemplar::cli
