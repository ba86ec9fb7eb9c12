#include "programme/user/open_item_store.hpp"

#include "base/date_message.hpp"
#include "programme/user/account_store.hpp"
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

}  // namespace

// Of the account, on that day or later.
std::vector<Grant> grants_from(store::Connection& connection, std::string_view account, Date day) {
  std::vector<Grant> grants = grants_of(connection, account);
  std::erase_if(grants, [&](const Grant& grant) {
    return days_of(grant).empty() || days_of(grant).until < day;
  });
  return grants;
}

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

}  // namespace exemplar::programme
