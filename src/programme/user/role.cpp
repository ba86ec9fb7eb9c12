#include "programme/user/role.hpp"

#include <array>

namespace exemplar::programme {

namespace {

using P = Power;

// What everybody sees who works on the programme itself.
constexpr PowerSet kOrder = {P::ReadUnits, P::ReadDefinitions};
constexpr PowerSet kResults =
    kOrder | PowerSet{P::ReadStandings, P::ReadValues, P::ReadExplanations, P::ReadObstacles};

struct Row {
  Role role;
  std::string_view name;
  PowerSet powers;
};

constexpr Row kRoles[] = {
    {Role::Officer, "officer",
     kResults | PowerSet{P::ReadClocks, P::ReadCases, P::HandleCases, P::SaveValues,
                         P::ImportValues, P::ReportObstacle}},
    {Role::Chief, "chief",
     kResults | PowerSet{P::ReadClocks, P::ReadCases, P::HandleCases, P::OpenSealed, P::Submit,
                         P::ReportObstacle}},
    {Role::Verifier, "verifier", kResults | PowerSet{P::Verify}},
    {Role::Appraiser, "appraiser", kResults | PowerSet{P::Appraise}},
    {Role::CouncilMember, "council_member", kResults | PowerSet{P::Vote}},
    {Role::Department, "department", kOrder | PowerSet{P::ReadObstacles, P::ManageObstacle}},
    {Role::Leader, "leader",
     kOrder | PowerSet{P::ReadStandings, P::ReadExplanations, P::ReadObstacles, P::Decide}},
    {Role::Auditor, "auditor",
     kResults | PowerSet{P::ReadClocks, P::ReadAudit, P::ReadCheckpoints, P::ReadAccounts}},
    {Role::ProcuracyReader, "procuracy_reader", kOrder | PowerSet{P::ReadClocks}},
    {Role::Inspector, "inspector", kResults},
    {Role::Designer, "designer",
     kOrder | PowerSet{P::ReadStandings, P::ReadExplanations, P::ManageDefinitions}},
    {Role::Administrator, "administrator",
     kOrder | PowerSet{P::ReadCheckpoints, P::ReadAccounts, P::ManageAccounts, P::ManageSessions,
                       P::Backup}},
};
static_assert(std::size(kRoles) == kRoleCount);

constexpr std::array<Role, kRoleCount> kAll = [] {
  std::array<Role, kRoleCount> all{};
  for (size_t i = 0; i < kRoleCount; ++i) all[i] = kRoles[i].role;
  return all;
}();

const Row& row_of(Role role) {
  return kRoles[static_cast<size_t>(role)];
}

}  // namespace

std::span<const Role> all_roles() {
  return kAll;
}

std::string_view name_of(Role role) {
  return row_of(role).name;
}

std::optional<Role> role_named(std::string_view name) {
  for (const Role role : kAll) {
    if (name_of(role) == name) return role;
  }
  return std::nullopt;
}

Message label_of(Role role) {
  switch (role) {
    case Role::Officer:
      return msg("Officer of a unit");
    case Role::Chief:
      return msg("Chief of a unit");
    case Role::Verifier:
      return msg("Verifier at the level above");
    case Role::Appraiser:
      return msg("Appraiser");
    case Role::CouncilMember:
      return msg("Council member");
    case Role::Department:
      return msg("Responsible department");
    case Role::Leader:
      return msg("Leader");
    case Role::Auditor:
      return msg("Auditor");
    case Role::ProcuracyReader:
      return msg("Reader for the procuracy");
    case Role::Inspector:
      return msg("Inspector of the higher authority");
    case Role::Designer:
      return msg("Programme designer");
    case Role::Administrator:
      return msg("Administrator");
  }
  return {};
}

PowerSet powers_of(Role role) {
  return row_of(role).powers;
}

}  // namespace exemplar::programme
