#include "programme/user/keeping_rules.hpp"

#include <algorithm>

namespace exemplar::programme {

namespace {

// Those that are not over, from today on; where all are, each as if it held today.
std::vector<Holding> counted(std::span<const Holding> held, Date today) {
  std::vector<Holding> counted;
  for (const Holding& holding : held) {
    if (holding.days.empty() || holding.days.until < today) continue;
    counted.push_back(holding);
    counted.back().days.from = std::max(holding.days.from, today);
  }
  if (!counted.empty()) return counted;
  counted.assign(held.begin(), held.end());
  for (Holding& holding : counted) holding.days = {today, today};
  return counted;
}

}  // namespace

bool keeps(const Keeper& keeper, Power power, std::span<const Holding> held) {
  if (!may_somewhere(keeper.powers, power, keeper.today)) return false;
  const std::vector<Holding> all = counted(held, keeper.today);
  return std::all_of(all.begin(), all.end(), [&](const Holding& holding) {
    return may_throughout(keeper.powers, power, holding.reach, keeper.units, keeper.today);
  });
}

bool sees(const Keeper& reader, std::span<const Holding> held) {
  if (!may_somewhere(reader.powers, Power::ReadAccounts, reader.today)) return false;
  const std::vector<Holding> all = counted(held, reader.today);
  if (all.empty()) return true;
  for (const Holding& own : reader.powers.holdings) {
    if (!own.powers.has(Power::ReadAccounts) || !own.days.contains(reader.today)) continue;
    if (own.reach.extent == Reach::Extent::Everything) return true;
    for (const Holding& holding : all) {
      if (first_shared(own.reach, holding.reach, holding.days, reader.units)) return true;
    }
  }
  return false;
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
