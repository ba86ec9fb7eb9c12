// check: every finding on a pack, at its place.
#include "cli/words.hpp"
#if __has_include("programme/pack/check.hpp")
#include "programme/pack/check.hpp"
#define HAVE_CHECK 1
#endif

namespace exemplar::cli {

Report check(const programme::PackReading& reading, const Common& common) {
  const Say say{common.language};
  Problems problems = reading.problems;
  // Without any indicator or programme that could be read, every name would be reported as unknown.
  const auto& read = reading.office.definitions;
  if (!problems.has_errors() || (!read.indicators.empty() && !read.programmes.empty())) {
#ifdef HAVE_CHECK
    programme::check_office(reading.office, problems);
#endif
  }
  problems.sort();
  const auto same = [](const Problem& a, const Problem& b) {
    return a.place == b.place && a.what == b.what;
  };
  Report report;
  Table table{"problems",
              "",
              {{"file", say(msg("file"))},
               {"line", say(msg("line")), Align::Right},
               {"column", say(msg("column")), Align::Right},
               {"severity", say(msg("severity"))},
               {"code", say(msg("code"))},
               {"what", say(msg("what is wrong"))},
               {"remedy", say(msg("what would be right"))}},
              {}};
  table.for_people = false;
  int64_t errors = 0;
  int64_t warnings = 0;
  std::vector<std::string> warning_lines;
  Report::Block lines;
  const auto place_value = [&](int number) {
    return number > 0 ? integer(number, Language::English) : nothing();
  };
  const Problem* before = nullptr;
  for (const Problem& problem : problems) {
    if (before != nullptr && same(*before, problem)) continue;
    before = &problem;
    const bool error = problem.severity == Severity::Error;
    ++(error ? errors : warnings);
    if (error) {
      lines.lines.push_back(to_string(problem, common.language));
    } else {
      warning_lines.push_back(say(msg("warning: {}", to_string(problem, common.language))));
    }
    table.row({text(problem.place.file), place_value(problem.place.line),
               place_value(problem.place.column),
               error ? word("error", say(msg("error"))) : word("warning", say(msg("warning"))),
               problem.code.empty() ? nothing() : text(problem.code), text(say(problem.what)),
               problem.remedy.pattern.empty() ? nothing() : text(say(problem.remedy))});
  }
  lines.lines.insert(lines.lines.end(), warning_lines.begin(), warning_lines.end());
  const auto& definitions = reading.office.definitions;
  lines.lines.push_back(
      errors > 0 ? say(msg("{} errors, {} warnings: the pack cannot be used", errors, warnings))
                 : say(msg("{} errors, {} warnings: {} units, {} indicators, {} programmes, {} "
                           "values, {} decisions",
                           errors, warnings, definitions.units.size(),
                           definitions.indicators.size(), definitions.programmes.size(),
                           reading.office.facts.all().size(), reading.office.decisions.size())));
  report.blocks.push_back(std::move(lines));
  report.fact("errors", Json::integer(errors));
  report.fact("warnings", Json::integer(warnings));
  report.table(std::move(table));
  report.csv_table = "problems";
  report.exit_code = errors > 0 ? 1 : 0;
  return report;
}

}  // namespace exemplar::cli
