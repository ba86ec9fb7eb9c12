// Reads a pack: a folder of TOML definitions and CSV tables (docs/pack.md) → definitions, facts and
// decisions, with every problem placed; and writes one.
//
//   folder ─▶ PackFiles ─┬─ *.toml ─▶ TomlNode ─▶ FieldReader ─▶ DefinitionDraft ─▶ checks ─┐
//                        ├─ units… ─▶ UnitTables ─▶ build_units ────────────────────────────┼─▶
//                        Office └─ values/*.csv, targets, decisions
//                        ───────────────────────────────┘
#pragma once

#include <filesystem>

#include "programme/office/office.hpp"
#include "programme/pack/pack_files.hpp"

namespace exemplar::programme {

struct PackReading {
  Office office;      // as much as could be read
  Problems problems;  // the first syntax error of each file, every error of meaning of all files
  // False where a file of definitions is missing or could not be read: what it declares would be
  // missed in every other file.
  bool definitions_read = false;
};

// Reads all files under `folder`. Formulas are parsed (syntax errors placed), not yet compiled.
// After 1,000 problems in one file the others of that file are not told. A text that begins with
// "CẦN ĐIỀN" is an error of code "to_fill", at each place where one stands.
PackReading read_pack(const std::filesystem::path& folder);
PackReading read_pack(const PackFiles& files);

// Writes the office as a pack: reading it again gives the same office. All or nothing: a new folder
// is written beside and renamed. A folder that is there and not empty is refused.
Result<bool> write_pack(const Office& office, const std::filesystem::path& folder);
// The same files in memory.
Result<PackFiles::Content> pack_content(const Office& office);

// Every definition, unit, value and decision alike, in whatever places they were read. Values are
// compared in the order in which they were recorded.
bool same_office(const Office& a, const Office& b);
bool same_fact(const Fact& a, const Fact& b);

}  // namespace exemplar::programme
