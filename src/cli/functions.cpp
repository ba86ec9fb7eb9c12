// functions: the criteria language, from the functions' own descriptions: all of them, one of them,
// or the page docs/functions.md.
#include "engine/formula/functions.hpp"

#include "base/nearest.hpp"
#include "cli/words.hpp"

namespace exemplar::cli {

namespace {

using engine::FunctionInfo;

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

Message words_of(engine::Execution execution) {
  switch (execution) {
    case engine::Execution::WrittenOut:
      return msg("as a formula");
    case engine::Execution::AsValue:
      return msg("as a value, marked");
  }
  return {};
}

std::string_view meaning_of(const FunctionInfo& one, Language language) {
  return language == Language::Vietnamese ? one.meaning_vi : one.meaning_en;
}

std::string how_to_write(std::string_view signature, std::string_view quote) {
  std::string text;
  constexpr std::string_view kBetween = " · ";
  for (size_t from = 0; from != std::string_view::npos;) {
    const size_t to = signature.find(kBetween, from);
    text += (text.empty() ? "" : std::string(kBetween));
    text.append(quote).append(signature.substr(from, to - from)).append(quote);
    from = to == std::string_view::npos ? to : to + kBetween.size();
  }
  return text;
}

// "ties=none|all by=*" as "`ties` = none, all · `by` = …".
std::string options_of(const FunctionInfo& one) {
  std::string text;
  for (const std::string_view option : split(one.options, ' ')) {
    if (option.empty()) continue;
    const size_t equals = option.find('=');
    text += text.empty() ? "" : " · ";
    text += fmt::format("{} = ", option.substr(0, equals));
    for (const char c : option.substr(equals + 1)) {
      text += c == '|' ? ", " : c == '*' ? "…" : std::string(1, c);
    }
  }
  return text;
}

std::vector<std::string> lines_of(const FunctionInfo& one, const Say& say) {
  std::vector<std::string> lines = {fmt::format("  {}", one.signature),
                                    fmt::format("      {}", meaning_of(one, say.language))};
  if (!one.example.empty()) {
    lines.push_back(fmt::format("      {}  →  {}", one.example, one.example_result));
  }
  lines.push_back(
      fmt::format("      {}", say(msg("missing values: {}", say(words_of(one.missing))))));
  return lines;
}

// What the list leaves out, told where one function is asked for.
std::vector<std::string> further_lines_of(const FunctionInfo& one, const Say& say) {
  std::vector<std::string> lines;
  if (!one.options.empty()) {
    lines.push_back(fmt::format("      {}", say(msg("options: {}", options_of(one)))));
  }
  lines.push_back(fmt::format("      {}", say(msg("in SQL: {}", say(words_of(one.in_sql))))));
  lines.push_back(
      fmt::format("      {}", say(msg("in a workbook: {}", say(words_of(one.in_cells))))));
  return lines;
}

Table table_of_functions() {
  Table all{"functions",
            "",
            {{"name", {}},
             {"group", {}},
             {"signature", {}},
             {"meaning", {}},
             {"options", {}},
             {"missing", {}},
             {"in_sql", {}},
             {"in_cells", {}},
             {"example", {}},
             {"example_result", {}}},
            {}};
  all.for_people = false;
  return all;
}

void add_row(Table& all, const FunctionInfo& one, const Say& say) {
  const auto maybe = [](std::string_view words) {
    return words.empty() ? nothing() : text(std::string(words));
  };
  all.row({text(std::string(one.name)), text(say(words_of(one.group))),
           text(std::string(one.signature)), text(std::string(meaning_of(one, say.language))),
           maybe(options_of(one)), text(say(words_of(one.missing))),
           text(say(words_of(one.in_sql))), text(say(words_of(one.in_cells))), maybe(one.example),
           maybe(one.example_result)});
}

Report list_of_functions(const Say& say) {
  Report report;
  report.title = say(msg("The functions of the criteria language"));
  Table all = table_of_functions();
  std::optional<engine::FunctionGroup> group;
  Report::Block block;
  for (const FunctionInfo& one : engine::functions()) {
    if (one.group != group) {
      if (group) report.blocks.push_back(std::exchange(block, {}));
      if (group) report.line("");
      group = one.group;
      block.lines.push_back(say(words_of(one.group)));
    }
    const auto lines = lines_of(one, say);
    block.lines.insert(block.lines.end(), lines.begin(), lines.end());
    add_row(all, one, say);
  }
  report.blocks.push_back(std::move(block));
  report.line("");
  report.line(say(msg("More on one of them: exemplar functions NAME")));
  report.table(std::move(all));
  report.csv_table = "functions";
  return report;
}

Report one_function(const FunctionInfo& one, const Say& say) {
  Report report;
  report.title = fmt::format("{} · {}", one.name, say(words_of(one.group)));
  Report::Block block{lines_of(one, say), {}};
  const auto further = further_lines_of(one, say);
  block.lines.insert(block.lines.end(), further.begin(), further.end());
  report.blocks.push_back(std::move(block));
  Table all = table_of_functions();
  add_row(all, one, say);
  report.table(std::move(all));
  report.csv_table = "functions";
  return report;
}

std::string section_of(const FunctionInfo& one, const Say& say) {
  const Language other =
      say.language == Language::Vietnamese ? Language::English : Language::Vietnamese;
  std::string text =
      fmt::format("### {}\n{}\n\n{}.\n*{}.*\n\n", one.name, how_to_write(one.signature, "`"),
                  meaning_of(one, say.language), meaning_of(one, other));
  if (!one.example.empty()) {
    text += fmt::format("- `{}` → {}\n", one.example, one.example_result);
  }
  if (!one.options.empty()) {
    text += fmt::format("- {}\n", say(msg("options: {}", options_of(one))));
  }
  text += fmt::format("- {}\n", say(msg("missing values: {}", say(words_of(one.missing)))));
  text += fmt::format("- {}\n", say(msg("in SQL: {}", say(words_of(one.in_sql)))));
  text += fmt::format("- {}\n\n", say(msg("in a workbook: {}", say(words_of(one.in_cells)))));
  return text;
}

Refusal no_such_function(const std::string& name) {
  std::vector<std::string> names;
  for (const FunctionInfo& one : engine::functions()) names.emplace_back(one.name);
  const std::string meant = nearest(name, names);
  if (meant.empty()) {
    return {msg("there is no function '{}'", name), msg("exemplar functions lists them all")};
  }
  return {msg("there is no function '{}'", name), msg("did you mean {}?", meant)};
}

}  // namespace

std::string functions_page(Language language) {
  const Say say{language};
  std::string text = fmt::format("# {}\n\n{}\n", say(msg("The functions of the criteria language")),
                                 say(msg("Written by `exemplar functions --format markdown` from "
                                         "the table that the language itself reads "
                                         "(src/engine/formula/functions.cpp); a test holds the two "
                                         "equal. What the words mean: [the criteria "
                                         "language](language.md).")));
  std::optional<engine::FunctionGroup> group;
  for (const FunctionInfo& one : engine::functions()) {
    text += one.group == group ? " · " : fmt::format("\n- {}: ", say(words_of(one.group)));
    text += fmt::format("[{0}](#{0})", one.name);
    group = one.group;
  }
  text += "\n\n";
  group.reset();
  for (const FunctionInfo& one : engine::functions()) {
    if (one.group != group) text += fmt::format("## {}\n\n", say(words_of(one.group)));
    group = one.group;
    text += section_of(one, say);
  }
  text.pop_back();  // one line break ends a file
  return text;
}

Result<Report> functions(const Common& common, const FunctionsOptions& options) {
  const Say say{common.language};
  if (options.name.empty()) return list_of_functions(say);
  const FunctionInfo* one = engine::find_function(options.name);
  if (one == nullptr) return no_such_function(options.name);
  return one_function(*one, say);
}

}  // namespace exemplar::cli
