// Which identities of the provider an account has: one's own, and for whoever keeps the accounts.
#include "api/api.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

Json identity_json(const Identity& identity) {
  Json json = Json::object();
  json.add("number", Json::integer(identity.number));
  json.add("account", Json::string(identity.account));
  json.add("issuer", Json::string(identity.issuer));
  json.add("subject", Json::string(identity.subject));
  json.add("linked_at", Json::string(iso_instant(identity.linked_at)));
  json.add("linked_by", Json::string(identity.linked_by));
  return json;
}

WriteBy by(const Call& call) {
  return {call.instant, call.caller.powers.account, call.api.options().random};
}

http::Response listed(const std::vector<Identity>& identities) {
  Json list = Json::array();
  for (const Identity& one : identities) list.add(identity_json(one));
  Json json = Json::object();
  json.add("identities", std::move(list));
  return json_response(json);
}

http::Response taken_off(Call& call, const std::string& account) {
  const auto number = whole_number(call.request.path_value("identity"));
  if (!number || !take_off_identity(*call.connection(), by(call), account, *number)) {
    refuse(404, "unknown_identity", msg("the account has no such identity"));
  }
  return http::response_of(204, "", "");
}

const std::string& own_account(const Call& call) {
  if (!call.caller.session) refuse(403, "token", msg("a token has no session"));
  return call.caller.powers.account;
}

std::string account_named(const Call& call) {
  const auto account = find_account(*call.connection(), call.request.path_value("account"));
  if (!account) refuse(404, "account_unknown", message_of(SignOnRefusal::AccountUnknown));
  return account->id;
}

http::Response list_own(Call& call) {
  return listed(identities_of(*call.connection(), own_account(call)));
}

http::Response unlink_own(Call& call) {
  return taken_off(call, own_account(call));
}

http::Response list_of_account(Call& call) {
  const std::string account = account_named(call);
  return listed(read_identities(*call.connection(), by(call), account));
}

http::Response unlink_of_account(Call& call) {
  return taken_off(call, account_named(call));
}

http::Response link_of_account(Call& call) {
  SingleSignOn* provider = call.api.single_sign_on();
  if (provider == nullptr) {
    refuse(404, "no_single_sign_on", msg("this office has no provider of identities"));
  }
  const auto identity =
      provider->link(*call.connection(), call.caller.powers.account, account_named(call),
                     call.body.text("subject"), call.instant);
  if (!identity) {
    const bool is_malformed = identity.why() == SignOnRefusal::SubjectMalformed;
    refuse(is_malformed ? 422 : 409, std::string(name_of(identity.why())),
           message_of(identity.why()), remedy_of(identity.why()));
  }
  return json_response(identity_json(*identity), 201);
}

}  // namespace

std::vector<ApiRoute> identity_routes() {
  return {{.method = "GET",
           .pattern = "/session/identities",
           .id = "list_own_identities",
           .summary = "One's own identities of the provider",
           .about = About::Somewhere,
           .handler = list_own},
          {.method = "DELETE",
           .pattern = "/session/identities/{identity}",
           .id = "unlink_own_identity",
           .summary = "Takes one's own identity off; ends the sessions that came by it",
           .about = About::Somewhere,
           .handler = unlink_own},
          {.method = "GET",
           .pattern = "/accounts/{account}/identities",
           .id = "list_identities",
           .summary = "An account's identities of the provider",
           .about = About::Everywhere,
           .needs = Power::ReadAccounts,
           .reads_rows = true,
           .handler = list_of_account},
          {.method = "POST",
           .pattern = "/accounts/{account}/identities",
           .id = "link_identity",
           .summary = "The person whom the provider calls so is the holder of this account",
           .about = About::Everywhere,
           .needs = Power::ManageAccounts,
           .body = {{.name = "subject", .least = 1, .most = 255}},
           .changes = "account/{account}",
           .handler = link_of_account},
          {.method = "DELETE",
           .pattern = "/accounts/{account}/identities/{identity}",
           .id = "unlink_identity",
           .summary = "Takes it off; ends the sessions that came by it",
           .about = About::Everywhere,
           .needs = Power::ManageAccounts,
           .changes = "account/{account}",
           .handler = unlink_of_account}};
}

}  // namespace exemplar::api
