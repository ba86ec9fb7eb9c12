// Handing over a post: one action, from one account to another, from a day on.
//
//   leaving ── roles, delegations, tokens, sessions, and what other concepts know of ──▶ list
//      │                                                                                  │
//      └─ its roles end the day before ──▶ the same roles begin for the one taking over    └─▶ minutes
//
// Delegations do not move: whoever gave one decides anew, whoever takes over delegates anew.
#pragma once

#include "programme/user/open_item_store.hpp"

namespace exemplar::programme {

enum class HandOverRefusal {
  LeavingUnknown,
  TakingUnknown,
  TakingDisabled,
  SamePerson,
  ToSelf,  // whoever does it would take over
  WithoutReason,
  InThePast,
  NothingToHandOver,  // no role holds on that day or later
  BeyondGiver,        // who does not keep the accounts of all these units
  Incompatible,       // the one taking over holds what excludes one of the roles
};
std::string_view name_of(HandOverRefusal refusal);
Message message_of(HandOverRefusal refusal);

struct HandOverMinutes {
  std::string id;  // "h-000001"
  Account leaving;
  Account taking;
  Date day;
  std::string reason;
  std::string by;  // an account's id, or "system"
  InstantUs at = 0;
  std::vector<OpenItem> items;

  bool operator==(const HandOverMinutes&) const = default;
};

Decided<HandOverMinutes, HandOverRefusal> hand_over(const Change& change,
                                                    const ProposedHandOver& proposed,
                                                    HandOverParts parts, const Powers* giver,
                                                    const UnitRegister& units, Date today);
std::optional<HandOverMinutes> find_hand_over(store::Connection& connection, std::string_view id);
// From that account or to it, newest first.
std::vector<HandOverMinutes> hand_overs_of(store::Connection& connection, std::string_view account);

}  // namespace exemplar::programme
