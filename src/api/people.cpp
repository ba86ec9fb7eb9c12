#include "api/people.hpp"

#include <algorithm>

#include "programme/user/account_store.hpp"
#include "programme/user/personal_read_service.hpp"

namespace exemplar::api {

using namespace programme;

WriteBy by_caller(const Call& call) {
  return {call.instant, call.caller.powers.account, call.api.options().random};
}

Keeper keeper_of(const Call& call) {
  return {call.caller.powers, call.units(), call.today};
}

std::string plain_id(const std::string& text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  return plain ? text : "";
}

std::string id_in_path(const Call& call, std::string_view name) {
  return plain_id(std::string(call.request.path_value(name)));
}

Account account_in_path(const Call& call, store::Connection& connection) {
  auto account = find_account(connection, id_in_path(call, "account"));
  if (!account) refuse_why(404, KeepRefusal::AccountUnknown);
  return *std::move(account);
}

std::string account_id_of(store::Connection& connection, const std::string& text) {
  if (find_account(connection, text)) return text;
  const auto by_login = find_account_by_login(connection, text);
  return by_login ? by_login->id : text;
}

void tell_personal_read(const Call& call, store::Connection& connection, std::string what,
                        std::vector<std::string> of) {
  std::erase(of, call.caller.powers.account);
  if (of.empty()) return;
  record_personal_read(connection, {std::move(what), std::move(of)}, by_caller(call));
}

void refuse_why(EndRefusal why) {
  switch (why) {
    case EndRefusal::Unknown:
      refuse_why(404, why);
    case EndRefusal::NotYours:
      refuse_why(403, why);
    case EndRefusal::EndedAlready:
    case EndRefusal::InThePast:
    case EndRefusal::LastAdministrator:
      break;
  }
  refuse_why(409, why);
}

Date day_of(const Call& call, std::string_view field, Date otherwise) {
  const std::string text = call.body.text(field);
  if (text.empty()) return otherwise;
  const auto day = parse_iso_date(text);
  if (!day) {
    const Message what = msg("'{}' is not a day", text);
    const Message remedy = msg("write it like 2024-01-16");
    throw Refused{{422,
                   "malformed_day",
                   what,
                   remedy,
                   "about:blank",
                   {{"/" + std::string(field), msg("{}; {}", what, remedy)}}}};
  }
  return *day;
}

Field day_field(std::string name, bool required, std::string meaning) {
  return {.name = std::move(name),
          .required = required,
          .least = 10,
          .most = 10,
          .meaning = std::move(meaning)};
}

Json day_json(Date day) {
  return day <= kOpenPast || day >= kOpenFuture ? Json() : Json::string(iso(day));
}

Json instant_json(const std::optional<InstantUs>& at) {
  return at ? Json::string(iso_instant(*at)) : Json();
}

Json account_json(const Account& account) {
  Json json = Json::object();
  json.add("id", Json::string(account.id));
  json.add("login", Json::string(account.login));
  json.add("name", Json::string(account.name));
  json.add("created", instant_json(account.created));
  json.add("disabled_from", instant_json(account.disabled_from));
  return json;
}

Json grant_json(const Call& call, const Grant& grant) {
  Json units = Json::array();
  for (const std::string& unit : grant.reach.units) units.add(Json::string(unit));
  Json json = Json::object();
  json.add("id", Json::string(grant.id));
  json.add("account", Json::string(grant.account));
  json.add("role", Json::string(name_of(grant.role)));
  json.add("role_label", Json::string(call.say(label_of(grant.role))));
  json.add("extent", Json::string(name_of(grant.reach.extent)));
  json.add("hierarchy", Json::string(grant.reach.hierarchy));
  json.add("units", std::move(units));
  json.add("from", day_json(grant.days.from));
  json.add("until", day_json(grant.days.until));
  json.add("ended_on", grant.ended_on ? day_json(*grant.ended_on) : Json());
  json.add("follows", Json::string(grant.follows));
  json.add("reason", Json::string(grant.reason));
  return json;
}

Json powers_json(PowerSet powers) {
  Json list = Json::array();
  for (const Power power : all_powers()) {
    if (powers.has(power)) list.add(Json::string(name_of(power)));
  }
  return list;
}

Json delegation_json(const Delegation& delegation) {
  Json json = Json::object();
  json.add("id", Json::string(delegation.id));
  json.add("grant", Json::string(delegation.grant));
  json.add("from_account", Json::string(delegation.from));
  json.add("to_account", Json::string(delegation.to));
  json.add("powers", powers_json(delegation.powers));
  json.add("form", Json::string(name_of(delegation.form)));
  json.add("from", day_json(delegation.days.from));
  json.add("until", day_json(delegation.days.until));
  json.add("ended_on", delegation.ended_on ? day_json(*delegation.ended_on) : Json());
  json.add("reason", Json::string(delegation.reason));
  return json;
}

Json token_json(const ApiToken& token) {
  Json json = Json::object();
  json.add("number", Json::integer(token.number));
  json.add("name", Json::string(token.name));
  json.add("begins_with", Json::string(token.shown));
  json.add("powers", powers_json(token.scope));
  json.add("created", instant_json(token.created));
  json.add("expires", instant_json(token.expires));
  json.add("last_used", instant_json(token.last_used));
  json.add("revoked_at", instant_json(token.revoked_at));
  return json;
}

PowerSet powers_of(const Call& call, std::string_view field) {
  PowerSet powers;
  for (const std::string& name : call.body.texts(field)) {
    // Names that are none were refused with the body.
    if (const auto power = power_named(name)) powers = powers | PowerSet{*power};
  }
  return powers;
}

Field powers_field(std::string name) {
  Field field{.name = std::move(name), .kind = Field::Kind::Texts, .least = 1, .most = 100};
  for (const Power power : all_powers()) field.words.emplace_back(name_of(power));
  return field;
}

}  // namespace exemplar::api
