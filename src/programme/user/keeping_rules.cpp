#include "programme/user/keeping_rules.hpp"

#include <algorithm>

namespace exemplar::programme {

namespace {

bool is_over(const Holding& holding, Date today) {
  return holding.days.empty() || holding.days.until < today;
}

}  // namespace

bool keeps(const Keeper& keeper, Power power, std::span<const Holding> held) {
  if (!may_somewhere(keeper.powers, power, keeper.today)) return false;
  return std::all_of(held.begin(), held.end(), [&](const Holding& holding) {
    return is_over(holding, keeper.today) ||
           may_throughout(keeper.powers, power, holding.reach, keeper.units, keeper.today);
  });
}

bool sees(const Keeper& reader, std::span<const Holding> held) {
  if (!may_somewhere(reader.powers, Power::ReadAccounts, reader.today)) return false;
  bool holds_nothing = true;
  for (const Holding& holding : held) {
    if (is_over(holding, reader.today)) continue;
    holds_nothing = false;
    const DateRange days{std::max(reader.today, holding.days.from), holding.days.until};
    for (const Holding& own : reader.powers.holdings) {
      if (!own.powers.has(Power::ReadAccounts) || !own.days.contains(reader.today)) continue;
      if (own.reach.extent == Reach::Extent::Everything) return true;
      if (first_shared(own.reach, holding.reach, days, reader.units)) return true;
    }
  }
  return holds_nothing;
}

std::string_view name_of(KeepRefusal refusal) {
  constexpr std::string_view kNames[] = {"account_unknown", "beyond_keeper", "self"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(KeepRefusal refusal) {
  switch (refusal) {
    case KeepRefusal::AccountUnknown:
      return msg("there is no such account");
    case KeepRefusal::BeyondKeeper:
      return msg("the account holds a role over units whose accounts you do not keep");
    case KeepRefusal::Self:
      return msg("this is your own account: change it as everybody changes their own");
  }
  return {};
}

}  // namespace exemplar::programme
