// Delegations as rows: made and ended, never changed.
#pragma once

#include "programme/user/grant_store.hpp"

namespace exemplar::programme {

// In the order in which they were made, ended ones too.
std::vector<Delegation> all_delegations(store::Connection& connection);
// From that account or to it.
std::vector<Delegation> delegations_of(store::Connection& connection, std::string_view account);
std::optional<Delegation> find_delegation(store::Connection& connection, std::string_view id);
std::vector<Delegation> delegations_to(store::Connection& connection, std::string_view account);

Decided<Delegation, DelegationRefusal> add_delegation(const Change& change,
                                                      const ProposedDelegation& proposed,
                                                      const UnitRegister& units, Date today);
// By who gave it, who has it, or who keeps the accounts of its units.
std::optional<EndRefusal> end_delegation(const Change& change, const std::string& id, Date last,
                                         const Powers* keeper, const UnitRegister& units,
                                         Date today);

// For handing over a post, which has its own rules.
void keep_delegation_end(const Change& change, const std::string& id, Date last);

}  // namespace exemplar::programme
