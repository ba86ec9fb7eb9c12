// The refusals: what a table of units may not say. Each function takes the rows of one table,
// reports every problem with its place and code, and gives back what could be read.
//
//   units        unit_without_id, unit_without_name, unit_without_kind, empty_validity,
//                overlapping_validity, gap_in_validity, ambiguous_code
//   hierarchies  hierarchy_repeated, root_kind_outside, unknown_hierarchy, unknown_unit,
//                empty_validity, link_outside_validity, kind_outside_hierarchy,
//                overlapping_parents, parent_not_valid, cycle_in_hierarchy, parent_missing
//   events       event_unit_missing, event_unit_superfluous, unknown_unit, event_onto_itself,
//                event_repeated, ended_twice, begun_twice, event_date, event_kind,
//                weight_superfluous, weight_without_total, weight_negative, weight_total,
//                weights_incomplete, weight_sum, rename_without_change, move_without_change,
//                unclear_code, unclear_name
//   attributes   attribute_repeated, unknown_attribute, unknown_unit, empty_validity,
//                attribute_outside_validity, attribute_value, overlapping_attribute
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date_message.hpp"
#include "programme/organisation_unit/organisation_unit.hpp"

namespace exemplar::programme {

// The ids of all units that could be read.
class UnitIndex {
 public:
  explicit UnitIndex(const std::vector<OrganisationUnit>& units);

  // Reports unknown_unit, with the nearest id, where there is none.
  std::optional<OrganisationUnitId> find(const Place& place, const std::string& id,
                                         Problems& problems);

 private:
  std::unordered_map<std::string, OrganisationUnitId> by_id_;
  std::vector<std::string> sorted_ids_;
  int proposals_left_ = 100;  // a wholly wrong file must not be compared with every id
};

void refuse(Problems& problems, const Place& place, std::string_view code, Message what,
            Message remedy);

// The remedy for an unknown id: the nearest of `candidates`, which are in a fixed order.
Message did_you_mean(std::string_view wanted, const std::vector<std::string>& candidates);

std::vector<OrganisationUnit> check_units(std::vector<UnitRow> rows, Problems& problems);
std::vector<UnitHierarchy> check_hierarchies(std::vector<HierarchyDefinition> definitions,
                                             std::vector<HierarchyRow> rows,
                                             const std::vector<OrganisationUnit>& units,
                                             UnitIndex& index, Problems& problems);
std::vector<UnitEvent> check_events(std::vector<UnitEventRow> rows,
                                    const std::vector<OrganisationUnit>& units,
                                    const std::vector<UnitHierarchy>& hierarchies, UnitIndex& index,
                                    Problems& problems);
std::vector<UnitAttribute> check_attributes(std::vector<UnitAttributeDefinition> definitions,
                                            std::vector<UnitAttributeRow> rows,
                                            const std::vector<OrganisationUnit>& units,
                                            UnitIndex& index, Problems& problems);

// The version of a day; null where the unit is not valid.
const UnitVersion* version_on(const OrganisationUnit& unit, Date day);
// The link of a day; null where there is none. `links` are in order of days.
const UnitLink* link_on(const std::vector<UnitLink>& links, Date day);

inline DateRange overlap(const DateRange& a, const DateRange& b) {
  return {a.from < b.from ? b.from : a.from, a.until < b.until ? a.until : b.until};
}

}  // namespace exemplar::programme
