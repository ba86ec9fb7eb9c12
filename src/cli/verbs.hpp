// The verbs of the command line, one file each. A verb is a function from its options and an office
// that was read to a report or one named refusal; it reads no files, prints nothing and asks no
// clock. src/main.cpp parses the line, reads the pack, calls the verb and prints.
#pragma once

#include "cli/report.hpp"
#include "programme/office_store/office_data.hpp"

namespace exemplar::cli {

// What every verb is told.
struct Common {
  std::string pack;                  // as typed, for the commands that are proposed
  programme::OfficeAddress address;  // in place of a pack; or where a verb works
  std::string known_on;              // of an office: as it was known at the end of that day
  std::string command = "exemplar";  // as the program was called, for the same
  std::string programme;             // empty: the only one
  Language language = Language::Vietnamese;
  Date today;  // only for as-is geography and for units --at
};

// How results are looked at.
struct ViewOptions {
  std::string period;
  std::string criteria_set;
  std::string status = "reported";
  std::string geography = "as-was";  // as-was, as-is, or a day
};

struct AssessOptions {
  ViewOptions view;
  std::string unit;
  bool list_units = false;
};
Result<Report> assess(const programme::Office& office, const Common& common,
                      const AssessOptions& options);

struct ExplainOptions {
  ViewOptions view;
  std::string unit;
  std::string criterion;
};
// `recorded`: where the facts stayed that the office was read without; those that are told are added
// to it. Null: it has them all.
Result<Report> explain(programme::Office& office, const programme::RecordedFacts* recorded,
                       const Common& common, const ExplainOptions& options);

struct TargetsOptions {
  ViewOptions view;
  std::string at;        // empty: the period's last day
  std::string known_on;  // empty: everything recorded
};
Result<Report> targets(const programme::Office& office, const Common& common,
                       const TargetsOptions& options);

struct UnitsOptions {
  std::string at;  // empty: today
  std::string under;
  std::string hierarchy;
  std::string trace;
};
Result<Report> units(const programme::Office& office, const Common& common,
                     const UnitsOptions& options);

struct CompareOptions {
  std::string from;  // empty: as the programme declares, else the year before
  std::string to;
  std::string unit;
  std::string status = "reported";
  std::string geography = "as-was";
};
Result<Report> compare(const programme::Office& office, const Common& common,
                       const CompareOptions& options);

struct OverviewOptions {
  std::string period;  // empty: the latest with values that a criteria set judges
};
Result<Report> overview(const programme::Office& office, const Common& common,
                        const OverviewOptions& options);

struct ReviewOptions {
  ViewOptions view;
  std::string unit;  // of report
  std::string out;   // the file to write
};
// Writes the review of a period as one HTML file. Refused where it cannot be written: then the place
// is as it was.
Result<Report> review(const programme::Office& office, const Common& common,
                      const ReviewOptions& options);
// Writes one unit's page in the same style.
Result<Report> report(const programme::Office& office, const Common& common,
                      const ReviewOptions& options);

struct WorkbookOptions {
  ViewOptions view;
  std::string under;  // only units below that one; empty: all that take part
  std::string out;    // the file to write
};
// Writes a period's assessment as a workbook with live formulas. Refused where it cannot be written:
// then the place is as it was.
Result<Report> workbook(const programme::Office& office, const Common& common,
                        const WorkbookOptions& options);

// What is wrong with a pack: what reading it found and, where it could be read, what its parts say
// of each other. Sorted. With errors among them no other verb uses the pack.
Problems findings_on(const programme::PackReading& reading);
Report check(const programme::PackReading& reading, const Common& common);

// What makes an option's value malformed whatever the pack holds, and what would be right; none
// where a pack may understand it. A command line with such a value is wrong usage.
std::optional<Refusal> malformed_period(std::string_view text);
std::optional<Refusal> malformed_day(std::string_view text);
std::optional<Refusal> malformed_geography(std::string_view text);
std::optional<Refusal> not_one_of(const std::vector<std::string>& words, std::string_view text);

// Like 0.1.0.
std::string version();

struct FunctionsOptions {
  std::string name;       // empty: all of them
  bool markdown = false;  // the page, of all of them
};
// The criteria language, as its functions describe themselves. Refused where there is none of that
// name.
Result<Report> functions(const Common& common, const FunctionsOptions& options);
// The same as the page docs/functions.md.
std::string functions_page(Language language);

}  // namespace exemplar::cli
