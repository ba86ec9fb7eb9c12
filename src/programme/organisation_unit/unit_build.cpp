// From tables to a register: each table through its rules, then the whole put together.
#include <algorithm>
#include <array>

#include "base/nearest.hpp"
#include "programme/organisation_unit/unit_rules.hpp"

namespace exemplar::programme {

namespace {

constexpr std::array<std::string_view, 7> kEventKinds = {"merge", "split",  "unclear", "end",
                                                         "begin", "rename", "move"};
constexpr std::array<std::string_view, 4> kAttributeTypes = {"number", "text", "truth", "date"};

template <typename Enum, size_t count>
std::optional<Enum> named(const std::array<std::string_view, count>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view name_of(UnitEventKind kind) {
  return kEventKinds[static_cast<size_t>(kind)];
}
std::string_view name_of(UnitAttributeType type) {
  return kAttributeTypes[static_cast<size_t>(type)];
}
std::optional<UnitEventKind> unit_event_kind_named(std::string_view name) {
  return named<UnitEventKind>(kEventKinds, name);
}
std::optional<UnitAttributeType> unit_attribute_type_named(std::string_view name) {
  return named<UnitAttributeType>(kAttributeTypes, name);
}

Message did_you_mean(std::string_view wanted, const std::vector<std::string>& candidates) {
  const std::string found = nearest(wanted, candidates);
  if (found.empty()) return msg("write one that is declared");
  return msg("did you mean '{}'?", found);
}

UnitIndex::UnitIndex(const std::vector<OrganisationUnit>& units) {
  by_id_.reserve(units.size());
  for (size_t i = 0; i < units.size(); ++i) {
    by_id_.emplace(units[i].id, OrganisationUnitId(i));
    sorted_ids_.push_back(units[i].id);
  }
  std::sort(sorted_ids_.begin(), sorted_ids_.end());
}

std::optional<OrganisationUnitId> UnitIndex::find(const Place& place, const std::string& id,
                                                  Problems& problems) {
  const auto found = by_id_.find(id);
  if (found != by_id_.end()) return found->second;
  const bool propose = proposals_left_ > 0;
  if (propose) --proposals_left_;
  refuse(problems, place, "unknown_unit", msg("there is no unit with the id '{}'", id),
         propose ? did_you_mean(id, sorted_ids_) : msg("write one that is declared"));
  return std::nullopt;
}

UnitRegister build_units(const UnitTables& tables, Problems& problems) {
  UnitRegister::Parts parts;
  parts.records_from = tables.records_from;
  parts.units = check_units(tables.units, problems);
  UnitIndex index(parts.units);
  parts.hierarchies =
      check_hierarchies(tables.hierarchies, tables.hierarchy_rows, parts.units, index, problems);
  parts.events = check_events(tables.events, parts.units, parts.hierarchies, index, problems);
  parts.attributes =
      check_attributes(tables.attributes, tables.attribute_rows, parts.units, index, problems);
  return UnitRegister(std::move(parts));
}

}  // namespace exemplar::programme
