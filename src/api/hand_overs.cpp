// Handing over a post: what is open, the one action, and its minutes to read or to print.
#include "api/hand_over_page.hpp"
#include "api/people.hpp"
#include "base/zone.hpp"
#include "http/accept.hpp"
#include "programme/user/account_store.hpp"
#include "programme/user/powers_service.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

[[noreturn]] void refuse_hand_over(HandOverRefusal why) {
  switch (why) {
    case HandOverRefusal::BeyondGiver:
      refuse_why(403, why);
    case HandOverRefusal::TakingDisabled:
    case HandOverRefusal::ToSelf:
    case HandOverRefusal::NothingToHandOver:
    case HandOverRefusal::Incompatible:
      refuse_why(409, why);
    default:
      refuse_why(422, why);
  }
}

Zone zone_of(const Call& call) {
  auto zone = Zone::named(call.office().definitions.zone);
  if (!zone) refuse(500, "unknown_zone", zone.refusal());
  return zone.take();
}

Json items_json(const Call& call, const std::vector<OpenItem>& items) {
  Json list = Json::array();
  for (const OpenItem& item : items) {
    Json one = Json::object();
    one.add("kind", Json::string(item.kind));
    one.add("subject", Json::string(item.subject));
    one.add("text", Json::string(call.say(item.text)));
    list.add(std::move(one));
  }
  return list;
}

Json person_json(const Account& account) {
  Json json = Json::object();
  json.add("id", Json::string(account.id));
  json.add("login", Json::string(account.login));
  json.add("name", Json::string(account.name));
  return json;
}

Json minutes_json(const Call& call, const HandOverMinutes& minutes) {
  Json json = Json::object();
  json.add("id", Json::string(minutes.id));
  json.add("leaving", person_json(minutes.leaving));
  json.add("taking", person_json(minutes.taking));
  json.add("day", Json::string(iso(minutes.day)));
  json.add("reason", Json::string(minutes.reason));
  json.add("by", Json::string(minutes.by));
  json.add("at", instant_json(minutes.at));
  json.add("items", items_json(call, minutes.items));
  return json;
}

http::Response list_open_items(Call& call) {
  const std::string asked = call.query("day");
  const auto day = asked.empty() ? std::optional(call.today) : parse_iso_date(asked);
  if (!day) {
    refuse(422, "malformed_day", msg("'{}' is not a day", asked), msg("write it like 2024-01-16"));
  }
  const auto connection = call.connection();
  const Account account = account_in_path(call, *connection);
  if (!keeps(keeper_of(call), Power::ManageAccounts, holdings_kept(*connection, account.id))) {
    refuse_why(403, KeepRefusal::BeyondKeeper);
  }
  const std::vector<OpenItem> items =
      open_items_of(*connection, account.id, *day, call.instant, {}, call.units());
  tell_personal_read(call, *connection, "account/" + account.id + "/open_items", {account.id});
  Json json = Json::object();
  json.add("account", person_json(account));
  json.add("day", Json::string(iso(*day)));
  json.add("items", items_json(call, items));
  return json_response(json);
}

http::Response make_hand_over(Call& call) {
  const auto connection = call.connection();
  ProposedHandOver proposed;
  proposed.leaving = account_id_of(*connection, call.body.text("leaving"));
  proposed.taking = account_id_of(*connection, call.body.text("taking"));
  proposed.day = day_of(call, "day", call.today);
  proposed.day_begins = zone_of(call).begin_of(proposed.day);
  proposed.reason = call.body.text("reason");
  const auto minutes = hand_post_over(*connection, proposed, {}, keeper_of(call), by_caller(call));
  if (!minutes) refuse_hand_over(minutes.why());
  return json_response(minutes_json(call, *minutes), 201);
}

// Those whom it is about read it, and whoever sees the accounts of the post.
bool may_read(const Call& call, store::Connection& connection, const HandOverMinutes& minutes) {
  const std::string& own = call.caller.powers.account;
  if (call.caller.session && (own == minutes.leaving.id || own == minutes.taking.id)) return true;
  std::vector<Holding> post;
  for (const OpenItem& item : minutes.items) {
    if (item.kind != "grant") continue;
    const auto grant = find_grant(connection, item.subject);
    if (grant) post.push_back({powers_of(grant->role), grant->reach, grant->days, "", "", {}});
  }
  return !post.empty() && sees(keeper_of(call), post);
}

