// Roles as rows, made and ended, never changed; and what an account may do because of them.
#pragma once

#include "programme/user/change_store.hpp"
#include "programme/user/decided.hpp"
#include "programme/user/grant_rules.hpp"

namespace exemplar::programme {

// In the order in which they were made, ended ones too.
std::vector<Grant> all_grants(store::Connection& connection);
std::vector<Grant> grants_of(store::Connection& connection, std::string_view account);
std::optional<Grant> find_grant(store::Connection& connection, std::string_view id);
// All that was granted or delegated to the account.
std::vector<Holding> holdings_kept(store::Connection& connection, std::string_view account);
// What it may use: nothing where it is disabled, and nothing from delegators who are.
Powers powers_of_account(store::Connection& connection, std::string_view account, InstantUs now);

// By the change's actor; "system" is the office itself, which needs no powers.
Decided<Grant, GrantRefusal> add_grant(const Change& change, const ProposedGrant& proposed,
                                       const Powers* giver, const UnitRegister& units, Date today);

// `last`: the last day on which it holds. Delegations of it end with it.
std::optional<EndRefusal> end_grant(const Change& change, const std::string& id, Date last,
                                    const std::string& reason, const Powers* giver,
                                    const UnitRegister& units, Date today);

// Nobody else who is not disabled administers the whole office on that day.
bool is_last_administrator(store::Connection& connection, std::string_view account, Date today);

// For handing over a post, which has its own rules.
Grant keep_grant(const Change& change, const ProposedGrant& proposed, std::string_view follows);
void keep_grant_end(const Change& change, const std::string& id, Date last,
                    const std::string& reason);

}  // namespace exemplar::programme
