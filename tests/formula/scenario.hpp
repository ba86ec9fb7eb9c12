// Scenario files: formulas, the values they meet, and what they must give, written so that an
// official can read them. The same files run against the oracle and against the engine.
//
//   # exact ratio: of 25 areas 17.5 are needed, so 18          a title, shown when the case fails
//   measure half                                               definitions, by the pack's keys;
//     value = round(x / 2, 1)                                  they hold until the next "---"
//   formula: areas_recognised / areas >= 70 %
//   printed: areas_recognised / areas >= 70 %                  optional: its canonical form
//   table:                                                     every row is a world of one unit
//     areas  areas_recognised  | expect   not (x > 1)          right of |: the formula, and others
//     25     16                | not met  met
//   units:                                                     the rows are the units of one world
//     unit  under  offences[2022]  offences{kind=theft} | expect
//   formula: a +
//   error at 4: the formula ends where a value should stand
//
// Columns stand two spaces apart. Cells: 16  16@verified  ?  n/a  yes  no  2023-01-16  any text.
// Special columns: unit, under (code of the parent), takes_part, unit.NAME, months_active,
// months_active(lineage); under[2022], takes_part[2022]: as it was until the end of 2022; begins,
// ends: a unit's first and last day ("-": always). A unit of measure follows the name: "area (m²)".
// The period is 2023.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "oracle/world.hpp"

namespace exemplar::formula_tests {

struct Expectation {
  int line = 0;  // of the file
  std::string formula;
  std::string expected;  // "met", "0.5", "met@verified"
  int unit = 0;
};

struct Scenario {
  int line = 0;
  std::string title;
  oracle::World world;
  std::vector<Expectation> expectations;
};

// A formula that must be refused, or whose canonical form is given.
struct SyntaxCase {
  int line = 0;
  std::string formula;
  int error_column = 0;  // 0: it must parse
  std::string error;
  std::string printed;  // empty: not said
};

struct ScenarioFile {
  std::string name;
  std::vector<Scenario> scenarios;
  std::vector<SyntaxCase> syntax;
  std::vector<std::string> problems;  // "line 3: …": the file itself is wrong
};

ScenarioFile read_scenarios(const std::filesystem::path& path);
std::vector<std::filesystem::path> scenario_paths();

// What differs from the expectations, one line each; empty when all hold.
std::vector<std::string> run(const Scenario& scenario, oracle::Evaluator& evaluator);

}  // namespace exemplar::formula_tests