http::Response list_hand_overs(Call& call) {
  const auto connection = call.connection();
  const std::string asked = call.query("account");
  const std::string account = asked.empty() ? call.caller.powers.account : plain_id(asked);
  const bool is_own = call.caller.session && account == call.caller.powers.account;
  if (!is_own) {
    const PowerAnswer answer = may_somewhere(call.caller.powers, Power::ReadAccounts, call.today);
    if (!answer) refuse_why(403, *answer.refusal);
  }
  Json list = Json::array();
  std::vector<std::string> of;
  for (const HandOverMinutes& minutes : hand_overs_of(*connection, account)) {
    if (!may_read(call, *connection, minutes)) continue;
    list.add(minutes_json(call, minutes));
    of.push_back(minutes.leaving.id);
    of.push_back(minutes.taking.id);
  }
  tell_personal_read(call, *connection, "hand_overs", std::move(of));
  return json_response(Json::object().add("hand_overs", std::move(list)));
}

http::Response printed(const Call& call, store::Connection& connection,
                       const HandOverMinutes& minutes) {
  const auto by = find_account(connection, minutes.by);
  const HandOverPage page{minutes, call.say(call.office().definitions.office_name),
                          by ? by->name : "", zone_of(call).day_of(minutes.at)};
  http::Response response =
      http::response_of(200, "text/html; charset=utf-8", hand_over_page(page, call.language));
  response.headers.set("Content-Security-Policy", hand_over_page_policy());
  return response;
}

http::Response read_hand_over(Call& call) {
  constexpr std::string_view kOffered[] = {"application/json", "text/html"};
  const auto chosen = http::choose_media_type(call.request.headers.joined("Accept"), kOffered);
  if (!chosen) {
    refuse(406, "not_acceptable", msg("it is given as: {}", "application/json, text/html"));
  }
  const auto connection = call.connection();
  const auto minutes = find_hand_over(*connection, id_in_path(call, "hand_over"));
  if (!minutes) refuse(404, "unknown_hand_over", msg("there are no such minutes"));
  if (!may_read(call, *connection, *minutes)) refuse_why(403, PowerRefusal::OtherUnits);
  tell_personal_read(call, *connection, "hand_over/" + minutes->id,
                     {minutes->leaving.id, minutes->taking.id});
  if (*chosen == 1) return printed(call, *connection, *minutes);
  return json_response(minutes_json(call, *minutes));
}

}  // namespace

std::vector<ApiRoute> hand_over_routes() {
  return {{.method = "GET",
           .pattern = "/accounts/{account}/open_items",
           .id = "list_open_items",
           .summary = "What an account has in hand: to be handed over, or to end",
           .needs = Power::ManageAccounts,
           .query = {{"day", "the first day of whoever takes over; today where it is left out"}},
           .handler = list_open_items},
          {.method = "POST",
           .pattern = "/hand_overs",
           .id = "make_hand_over",
           .summary = "Hands a post over: moves the roles, ends the powers, keeps the minutes",
           .needs = Power::ManageAccounts,
           .body = {{.name = "leaving", .least = 1, .meaning = "an account's id or login"},
                    {.name = "taking", .least = 1, .meaning = "an account's id or login"},
                    day_field("day", true, "the first day of the one taking over"),
                    {.name = "reason", .least = 1}},
           .handler = make_hand_over},
          {.method = "GET",
           .pattern = "/hand_overs",
           .id = "list_hand_overs",
           .summary = "Minutes of posts handed over by an account or to it, newest first",
           .query = {{"account", "one's own where it is left out"}},
           .handler = list_hand_overs},
          {.method = "GET",
           .pattern = "/hand_overs/{hand_over}",
           .id = "read_hand_over",
           .summary = "Minutes of a post handed over; as text/html a page to print and sign",
           .gives = {"application/json", "text/html"},
           .handler = read_hand_over}};
}

}  // namespace exemplar::api
