// A TOML file as a tree of values that know their places. The only door to toml++.
//
//   [[indicator]]                 Table ── "indicator" ─▶ List ─▶ Table 3:1
//   id = "office_area"                                            ├─ "id"    ─▶ Text 4:6, content
//   4:7 value = 'a / b'                                               └─ "value" ─▶ Text 5:9,
//   content 5:10
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/problem.hpp"
#include "engine/formula/formula_text.hpp"

namespace exemplar::programme {

struct TomlEntry;

struct TomlNode {
  enum class Kind { Text, Whole, Fraction, Truth, Day, List, Table, Other };

  Kind kind = Kind::Table;
  std::string text;  // Text, in Unicode's composed form
  int64_t whole = 0;
  double fraction = 0;
  bool truth = false;
  Date day;
  std::vector<TomlNode> items;     // List
  std::vector<TomlEntry> entries;  // Table, in the order of the file
  Place place;
  Place content;                           // Text: its first character, behind the quotes
  std::vector<engine::FormulaJump> jumps;  // Text: behind each escape

  const TomlEntry* find(std::string_view key) const;
};

struct TomlEntry {
  std::string key;
  Place place;  // of the key
  TomlNode node;
};

// The tree of a whole file; nothing, and one placed problem, where it is not TOML or not UTF-8.
// A byte order mark and CRLF are taken. Nesting that could exhaust the stack is refused.
std::optional<TomlNode> parse_toml(std::string_view bytes, const std::string& file,
                                   Problems& problems);

}  // namespace exemplar::programme
