#include "programme/user/power.hpp"

#include <array>

#include "base/text.hpp"

namespace exemplar::programme {

namespace {

constexpr std::array<Power, kPowerCount> kAll = [] {
  std::array<Power, kPowerCount> all{};
  for (size_t i = 0; i < kPowerCount; ++i) all[i] = static_cast<Power>(i);
  return all;
}();

constexpr std::array<std::string_view, kPowerCount> kNames = {"read_units",
                                                              "read_definitions",
                                                              "read_standings",
                                                              "read_values",
                                                              "read_explanations",
                                                              "read_obstacles",
                                                              "read_clocks",
                                                              "read_cases",
                                                              "open_sealed",
                                                              "read_audit",
                                                              "read_checkpoints",
                                                              "read_accounts",
                                                              "save_values",
                                                              "import_values",
                                                              "submit",
                                                              "handle_cases",
                                                              "report_obstacle",
                                                              "manage_obstacle",
                                                              "verify",
                                                              "appraise",
                                                              "vote",
                                                              "decide",
                                                              "manage_definitions",
                                                              "manage_accounts",
                                                              "manage_sessions",
                                                              "backup"};

constexpr PowerSet kEntering = {Power::SaveValues, Power::ImportValues, Power::Submit};
constexpr PowerSet kChecking = {Power::Verify, Power::Appraise};
constexpr PowerSet kDeciding = {Power::Vote, Power::Decide};
constexpr PowerSet kWorking = kEntering | kChecking | kDeciding;
constexpr PowerSet kCases = {Power::ReadCases, Power::HandleCases, Power::OpenSealed};

struct Exclusion {
  PowerSet one;
  PowerSet other;
};

constexpr Exclusion kExclusions[] = {
    {kEntering, kChecking},
    {kChecking, kDeciding},
    {kEntering, kDeciding},
    {{Power::ManageAccounts}, kWorking | kCases},
    {{Power::ReadAudit},
     kWorking | kCases |
         PowerSet{Power::ManageObstacle, Power::ManageDefinitions, Power::ManageAccounts,
                  Power::ManageSessions, Power::Backup}},
};

constexpr bool touches(PowerSet a, PowerSet b) {
  return !(a & b).empty();
}

}  // namespace

std::span<const Power> all_powers() {
  return kAll;
}

std::string_view name_of(Power power) {
  return kNames[static_cast<size_t>(power)];
}

std::optional<Power> power_named(std::string_view name) {
  for (const Power power : kAll) {
    if (name_of(power) == name) return power;
  }
  return std::nullopt;
}

Message label_of(Power power) {
  switch (power) {
    case Power::ReadUnits:
      return msg("see units and how they are ordered");
    case Power::ReadDefinitions:
      return msg("see indicators, criteria and targets");
    case Power::ReadStandings:
      return msg("see standings and totals");
    case Power::ReadValues:
      return msg("see single values");
    case Power::ReadExplanations:
      return msg("see why a standing is what it is");
    case Power::ReadObstacles:
      return msg("see obstacles");
    case Power::ReadClocks:
      return msg("see the register of cases and their terms");
    case Power::ReadCases:
      return msg("read the texts of cases");
    case Power::OpenSealed:
      return msg("open a sealed identity, with a reason");
    case Power::ReadAudit:
      return msg("read the audit log");
    case Power::ReadCheckpoints:
      return msg("see the checkpoints of the audit log");
    case Power::ReadAccounts:
      return msg("see accounts and who holds which role");
    case Power::SaveValues:
      return msg("enter values");
    case Power::ImportValues:
      return msg("enter values from files");
    case Power::Submit:
      return msg("submit a form to the level above");
    case Power::HandleCases:
      return msg("handle cases");
    case Power::ReportObstacle:
      return msg("report obstacles");
    case Power::ManageObstacle:
      return msg("settle obstacles");
    case Power::Verify:
      return msg("verify what a unit submitted");
    case Power::Appraise:
      return msg("appraise a unit's file");
    case Power::Vote:
      return msg("vote in the council");
    case Power::Decide:
      return msg("decide");
    case Power::ManageDefinitions:
      return msg("change indicators, criteria and targets");
    case Power::ManageAccounts:
      return msg("keep accounts and roles, hand over posts");
    case Power::ManageSessions:
      return msg("end the sessions of others");
    case Power::Backup:
      return msg("make and restore backups");
  }
  return {};
}

std::string to_string(PowerSet powers) {
  std::string text;
  for (const Power power : kAll) {
    if (!powers.has(power)) continue;
    if (!text.empty()) text += ' ';
    text += name_of(power);
  }
  return text;
}

PowerSet parse_powers(std::string_view text) {
  PowerSet powers;
  for (const std::string_view name : split(text, ' ')) {
    if (const auto power = power_named(name)) powers = powers | PowerSet{*power};
  }
  return powers;
}

PowerSet incompatible_with(PowerSet powers) {
  PowerSet excluded;
  for (const auto& [one, other] : kExclusions) {
    if (touches(powers, one)) excluded = excluded | other;
    if (touches(powers, other)) excluded = excluded | one;
  }
  return excluded;
}

PowerSet incompatible_with(Power power) {
  return incompatible_with(PowerSet{power});
}

}  // namespace exemplar::programme
