#include "programme/user/grant_store.hpp"

#include <algorithm>

#include "programme/user/account_store.hpp"

namespace exemplar::programme {

namespace {

constexpr std::string_view kExtents[] = {"everything", "below", "units"};

Reach::Extent extent_named(std::string_view name) {
  if (name == kExtents[0]) return Reach::Extent::Everything;
  return name == kExtents[1] ? Reach::Extent::Below : Reach::Extent::Units;
}

std::optional<Date> day_at(const store::Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Date{static_cast<int32_t>(row.number(column))};
}

Date plain_day_at(const store::Row& row, int column) {
  return Date{static_cast<int32_t>(row.number(column))};
}

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
                      grant.reach.extent = extent_named(row.text(3));
                      grant.reach.hierarchy = row.text(4);
                      grant.days = {plain_day_at(row, 5), plain_day_at(row, 6)};
                      grant.ended_on = day_at(row, 7);
                      grant.follows = row.text(8);
                      grant.reason = row.text(9);
                    }
                    if (!row.is_null(10)) grants.back().reach.units.emplace_back(row.text(10));
                  });
  return grants;
}

std::vector<Delegation> read_delegations(store::Connection& connection, std::string_view where,
                                         std::initializer_list<store::Value> values) {
  std::vector<Delegation> delegations;
  connection.each(
      "SELECT id, role_grant, delegator, delegate, powers, form, first_day, last_day, ended_on, "
      "reason FROM delegation WHERE " +
          std::string(where) + " ORDER BY number",
      values, [&](const store::Row& row) {
        Delegation& one = delegations.emplace_back();
        one.id = row.text(0);
        one.grant = row.text(1);
        one.from = row.text(2);
        one.to = row.text(3);
        one.powers = parse_powers(row.text(4));
        one.form = signing_form_named(row.text(5)).value_or(SigningForm::Kt);
        one.days = {plain_day_at(row, 6), plain_day_at(row, 7)};
        one.ended_on = day_at(row, 8);
        one.reason = row.text(9);
      });
  return delegations;
}

// Own grants, and those of which something was delegated to the account.
std::vector<Grant> grants_behind(store::Connection& connection, std::string_view account) {
  return read_grants(connection,
                     "WHERE g.account = $1 OR g.id IN "
                     "(SELECT role_grant FROM delegation WHERE delegate = $1)",
                     {account});
}

std::vector<Delegation> delegations_to(store::Connection& connection, std::string_view account) {
  return read_delegations(connection, "delegate = $1", {account});
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
      .add("extent", Json::string(kExtents[static_cast<size_t>(grant.reach.extent)]))
      .add("hierarchy", Json::string(grant.reach.hierarchy))
      .add("units", units_of(grant.reach))
      .add("from", Json::string(shown_day(grant.days.from)))
      .add("until", Json::string(shown_day(grant.days.until)))
      .add("follows", Json::string(grant.follows))
      .add("reason", Json::string(grant.reason));
  record(change, "grant.made", "grant/" + grant.id, payload);
}

// Whether what holds on `days` can still be ended on `last`.
std::optional<EndRefusal> refusal_of_end(DateRange days, Date last, Date today) {
  if (days.empty() || last >= days.until) return EndRefusal::EndedAlready;
  if (last < today - 1) return EndRefusal::InThePast;
  return std::nullopt;
}

