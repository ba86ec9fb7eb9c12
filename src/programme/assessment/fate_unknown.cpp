#include "programme/assessment/fate_unknown.hpp"

#include <algorithm>

namespace exemplar::programme {

std::vector<OrganisationUnitId> fate_unknown_participants(const CompiledRules& rules,
                                                          const Facts& facts, const View& view,
                                                          const Period& period) {
  if (!view.geography) return {};
  const UnitRegister& units = rules.definitions->units;
  View as_was = view;
  as_was.geography.reset();
  std::vector<OrganisationUnitId> lost;
  for (const OrganisationUnitId unit : participants_of(rules, facts, as_was, period)) {
    if (units.validity(unit).until < *view.geography) lost.push_back(unit);
  }
  // Where every unit is still there nothing has to be followed.
  if (lost.empty()) return lost;
  const Restatement restatement = restate_onto(units, *view.geography);
  const auto accounted_for = [&](OrganisationUnitId unit) {
    const RestatedUnit& restated = restatement.of(unit);
    return !restated.parts.empty() ||
           std::none_of(restated.reasons.begin(), restated.reasons.end(), [](const auto& reason) {
             return reason.gap == RestatementGap::FateUnknown;
           });
  };
  lost.erase(std::remove_if(lost.begin(), lost.end(), accounted_for), lost.end());
  return lost;
}

}  // namespace exemplar::programme
