// What a person leaving a post has in hand: told before it is handed over, and kept in the minutes.
#pragma once

#include "programme/user/account.hpp"
#include "programme/user/delegation_store.hpp"

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

// Of the account, on that day or later.
std::vector<Grant> grants_from(store::Connection& connection, std::string_view account, Date day);
struct OpenDelegation {
  Delegation delegation;
  Grant grant;
};
// Given by the account or to it.
std::vector<OpenDelegation> delegations_from(store::Connection& connection,
                                             std::string_view account, Date day);

}  // namespace exemplar::programme
