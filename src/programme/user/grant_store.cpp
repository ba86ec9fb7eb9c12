#include "programme/user/grant_store.hpp"

#include <algorithm>

#include "programme/user/account_store.hpp"
#include "programme/user/delegation_store.hpp"

namespace exemplar::programme {

namespace {

constexpr std::string_view kGrants =
    "SELECT g.id, g.account, g.role, g.extent, g.hierarchy, g.first_day, g.last_day, g.ended_on, "
    "g.follows, g.reason, u.unit FROM role_grant g LEFT JOIN role_grant_unit u ON "
    "u.role_grant = g.id ";
constexpr std::string_view kGrantOrder = " ORDER BY g.number, u.position";

std::vector<Grant> read_grants(store::Connection& connection, std::string_view where,
                               std::initializer_list<store::Value> values) {
  std::vector<Grant> grants;
  connection.each(std::string(kGrants) + std::string(where) + std::string(kGrantOrder), values,
                  [&](const store::Row& row) {
                    // One row a unit.
                    if (grants.empty() || grants.back().id != row.text(0)) {
                      Grant& grant = grants.emplace_back();
                      grant.id = row.text(0);
                      grant.account = row.text(1);
                      // A role that this version does not know gives nothing that it could give.
                      const auto role = role_named(row.text(2));
                      if (!role)
                        throw std::runtime_error("a grant of an unknown role: " + grant.id);
                      grant.role = *role;
                      grant.reach.extent = extent_named(row.text(3)).value_or(Reach::Extent::Units);
                      grant.reach.hierarchy = row.text(4);
                      grant.days = {day_at(row, 5), day_at(row, 6)};
                      grant.ended_on = day_if_any_at(row, 7);
                      grant.follows = row.text(8);
                      grant.reason = row.text(9);
                    }
                    if (!row.is_null(10)) grants.back().reach.units.emplace_back(row.text(10));
                  });
  return grants;
}

// Own grants, and those of which something was delegated to the account.
std::vector<Grant> grants_behind(store::Connection& connection, std::string_view account) {
  return read_grants(connection,
                     "WHERE g.account = $1 OR g.id IN "
                     "(SELECT role_grant FROM delegation WHERE delegate = $1)",
                     {account});
}

// Open ends are not days that anybody reads.
std::string shown_day(Date day) {
  return day <= kOpenPast || day >= kOpenFuture ? "" : iso(day);
}

Json units_of(const Reach& reach) {
  Json units = Json::array();
  for (const std::string& unit : reach.units) units.add(Json::string(unit));
  return units;
}

void record_grant(const Change& change, const Grant& grant) {
  Json payload = Json::object();
  payload.add("account", Json::string(grant.account))
      .add("role", Json::string(name_of(grant.role)))
      .add("extent", Json::string(name_of(grant.reach.extent)))
      .add("hierarchy", Json::string(grant.reach.hierarchy))
      .add("units", units_of(grant.reach))
      .add("from", Json::string(shown_day(grant.days.from)))
      .add("until", Json::string(shown_day(grant.days.until)))
      .add("follows", Json::string(grant.follows))
      .add("reason", Json::string(grant.reason));
  record(change, "grant.made", "grant/" + grant.id, payload);
}

}  // namespace

std::vector<Grant> all_grants(store::Connection& connection) {
  return read_grants(connection, "", {});
}

std::vector<Grant> grants_of(store::Connection& connection, std::string_view account) {
  return read_grants(connection, "WHERE g.account = $1", {account});
}

std::optional<Grant> find_grant(store::Connection& connection, std::string_view id) {
  auto grants = read_grants(connection, "WHERE g.id = $1", {id});
  return grants.empty() ? std::nullopt : std::optional(std::move(grants.front()));
}

std::vector<Holding> holdings_kept(store::Connection& connection, std::string_view account) {
  return holdings_of(account, grants_behind(connection, account),
                     delegations_to(connection, account));
}

Powers powers_of_account(store::Connection& connection, std::string_view account, InstantUs now) {
  Powers powers;
  powers.account = account;
  const auto found = find_account(connection, account);
  if (!found || is_disabled(*found, now)) return powers;
  std::vector<Delegation> delegations = delegations_to(connection, account);
  std::erase_if(delegations, [&](const Delegation& one) {
    const auto delegator = find_account(connection, one.from);
    return !delegator || is_disabled(*delegator, now);
  });
  powers.holdings = holdings_of(account, grants_behind(connection, account), delegations);
  return powers;
}

Decided<Grant, GrantRefusal> add_grant(const Change& change, const ProposedGrant& proposed,
                                       const Powers* giver, const UnitRegister& units, Date today) {
  store::Connection& connection = change.connection();
  const auto account = find_account(connection, proposed.account);
  const auto by = find_account(connection, change.by.actor);
  if (!by && change.by.actor != "system") return GrantRefusal::BeyondGiver;
  const std::vector<Holding> held = holdings_kept(connection, proposed.account);
  GrantCase given;
  given.account = account ? &*account : nullptr;
  given.giver = by ? &*by : nullptr;
  given.giver_powers = giver;
  given.held = held;
  given.now = change.now();
  given.today = today;
  if (const auto refusal = refusal_of(proposed, given, units)) return *refusal;
  return keep_grant(change, proposed, "");
}

std::optional<EndRefusal> end_grant(const Change& change, const std::string& id, Date last,
                                    const std::string& reason, const Powers* giver,
                                    const UnitRegister& units, Date today) {
  const auto grant = find_grant(change.connection(), id);
  if (!grant) return EndRefusal::Unknown;
  if (!keeps_accounts(change.by.actor, giver, grant->reach, units, today))
    return EndRefusal::NotYours;
  if (const auto refusal = refusal_of_end(days_of(*grant), last, today)) return refusal;
  if (grant->role == Role::Administrator && grant->reach.extent == Reach::Extent::Everything &&
      is_last_administrator(change.connection(), grant->account, today)) {
    return EndRefusal::LastAdministrator;
  }
  keep_grant_end(change, id, last, reason);
  return std::nullopt;
}

bool is_last_administrator(store::Connection& connection, std::string_view account, Date today) {
  const auto administers = [&](std::string_view condition) {
    return connection
               .number(
                   "SELECT count(*) FROM role_grant g JOIN account a ON a.id = g.account WHERE "
                   "g.role = 'administrator' AND g.extent = 'everything' AND g.first_day <= $2 "
                   "AND g.last_day >= $2 AND (g.ended_on IS NULL OR g.ended_on >= $2) AND "
                   "a.disabled_from IS NULL AND g.account " +
                       std::string(condition) + " $1",
                   {account, int64_t{today.days}})
               .value_or(0) > 0;
  };
  return administers("=") && !administers("<>");
}

Grant keep_grant(const Change& change, const ProposedGrant& proposed, std::string_view follows) {
  store::Connection& connection = change.connection();
  const int64_t number = next_number(connection, "role_grant");
  Grant grant{numbered_id("g-", number),
              proposed.account,
              proposed.role,
              proposed.reach,
              proposed.days,
              {},
              std::string(follows),
              kept_text(proposed.reason)};
  connection.run(
      "INSERT INTO role_grant (id, number, account, role, extent, hierarchy, first_day, last_day, "
      "follows, reason, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      {grant.id, number, grant.account, name_of(grant.role), name_of(grant.reach.extent),
       grant.reach.hierarchy, int64_t{grant.days.from.days}, int64_t{grant.days.until.days},
       grant.follows, grant.reason, change.write.revision()});
  int64_t position = 0;
  for (const std::string& unit : grant.reach.units) {
    connection.run("INSERT INTO role_grant_unit (role_grant, position, unit) VALUES ($1, $2, $3)",
                   {grant.id, ++position, unit});
  }
  record_grant(change, grant);
  return grant;
}

void keep_grant_end(const Change& change, const std::string& id, Date last,
                    const std::string& reason) {
  change.connection().run("UPDATE role_grant SET ended_on = $2, ended_revision = $3 WHERE id = $1",
                          {id, int64_t{last.days}, change.write.revision()});
  Json payload = Json::object();
  payload.add("last_day", Json::string(iso(last))).add("reason", Json::string(kept_text(reason)));
  record(change, "grant.ended", "grant/" + id, payload);
}

}  // namespace exemplar::programme
