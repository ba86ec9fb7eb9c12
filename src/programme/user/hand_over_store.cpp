#include "programme/user/hand_over_store.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "programme/user/account_store.hpp"
#include "programme/user/api_token_store.hpp"
#include "programme/user/session_store.hpp"

namespace exemplar::programme {

namespace {

// What the one taking over would hold, if the post were theirs from that day on.
bool would_collide(store::Connection& connection, const ProposedHandOver& proposed,
                   const std::vector<Grant>& moving, const UnitRegister& units) {
  std::vector<Grant> grants = all_grants(connection);
  for (Grant& grant : grants) {
    if (grant.account == proposed.leaving) {
      grant.ended_on = std::min(grant.ended_on.value_or(kOpenFuture), proposed.day - 1);
    }
  }
  std::vector<Holding> held =
      holdings_of(proposed.taking, grants, delegations_of(connection, proposed.taking));
  for (const Grant& grant : moving) {
    const DateRange days = days_of(grant);
    const Holding added{powers_of(grant.role),
                        grant.reach,
                        {std::max(days.from, proposed.day), days.until},
                        "",
                        "",
                        {}};
    if (collision_of(added, held, units)) return true;
    held.push_back(added);
  }
  return false;
}

std::optional<HandOverRefusal> refusal_of(const Change& change, const ProposedHandOver& proposed,
                                          const std::vector<Grant>& moving, const Powers* giver,
                                          const UnitRegister& units, Date today) {
  using R = HandOverRefusal;
  store::Connection& connection = change.connection();
  if (!find_account(connection, proposed.leaving)) return R::LeavingUnknown;
  const auto taking = find_account(connection, proposed.taking);
  if (!taking) return R::TakingUnknown;
  if (is_disabled(*taking, change.now())) return R::TakingDisabled;
  if (proposed.leaving == proposed.taking) return R::SamePerson;
  if (proposed.taking == change.by.actor) return R::ToSelf;
  if (trim(proposed.reason).empty()) return R::WithoutReason;
  if (proposed.day < today) return R::InThePast;
  if (moving.empty()) return R::NothingToHandOver;
  const bool keeps_all = std::all_of(moving.begin(), moving.end(), [&](const Grant& grant) {
    return keeps_accounts(change.by.actor, giver, grant.reach, units, today);
  });
  if (!keeps_all) return R::BeyondGiver;
  if (would_collide(connection, proposed, moving, units)) return R::Incompatible;
  return std::nullopt;
}

void end_tokens(const Change& change, const ProposedHandOver& proposed) {
  if (proposed.day_begins <= change.now()) {
    revoke_tokens_of(change, proposed.leaving);
    return;
  }
  change.connection().run("UPDATE api_token SET expires = $2 WHERE account = $1 AND expires > $2",
                          {proposed.leaving, proposed.day_begins});
}

void keep_minutes(const Change& change, const HandOverMinutes& minutes, int64_t number) {
  store::Connection& connection = change.connection();
  connection.run(
      "INSERT INTO hand_over (id, number, leaving, taking, first_day, reason, by_whom, at, "
      "revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {minutes.id, number, minutes.leaving.id, minutes.taking.id, int64_t{minutes.day.days},
       minutes.reason, minutes.by, minutes.at, change.write.revision()});
  Json items = Json::array();
  int64_t position = 0;
  for (const OpenItem& item : minutes.items) {
    connection.run(
        "INSERT INTO hand_over_item (hand_over, position, kind, subject, text_vi, text_en) VALUES "
        "($1, $2, $3, $4, $5, $6)",
        {minutes.id, ++position, item.kind, item.subject, item.text.vi, item.text.en});
    items.add(Json::string(item.kind + "/" + item.subject));
  }
  Json payload = Json::object();
  payload.add("leaving", Json::string(minutes.leaving.id))
      .add("taking", Json::string(minutes.taking.id))
      .add("day", Json::string(iso(minutes.day)))
      .add("reason", Json::string(minutes.reason))
      .add("items", std::move(items));
  record(change, "post.handed_over", "hand_over/" + minutes.id, payload);
}

std::vector<HandOverMinutes> read_minutes(store::Connection& connection, std::string_view where,
                                          std::string_view value) {
  std::vector<HandOverMinutes> all;
  connection.each(
      "SELECT id, leaving, taking, first_day, reason, by_whom, at FROM hand_over WHERE " +
          std::string(where) + " ORDER BY number DESC",
      {value}, [&](const store::Row& row) {
        HandOverMinutes& one = all.emplace_back();
        one.id = row.text(0);
        one.leaving.id = row.text(1);
        one.taking.id = row.text(2);
        one.day = day_at(row, 3);
        one.reason = row.text(4);
        one.by = row.text(5);
        one.at = row.number(6);
      });
  for (HandOverMinutes& one : all) {
    one.leaving = find_account(connection, one.leaving.id).value_or(one.leaving);
    one.taking = find_account(connection, one.taking.id).value_or(one.taking);
    connection.each(
        "SELECT kind, subject, text_vi, text_en FROM hand_over_item WHERE hand_over = $1 "
        "ORDER BY position",
        {one.id}, [&](const store::Row& row) {
          one.items.push_back({std::string(row.text(0)),
                               std::string(row.text(1)),
                               {std::string(row.text(2)), std::string(row.text(3))}});
        });
  }
  return all;
}

}  // namespace

