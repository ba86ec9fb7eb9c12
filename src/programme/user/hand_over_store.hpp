// Handing over a post: one action, from one account to another, from a day on.
//
//   leaving ── roles, delegations, tokens, sessions, and what other concepts know of ──▶ list
//      │                                                                                  │
//      └─ its roles end the day before ──▶ the same roles begin for the one taking over    └─▶ minutes
//
// Delegations do not move: whoever gave one decides anew, whoever takes over delegates anew.
#pragma once

#include "programme/user/account_store.hpp"
#include "programme/user/grant_store.hpp"

namespace exemplar::programme {

// Something that the person leaving has in hand.
struct OpenItem {
  std::string kind;     // stable: "grant", "delegation_given", …
  std::string subject;  // its id
  Text text;            // as the minutes say it

  bool operator==(const OpenItem&) const = default;
};

struct ProposedHandOver {
  std::string leaving;
  std::string taking;
  Date day;                  // the first day of the one taking over
  InstantUs day_begins = 0;  // in the office's zone
  std::string reason;
};

// What other concepts have open for an account: each tells and moves its own.
class HandOverPart {
 public:
  HandOverPart() = default;
  HandOverPart(const HandOverPart&) = delete;
  HandOverPart& operator=(const HandOverPart&) = delete;
  virtual ~HandOverPart() = default;
  virtual std::vector<OpenItem> open_items(store::Connection& connection, std::string_view account,
                                           Date day) const = 0;
  virtual void move(const Change& change, const ProposedHandOver& proposed) const = 0;
};
using HandOverParts = std::span<const HandOverPart* const>;

// What would be handed over on that day, and what ends: before it is done, and in the minutes.
std::vector<OpenItem> open_items_of(store::Connection& connection, std::string_view account,
                                    Date day, InstantUs now, HandOverParts parts,
                                    const UnitRegister& units);

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
