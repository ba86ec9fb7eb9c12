// Whose accounts somebody keeps, and whose they see: by all that the account holds, or will; where
// that is nothing, by what it held last.
//
//   keeps   over the whole of each of these roles and delegations: who keeps a district's accounts
//           does nothing to one that also holds something beyond it
//   sees    over a part of one of them
//
// An account that never held anything, such as one just made, is kept and seen by whoever keeps or
// sees any.
#pragma once

#include "programme/user/power_rules.hpp"

namespace exemplar::programme {

// Whoever acts on accounts, and what they may.
struct Keeper {
  const Powers& powers;
  const UnitRegister& units;
  Date today;
};

// `held`: all that was granted or delegated to the account.
bool keeps(const Keeper& keeper, Power power, std::span<const Holding> held);
bool sees(const Keeper& reader, std::span<const Holding> held);

// In the order in which they are told.
enum class KeepRefusal {
  AccountUnknown,
  BeyondKeeper,  // it holds something of which the keeper does not keep the accounts
  Self,          // one's own password and second factor are changed as everybody does it
};
std::string_view name_of(KeepRefusal refusal);
Message message_of(KeepRefusal refusal);

}  // namespace exemplar::programme
