// Roles: what an office calls a post, and the powers that go with it. The one table of both is in
// role.cpp; docs/people.md shows it, and a test holds the two together.
#pragma once

#include "programme/user/power.hpp"

namespace exemplar::programme {

enum class Role {
  Officer,    // of a unit: enters
  Chief,      // of a unit: submits
  Verifier,   // at the level above
  Appraiser,  // at the top
  CouncilMember,
  Department,       // that has to help against obstacles
  Leader,           // standings and totals, no case; decides
  Auditor,          // the audit log, and all but sealed identities and the texts of cases
  ProcuracyReader,  // clocks and register of its area
  Inspector,        // of a higher authority: a set of units, for a time
  Designer,         // of the programme
  Administrator,    // accounts and backups, no data
};
inline constexpr size_t kRoleCount = 12;

std::span<const Role> all_roles();
std::string_view name_of(Role role);  // stable: "officer", "council_member", …
std::optional<Role> role_named(std::string_view name);
Message label_of(Role role);
PowerSet powers_of(Role role);

}  // namespace exemplar::programme
