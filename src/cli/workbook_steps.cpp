// Headings of the columns: what each step is, in words and as the formula it comes from; for
// reported values also how many there are in which status, and what may be typed.
#include <cmath>

#include "cli/workbook_sheets.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::cli {

using dialect::Look;
using dialect::Step;
using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::ValueType;

namespace {

constexpr double kEntryWidth = 12;
constexpr double kStepWidth = 17;
constexpr double kAnswerWidth = 11;
constexpr double kKnownWidth = 3.5;

}  // namespace

void WorkbookSheets::write_step_headings() {
  head(
      inputs_, say(msg("Reported values")),
      say(msg("A row a unit, a column an indicator. An empty cell is missing, never zero: type the "
              "value and everything that follows from it changes. Beside each: • known, ? missing, "
              "– not applicable.")));
  head(measures_, say(msg("Measures")),
       say(msg("What several criteria or levels use, step by step from the left.")));
  head(levels_, say(msg("Levels")),
       say(msg("What is asked of all criteria together, step by step from the left.")));
  head(other_, say(msg("Other periods")),
       say(msg("The same steps for other periods than the assessed one.")));
  head(groups_, say(msg("Sets of units")),
       say(msg("Which set each unit looks at, and which it is a member of: 0 is none.")));
  for (size_t i = 0; i < criteria_.size(); ++i) {
    const programme::Criterion& criterion = set().criteria[i];
    head(criteria_[i], fmt::format("{}. {}", criterion.id, say(criterion.title)),
         say(criterion.text));
  }
  for (const Step& step : steps_->steps()) {
    if (step.role == Step::Role::Entry) {
      write_entry_heading(step);
    } else {
      write_step_heading(step);
    }
  }
}

void WorkbookSheets::write_entry_heading(const Step& step) {
  dialect::Sheet& to = sheet(step.sheet);
  const Node& node = graph()[step.node];
  to.text(kHeadingRow, step.column, words_for_step(step), Look::Heading);
  to.text(kHeadingRow + 1, step.column, entry_id(node), Look::Small);
  to.text(kHeadingRow + 2, step.column,
          say(programme::label(run_.source().period(step.period),
                               calendar_of(office_, *run_.result().programme))),
          Look::Small);
  // How many values stand in which status.
  std::map<engine::Answer, size_t> by_answer;
  std::map<uint8_t, size_t> by_status;
  for (const auto unit : steps_->world().units) {
    const engine::Cell& cell = run_.evaluation().column(step.node, step.period)[unit];
    ++by_answer[cell.answer];
    if (cell.known() && node.op == Op::Input) ++by_status[cell.status];
  }
  std::string counts;
  for (const auto& [status, count] : by_status) {
    counts += fmt::format("{}{} {}", counts.empty() ? "" : " · ",
                          say(words_of(static_cast<programme::Status>(status))), count);
  }
  if (by_answer[engine::Answer::Unknown] > 0) {
    counts += fmt::format("{}{} {}", counts.empty() ? "" : " · ", say(msg("missing")),
                          by_answer[engine::Answer::Unknown]);
  }
  to.text(kHeadingRow + 3, step.column, counts, Look::Small);
  for (uint32_t row = kHeadingRow; row < kFirstRow; ++row) {
    to.text(row, static_cast<uint16_t>(step.column + 1), "",
            row == kHeadingRow ? Look::Heading : Look::Small);
  }
  to.widths[step.column] = kEntryWidth;
  to.widths[static_cast<uint16_t>(step.column + 1)] = kKnownWidth;
  to.heights[kHeadingRow] = 66;
  to.heights[kHeadingRow + 1] = 36;
  to.heights[kHeadingRow + 3] = 36;
  allow_entries(step);
}

void WorkbookSheets::allow_entries(const Step& step) {
  const Node& node = graph()[step.node];
  if (node.op != Op::Input) return;
  dialect::Allowed allowed;
  allowed.where = {
      {kFirstRow, step.column},
      {kFirstRow + static_cast<uint32_t>(steps_->world().units.size()) - 1, step.column}};
  const dialect::EntryWords words = dialect::entry_words(language_);
  if (node.type == ValueType::Truth) {
    allowed.words = {words.yes, words.no, words.not_applicable};
  } else if (node.type == ValueType::Exact && std::isfinite(node.number.low) &&
             std::isfinite(node.number.high)) {
    allowed.whole = node.number.fixed_denominator == 1;
    allowed.low = static_cast<double>(node.number.low);
    allowed.high = static_cast<double>(node.number.high);
    allowed.refusal =
        say(msg("a number as the indicator declares it, or {}", words.not_applicable));
  } else {
    return;
  }
  sheet(step.sheet).allowed.push_back(std::move(allowed));
}

void WorkbookSheets::write_step_heading(const Step& step) {
  dialect::Sheet& to = sheet(step.sheet);
  if (step.role == Step::Role::Known) {
    if (to.widths.count(step.column) == 0) to.widths[step.column] = kKnownWidth;
    for (uint32_t row = kHeadingRow; row < kFirstRow; ++row) {
      to.text(row, step.column, "", row == kHeadingRow ? Look::Heading : Look::Small);
    }
    return;
  }
  const bool entry = step.node.valid() && dialect::is_entry(graph()[step.node]);
  if (entry && !step.brought) {  // a truth's answer
    to.widths[step.column] = kKnownWidth;
    return;
  }
  std::string words;
  std::string formula;
  std::string below;
  if (step.role == Step::Role::Key) {
    words = step.key_texts.empty() && step.keys.empty() ? "" : say(msg("set of units"));
  } else {
    words = words_for_step(step);
    formula = entry ? entry_id(graph()[step.node]) : formula_text(graph()[step.node]);
    if (step.role == Step::Role::Gather || step.brought) {
      const Step* from = steps_->answer_step(step.node, step.period);
      below =
          say(msg("brought from {}", from == nullptr ? std::string() : name_of_sheet(from->sheet)));
    }
    if (step.role == Step::Role::Array) below = say(msg("for the column that follows"));
    if (step.period != run_.period()) {
      below = say(programme::label(run_.source().period(step.period),
                                   calendar_of(office_, *run_.result().programme)));
    }
  }
  if (step.as_value) {
    below = say(msg("as a value: {}", say(step.why)));
    made_.as_values.emplace_back(words, say(step.why));
  }
  dialect::Cell& heading = to.text(kHeadingRow, step.column, words, Look::Heading);
  if (words.size() + formula.size() > 90) heading.note = words + "\n\n" + formula;
  to.text(kHeadingRow + 1, step.column, formula, Look::Small);
  to.text(kHeadingRow + 2, step.column, "", Look::Small);
  to.text(kHeadingRow + 3, step.column, below, Look::Small);
  to.widths[step.column] = step.brought                      ? kEntryWidth
                           : step.role == Step::Role::Value  ? kStepWidth
                           : step.role == Step::Role::Answer ? kStepWidth
                                                             : kAnswerWidth;
  to.heights[kHeadingRow] = 66;
  to.heights[kHeadingRow + 1] = 48;
  to.heights[kHeadingRow + 3] = 24;
}

}  // namespace exemplar::cli
