// What a register answers about one day: versions, hierarchies, attributes.
#include <algorithm>

#include "programme/organisation_unit/unit_rules.hpp"

namespace exemplar::programme {

namespace {

template <typename Id, typename Items>
std::optional<Id> find_definition(const Items& items, std::string_view id) {
  for (size_t i = 0; i < items.size(); ++i) {
    if (items[i].definition.id == id) return Id(i);
  }
  return std::nullopt;
}

}  // namespace

UnitRegister::UnitRegister(Parts parts) : parts_(std::move(parts)) {
  by_id_.reserve(parts_.units.size());
  for (size_t i = 0; i < parts_.units.size(); ++i) {
    by_id_.emplace(parts_.units[i].id, OrganisationUnitId(i));
  }
  index_codes();
  index_events();
  find_lineage_starts();
}

void UnitRegister::index_codes() {
  for (size_t i = 0; i < parts_.units.size(); ++i) {
    for (const UnitVersion& version : parts_.units[i].versions) {
      if (version.code.empty()) continue;
      std::vector<CodeHolding>& holdings = by_code_[version.code];
      const OrganisationUnitId unit(i);
      if (!holdings.empty() && holdings.back().unit == unit &&
          holdings.back().days.until + 1 == version.validity.from) {
        holdings.back().days.until = version.validity.until;
      } else {
        holdings.push_back({unit, version.validity});
      }
    }
  }
}

void UnitRegister::index_events() {
  events_of_.resize(parts_.units.size());
  for (size_t i = 0; i < parts_.events.size(); ++i) {
    const UnitEvent& event = parts_.events[i];
    const UnitEventId id(i);
    if (event.kind == UnitEventKind::Unclear) unclear_.push_back(id);
    if (event.kind == UnitEventKind::Rename || event.kind == UnitEventKind::Move) {
      events_of_[event.from.index()].own.push_back(id);
      continue;
    }
    if (event.from.valid()) events_of_[event.from.index()].successors.push_back(id);
    if (event.to.valid()) events_of_[event.to.index()].predecessors.push_back(id);
  }
  for (size_t i = 0; i < parts_.units.size(); ++i) {
    const DateRange& days = parts_.units[i].validity;
    if (days.until != kOpenFuture && events_of_[i].successors.empty()) {
      fate_unknown_.push_back(OrganisationUnitId(i));
    }
    if (days.from > parts_.records_from && events_of_[i].predecessors.empty()) {
      origin_unknown_.push_back(OrganisationUnitId(i));
    }
  }
}

std::optional<OrganisationUnitId> UnitRegister::find_by_id(std::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

std::vector<OrganisationUnitId> UnitRegister::valid_at(Date day) const {
  std::vector<OrganisationUnitId> units;
  for (size_t i = 0; i < parts_.units.size(); ++i) {
    if (parts_.units[i].validity.contains(day)) units.push_back(OrganisationUnitId(i));
  }
  return units;
}

const UnitVersion* UnitRegister::version_at(OrganisationUnitId unit, Date day) const {
  return version_on(at(unit), day);
}

const UnitVersion& UnitRegister::version_near(OrganisationUnitId unit, Date day) const {
  const DateRange days = validity(unit);
  return *version_on(at(unit), std::clamp(day, days.from, days.until));
}

std::optional<HierarchyId> UnitRegister::find_hierarchy(std::string_view id) const {
  return find_definition<HierarchyId>(parts_.hierarchies, id);
}

std::optional<OrganisationUnitId> UnitRegister::parent(OrganisationUnitId unit,
                                                       HierarchyId hierarchy, Date day) const {
  const UnitLink* link = link_on(parts_.hierarchies[hierarchy.index()].parents[unit.index()], day);
  if (link == nullptr) return std::nullopt;
  return link->unit;
}

std::vector<OrganisationUnitId> UnitRegister::children(OrganisationUnitId unit,
                                                       HierarchyId hierarchy, Date day) const {
  std::vector<OrganisationUnitId> found;
  for (const UnitLink& link : parts_.hierarchies[hierarchy.index()].children[unit.index()]) {
    if (link.validity.contains(day)) found.push_back(link.unit);
  }
  return found;
}

std::vector<OrganisationUnitId> UnitRegister::ancestors(OrganisationUnitId unit,
                                                        HierarchyId hierarchy, Date day) const {
  std::vector<OrganisationUnitId> found;
  for (auto above = parent(unit, hierarchy, day); above; above = parent(*above, hierarchy, day)) {
    found.push_back(*above);
  }
  return found;
}

std::vector<OrganisationUnitId> UnitRegister::descendants(OrganisationUnitId unit,
                                                          HierarchyId hierarchy, Date day) const {
  std::vector<OrganisationUnitId> found;
  std::vector<OrganisationUnitId> open = children(unit, hierarchy, day);
  std::reverse(open.begin(), open.end());
  while (!open.empty()) {
    const OrganisationUnitId next = open.back();
    open.pop_back();
    found.push_back(next);
    const std::vector<OrganisationUnitId> below = children(next, hierarchy, day);
    open.insert(open.end(), below.rbegin(), below.rend());
  }
  return found;
}

bool UnitRegister::is_under(OrganisationUnitId unit, OrganisationUnitId ancestor,
                            HierarchyId hierarchy, Date day) const {
  for (auto above = parent(unit, hierarchy, day); above; above = parent(*above, hierarchy, day)) {
    if (*above == ancestor) return true;
  }
  return false;
}

std::string UnitRegister::name_with_district(OrganisationUnitId unit, Date day,
                                             HierarchyId hierarchy, Language language) const {
  const DateRange days = validity(unit);
  const Date shown_on = std::clamp(day, days.from, days.until);
  std::string text = version_near(unit, shown_on).name.in(language);
  const std::vector<OrganisationUnitId> above = ancestors(unit, hierarchy, shown_on);
  const size_t shown = above.size() < 2 ? above.size() : above.size() - 1;
  for (size_t i = 0; i < shown; ++i) {
    text += ", " + version_near(above[i], shown_on).name.in(language);
  }
  return text;
}

std::optional<UnitAttributeId> UnitRegister::find_attribute(std::string_view id) const {
  return find_definition<UnitAttributeId>(parts_.attributes, id);
}

std::optional<UnitAttributeValue> UnitRegister::attribute_at(OrganisationUnitId unit,
                                                             UnitAttributeId attribute,
                                                             Date day) const {
  const UnitAttributeSpan* span = attribute_span_at(unit, attribute, day);
  return span == nullptr ? std::nullopt : std::optional<UnitAttributeValue>(span->value);
}

const UnitAttributeSpan* UnitRegister::attribute_span_at(OrganisationUnitId unit,
                                                         UnitAttributeId attribute,
                                                         Date day) const {
  for (const UnitAttributeSpan& span : parts_.attributes[attribute.index()].spans[unit.index()]) {
    if (span.validity.contains(day)) return &span;
  }
  return nullptr;
}

std::span<const UnitEventId> UnitRegister::successor_events(OrganisationUnitId unit) const {
  return events_of_[unit.index()].successors;
}

std::span<const UnitEventId> UnitRegister::predecessor_events(OrganisationUnitId unit) const {
  return events_of_[unit.index()].predecessors;
}

std::span<const UnitEventId> UnitRegister::own_events(OrganisationUnitId unit) const {
  return events_of_[unit.index()].own;
}

}  // namespace exemplar::programme
