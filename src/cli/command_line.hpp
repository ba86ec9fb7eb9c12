// The command line: its verbs and options, in the reader's language, and what may be wrong with it.
#pragma once

#include <variant>

#include "cli/account.hpp"
#include "cli/audit.hpp"
#include "cli/convert.hpp"
#include "cli/export.hpp"
#include "cli/import.hpp"
#include "cli/office.hpp"
#include "cli/sql.hpp"
#include "cli/verbs.hpp"

namespace exemplar::cli {

// Of serve: what main hands to the server.
struct ServeLine {
  std::string listen = "127.0.0.1";
  uint16_t port = 8080;
  std::string keys;
  std::vector<std::string> hosts;
  bool behind_tls = false;
  std::string checkpoints;
  std::string oidc_issuer;
  std::string oidc_client;
  std::string oidc_secret_file;
  std::string oidc_name;
  int64_t oidc_longest_age = 900;
  double rate = 100;
};

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
  AccountOptions account;
  ImportFileOptions imported;
  ServeLine serve;
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
