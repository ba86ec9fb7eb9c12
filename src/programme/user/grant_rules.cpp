#include "programme/user/grant_rules.hpp"

#include <algorithm>

namespace exemplar::programme {

namespace {

bool well_formed(const Reach& reach) {
  if (reach.extent == Reach::Extent::Everything) return reach.units.empty();
  return !reach.units.empty() && reach.units.size() <= kReachUnitsMax;
}

std::optional<GrantRefusal> refusal_of_reach(const ProposedGrant& grant,
                                             const UnitRegister& units) {
  const Reach& reach = grant.reach;
  if (!well_formed(reach)) return GrantRefusal::NoUnits;
  for (const std::string& id : reach.units) {
    const auto unit = units.find_by_id(id);
    if (!unit) return GrantRefusal::UnitUnknown;
    if (!units.validity(*unit).overlaps(grant.days)) return GrantRefusal::UnitNotThere;
  }
  const bool below = reach.extent == Reach::Extent::Below;
  if (below ? !units.find_hierarchy(reach.hierarchy).has_value() : !reach.hierarchy.empty()) {
    return GrantRefusal::HierarchyUnknown;
  }
  if (grant.role == Role::Inspector) {
    if (reach.extent != Reach::Extent::Units) return GrantRefusal::ReachNotForRole;
    if (grant.days.until >= kOpenFuture) return GrantRefusal::WithoutEnd;
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(GrantRefusal refusal) {
  constexpr std::string_view kNames[] = {
      "account_unknown",    "account_disabled", "to_self",        "no_days",
      "no_units",           "unit_unknown",     "unit_not_there", "hierarchy_unknown",
      "reach_not_for_role", "without_end",      "beyond_giver",   "incompatible"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(GrantRefusal refusal) {
  switch (refusal) {
    case GrantRefusal::AccountUnknown:
      return msg("there is no such account");
    case GrantRefusal::AccountDisabled:
      return msg("this account is disabled");
    case GrantRefusal::ToSelf:
      return msg("nobody grants a role to themselves");
    case GrantRefusal::NoDays:
      return msg("the role would end before it begins");
    case GrantRefusal::NoUnits:
      return msg("name between one and {} units", kReachUnitsMax);
    case GrantRefusal::UnitUnknown:
      return msg("one of the units named is not known");
    case GrantRefusal::UnitNotThere:
      return msg("one of the units named does not exist on any of these days");
    case GrantRefusal::HierarchyUnknown:
      return msg("this hierarchy is not known");
    case GrantRefusal::ReachNotForRole:
      return msg("an inspector is given the units one by one");
    case GrantRefusal::WithoutEnd:
      return msg("this role needs a last day");
    case GrantRefusal::BeyondGiver:
      return msg("you do not keep the accounts of all these units");
    case GrantRefusal::Incompatible:
      return msg("the account holds a role over one of these units that excludes this one");
  }
  return {};
}

std::optional<GrantRefusal> refusal_of(const ProposedGrant& grant, const GrantCase& given,
                                       const UnitRegister& units) {
  if (given.account == nullptr) return GrantRefusal::AccountUnknown;
  if (is_disabled(*given.account, given.now)) return GrantRefusal::AccountDisabled;
  if (given.giver != nullptr && given.giver->id == given.account->id) return GrantRefusal::ToSelf;
  if (grant.days.empty()) return GrantRefusal::NoDays;
  if (const auto refusal = refusal_of_reach(grant, units)) return refusal;
  if (given.giver != nullptr &&
      (given.giver_powers == nullptr || !may_throughout(*given.giver_powers, Power::ManageAccounts,
                                                        grant.reach, units, given.today))) {
    return GrantRefusal::BeyondGiver;
  }
  const Holding added{powers_of(grant.role), grant.reach, grant.days, "", "", {}};
  if (collision_of(added, given.held, units)) return GrantRefusal::Incompatible;
  return std::nullopt;
}

std::string_view name_of(DelegationRefusal refusal) {
  constexpr std::string_view kNames[] = {
      "grant_unknown",     "account_unknown", "account_disabled", "to_self",     "no_powers",
      "not_in_grant",      "not_delegable",   "no_days",          "without_end", "before_today",
      "longer_than_grant", "without_reason",  "incompatible"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(DelegationRefusal refusal) {
  switch (refusal) {
    case DelegationRefusal::GrantUnknown:
      return msg("you hold no such role of your own");
    case DelegationRefusal::AccountUnknown:
      return msg("there is no such account");
    case DelegationRefusal::AccountDisabled:
      return msg("this account is disabled");
    case DelegationRefusal::ToSelf:
      return msg("nobody delegates to themselves");
    case DelegationRefusal::NoPowers:
      return msg("name at least one power");
    case DelegationRefusal::NotInGrant:
      return msg("your role does not have all these powers");
    case DelegationRefusal::NotDelegable:
      return msg("one of these powers is exercised in person only");
    case DelegationRefusal::NoDays:
      return msg("the delegation would end before it begins");
    case DelegationRefusal::WithoutEnd:
      return msg("a delegation needs a last day");
    case DelegationRefusal::BeforeToday:
      return msg("a delegation cannot begin in the past");
    case DelegationRefusal::LongerThanGrant:
      return msg("a delegation lies within the days of the role");
    case DelegationRefusal::WithoutReason:
      return msg("say why, or by which document");
    case DelegationRefusal::Incompatible:
      return msg("the account holds a role over one of these units that excludes this one");
  }
  return {};
}

std::optional<DelegationRefusal> refusal_of(const ProposedDelegation& delegation,
                                            const DelegationCase& given,
                                            const UnitRegister& units) {
  using R = DelegationRefusal;
  if (given.grant == nullptr || given.grant->account != given.delegator) return R::GrantUnknown;
  if (given.account == nullptr) return R::AccountUnknown;
  if (is_disabled(*given.account, given.now)) return R::AccountDisabled;
  if (given.account->id == given.delegator) return R::ToSelf;
  if (delegation.powers.empty()) return R::NoPowers;
  if (!powers_of(given.grant->role).contains(delegation.powers)) return R::NotInGrant;
  if (!(delegation.powers & kNotDelegable).empty()) return R::NotDelegable;
  if (delegation.days.empty()) return R::NoDays;
  if (delegation.days.until >= kOpenFuture) return R::WithoutEnd;
  if (delegation.days.from < given.today) return R::BeforeToday;
  if (!days_of(*given.grant).contains(delegation.days)) return R::LongerThanGrant;
  if (delegation.reason.empty()) return R::WithoutReason;
  const Holding added{delegation.powers, given.grant->reach, delegation.days, given.grant->id, "",
                      delegation.form};
  if (collision_of(added, given.held, units)) return R::Incompatible;
  return std::nullopt;
}

std::string_view name_of(EndRefusal refusal) {
  constexpr std::string_view kNames[] = {"unknown", "not_yours", "ended_already", "in_the_past",
                                         "last_administrator"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(EndRefusal refusal) {
  switch (refusal) {
    case EndRefusal::Unknown:
      return msg("there is no such role or delegation");
    case EndRefusal::NotYours:
      return msg("you do not keep the accounts of all these units");
    case EndRefusal::EndedAlready:
      return msg("it ends on this day or before");
    case EndRefusal::InThePast:
      return msg("what was held in the past cannot be taken back");
    case EndRefusal::LastAdministrator:
      return msg("nobody would be left who keeps the accounts of the whole office");
  }
  return {};
}

std::optional<EndRefusal> refusal_of_end(DateRange days, Date last, Date today) {
  if (days.empty() || last >= days.until) return EndRefusal::EndedAlready;
  if (last < today - 1) return EndRefusal::InThePast;
  return std::nullopt;
}

bool keeps_accounts(std::string_view actor, const Powers* powers, const Reach& reach,
                    const UnitRegister& units, Date today) {
  if (powers == nullptr) return actor == "system";
  return may_throughout(*powers, Power::ManageAccounts, reach, units, today);
}

}  // namespace exemplar::programme
