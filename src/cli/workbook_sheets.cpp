#include "cli/workbook_sheets.hpp"

#include <cmath>
#include <set>

#include "programme/period/period_text.hpp"

namespace exemplar::cli {

using dialect::Look;
using dialect::Part;
using engine::NodeId;
using programme::OrganisationUnitId;

WorkbookSheets::WorkbookSheets(const programme::Office& office, programme::AssessmentRun& run,
                               std::vector<OrganisationUnitId> shown, Language language)
    : office_(office),
      run_(run),
      language_(language),
      names_(office, *run.result().programme, run.result().day, language),
      secrecy_(run.rules(), run.source()),
      shown_(std::move(shown)) {
  names_.sort(shown_);
}

MadeWorkbook WorkbookSheets::make() {
  made_.title = fmt::format(
      "{} · {}", say(run_.result().programme->name),
      say(programme::label(run_.result().period, calendar_of(office_, *run_.result().programme))));
  find_units();
  add_sheets();
  make_steps();
  for (const size_t index : {inputs_, measures_, levels_, other_, groups_}) list_units(index, true);
  for (const size_t index : criteria_) list_units(index, true);
  steps_->fill();
  write_step_headings();
  write_results();
  write_explanations();
  write_rules();
  write_guide();
  constexpr double kHighest = 400;  // a row's greatest height
  constexpr double kThreeLines = 42;
  fit_rows(guide_, kHeadingRow, kHighest);
  fit_rows(rules_, kHeadingRow, kHighest);
  for (const size_t index : criteria_) fit_rows(index, kFirstRow, kThreeLines);
  for (dialect::Sheet& one : made_.workbook.sheets) {
    double width = 0;
    for (const auto& [column, own] : one.widths) width += own;
    constexpr double kOnePage = 320;  // characters that are still legible on one page's width
    one.wide = width > kOnePage;
  }
  remove_empty_sheets();
  for (const dialect::Sheet& one : made_.workbook.sheets) {
    for (const auto& [where, cell] : one.cells) {
      made_.formulas += cell.kind == dialect::Cell::Kind::Formula ? 1 : 0;
    }
  }
  made_.units = shown_.size();
  made_.compared = further_.size();
  return std::move(made_);
}

// What is asked of every unit shown, and the units that it is compared with or made up of.
void WorkbookSheets::find_units() {
  for (const auto& criterion : graph().criteria) {
    asked_.push_back(criterion.answer);
    if (criterion.points.valid()) asked_.push_back(criterion.points);
  }
  for (size_t i = 0; i < set().levels.size(); ++i) asked_.push_back(graph().levels[i].answer);
  if (graph().assessable.valid()) asked_.push_back(graph().assessable);
  for (const programme::Measure& measure : set().measures) {
    const NodeId node = run_.rules().measure(measure.id);
    if (node.valid()) asked_.push_back(node);
  }
  std::erase_if(asked_, [](NodeId node) { return !node.valid(); });
  std::vector<uint32_t> units;
  for (const OrganisationUnitId unit : shown_) units.push_back(static_cast<uint32_t>(unit.index()));
  for (const uint32_t unit :
       dialect::further_units(run_.evaluation(), asked_, run_.period(), units)) {
    further_.emplace_back(unit);
  }
  names_.sort(further_);
  dialect::StepWorld world;
  for (const auto* list : {&shown_, &further_}) {
    for (const OrganisationUnitId unit : *list) {
      world.units.push_back(static_cast<uint32_t>(unit.index()));
    }
  }
  world.first_row = kFirstRow;
  world.first_column = kFirstColumn;
  world.home = run_.period();
  world.language = language_;
  world.withheld = [this](NodeId node, uint32_t unit, engine::PeriodIndex period) {
    return secrecy_.withheld(node, unit, period);
  };
  steps_ = std::make_unique<dialect::Steps>(run_.evaluation(), std::move(world), made_.workbook);
}

void WorkbookSheets::add_sheets() {
  guide_ = steps_->add_sheet(say(msg("Read first")));
  results_ = steps_->add_sheet(say(msg("Results")));
  inputs_ = steps_->add_sheet(say(msg("Reported values")));
  rules_ = steps_->add_sheet(say(msg("Criteria")));
  measures_ = steps_->add_sheet(say(msg("Measures")));
  for (const programme::Criterion& criterion : set().criteria) {
    criteria_.push_back(steps_->add_sheet(say(msg("Cr. {}", criterion.id))));
  }
  levels_ = steps_->add_sheet(say(msg("Levels")));
  other_ = steps_->add_sheet(say(msg("Other periods")));
  groups_ = steps_->add_sheet(say(msg("Sets of units")));
  steps_->use_sheet(Part::Inputs, inputs_);
  steps_->use_sheet(Part::Measures, measures_);
  steps_->use_sheet(Part::OtherPeriods, other_);
  steps_->use_sheet(Part::Groups, groups_);
}

void WorkbookSheets::make_steps() {
  for (size_t i = 0; i < criteria_.size(); ++i) {
    const auto& criterion = graph().criteria[i];
    if (criterion.points.valid()) steps_->make(criterion.points, run_.period(), criteria_[i]);
    if (criterion.answer.valid()) steps_->make(criterion.answer, run_.period(), criteria_[i]);
  }
  for (const programme::Measure& measure : set().measures) {
    const NodeId node = run_.rules().measure(measure.id);
    if (node.valid()) steps_->make(node, run_.period(), measures_);
  }
  for (size_t i = 0; i < set().levels.size(); ++i) {
    if (graph().levels[i].answer.valid()) {
      steps_->make(graph().levels[i].answer, run_.period(), levels_);
    }
  }
  if (graph().assessable.valid()) steps_->make(graph().assessable, run_.period(), levels_);
}

void WorkbookSheets::remove_empty_sheets() {
  std::set<std::string> kept;
  for (const dialect::Step& step : steps_->steps()) kept.insert(sheet(step.sheet).name);
  for (const size_t index : {guide_, results_, rules_}) kept.insert(sheet(index).name);
  for (const size_t index : criteria_) kept.insert(sheet(index).name);
  if (set().criteria.empty()) kept.erase(sheet(rules_).name);
  std::erase_if(made_.workbook.sheets,
                [&](const dialect::Sheet& one) { return kept.count(one.name) == 0; });
}

void WorkbookSheets::head(size_t index, const std::string& title, const std::string& note) {
  dialect::Sheet& to = sheet(index);
  std::string labels;
  for (const std::string& label : labels_of(office_, language_)) {
    labels += (labels.empty() ? "" : " · ") + label;
  }
  to.text(0, 0, labels, Look::Banner);
  to.text(1, 0, title, Look::Title);
  to.text(2, 0, note, Look::Note);
}

// Rows as high as their wrapped texts: programs that open the file do not all see to it.
void WorkbookSheets::fit_rows(size_t index, uint32_t first_row, double most) {
  constexpr double kLine = 13.5;
  dialect::Sheet& to = sheet(index);
  for (const auto& [where, cell] : to.cells) {
    if (where.first < first_row || cell.look != Look::Wrapped) continue;
    const double width = to.widths.count(where.second) > 0 ? to.widths[where.second] : 8;
    double lines = 0;
    for (const std::string_view line : split(cell.text, '\n')) {
      lines += std::max(1.0, std::ceil(display_width(line) * 1.08 / width));
    }
    double& height = to.heights[where.first];
    height = std::max(height, std::min(most, std::max(1.0, lines) * kLine + 2));
  }
}

void WorkbookSheets::list_units(size_t index, bool further) {
  dialect::Sheet& to = sheet(index);
  const std::string headings[] = {say(msg("code")), say(msg("unit")), say(msg("group of units"))};
  for (uint16_t column = 0; column < kFirstColumn; ++column) {
    for (uint32_t row = kHeadingRow; row < kFirstRow; ++row) {
      to.text(row, column, row == kHeadingRow ? headings[column] : "",
              row == kHeadingRow ? Look::Heading : Look::Small);
    }
  }
  uint32_t row = kFirstRow;
  const auto list = [&](const std::vector<OrganisationUnitId>& units, Look look) {
    for (const OrganisationUnitId unit : units) {
      to.text(row, 0, names_.code(unit), look);
      to.text(row, 1, names_.name(unit), look);
      to.text(row++, 2, names_.group(unit), look);
    }
  };
  list(shown_, Look::Plain);
  if (further) list(further_, Look::Note);
  to.widths = {{0, 8}, {1, 24}, {2, 16}};
  to.heights = {{1, 21}};
  to.frozen_rows = kFirstRow;
  to.frozen_columns = kFirstColumn;
}

}  // namespace exemplar::cli
