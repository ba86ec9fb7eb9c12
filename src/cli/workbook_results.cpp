// The sheet of results, each cell a formula that leads back to its steps.
#include "cli/workbook_sheets.hpp"

namespace exemplar::cli {

using dialect::Cell;
using dialect::column_letters;
using dialect::Look;
using dialect::quoted;
using dialect::Step;
using engine::Answer;
using programme::Standing;

namespace {

constexpr uint16_t kStandingColumn = WorkbookSheets::kFirstColumn;
constexpr uint16_t kCountsColumn = kStandingColumn + 1;
constexpr Answer kCounted[] = {Answer::Met, Answer::NotMet, Answer::Unknown, Answer::NotApplicable};

Cell& formula_of_number(dialect::Sheet& sheet, uint32_t row, uint16_t column, std::string formula,
                        double result, Look look) {
  Cell& cell = sheet.at(row, column);
  cell.kind = Cell::Kind::Formula;
  cell.text = std::move(formula);
  cell.number = result;
  cell.look = look;
  return cell;
}

void formula_of_text(dialect::Sheet& sheet, uint32_t row, uint16_t column, std::string formula,
                     std::string result, Look look) {
  Cell& cell = sheet.at(row, column);
  cell.kind = Cell::Kind::Formula;
  cell.text = std::move(formula);
  cell.result = std::move(result);
  cell.result_is_text = true;
  cell.look = look;
}

std::string name_of_cell(uint16_t column, uint32_t row) {
  return column_letters(column) + std::to_string(row + 1);
}

}  // namespace

void WorkbookSheets::write_results() {
  head(results_, made_.title,
       say(msg("Every cell is a formula: select one and follow it (Formulas, Trace precedents) to "
               "its steps and to the reported values. ✓ met, ✗ not met, ? unknown, – not "
               "applicable.")));
  list_units(results_, false);
  dialect::Sheet& to = sheet(results_);
  uint16_t column = kStandingColumn;
  if (!set().criteria.empty()) {
    to.text(kHeadingRow, column, say(msg("standing")), Look::Heading);
    to.widths[column] = 18;
    column = write_counts(kCountsColumn);
  }
  column = write_levels(column);
  if (set().criteria.empty()) column = write_measures(column);
  write_answers(column);
  const auto last = static_cast<uint16_t>(column + set().criteria.size());
  for (uint16_t i = kStandingColumn; i < last; ++i) {
    for (uint32_t row = kHeadingRow; row < kFirstRow; ++row) {
      if (to.cells.count({row, i}) == 0) {
        to.text(row, i, "", row == kHeadingRow ? Look::Heading : Look::Small);
      }
    }
  }
  to.heights[kHeadingRow] = set().criteria.empty() ? 160 : 240;
  to.filtered.push_back(
      {{kFirstRow - 1, 0},
       {kFirstRow + static_cast<uint32_t>(rows_shown()) - 1, static_cast<uint16_t>(last - 1)}});
  to.colour = 0x1D4ED8;
}

// Counts of the unit's answers, over the cells to the right.
uint16_t WorkbookSheets::write_counts(uint16_t column) {
  dialect::Sheet& to = sheet(results_);
  const auto levels = static_cast<uint16_t>(set().levels.size());
  const bool assessable = graph().assessable.valid();
  const auto first =
      static_cast<uint16_t>(column + std::size(kCounted) + levels + (assessable ? 1 : 0));
  const auto last = static_cast<uint16_t>(first + set().criteria.size() - 1);
  for (const Answer answer : kCounted) {
    to.text(kHeadingRow, column, say(words_of(answer)), Look::Heading);
    to.widths[column] = 9;
    for (size_t i = 0; i < rows_shown(); ++i) {
      const uint32_t row = kFirstRow + static_cast<uint32_t>(i);
      const programme::UnitAssessment& unit = *run_.result().of(shown_[i]);
      const int count = answer == Answer::Met       ? unit.met
                        : answer == Answer::NotMet  ? unit.not_met
                        : answer == Answer::Unknown ? unit.unknown
                                                    : unit.not_applicable;
      formula_of_number(to, row, column,
                        fmt::format("COUNTIF({}:{},{})", name_of_cell(first, row),
                                    name_of_cell(last, row), static_cast<int>(answer)),
                        count, Look::Value);
    }
    ++column;
  }
  for (size_t i = 0; i < rows_shown(); ++i) {
    write_standing(kFirstRow + static_cast<uint32_t>(i), kStandingColumn, i);
  }
  return column;
}

// As the programme says it (Assessment::standing): not assessable first, then the main level, then
// the near one.
void WorkbookSheets::write_standing(uint32_t row, uint16_t column, size_t place) {
  const auto answer_of = [&](const std::string& level) -> std::string {
    for (size_t i = 0; i < set().levels.size(); ++i) {
      if (set().levels[i].id == level)
        return steps_->answer_in_row(graph().levels[i].answer, place);
    }
    return "0";
  };
  const programme::Programme& programme = *run_.result().programme;
  const std::string main = answer_of(programme.main_level);
  const std::string near = answer_of(programme.near_level);
  const std::string assessable =
      graph().assessable.valid() ? steps_->answer_in_row(graph().assessable, place) : "2";
  const auto counted = [&](size_t i) {
    return name_of_cell(static_cast<uint16_t>(kCountsColumn + i), row);
  };
  const auto words = [&](Standing standing) { return quoted(say(words_of(standing))); };
  std::string formula = fmt::format(
      "IF(OR({assessable}=0,AND({met}+{not_met}+{unknown}=0,{none}>0)),{not_assessable},"
      "IF(OR({main}=1,AND({main}=2,{assessable}=1)),{open},IF({main}=2,{all},"
      "IF({near}=1,{open},IF({near}=2,{nearly},{not_yet})))))",
      fmt::arg("assessable", assessable), fmt::arg("met", counted(0)),
      fmt::arg("not_met", counted(1)), fmt::arg("unknown", counted(2)),
      fmt::arg("none", counted(3)), fmt::arg("main", main), fmt::arg("near", near),
      fmt::arg("not_assessable", words(Standing::NotAssessable)),
      fmt::arg("open", words(Standing::Undetermined)), fmt::arg("all", words(Standing::MeetsAll)),
      fmt::arg("nearly", words(Standing::Near)), fmt::arg("not_yet", words(Standing::NotYet)));
  const programme::UnitAssessment& unit = *run_.result().of(shown_[place]);
  formula_of_text(sheet(results_), row, column, std::move(formula),
                  say(words_of(run_.result().standing(unit))), Look::Value);
}

uint16_t WorkbookSheets::write_levels(uint16_t column) {
  dialect::Sheet& to = sheet(results_);
  const auto write = [&](const std::string& name, engine::NodeId node) {
    Cell& heading = to.text(kHeadingRow, column, name, Look::Heading);
    if (const Step* step = steps_->answer_step(node, run_.period())) {
      heading.link = name_of_sheet(step->sheet);
      heading.look = Look::LinkUpright;
    }
    for (size_t i = 0; i < rows_shown(); ++i) {
      formula_of_number(
          to, kFirstRow + static_cast<uint32_t>(i), column, steps_->answer_in_row(node, i),
          static_cast<double>(
              run_.evaluation().column(node, run_.period())[shown_[i].index()].answer),
          Look::Answer);
    }
    to.widths[column++] = 5.5;
  };
  if (graph().assessable.valid()) write(say(msg("Can be assessed")), graph().assessable);
  for (size_t i = 0; i < set().levels.size(); ++i) {
    write(say(set().levels[i].name), graph().levels[i].answer);
  }
  return column;
}

// Of a set that judges by measures and levels only, the measures.
uint16_t WorkbookSheets::write_measures(uint16_t column) {
  dialect::Sheet& to = sheet(results_);
  for (const programme::Measure& measure : set().measures) {
    const engine::NodeId node = run_.rules().measure(measure.id);
    const Step* step = node.valid() ? steps_->value_step(node, run_.period()) : nullptr;
    if (step == nullptr) continue;
    to.text(kHeadingRow, column, say(measure.name), Look::LinkUpright).link =
        name_of_sheet(step->sheet);
    for (size_t i = 0; i < rows_shown(); ++i) {
      const uint32_t row = kFirstRow + static_cast<uint32_t>(i);
      const Cell& from = sheet(step->sheet).at(row, step->column);
      Cell cell = from;
      cell.kind = Cell::Kind::Formula;
      cell.look = Look::Value;
      cell.array = false;
      cell.text =
          dialect::sheet_prefix(name_of_sheet(step->sheet)) + name_of_cell(step->column, row);
      if (from.kind == Cell::Kind::Text) {
        cell.result = from.text;
        cell.result_is_text = true;
      }
      to.cells[{row, column}] = std::move(cell);
    }
    to.widths[column++] = 13;
  }
  return column;
}

void WorkbookSheets::write_answers(uint16_t column) {
  dialect::Sheet& to = sheet(results_);
  const uint32_t last = kFirstRow + static_cast<uint32_t>(rows_shown()) - 1;
  for (size_t c = 0; c < set().criteria.size(); ++c, ++column) {
    const programme::Criterion& criterion = set().criteria[c];
    const std::string title = fmt::format("{}. {}", criterion.id, say(criterion.title));
    to.text(kHeadingRow, column, title, Look::LinkUpright).link = name_of_sheet(criteria_[c]);
    to.text(kHeadingRow + 1, column, criterion.group, Look::Small);
    // How many of the units meet it.
    int met = 0;
    for (const auto unit : shown_) {
      met += run_.result().of(unit)->criteria[c].answer == Answer::Met ? 1 : 0;
    }
    formula_of_number(to, kHeadingRow + 2, column,
                      fmt::format("COUNTIF({}:{},2)", name_of_cell(column, kFirstRow),
                                  name_of_cell(column, last)),
                      met, Look::Small);
    for (size_t i = 0; i < rows_shown(); ++i) {
      formula_of_number(to, kFirstRow + static_cast<uint32_t>(i), column,
                        steps_->answer_in_row(graph().criteria[c].answer, i),
                        static_cast<double>(run_.result().of(shown_[i])->criteria[c].answer),
                        Look::Answer);
    }
    to.widths[column] = 5.5;
  }
  if (!set().criteria.empty()) {
    to.text(kHeadingRow + 2, kStandingColumn, say(msg("units that meet it:")), Look::Small);
  }
}

}  // namespace exemplar::cli
