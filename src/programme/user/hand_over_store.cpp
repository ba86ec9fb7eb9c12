#include "programme/user/hand_over_store.hpp"

#include <algorithm>

#include "base/date_message.hpp"
#include "base/text.hpp"
#include "programme/user/api_token_store.hpp"
#include "programme/user/session_store.hpp"

namespace exemplar::programme {

namespace {

template <typename Say>
Text in_both(const Say& say) {
  return {render(say(Language::Vietnamese), Language::Vietnamese),
          render(say(Language::English), Language::English)};
}

Message over(const Grant& grant, Date day, const UnitRegister& units, Language language) {
  const Message role = label_of(grant.role);
  const Message on = days_message(days_of(grant));
  if (grant.reach.extent == Reach::Extent::Everything) {
    return msg("{}: {}, {}", role, msg("the whole office"), on);
  }
  std::string names;
  for (const std::string& id : grant.reach.units) {
    const auto unit = units.find_by_id(id);
    if (!names.empty()) names += ", ";
    names += unit ? units.version_near(*unit, day).name.in(language) : id;
  }
  if (grant.reach.extent == Reach::Extent::Units) return msg("{}: {}, {}", role, names, on);
  return msg("{}: {}, {}", role, msg("{} and what is below", names), on);
}

// Of the account, on that day or later.
std::vector<Grant> grants_from(store::Connection& connection, std::string_view account, Date day) {
  std::vector<Grant> grants = grants_of(connection, account);
  std::erase_if(grants, [&](const Grant& grant) {
    return days_of(grant).empty() || days_of(grant).until < day;
  });
  return grants;
}

struct OpenDelegation {
  Delegation delegation;
  Grant grant;
};
std::vector<OpenDelegation> delegations_from(store::Connection& connection,
                                             std::string_view account, Date day) {
  std::vector<OpenDelegation> open;
  for (Delegation& one : delegations_of(connection, account)) {
    auto grant = find_grant(connection, one.grant);
    if (!grant) continue;
    const DateRange days = days_of(one, *grant);
    if (!days.empty() && days.until >= day) open.push_back({std::move(one), std::move(*grant)});
  }
  return open;
}

std::string name_of_account(store::Connection& connection, const std::string& id) {
  const auto account = find_account(connection, id);
  return account ? account->name : id;
}

void add_grants(store::Connection& connection, std::string_view account, Date day,
                const UnitRegister& units, std::vector<OpenItem>& items) {
  for (const Grant& grant : grants_from(connection, account, day)) {
    items.push_back({"grant", grant.id, in_both([&](Language language) {
                       return over(grant, day, units, language);
                     })});
  }
}

void add_delegations(store::Connection& connection, std::string_view account, Date day,
                     std::vector<OpenItem>& items) {
  for (const auto& [one, grant] : delegations_from(connection, account, day)) {
    const bool given = one.from == account;
    const std::string other = name_of_account(connection, given ? one.to : one.from);
    const Message days = days_message(days_of(one, grant));
    const std::string form(abbreviation_of(one.form));
    items.push_back(
        {given ? "delegation_given" : "delegation_received", one.id, in_both([&](Language) {
           return given ? msg("{} delegated to {}, {}; it ends", form, other, days)
                        : msg("{} delegated by {}, {}; it ends", form, other, days);
         })});
  }
}

void add_tokens_and_sessions(store::Connection& connection, std::string_view account, InstantUs now,
                             std::vector<OpenItem>& items) {
  for (const ApiToken& token : tokens_of(connection, account)) {
    if (!is_good(token, now)) continue;
    items.push_back({"token", std::to_string(token.number), in_both([&](Language) {
                       return msg("token '{}' ({}…); it ends", token.name, token.shown);
                     })});
  }
  for (const Session& session : sessions_of(connection, account)) {
    if (session.ended_at || now - session.created >= SessionPolicy{}.longest) continue;
    items.push_back({"session", std::to_string(session.number), in_both([&](Language language) {
                       return msg("session of {} from {}; it ends",
                                  shown_instant(session.created, language), session.address);
                     })});
  }
}

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
    if (giver == nullptr) return change.by.actor == "system";
    return may_throughout(*giver, Power::ManageAccounts, grant.reach, units, today);
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
        one.day = Date{static_cast<int32_t>(row.number(3))};
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

std::vector<OpenItem> open_items_of(store::Connection& connection, std::string_view account,
                                    Date day, InstantUs now, HandOverParts parts,
                                    const UnitRegister& units) {
  std::vector<OpenItem> items;
  add_grants(connection, account, day, units, items);
  add_delegations(connection, account, day, items);
  add_tokens_and_sessions(connection, account, now, items);
  for (const HandOverPart* part : parts) {
    for (OpenItem& item : part->open_items(connection, account, day)) {
      items.push_back(std::move(item));
    }
  }
  return items;
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
