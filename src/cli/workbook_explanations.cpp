// Beside the steps of each criterion, why a unit stands so.
#include "cli/workbook_sheets.hpp"
#include "programme/explanation/render_text.hpp"

namespace exemplar::cli {

using dialect::Look;
using dialect::Step;

namespace {

std::string cell_name(uint16_t column, uint32_t row) {
  return dialect::column_letters(column) + std::to_string(row + 1);
}

}  // namespace

// The words as `explain` gives them, true of the values when the workbook was made; struck out once
// the answer is another one.
void WorkbookSheets::write_explanations() {
  std::vector<uint16_t> columns;
  for (size_t c = 0; c < criteria_.size(); ++c) {
    const uint16_t column = steps_->next_column(criteria_[c]);
    columns.push_back(column);
    dialect::Sheet& to = sheet(criteria_[c]);
    for (uint32_t row = kHeadingRow; row < kFirstRow; ++row) {
      to.text(row, column, "", Look::Small);
      to.text(row, static_cast<uint16_t>(column + 1), "", Look::Small);
    }
    to.text(kHeadingRow, column, say(msg("when made")), Look::Heading);
    to.text(kHeadingRow, static_cast<uint16_t>(column + 1),
            say(msg("Why, by the values when the workbook was made")), Look::Heading);
    to.text(kHeadingRow + 1, static_cast<uint16_t>(column + 1),
            say(msg("struck out once the answer is another one")), Look::Small);
    to.widths[column] = 7;
    to.widths[static_cast<uint16_t>(column + 1)] = 100;
    if (const Step* step = steps_->answer_step(graph().criteria[c].answer, run_.period())) {
      const uint32_t last = kFirstRow + static_cast<uint32_t>(rows_shown()) - 1;
      const std::string now = dialect::sheet_prefix(name_of_sheet(step->sheet)) + "$" +
                              cell_name(step->column, kFirstRow);
      to.outdated.push_back({{{kFirstRow, static_cast<uint16_t>(column + 1)},
                              {last, static_cast<uint16_t>(column + 1)}},
                             now + "<>$" + cell_name(column, kFirstRow)});
    }
  }
  for (size_t i = 0; i < rows_shown() && !criteria_.empty(); ++i) {
    const auto explanation = programme::explain(run_, office_.sources, shown_[i]);
    if (!explanation) continue;
    const uint32_t row = kFirstRow + static_cast<uint32_t>(i);
    for (size_t c = 0; c < criteria_.size(); ++c) {
      std::string text;
      for (const std::string& line :
           programme::reason_lines(explanation->criteria[c], language_, programme::Naming::Names)) {
        text += (text.empty() ? "" : "\n") + line;
      }
      dialect::Sheet& to = sheet(criteria_[c]);
      to.number(row, columns[c], static_cast<double>(explanation->criteria[c].answer.answer),
                Look::Answer);
      to.text(row, static_cast<uint16_t>(columns[c] + 1), std::move(text), Look::Wrapped);
    }
  }
}

}  // namespace exemplar::cli
