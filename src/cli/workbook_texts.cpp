// How to read the workbook, and the rules in words.
#include "cli/workbook_sheets.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::cli {

using dialect::Look;

namespace {

Message words_of(programme::WhenNotApplicable policy) {
  switch (policy) {
    case programme::WhenNotApplicable::LeaveOut:
      return msg("left out where it does not apply");
    case programme::WhenNotApplicable::Met:
      return msg("met where it does not apply");
    case programme::WhenNotApplicable::NotMet:
      return msg("not met where it does not apply");
    case programme::WhenNotApplicable::Unknown:
      return msg("unknown where it does not apply");
  }
  return {};
}

}  // namespace

void WorkbookSheets::write_guide() {
  head(guide_, made_.title, say(set().name));
  dialect::Sheet& to = sheet(guide_);
  to.landscape = false;
  to.widths = {{0, 22}, {1, 84}};
  to.heights = {{1, 21}};
  uint32_t row = 4;
  const auto part = [&](const std::string& name) { to.text(row++, 0, name, Look::Group); };
  const auto line = [&](const std::string& left, const std::string& right, size_t link) {
    dialect::Cell& cell = to.text(row, 0, left, link == SIZE_MAX ? Look::Plain : Look::Link);
    if (link != SIZE_MAX) cell.link = name_of_sheet(link);
    to.text(row++, 1, right, Look::Wrapped);
  };
  part(say(msg("Where what stands")));
  line(name_of_sheet(results_),
       say(msg("Where each unit stands, its levels and the answer to each criterion.")), results_);
  line(name_of_sheet(inputs_),
       say(msg("What was reported, a row a unit. Change a value here and the results change.")),
       inputs_);
  if (!criteria_.empty()) {
    line(name_of_sheet(rules_), say(msg("Each criterion: its text, its basis and its formula.")),
         rules_);
    line(name_of_sheet(criteria_.front()) + " …",
         say(msg("The steps of each criterion, a column a step, and why each unit stands so.")),
         criteria_.front());
  }
  ++row;
  part(say(msg("Signs")));
  const std::pair<engine::Answer, Message> signs[] = {
      {engine::Answer::Met, msg("met: in the cell stands 2")},
      {engine::Answer::NotMet, msg("not met: 0")},
      {engine::Answer::Unknown, msg("unknown, because values are missing: 1")},
      {engine::Answer::NotApplicable, msg("not applicable: 3")}};
  for (const auto& [answer, words] : signs) {
    to.number(row, 0, static_cast<double>(answer), Look::Answer);
    to.text(row++, 1, say(words), Look::Wrapped);
  }
  line("•  ?  –", say(msg("beside a value: known (2), unknown (1), not applicable (3)")), SIZE_MAX);
  ++row;
  part(say(msg("Colours")));
  const std::pair<Look, Message> colours[] = {
      {Look::InputReported, msg("reported")},
      {Look::InputVerified, msg("verified")},
      {Look::InputDecided, msg("decided, or kept by the office itself")},
      {Look::InputMissing, msg("missing: nothing was reported")},
      {Look::AsValue, msg("computed by the programme and written as a value: does not follow the "
                          "reported values; the heading says why")},
      {Look::Hidden, msg("withheld: numbers of people are shown from the level above up; what "
                         "follows from them is written as a value")}};
  for (const auto& [look, words] : colours) {
    to.text(row, 0, look == Look::Hidden ? dialect::entry_words(language_).withheld : "", look);
    to.text(row++, 1, say(words), Look::Wrapped);
  }
  ++row;
  part(say(msg("How it computes")));
  for (const Message& words :
       {msg("Missing is never zero: what needs a missing value is unknown, unless the known values "
            "decide it."),
        msg("Ratios are compared exactly, on whole numbers: a / b >= 70 % is a × 10 >= 7 × b."),
        msg("The words beside the steps and the colours of the values are those of the day the "
            "workbook was made; the formulas follow what is typed."),
        msg("The answers are computed; a title is a decision of its authority and is not "
            "computed here.")}) {
    to.text(row, 0, "•", Look::Plain);
    to.text(row++, 1, say(words), Look::Wrapped);
  }
  if (made_.as_values.empty()) return;
  ++row;
  part(say(msg("Written as values")));
  for (const auto& [step, why] : made_.as_values) line(step, why, SIZE_MAX);
}

void WorkbookSheets::write_rules() {
  head(rules_, say(msg("Criteria")), say(set().note));
  dialect::Sheet& to = sheet(rules_);
  const std::string headings[] = {say(msg("criterion")), say(msg("group")),
                                  say(msg("title")),     say(msg("text")),
                                  say(msg("basis")),     say(msg("formula")),
                                  say(msg("in words")),  say(msg("where it does not apply")),
                                  say(msg("evidence"))};
  const double widths[] = {9, 18, 26, 50, 16, 44, 50, 18, 24};
  for (size_t i = 0; i < std::size(headings); ++i) {
    const auto column = static_cast<uint16_t>(i);
    to.text(kHeadingRow, column, headings[i], Look::Heading);
    to.widths[column] = widths[i];
  }
  uint32_t row = kHeadingRow + 1;
  for (size_t c = 0; c < set().criteria.size(); ++c, ++row) {
    const programme::Criterion& one = set().criteria[c];
    const programme::CriterionGroup* group = set().group(one.group);
    to.text(row, 0, one.id, Look::Link).link = name_of_sheet(criteria_[c]);
    to.text(row, 1,
            group == nullptr ? one.group : fmt::format("{}. {}", group->id, say(group->name)),
            Look::Wrapped);
    to.text(row, 2, say(one.title), Look::Wrapped);
    to.text(row, 3, say(one.text), Look::Wrapped);
    to.text(row, 4, one.basis, Look::Wrapped);
    std::string formula;
    for (const auto* written : {&one.applies, &one.met, &one.points}) {
      if (written->empty()) continue;
      const char* name = written == &one.applies  ? "applies: "
                         : written == &one.points ? "points: "
                                                  : "";
      formula += (formula.empty() ? "" : "\n") + (name + std::string(written->text));
    }
    to.text(row, 5, formula, Look::Wrapped);
    const engine::NodeId raw = graph().criteria[c].raw;
    const engine::Node* node = raw.valid() ? &graph()[steps_->meant(raw)] : nullptr;
    to.text(row, 6, node == nullptr ? "" : in_words(formula_text(*node)), Look::Wrapped);
    to.text(row, 7, one.when_not_applicable ? say(words_of(*one.when_not_applicable)) : "",
            Look::Wrapped);
    to.text(row, 8, say(one.evidence), Look::Wrapped);
  }
  to.heights = {{1, 21}};
  to.frozen_rows = kHeadingRow + 1;
  to.frozen_columns = 3;
}

}  // namespace exemplar::cli
