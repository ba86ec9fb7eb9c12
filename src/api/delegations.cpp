// Delegations: by the person whose role it is, to another, until a day.
#include "api/people.hpp"
#include "api/session.hpp"
#include "programme/user/powers_service.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

[[noreturn]] void refuse_delegation(DelegationRefusal why) {
  switch (why) {
    case DelegationRefusal::AccountDisabled:
    case DelegationRefusal::ToSelf:
    case DelegationRefusal::Incompatible:
      refuse_why(409, why);
    default:
      refuse_why(422, why);
  }
}

// Whom one signed for and who signs for one: names that either side knows.
http::Response list_own(Call& call) {
  const std::string own = own_session(call).account;
  const auto connection = call.connection();
  Json list = Json::array();
  for (const Delegation& one : delegations_of(*connection, own)) {
    const auto other = find_account(*connection, one.from == own ? one.to : one.from);
    Json json = delegation_json(one);
    json.add("given", Json::truth(one.from == own));
    json.add("other_name", Json::string(other ? other->name : ""));
    list.add(std::move(json));
  }
  return json_response(Json::object().add("delegations", std::move(list)));
}

http::Response delegate(Call& call) {
  static_cast<void>(own_session(call));
  const auto connection = call.connection();
  ProposedDelegation proposed;
  proposed.grant = call.body.text("grant");
  proposed.to = account_id_of(*connection, call.body.text("to"));
  proposed.powers = powers_of(call, "powers");
  proposed.form = *signing_form_named(call.body.text("form"));
  proposed.days = {day_of(call, "from", call.today), day_of(call, "until", kOpenFuture)};
  proposed.reason = call.body.text("reason");
  const auto made = make_delegation(*connection, proposed, keeper_of(call), by_caller(call));
  if (!made) refuse_delegation(made.why());
  return json_response(delegation_json(*made), 201);
}

http::Response end(Call& call) {
  static_cast<void>(own_session(call));
  const auto refused =
      stop_delegation(*call.connection(), id_in_path(call, "delegation"),
                      day_of(call, "last_day", call.today), keeper_of(call), by_caller(call));
  if (refused) refuse_why(*refused);
  return http::response_of(204, "", "");
}

}  // namespace

std::vector<ApiRoute> delegation_routes() {
  return {{.method = "GET",
           .pattern = "/delegations",
           .id = "list_delegations",
           .summary = "What one delegated, and what was delegated to one",
           .reads_rows = true,
           .handler = list_own},
          {.method = "POST",
           .pattern = "/delegations",
           .id = "make_delegation",
           .summary = "Delegates powers of one's own role until a day",
           .body = {{.name = "grant", .least = 1, .meaning = "the id of one's own role"},
                    {.name = "to", .least = 1, .meaning = "an account's id or login"},
                    powers_field("powers"),
                    {.name = "form",
                     .words = {"kt", "tl", "tuq"},
                     .meaning = "how the other signs: KT., TL. or TUQ."},
                    day_field("from", false, "today where it is left out"),
                    day_field("until", true, "the last day"),
                    {.name = "reason", .least = 1}},
           .handler = delegate},
          {.method = "POST",
           .pattern = "/delegations/{delegation}/end",
           .id = "end_delegation",
           .summary = "Ends one: by who gave it, who has it, or who keeps the accounts",
           .body = {day_field("last_day", false, "today where it is left out")},
           .changes = "delegation/{delegation}",
           .answers = 204,
           .handler = end}};
}

}  // namespace exemplar::api
