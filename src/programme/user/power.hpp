// What a person may be let do, and which of it one person may never be let do over one unit.
//
//   entering  ✗  checking  ✗  deciding        whoever enters cannot verify, whoever verifies cannot
//      └──────────────✗─────────┘             decide, nor decide on what they entered
//
//   keeping accounts ✗ all of these, and cases      an administrator has no data
//   auditing         ✗ all of these, and accounts   nobody audits what they did
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/message.hpp"

namespace exemplar::programme {

enum class Power {
  ReadUnits,         // units, hierarchies, events
  ReadDefinitions,   // indicators, criteria, targets, documents
  ReadStandings,     // standings and aggregates
  ReadValues,        // single values with who reported them
  ReadExplanations,  // why a standing is what it is
  ReadObstacles,
  ReadClocks,       // the register of cases and their terms, without texts
  ReadCases,        // with texts, without sealed identities
  OpenSealed,       // a sealed identity, each time with a reason
  ReadAudit,        // the audit log
  ReadCheckpoints,  // the signed heads of the audit log
  ReadAccounts,     // who holds what
  SaveValues,
  ImportValues,
  Submit,  // a form to the level above
  HandleCases,
  ReportObstacle,
  ManageObstacle,  // of the department that has to help
  Verify,          // item by item, at the level above
  Appraise,        // the file of the whole unit
  Vote,
  Decide,
  ManageDefinitions,
  ManageAccounts,  // accounts, roles, handing over
  ManageSessions,  // end those of others
  Backup,
};
inline constexpr size_t kPowerCount = 26;

class PowerSet {
 public:
  constexpr PowerSet() = default;
  constexpr PowerSet(std::initializer_list<Power> powers) {
    for (const Power power : powers) bits_ |= bit(power);
  }
  static constexpr PowerSet all() {
    PowerSet set;
    set.bits_ = (uint64_t{1} << kPowerCount) - 1;
    return set;
  }

  constexpr bool has(Power power) const { return (bits_ & bit(power)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool contains(PowerSet other) const { return (other.bits_ & ~bits_) == 0; }
  constexpr PowerSet operator&(PowerSet other) const { return of(bits_ & other.bits_); }
  constexpr PowerSet operator|(PowerSet other) const { return of(bits_ | other.bits_); }
  constexpr bool operator==(const PowerSet&) const = default;

 private:
  static constexpr uint64_t bit(Power power) { return uint64_t{1} << static_cast<unsigned>(power); }
  static constexpr PowerSet of(uint64_t bits) {
    PowerSet set;
    set.bits_ = bits;
    return set;
  }
  uint64_t bits_ = 0;
};

std::span<const Power> all_powers();
std::string_view name_of(Power power);  // stable: "read_standings", …
std::optional<Power> power_named(std::string_view name);
Message label_of(Power power);

// Names with blanks between, in the order above; what is no name is left out.
std::string to_string(PowerSet powers);
PowerSet parse_powers(std::string_view text);

// Those that may not be held together with `power` over one unit on one day; both ways.
PowerSet incompatible_with(Power power);
PowerSet incompatible_with(PowerSet powers);

// What a person exercises in person.
inline constexpr PowerSet kNotDelegable = {Power::OpenSealed, Power::ReadAudit,
                                           Power::ManageAccounts, Power::ManageSessions,
                                           Power::Backup};
// What no program does for a person.
inline constexpr PowerSet kNotForTokens = {Power::OpenSealed, Power::Vote, Power::Decide};

}  // namespace exemplar::programme