bool keeps_accounts(const Change& change, const Powers* powers, const Reach& reach,
                    const UnitRegister& units, Date today) {
  if (powers == nullptr) return change.by.actor == "system";
  return may_throughout(*powers, Power::ManageAccounts, reach, units, today);
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

std::vector<Delegation> delegations_of(store::Connection& connection, std::string_view account) {
  return read_delegations(connection, "(delegator = $1 OR delegate = $1)", {account});
}

std::optional<Delegation> find_delegation(store::Connection& connection, std::string_view id) {
  auto found = read_delegations(connection, "id = $1", {id});
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
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

std::string_view name_of(EndRefusal refusal) {
  constexpr std::string_view kNames[] = {"unknown", "not_yours", "ended_already", "in_the_past",
                                         "last_administrator"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(EndRefusal refusal) {
  switch (refusal) {
    case EndRefusal::Unknown:
      return msg("there is no such role or delegation");
    case EndRefusal::NotYours:
      return msg("you do not keep the accounts of all these units");
    case EndRefusal::EndedAlready:
      return msg("it ends on this day or before");
    case EndRefusal::InThePast:
      return msg("what was held in the past cannot be taken back");
    case EndRefusal::LastAdministrator:
      return msg("nobody would be left who keeps the accounts of the whole office");
  }
  return {};
}

std::optional<EndRefusal> end_grant(const Change& change, const std::string& id, Date last,
                                    const std::string& reason, const Powers* giver,
                                    const UnitRegister& units, Date today) {
  const auto grant = find_grant(change.connection(), id);
  if (!grant) return EndRefusal::Unknown;
  if (!keeps_accounts(change, giver, grant->reach, units, today)) return EndRefusal::NotYours;
  if (const auto refusal = refusal_of_end(days_of(*grant), last, today)) return refusal;
  if (grant->role == Role::Administrator && grant->reach.extent == Reach::Extent::Everything &&
      is_last_administrator(change.connection(), grant->account, today)) {
    return EndRefusal::LastAdministrator;
  }
  keep_grant_end(change, id, last, reason);
  return std::nullopt;
}

Decided<Delegation, DelegationRefusal> add_delegation(const Change& change,
                                                      const ProposedDelegation& proposed,
                                                      const UnitRegister& units, Date today) {
  store::Connection& connection = change.connection();
  const auto grant = find_grant(connection, proposed.grant);
  const auto account = find_account(connection, proposed.to);
  const std::vector<Holding> held = holdings_kept(connection, proposed.to);
  DelegationCase given;
  given.delegator = change.by.actor;
  given.grant = grant ? &*grant : nullptr;
  given.account = account ? &*account : nullptr;
  given.held = held;
  given.now = change.now();
  given.today = today;
  if (const auto refusal = refusal_of(proposed, given, units)) return *refusal;
  const int64_t number = next_number(connection, "delegation");
  Delegation made{numbered_id("d-", number), grant->id,     grant->account, proposed.to,
                  proposed.powers,           proposed.form, proposed.days,  {},
                  kept_text(proposed.reason)};
  connection.run(
      "INSERT INTO delegation (id, number, role_grant, delegator, delegate, powers, form, "
      "first_day, last_day, reason, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
      "$11)",
      {made.id, number, made.grant, made.from, made.to, to_string(made.powers), name_of(made.form),
       int64_t{made.days.from.days}, int64_t{made.days.until.days}, made.reason,
       change.write.revision()});
  Json payload = Json::object();
  payload.add("grant", Json::string(made.grant))
      .add("from_account", Json::string(made.from))
      .add("to_account", Json::string(made.to))
      .add("powers", Json::string(to_string(made.powers)))
      .add("form", Json::string(name_of(made.form)))
      .add("from", Json::string(iso(made.days.from)))
      .add("until", Json::string(iso(made.days.until)))
      .add("reason", Json::string(made.reason));
  record(change, "delegation.made", "delegation/" + made.id, payload);
  return made;
}

std::optional<EndRefusal> end_delegation(const Change& change, const std::string& id, Date last,
                                         const Powers* keeper, const UnitRegister& units,
                                         Date today) {
  const auto delegation = find_delegation(change.connection(), id);
  if (!delegation) return EndRefusal::Unknown;
  const auto grant = find_grant(change.connection(), delegation->grant);
  if (!grant) return EndRefusal::Unknown;
  const bool own = change.by.actor == delegation->from || change.by.actor == delegation->to;
  if (!own && !keeps_accounts(change, keeper, grant->reach, units, today)) {
    return EndRefusal::NotYours;
  }
  if (const auto refusal = refusal_of_end(days_of(*delegation, *grant), last, today)) {
    return refusal;
  }
  keep_delegation_end(change, id, last);
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
      {grant.id, number, grant.account, name_of(grant.role),
       kExtents[static_cast<size_t>(grant.reach.extent)], grant.reach.hierarchy,
       int64_t{grant.days.from.days}, int64_t{grant.days.until.days}, grant.follows, grant.reason,
       change.write.revision()});
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

void keep_delegation_end(const Change& change, const std::string& id, Date last) {
  change.connection().run("UPDATE delegation SET ended_on = $2, ended_revision = $3 WHERE id = $1",
                          {id, int64_t{last.days}, change.write.revision()});
  Json payload = Json::object();
  payload.add("last_day", Json::string(iso(last)));
  record(change, "delegation.ended", "delegation/" + id, payload);
}

}  // namespace exemplar::programme
