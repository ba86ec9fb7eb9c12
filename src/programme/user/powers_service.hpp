// Giving powers away and taking them back, each in one write: roles, delegations, tokens, posts.
#pragma once

#include "programme/user/api_token_store.hpp"
#include "programme/user/hand_over_store.hpp"
#include "programme/user/keeping_rules.hpp"

namespace exemplar::programme {

Decided<Grant, GrantRefusal> make_grant(store::Connection& connection,
                                        const ProposedGrant& proposed, const Keeper& giver,
                                        const WriteBy& by);
std::optional<EndRefusal> stop_grant(store::Connection& connection, const std::string& id,
                                     Date last, const std::string& reason, const Keeper& giver,
                                     const WriteBy& by);

// Of one's own roles.
Decided<Delegation, DelegationRefusal> make_delegation(store::Connection& connection,
                                                       const ProposedDelegation& proposed,
                                                       const Keeper& holder, const WriteBy& by);
std::optional<EndRefusal> stop_delegation(store::Connection& connection, const std::string& id,
                                          Date last, const Keeper& keeper, const WriteBy& by);

Decided<HandOverMinutes, HandOverRefusal> hand_post_over(store::Connection& connection,
                                                         const ProposedHandOver& proposed,
                                                         HandOverParts parts, const Keeper& giver,
                                                         const WriteBy& by);

// One's own.
Decided<MadeToken, TokenRefusal> make_token(store::Connection& connection,
                                            const ProposedToken& proposed, Date today,
                                            const WriteBy& by);
enum class RevokeRefusal {
  Unknown,  // or not one's own, and the accounts of its owner are not kept
  Revoked,  // already
};
std::string_view name_of(RevokeRefusal refusal);
Message message_of(RevokeRefusal refusal);
// One's own, or that of an account all of whose sessions the keeper may end.
std::optional<RevokeRefusal> revoke_kept_token(store::Connection& connection, int64_t token,
                                               const Keeper& keeper, const WriteBy& by);

}  // namespace exemplar::programme
