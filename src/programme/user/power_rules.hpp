// May this account do that, to that unit, on that day? And if so, by which grant, signed how.
//
// What two grants that were each allowed have become through a move or merger of units is asked again
// here: of two powers that exclude each other, neither may be exercised.
#pragma once

#include "programme/user/reach_rules.hpp"

namespace exemplar::programme {

// In the order in which they are told.
enum class PowerRefusal {
  OutOfScope,    // of the token
  NotHeld,       // by any grant or delegation
  NotOnThisDay,  // not yet, or no longer
  OtherUnits,    // over others, not over this one
  Incompatible,  // a power is held over it that excludes this one
};
std::string_view name_of(PowerRefusal refusal);
Message message_of(PowerRefusal refusal);

struct PowerAnswer {
  std::optional<PowerRefusal> refusal;
  std::string grant;       // by which it is allowed; the account's own before a delegated one
  std::string delegation;  // empty: the account's own
  std::optional<SigningForm> form;

  explicit operator bool() const { return !refusal; }
};

PowerAnswer may(const Powers& powers, Power power, OrganisationUnitId unit,
                const UnitRegister& units, Date day);
// Over at least one unit: for what is not about a unit.
PowerAnswer may_somewhere(const Powers& powers, Power power, Date day);
// Over the whole office, with no power that excludes it held anywhere: backups, the audit log.
PowerAnswer may_everywhere(const Powers& powers, Power power, Date day);
// Over all that `reach` may ever have: whoever gives a role away needs it over the whole of it.
bool may_throughout(const Powers& powers, Power power, const Reach& reach,
                    const UnitRegister& units, Date day);

// All units for which may() would say yes, in the register's order: for lists.
std::vector<OrganisationUnitId> units_where(const Powers& powers, Power power,
                                            const UnitRegister& units, Date day);

}  // namespace exemplar::programme
