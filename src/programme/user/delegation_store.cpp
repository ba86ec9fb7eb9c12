#include "programme/user/delegation_store.hpp"

#include "programme/user/account_store.hpp"

namespace exemplar::programme {

namespace {

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
        one.days = {day_at(row, 6), day_at(row, 7)};
        one.ended_on = day_if_any_at(row, 8);
        one.reason = row.text(9);
      });
  return delegations;
}

}  // namespace

std::vector<Delegation> all_delegations(store::Connection& connection) {
  return read_delegations(connection, "0 = 0", {});
}

std::vector<Delegation> delegations_of(store::Connection& connection, std::string_view account) {
  return read_delegations(connection, "(delegator = $1 OR delegate = $1)", {account});
}

std::optional<Delegation> find_delegation(store::Connection& connection, std::string_view id) {
  auto found = read_delegations(connection, "id = $1", {id});
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<Delegation> delegations_to(store::Connection& connection, std::string_view account) {
  return read_delegations(connection, "delegate = $1", {account});
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
  if (!own && !keeps_accounts(change.by.actor, keeper, grant->reach, units, today)) {
    return EndRefusal::NotYours;
  }
  if (const auto refusal = refusal_of_end(days_of(*delegation, *grant), last, today)) {
    return refusal;
  }
  keep_delegation_end(change, id, last);
  return std::nullopt;
}

void keep_delegation_end(const Change& change, const std::string& id, Date last) {
  change.connection().run("UPDATE delegation SET ended_on = $2, ended_revision = $3 WHERE id = $1",
                          {id, int64_t{last.days}, change.write.revision()});
  Json payload = Json::object();
  payload.add("last_day", Json::string(iso(last)));
  record(change, "delegation.ended", "delegation/" + id, payload);
}

}  // namespace exemplar::programme
