// check: every finding on a pack, at its place.
#include "programme/pack/check.hpp"

#include "cli/words.hpp"

namespace exemplar::cli {

Problems findings_on(const programme::PackReading& reading) {
  Problems problems = reading.problems;
  // The parts are looked at together unless a file of definitions could not be read: what it
  // declares would then be missed everywhere.
  if (reading.definitions_read) {
    Problems together;
    programme::check_office(reading.office, together);
    std::set<Place> told;
    std::set<std::string> unfinished;  // files with places still to fill
    for (const Problem& problem : problems) {
      told.insert(problem.place);
      if (problem.code == "to_fill") unfinished.insert(problem.place.file);
    }
    for (const Problem& problem : together) {
      // What follows from a fault that the reader has found is not told again.
      if (!told.contains(problem.place) && !unfinished.contains(problem.place.file)) {
        problems.add(problem);
      }
    }
  }
  problems.sort();
  return problems;
}

Report check(const programme::PackReading& reading, const Common& common) {
  const Say say{common.language};
  const Problems problems = findings_on(reading);
  const auto same = [](const Problem& a, const Problem& b) {
    return a.place == b.place && a.what == b.what;
  };
  Report report;
  report.labels = labels_of(reading.office, common.language);
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
  // Errors first, then warnings, then what is only said.
  std::array<std::vector<std::string>, 3> lines_of;
  const auto place_value = [&](int number) {
    return number > 0 ? integer(number, Language::English) : nothing();
  };
  const Problem* before = nullptr;
  for (const Problem& problem : problems) {
    if (before != nullptr && same(*before, problem)) continue;
    before = &problem;
    const std::string line = to_string(problem, common.language);
    Value severity;
    switch (problem.severity) {
      case Severity::Error:
        severity = word("error", say(msg("error")));
        lines_of[0].push_back(line);
        break;
      case Severity::Warning:
        severity = word("warning", say(msg("warning")));
        lines_of[1].push_back(say(msg("warning: {}", line)));
        break;
      case Severity::Information:
        severity = word("note", say(msg("note")));
        lines_of[2].push_back(say(msg("note: {}", line)));
        break;
    }
    table.row({text(problem.place.file), place_value(problem.place.line),
               place_value(problem.place.column), severity,
               problem.code.empty() ? nothing() : text(problem.code), text(say(problem.what)),
               problem.remedy.pattern.empty() ? nothing() : text(say(problem.remedy))});
  }
  const auto errors = static_cast<int64_t>(lines_of[0].size());
  const auto warnings = static_cast<int64_t>(lines_of[1].size());
  Report::Block lines;
  for (const auto& some : lines_of) {
    lines.lines.insert(lines.lines.end(), some.begin(), some.end());
  }
  const auto& definitions = reading.office.definitions;
  lines.lines.push_back(
      errors > 0 ? say(msg("{} errors, {} warnings: the pack cannot be used", errors, warnings))
                 : say(msg("{} errors, {} warnings: {} units, {} indicators, {} programmes, {} "
                           "values, {} decisions",
                           errors, warnings, definitions.units.size(),
                           definitions.indicators.size(), definitions.programmes.size(),
                           reading.office.facts.values().size(), reading.office.decisions.size())));
  report.blocks.push_back(std::move(lines));
  report.fact("errors", Json::integer(errors));
  report.fact("warnings", Json::integer(warnings));
  report.table(std::move(table));
  report.csv_table = "problems";
  report.exit_code = errors > 0 ? 1 : 0;
  return report;
}

}  // namespace exemplar::cli
