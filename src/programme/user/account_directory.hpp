// Who there is and who holds what, as far as whoever asks may see it.
#pragma once

#include "programme/user/account_store.hpp"
#include "programme/user/grant_store.hpp"
#include "programme/user/keeping_rules.hpp"

namespace exemplar::programme {

struct DirectoryQuery {
  std::string text;          // within login or name, whatever the case and the accents; empty: any
  std::optional<Role> role;  // held on the day
  std::optional<OrganisationUnitId> unit;  // over which something is held on the day
  std::optional<bool> disabled;
};
struct DirectoryEntry {
  Account account;
  std::vector<Role> roles;  // held on the day, each once
};
// On the reader's day, in the order of their logins.
std::vector<DirectoryEntry> accounts_seen(store::Connection& connection,
                                          const DirectoryQuery& query, const Keeper& reader,
                                          InstantUs now);

// Who holds a role over a unit on a day.
struct PostHolder {
  Account account;
  Grant grant;
  bool named = false;  // the unit itself; else one above it, or everything
};
// Those whose roles name the unit first, then in the order of roles.
std::vector<PostHolder> holders_of(store::Connection& connection, OrganisationUnitId unit,
                                   const UnitRegister& units, Date day);

}  // namespace exemplar::programme
