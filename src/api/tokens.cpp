// API tokens: one's own, made and revoked in person; and those of others, revoked by whoever may end
// their sessions.
#include "api/people.hpp"
#include "api/session.hpp"
#include "base/zone.hpp"
#include "programme/user/powers_service.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

http::Response list_own(Call& call) {
  const auto connection = call.connection();
  Json list = Json::array();
  for (const ApiToken& token : tokens_of(*connection, own_session(call).account)) {
    list.add(token_json(token));
  }
  return json_response(Json::object().add("tokens", std::move(list)));
}

http::Response make(Call& call) {
  static_cast<void>(own_session(call));  // a token makes no other: that could do more than itself
  ProposedToken proposed;
  proposed.name = call.body.text("name");
  proposed.scope = powers_of(call, "powers");
  const auto zone = Zone::named(call.office().definitions.zone);
  if (!zone) refuse(500, "unknown_zone", zone.refusal());
  proposed.expires = zone->end_of(day_of(call, "until", call.today));
  const auto made = make_token(*call.connection(), proposed, call.today, by_caller(call));
  if (!made) refuse_why(422, made.why());
  Json json = token_json(made->token);
  json.add("token", Json::string(made->text));
  return json_response(json, 201);
}

http::Response revoke(Call& call) {
  static_cast<void>(own_session(call));
  // No token has the number 0.
  const int64_t number = whole_number(id_in_path(call, "token")).value_or(0);
  const auto refused =
      revoke_kept_token(*call.connection(), number, keeper_of(call), by_caller(call));
  if (refused) refuse_why(*refused == RevokeRefusal::Unknown ? 404 : 409, *refused);
  return http::response_of(204, "", "");
}

}  // namespace

std::vector<ApiRoute> token_routes() {
  return {{.method = "GET",
           .pattern = "/tokens",
           .id = "list_tokens",
           .summary = "One's own tokens, newest first",
           .reads_rows = true,
           .handler = list_own},
          {.method = "POST",
           .pattern = "/tokens",
           .id = "make_token",
           .summary = "Makes one, shown once: with powers of one's own, for a year at most",
           .body = {{.name = "name", .least = 1},
                    powers_field("powers"),
                    day_field("until", true, "the last day on which it is good")},
           .answers_secrets = true,
           .handler = make},
          {.method = "DELETE",
           .pattern = "/tokens/{token}",
           .id = "revoke_token",
           .summary = "Revokes one's own, or that of an account whose sessions one may end",
           .changes = "token/{token}",
           .handler = revoke}};
}

}  // namespace exemplar::api
