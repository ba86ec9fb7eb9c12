// functions: the criteria language, from the functions' own descriptions.
#include "engine/formula/functions.hpp"

#include "cli/words.hpp"

namespace exemplar::cli {

namespace {

Message words_of(engine::FunctionGroup group) {
  switch (group) {
    case engine::FunctionGroup::Answers:
      return msg("Answers");
    case engine::FunctionGroup::Criteria:
      return msg("Criteria and points");
    case engine::FunctionGroup::Numbers:
      return msg("Numbers");
    case engine::FunctionGroup::Aggregates:
      return msg("Several values, units or periods");
    case engine::FunctionGroup::Comparisons:
      return msg("One unit among others");
    case engine::FunctionGroup::Statistics:
      return msg("Statistics");
    case engine::FunctionGroup::Units:
      return msg("Units");
  }
  return {};
}

Message words_of(engine::MissingRule rule) {
  switch (rule) {
    case engine::MissingRule::Arithmetic:
      return msg("any unknown gives unknown, else any not applicable gives not applicable");
    case engine::MissingRule::Aggregate:
      return msg("not applicable is left out; any unknown gives unknown");
    case engine::MissingRule::Quantifier:
      return msg("decided as soon as the known answers decide it");
    case engine::MissingRule::AmongKnown:
      return msg("unknown and not applicable keep their answer and take no place");
    case engine::MissingRule::Never:
      return msg("always has an answer");
  }
  return {};
}

}  // namespace

Report functions(const Common& common) {
  const Say say{common.language};
  Report report;
  report.title = say(msg("The functions of the criteria language"));
  Table all{"functions",
            "",
            {{"name", {}},
             {"group", {}},
             {"signature", {}},
             {"meaning", {}},
             {"missing", {}},
             {"example", {}},
             {"example_result", {}}},
            {}};
  all.for_people = false;
  std::optional<engine::FunctionGroup> group;
  Report::Block lines;
  for (const engine::FunctionInfo& one : engine::functions()) {
    const std::string meaning(common.language == Language::Vietnamese ? one.meaning_vi
                                                                      : one.meaning_en);
    if (one.group != group) {
      if (group) report.blocks.push_back(std::exchange(lines, {}));
      if (group) report.line("");
      group = one.group;
      lines.lines.push_back(say(words_of(one.group)));
    }
    lines.lines.push_back(fmt::format("  {}", one.signature));
    lines.lines.push_back(fmt::format("      {}", meaning));
    if (!one.example.empty()) {
      lines.lines.push_back(fmt::format("      {}  →  {}", one.example, one.example_result));
    }
    lines.lines.push_back(
        fmt::format("      {}", say(msg("missing values: {}", say(words_of(one.missing))))));
    all.row({text(std::string(one.name)), text(say(words_of(one.group))),
             text(std::string(one.signature)), text(meaning), text(say(words_of(one.missing))),
             one.example.empty() ? nothing() : text(std::string(one.example)),
             one.example_result.empty() ? nothing() : text(std::string(one.example_result))});
  }
  report.blocks.push_back(std::move(lines));
  report.table(std::move(all));
  report.csv_table = "functions";
  return report;
}

}  // namespace exemplar::cli
