// Who takes part in a programme on a day, and in which group results show them.
//
// The same list is the denominator of every share and the set that every total is made of.
#pragma once

#include "programme/assessment/source.hpp"

namespace exemplar::programme {

// Units valid on the day that the programme names for the period (its last day by default; the
// view's own day in a restated geography) for which the programme's condition is met, in the
// register's order.
// `values`: newer ones than those of the facts; null: those.
std::vector<OrganisationUnitId> participants_of(
    const CompiledRules& rules, const Facts& facts, const View& view, const Period& period,
    std::shared_ptr<const ReportedValues> values = nullptr);
// The list as it stood on one day.
std::vector<OrganisationUnitId> participants_on(const CompiledRules& rules, const Facts& facts,
                                                Date day);

// The nearest unit above, in the programme's hierarchy as of the day, of one of the kinds it groups
// by; where there is none (districts ended, the ward went on), the nearest unit above. None for a
// unit that nothing stands above.
std::optional<OrganisationUnitId> group_of(const UnitRegister& units, const Programme& programme,
                                           OrganisationUnitId unit, Date day);
// Whether any unit of the kinds that the programme groups by exists on that day.
bool group_kinds_exist(const UnitRegister& units, const Programme& programme, Date day);

// The days, at most `day`, on which any unit, parent or attribute begins or ends, newest first: the
// list of participants can change only on these (its condition asks for nothing else).
std::vector<Date> change_days(const UnitRegister& units, Date day);

}  // namespace exemplar::programme
