#include "programme/user/account_directory.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "programme/user/delegation_store.hpp"

namespace exemplar::programme {

namespace {

struct Held {
  std::vector<Holding> holdings;
  std::vector<Role> roles;
};

// What every account holds, read once.
std::map<std::string, Held> all_held(store::Connection& connection, Date today) {
  std::map<std::string, Held> held;
  std::map<std::string, std::vector<Grant>> by_account;
  std::map<std::string, Grant> by_id;
  for (Grant& grant : all_grants(connection)) {
    by_id.emplace(grant.id, grant);
    by_account[grant.account].push_back(std::move(grant));
  }
  for (const auto& [account, grants] : by_account) {
    Held& of = held[account];
    of.holdings = holdings_of(account, grants, {});
    for (const Grant& grant : grants) {
      const bool known = std::find(of.roles.begin(), of.roles.end(), grant.role) != of.roles.end();
      if (days_of(grant).contains(today) && !known) of.roles.push_back(grant.role);
    }
  }
  for (const Delegation& one : all_delegations(connection)) {
    const auto grant = by_id.find(one.grant);
    if (grant == by_id.end()) continue;
    for (Holding& holding : holdings_of(one.to, {grant->second}, {one})) {
      held[one.to].holdings.push_back(std::move(holding));
    }
  }
  return held;
}

bool has_unit(const std::vector<Holding>& holdings, OrganisationUnitId unit, const Keeper& reader) {
  return std::any_of(holdings.begin(), holdings.end(), [&](const Holding& holding) {
    return holding.days.contains(reader.today) &&
           ReachedUnits(holding.reach, reader.units, reader.today).has(unit);
  });
}

}  // namespace

std::vector<DirectoryEntry> accounts_seen(store::Connection& connection,
                                          const DirectoryQuery& query, const Keeper& reader,
                                          InstantUs now) {
  const std::map<std::string, Held> held = all_held(connection, reader.today);
  const std::string text = search_key(query.text);
  static const Held kNothing;
  std::vector<DirectoryEntry> seen;
  for (Account& account : all_accounts(connection)) {
    const auto found = held.find(account.id);
    const Held& of = found == held.end() ? kNothing : found->second;
    if (query.disabled && is_disabled(account, now) != *query.disabled) continue;
    if (query.role && std::find(of.roles.begin(), of.roles.end(), *query.role) == of.roles.end()) {
      continue;
    }
    if (!text.empty() && search_key(account.name).find(text) == std::string::npos &&
        search_key(account.login).find(text) == std::string::npos) {
      continue;
    }
    if (query.unit && !has_unit(of.holdings, *query.unit, reader)) continue;
    if (!sees(reader, of.holdings)) continue;
    seen.push_back({std::move(account), of.roles});
  }
  return seen;
}

std::vector<PostHolder> holders_of(store::Connection& connection, OrganisationUnitId unit,
                                   const UnitRegister& units, Date day) {
  const std::string& id = units.id_of(unit);
  std::vector<PostHolder> holders;
  for (Grant& grant : all_grants(connection)) {
    if (!days_of(grant).contains(day) || !ReachedUnits(grant.reach, units, day).has(unit)) continue;
    auto account = find_account(connection, grant.account);
    if (!account) continue;
    const auto& named = grant.reach.units;
    const bool itself = std::find(named.begin(), named.end(), id) != named.end();
    holders.push_back({*std::move(account), std::move(grant), itself});
  }
  std::stable_sort(holders.begin(), holders.end(), [](const PostHolder& a, const PostHolder& b) {
    return a.named != b.named ? a.named : a.grant.role < b.grant.role;
  });
  return holders;
}

}  // namespace exemplar::programme
