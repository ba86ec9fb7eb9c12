// The command line: its verbs and options, in the reader's language, and what may be wrong with it.
#pragma once

#include <variant>

#include "cli/audit.hpp"
#include "cli/convert.hpp"
#include "cli/export.hpp"
#include "cli/office.hpp"
#include "cli/sql.hpp"
#include "cli/verbs.hpp"

namespace exemplar::cli {

struct Line {
  std::string verb;
  Common common;
  Format format = Format::Table;
  AssessOptions assess;
  ExplainOptions explain;
  TargetsOptions targets;
  UnitsOptions units;
  CompareOptions compare;
  OverviewOptions overview;
  ReviewOptions review;
  ConvertOptions convert;
  AuditOptions audit;
  SqlOptions sql;
  ExportOptions exported;
  FunctionsOptions functions;
  OfficeOptions office;
  WorkbookOptions workbook;
};

// Either the line, or a help text that was asked for, or what is wrong with it. `today` becomes
// common.today.
struct HelpText {
  std::string text;
};
std::variant<Line, HelpText, Refusal> parse_line(int argc, const char* const* argv, Date today);

// The language that the line asks for, also where nothing else of it is understood.
Language language_of(int argc, const char* const* argv);

// What is wrong; what would be right.
std::string sentence(const Message& what, const Message& remedy, Language language);

}  // namespace exemplar::cli
