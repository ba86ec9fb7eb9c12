// What may be granted and delegated. The first reason that holds is the answer.
//
//   giver ── keeps accounts over all of it? ──▶ grant ──▶ collides with what the account holds?
//   holder ── own grant, not another's? ──▶ delegation, never longer ──▶ collides with …?
#pragma once

#include "programme/user/account.hpp"
#include "programme/user/power_rules.hpp"

namespace exemplar::programme {

// So many units at most may be named in one grant.
inline constexpr size_t kReachUnitsMax = 1'000;

struct ProposedGrant {
  std::string account;
  Role role = Role::Officer;
  Reach reach;
  DateRange days;
  std::string reason;
};

enum class GrantRefusal {
  AccountUnknown,
  AccountDisabled,
  ToSelf,
  NoDays,
  NoUnits,  // none named, or too many, or named beside Everything
  UnitUnknown,
  UnitNotThere,      // on none of the days
  HierarchyUnknown,  // or named where none belongs
  ReachNotForRole,   // an inspector's is a set of units
  WithoutEnd,        // an inspector's has one
  BeyondGiver,       // who does not keep accounts over all of it
  Incompatible,
};
std::string_view name_of(GrantRefusal refusal);
Message message_of(GrantRefusal refusal);

struct GrantCase {
  const Account* account = nullptr;  // who is to have it; null: there is none
  const Account* giver = nullptr;    // null: the office itself, when it is set up
  const Powers* giver_powers = nullptr;
  std::span<const Holding> held;  // by the account
  InstantUs now = 0;
  Date today;
};
std::optional<GrantRefusal> refusal_of(const ProposedGrant& grant, const GrantCase& given,
                                       const UnitRegister& units);

struct ProposedDelegation {
  std::string grant;
  std::string to;
  PowerSet powers;
  SigningForm form = SigningForm::Kt;
  DateRange days;
  std::string reason;
};

enum class DelegationRefusal {
  GrantUnknown,  // or not the delegator's own: nothing delegated goes onwards
  AccountUnknown,
  AccountDisabled,
  ToSelf,
  NoPowers,
  NotInGrant,
  NotDelegable,
  NoDays,
  WithoutEnd,
  BeforeToday,
  LongerThanGrant,
  WithoutReason,
  Incompatible,
};
std::string_view name_of(DelegationRefusal refusal);
Message message_of(DelegationRefusal refusal);

struct DelegationCase {
  std::string delegator;
  const Grant* grant = nullptr;      // of that id; null: there is none
  const Account* account = nullptr;  // who is to have it; null: there is none
  std::span<const Holding> held;     // by the account
  InstantUs now = 0;
  Date today;
};
std::optional<DelegationRefusal> refusal_of(const ProposedDelegation& delegation,
                                            const DelegationCase& given, const UnitRegister& units);

enum class EndRefusal {
  Unknown,
  NotYours,           // to end
  EndedAlready,       // on that day or before
  InThePast,          // what held, held: at the earliest yesterday was the last day
  LastAdministrator,  // nobody would be left who keeps the accounts of the whole office
};
std::string_view name_of(EndRefusal refusal);
Message message_of(EndRefusal refusal);

// Whether what holds on `days` can still be ended on `last`.
std::optional<EndRefusal> refusal_of_end(DateRange days, Date last, Date today);

// Whether `actor` keeps the accounts of all that the reach may ever have; "system", without powers,
// is the office itself.
bool keeps_accounts(std::string_view actor, const Powers* powers, const Reach& reach,
                    const UnitRegister& units, Date today);

}  // namespace exemplar::programme
