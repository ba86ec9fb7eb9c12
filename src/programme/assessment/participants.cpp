#include "programme/assessment/participants.hpp"

#include "engine/compute/evaluate.hpp"

namespace exemplar::programme {

std::vector<OrganisationUnitId> participants_of(const CompiledRules& rules, const Facts& facts,
                                                const View& view, const Period& period,
                                                std::shared_ptr<const ReportedValues> values) {
  FactSource source(rules, facts, view);
  source.set_values(std::move(values));
  engine::Evaluation evaluation(rules.graph, source);
  const engine::PeriodIndex index = source.index_of(period);
  // Kinds, parents and attributes are those of the day that the list is made on.
  const Date on = source.participants_day(index);
  source.look_at_units_on(on);
  const engine::Column* condition =
      rules.participants.valid() ? &evaluation.column(rules.participants, index) : nullptr;
  std::vector<OrganisationUnitId> found;
  for (const OrganisationUnitId unit : rules.definitions->units.valid_at(on)) {
    if (condition == nullptr || (*condition)[unit.index()].answer == engine::Answer::Met) {
      found.push_back(unit);
    }
  }
  return found;
}

std::vector<OrganisationUnitId> participants_on(const CompiledRules& rules, const Facts& facts,
                                                Date day) {
  View view;
  view.geography = day;
  return participants_of(rules, facts, view, Period{day, {1, Length::Unit::Days}});
}

std::optional<OrganisationUnitId> group_of(const UnitRegister& units, const Programme& programme,
                                           OrganisationUnitId unit, Date day) {
  const auto hierarchy = units.find_hierarchy(programme.hierarchy);
  if (!hierarchy) return std::nullopt;
  std::optional<OrganisationUnitId> nearest;
  for (const OrganisationUnitId above : units.ancestors(unit, *hierarchy, day)) {
    const UnitVersion* version = units.version_at(above, day);
    if (version == nullptr) continue;
    const auto& kinds = programme.group_by;
    if (std::find(kinds.begin(), kinds.end(), version->kind) != kinds.end()) return above;
    if (!nearest) nearest = above;
  }
  return nearest;
}

bool group_kinds_exist(const UnitRegister& units, const Programme& programme, Date day) {
  const auto& kinds = programme.group_by;
  for (const OrganisationUnitId unit : units.valid_at(day)) {
    const UnitVersion* version = units.version_at(unit, day);
    if (std::find(kinds.begin(), kinds.end(), version->kind) != kinds.end()) return true;
  }
  return false;
}

std::vector<Date> change_days(const UnitRegister& units, Date day) {
  std::set<Date, std::greater<>> days;
  const auto add = [&](DateRange range) {
    if (range.from != kOpenPast && range.from <= day) days.insert(range.from);
    if (range.until != kOpenFuture && range.until < day) days.insert(range.until + 1);
  };
  const UnitRegister::Parts& parts = units.parts();
  for (const OrganisationUnit& unit : parts.units) {
    for (const UnitVersion& version : unit.versions) add(version.validity);
  }
  for (const UnitHierarchy& hierarchy : parts.hierarchies) {
    for (const auto& links : hierarchy.parents) {
      for (const UnitLink& link : links) add(link.validity);
    }
  }
  for (const UnitAttribute& attribute : parts.attributes) {
    for (const auto& spans : attribute.spans) {
      for (const UnitAttributeSpan& span : spans) add(span.validity);
    }
  }
  return {days.begin(), days.end()};
}

}  // namespace exemplar::programme