std::string_view name_of(HandOverRefusal refusal) {
  constexpr std::string_view kNames[] = {
      "leaving_unknown", "taking_unknown", "taking_disabled",      "same_person",  "to_self",
      "without_reason",  "in_the_past",    "nothing_to_hand_over", "beyond_giver", "incompatible"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(HandOverRefusal refusal) {
  switch (refusal) {
    case HandOverRefusal::LeavingUnknown:
    case HandOverRefusal::TakingUnknown:
      return msg("there is no such account");
    case HandOverRefusal::TakingDisabled:
      return msg("this account is disabled");
    case HandOverRefusal::SamePerson:
      return msg("a post is handed over to another person");
    case HandOverRefusal::ToSelf:
      return msg("nobody grants a role to themselves");
    case HandOverRefusal::WithoutReason:
      return msg("say why, or by which document");
    case HandOverRefusal::InThePast:
      return msg("a post cannot be handed over in the past");
    case HandOverRefusal::NothingToHandOver:
      return msg("no role of this account holds then");
    case HandOverRefusal::BeyondGiver:
      return msg("you do not keep the accounts of all these units");
    case HandOverRefusal::Incompatible:
      return msg("the account holds a role over one of these units that excludes this one");
  }
  return {};
}

Decided<HandOverMinutes, HandOverRefusal> hand_over(const Change& change,
                                                    const ProposedHandOver& proposed,
                                                    HandOverParts parts, const Powers* giver,
                                                    const UnitRegister& units, Date today) {
  store::Connection& connection = change.connection();
  const std::vector<Grant> moving = grants_from(connection, proposed.leaving, proposed.day);
  if (const auto refusal = refusal_of(change, proposed, moving, giver, units, today)) {
    return *refusal;
  }
  const int64_t number = next_number(connection, "hand_over");
  HandOverMinutes minutes;
  minutes.id = numbered_id("h-", number);
  minutes.leaving = *find_account(connection, proposed.leaving);
  minutes.taking = *find_account(connection, proposed.taking);
  minutes.day = proposed.day;
  minutes.reason = kept_text(proposed.reason);
  minutes.by = change.by.actor;
  minutes.at = change.now();
  minutes.items =
      open_items_of(connection, proposed.leaving, proposed.day, change.now(), parts, units);
  for (const auto& [delegation, grant] :
       delegations_from(connection, proposed.leaving, proposed.day)) {
    keep_delegation_end(change, delegation.id, proposed.day - 1);
  }
  for (const Grant& grant : moving) {
    const DateRange days = days_of(grant);
    keep_grant_end(change, grant.id, proposed.day - 1, minutes.reason);
    keep_grant(change,
               {proposed.taking,
                grant.role,
                grant.reach,
                {std::max(days.from, proposed.day), days.until},
                minutes.reason},
               grant.id);
  }
  end_tokens(change, proposed);
  if (proposed.day <= today) {
    end_sessions_of(change, proposed.leaving, SessionEnd::HandedOver, {});
  }
  for (const HandOverPart* part : parts) part->move(change, proposed);
  keep_minutes(change, minutes, number);
  return minutes;
}

std::optional<HandOverMinutes> find_hand_over(store::Connection& connection, std::string_view id) {
  auto found = read_minutes(connection, "id = $1", id);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<HandOverMinutes> hand_overs_of(store::Connection& connection,
                                           std::string_view account) {
  return read_minutes(connection, "leaving = $1 OR taking = $1", account);
}

}  // namespace exemplar::programme
