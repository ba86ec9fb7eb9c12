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
#include "programme/pack/recorded_facts.hpp"

namespace exemplar::programme {

struct PackReading {
  Office office;      // as much as could be read
  Problems problems;  // the first syntax error of each file, every error of meaning of all files
  // False where a file of definitions is missing or could not be read: what it declares would be
  // missed in every other file.
  bool definitions_read = false;
  // Where less than facts was read: they stay in the files, and are fetched from here. Null where no
  // values could be read.
  std::shared_ptr<const RecordedFacts> recorded;
};

// Of the error that the values do not fit into memory: it says nothing against the pack.
inline constexpr std::string_view kTooLargeCode = "too_large";

// What is kept of the values.
enum class Reading {
  Facts,        // each with who reported it, when and from which source: what explanations show
  ValuesAlone,  // values with their status, packed in columns: what evaluations read
  Outline,      // for which indicators, periods and categories there are values, and from which
                // sources; memory does not grow with the values, and no pack is too large
};

struct ReadOptions {
  Reading reading = Reading::Facts;
  unsigned threads = 0;  // 0: one for each processor
  // Bytes of memory that reading and using the pack may take; 0: what the machine can give. A pack
  // with more values is refused before they are read.
  uint64_t memory_max = 0;
  size_t piece_bytes = 2 << 20;  // so much of a file of values is read at a time by each thread
};

// Reads all files under `folder`. Formulas are parsed (syntax errors placed), not yet compiled.
// After 1,000 problems in one file the others of that file are not told. A text that begins with
// "CẦN ĐIỀN" is an error of code "to_fill", at each place where one stands.
PackReading read_pack(const std::filesystem::path& folder, const ReadOptions& options = {});
PackReading read_pack(const PackFiles& files, const ReadOptions& options = {});

// Writes the office as a pack: reading it again gives the same office. All or nothing: a new folder
// is written beside and renamed. A folder that is there and not empty is refused.
Result<bool> write_pack(const Office& office, const std::filesystem::path& folder);
Result<bool> write_content(const PackFiles::Content& content, const std::filesystem::path& folder);
// The same files in memory.
Result<PackFiles::Content> pack_content(const Office& office);

// Every definition, unit, value and decision alike, in whatever places they were read. Values are
// compared in the order in which they were recorded.
bool same_office(const Office& a, const Office& b);
bool same_fact(const Fact& a, const Fact& b);

}  // namespace exemplar::programme
