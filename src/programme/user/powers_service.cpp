#include "programme/user/powers_service.hpp"

#include "programme/user/one_write.hpp"

namespace exemplar::programme {

Decided<Grant, GrantRefusal> make_grant(store::Connection& connection,
                                        const ProposedGrant& proposed, const Keeper& giver,
                                        const WriteBy& by) {
  return in_one_write(connection, by, [&](const Change& change) {
    return add_grant(change, proposed, &giver.powers, giver.units, giver.today);
  });
}

std::optional<EndRefusal> stop_grant(store::Connection& connection, const std::string& id,
                                     Date last, const std::string& reason, const Keeper& giver,
                                     const WriteBy& by) {
  return in_one_write(connection, by, [&](const Change& change) {
    return end_grant(change, id, last, reason, &giver.powers, giver.units, giver.today);
  });
}

Decided<Delegation, DelegationRefusal> make_delegation(store::Connection& connection,
                                                       const ProposedDelegation& proposed,
                                                       const Keeper& holder, const WriteBy& by) {
  return in_one_write(connection, by, [&](const Change& change) {
    return add_delegation(change, proposed, holder.units, holder.today);
  });
}

std::optional<EndRefusal> stop_delegation(store::Connection& connection, const std::string& id,
                                          Date last, const Keeper& keeper, const WriteBy& by) {
  return in_one_write(connection, by, [&](const Change& change) {
    return end_delegation(change, id, last, &keeper.powers, keeper.units, keeper.today);
  });
}

Decided<HandOverMinutes, HandOverRefusal> hand_post_over(store::Connection& connection,
                                                         const ProposedHandOver& proposed,
                                                         HandOverParts parts, const Keeper& giver,
                                                         const WriteBy& by) {
  return in_one_write(connection, by, [&](const Change& change) {
    return hand_over(change, proposed, parts, &giver.powers, giver.units, giver.today);
  });
}

Decided<MadeToken, TokenRefusal> make_token(store::Connection& connection,
                                            const ProposedToken& proposed, Date today,
                                            const WriteBy& by) {
  return in_one_write(connection, by,
                      [&](const Change& change) { return add_token(change, proposed, today); });
}

std::string_view name_of(RevokeRefusal refusal) {
  constexpr std::string_view kNames[] = {"unknown", "revoked"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(RevokeRefusal refusal) {
  switch (refusal) {
    case RevokeRefusal::Unknown:
      return msg("there is no such token");
    case RevokeRefusal::Revoked:
      return msg("the token was revoked before");
  }
  return {};
}

std::optional<RevokeRefusal> revoke_kept_token(store::Connection& connection, int64_t token,
                                               const Keeper& keeper, const WriteBy& by) {
  return in_one_write(connection, by, [&](const Change& change) -> std::optional<RevokeRefusal> {
    const auto owner = owner_of_token(connection, token);
    if (!owner) return RevokeRefusal::Unknown;
    if (*owner != by.actor &&
        !keeps(keeper, Power::ManageSessions, holdings_kept(connection, *owner))) {
      return RevokeRefusal::Unknown;
    }
    if (!revoke_token(change, token)) return RevokeRefusal::Revoked;
    return std::nullopt;
  });
}

}  // namespace exemplar::programme
