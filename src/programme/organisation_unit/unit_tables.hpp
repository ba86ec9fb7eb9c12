// What people write about units: five tables of dated rows, each row with its place in a file.
// Whoever reads files fills these; build_units() checks them and makes the UnitRegister.
//
// Identity is the unit's own `id`, chosen by the author and never shown to the public. A code, a
// name and a kind belong to it for a time, and a code may belong to several units one after the
// other (on 1 July 2025 nearly every new commune took over the code of an older one).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/message.hpp"
#include "base/problem.hpp"

namespace exemplar::programme {

// Where the cell under a column begins.
struct CellPlace {
  std::string_view column;  // a name that outlives the row
  int line = 0;
  int column_of_line = 0;
};
using CellPlaces = std::vector<CellPlace>;

// The place of the row's cell under that column; of the row where nothing is known of the cell.
template <typename Row>
Place place_in(const Row& row, std::string_view column) {
  for (const CellPlace& cell : row.cells) {
    if (cell.column == column) return {row.place.file, cell.line, cell.column_of_line};
  }
  return row.place;
}

// One row for each stretch of days on which code, name and kind stay the same. Rows with the same
// id adjoin: the union of their ranges is the unit's validity, without gap and without overlap.
struct UnitRow {
  Place place;
  std::string id;
  std::string code;     // official code; empty for bodies without one (departments, committees)
  std::string name;     // Vietnamese
  std::string name_en;  // may be empty
  std::string kind;     // "ward", "commune", "department", ...
  Date from = kOpenPast;
  Date until = kOpenFuture;
  CellPlaces cells = {};
};

// A hierarchy over the units: territory, police command, ... It says which kinds of units belong
// to it. On every day of the hierarchy's validity a valid unit of one of `kinds` has a parent,
// unless its kind is one of `root_kinds`. Units of other kinds stand outside it.
struct HierarchyDefinition {
  std::string id;
  Text name;
  Place place;
  std::vector<std::string> kinds;       // all kinds that belong to it, the root kinds too
  std::vector<std::string> root_kinds;  // those that need no parent
  DateRange validity;                   // days on which membership is demanded

  bool operator==(const HierarchyDefinition&) const = default;
};

// A parent in a hierarchy for some days. An end that is open, or lies outside the unit's own
// validity, means "as long as the unit exists". A root needs no row, or has an empty parent.
struct HierarchyRow {
  Place place;
  std::string hierarchy;
  std::string unit;
  std::string parent;
  Date from = kOpenPast;
  Date until = kOpenFuture;
  CellPlaces cells = {};
};

//   Merge    several units end, one begins             from A to C, from B to C
//   Split    one unit ends, several begin              from A to B, from A to C
//            many to many: all rows on the same date; one unit to one: either word
//   Unclear  a code goes on under another name and the source does not say whether the unit was
//            renamed or merged: from the old unit to the new one, both with ids of their own.
//            Neither is inferred; shown as "continuity not confirmed"
//   End      abolished without successor: `from_unit` only
//   Begin    new without predecessor: `to_unit` only
//   Rename, Move    the identity goes on: `from_unit` only; checked against the dated rows
enum class UnitEventKind { Merge, Split, Unclear, End, Begin, Rename, Move };

std::string_view name_of(UnitEventKind kind);  // "merge", "split", ...
std::optional<UnitEventKind> unit_event_kind_named(std::string_view name);

// The largest total of an event: a billion. Shares of two splits in a row then stay exact.
inline constexpr int64_t kEventTotalMax = 1'000'000'000;

struct UnitEventRow {
  Place place;
  Date date;  // the first day of the new state
  UnitEventKind kind = UnitEventKind::Merge;
  std::string from_unit;
  std::string to_unit;
  // Of the `total` (people, households) of from_unit, `weight` go to to_unit. Both or neither;
  // neither means that the share is not known. The weights of one from_unit add up to its total.
  std::optional<int64_t> weight;
  std::optional<int64_t> total;
  std::string document;
  std::string note;
  CellPlaces cells = {};
};

enum class UnitAttributeType { Number, Text, Truth, Date };

std::string_view name_of(UnitAttributeType type);  // "number", "text", "truth", "date"
std::optional<UnitAttributeType> unit_attribute_type_named(std::string_view name);

struct UnitAttributeDefinition {
  std::string id;
  Text name;
  UnitAttributeType type = UnitAttributeType::Number;
  std::string unit_of_measure;  // numbers only; may be empty
  int digits = 0;               // decimals of a number
  Place place;
  // Bounds of a number; a formula over the attribute is exact where both are known.
  std::optional<Decimal> at_least = {};
  std::optional<Decimal> at_most = {};

  bool operator==(const UnitAttributeDefinition&) const = default;
};

// "1234.5" for numbers, "true" and "false" for truths, "2024-01-16" for dates.
struct UnitAttributeRow {
  Place place;
  std::string unit;
  std::string attribute;
  std::string value;
  Date from = kOpenPast;
  Date until = kOpenFuture;
  CellPlaces cells = {};
};

struct UnitTables {
  std::vector<UnitRow> units;
  std::vector<HierarchyDefinition> hierarchies;
  std::vector<HierarchyRow> hierarchy_rows;
  std::vector<UnitEventRow> events;
  std::vector<UnitAttributeDefinition> attributes;
  std::vector<UnitAttributeRow> attribute_rows;
  // The first day that the tables speak of. What began on it or before it has no known beginning.
  Date records_from = kOpenPast;
};

}  // namespace exemplar::programme
