// Accounts: who there is, their first passwords, and what is lost or has to end.
#include "api/people.hpp"
#include "api/session.hpp"
#include "programme/user/account_directory.hpp"
#include "programme/user/account_service.hpp"
#include "programme/user/api_token_store.hpp"
#include "programme/user/delegation_store.hpp"
#include "programme/user/second_factor_store.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

constexpr size_t kAccountsMost = 200;

[[noreturn]] void refuse_field(const char* pointer, std::string_view code, const Message& what) {
  throw Refused{{422, std::string(code), what, {}, "about:blank", {{pointer, what}}}};
}

struct RefuseAccount {
  [[noreturn]] void operator()(KeepRefusal why) const {
    refuse_why(why == KeepRefusal::AccountUnknown ? 404
               : why == KeepRefusal::BeyondKeeper ? 403
                                                  : 409,
               why);
  }
  [[noreturn]] void operator()(AccountRefusal why) const {
    if (why == AccountRefusal::LoginTaken) refuse_why(409, why);
    const bool of_name = why == AccountRefusal::NameLength || why == AccountRefusal::NameCharacter;
    refuse_field(of_name ? "/name" : "/login", name_of(why), message_of(why));
  }
  [[noreturn]] void operator()(PasswordRefusal why) const {
    refuse_field("/password", name_of(why), message_of(why));
  }
  [[noreturn]] void operator()(DisableRefusal why) const { refuse_why(409, why); }
  [[noreturn]] void operator()(HashingRefusal why) const {
    refuse_for_now(std::string(name_of(why)), message_of(why), 1);
  }
};

[[noreturn]] void refuse_account(const AccountServiceRefusal& why) {
  std::visit(RefuseAccount{}, why);
  std::abort();
}

http::Response done_or_refused(const std::optional<AccountServiceRefusal>& refused) {
  if (refused) refuse_account(*refused);
  return http::response_of(204, "", "");
}

DirectoryQuery query_of(const Call& call) {
  DirectoryQuery query;
  query.text = call.query("text");
  if (const std::string role = call.query("role"); !role.empty()) {
    query.role = role_named(role);
    if (!query.role) refuse(422, "unknown_role", msg("there is no role '{}'", role));
  }
  if (const std::string unit = call.query("unit"); !unit.empty()) {
    query.unit = unit_named(call, unit, call.today);
    demand(call, Power::ReadAccounts, *query.unit);
  }
  if (const std::string disabled = call.query("disabled"); !disabled.empty()) {
    if (disabled != "true" && disabled != "false") {
      refuse(422, "malformed_truth", msg("'{}' is neither true nor false", disabled));
    }
    query.disabled = disabled == "true";
  }
  return query;
}

http::Response list_accounts(Call& call) {
  const DirectoryQuery query = query_of(call);
  const auto connection = call.connection();
  const std::vector<DirectoryEntry> all =
      accounts_seen(*connection, query, keeper_of(call), call.instant);
  const Page page = page_of(call, all.size(), kAccountsMost);
  Json list = Json::array();
  std::vector<std::string> of;
  for (size_t i = page.begin; i < page.end; ++i) {
    Json one = account_json(all[i].account);
    Json roles = Json::array();
    for (const Role role : all[i].roles) roles.add(Json::string(name_of(role)));
    one.add("roles", std::move(roles));
    list.add(std::move(one));
    of.push_back(all[i].account.id);
  }
  tell_personal_read(call, *connection, "accounts", std::move(of));
  Json json = Json::object();
  json.add("total", Json::integer(static_cast<int64_t>(all.size())));
  json.add("accounts", std::move(list));
  json.add("next", page.next ? Json::integer(static_cast<int64_t>(*page.next)) : Json());
  return json_response(json);
}

Json held_json(const Call& call, store::Connection& connection, const std::string& id) {
  Json json = Json::object();
  Json grants = Json::array();
  for (const Grant& grant : grants_of(connection, id)) grants.add(grant_json(call, grant));
  Json delegations = Json::array();
  for (const Delegation& one : delegations_of(connection, id)) {
    delegations.add(delegation_json(one));
  }
  Json tokens = Json::array();
  for (const ApiToken& token : tokens_of(connection, id)) {
    if (is_good(token, call.instant)) tokens.add(token_json(token));
  }
  json.add("grants", std::move(grants));
  json.add("delegations", std::move(delegations));
  json.add("tokens", std::move(tokens));
  return json;
}

// One's own, or of an account that one may see.
http::Response read_account(Call& call) {
  const auto connection = call.connection();
  const std::string own = call.caller.powers.account;
  const bool is_own = id_in_path(call, "account") == own && call.caller.session;
  if (!is_own) {
    const PowerAnswer answer = may_somewhere(call.caller.powers, Power::ReadAccounts, call.today);
    if (!answer) refuse_why(403, *answer.refusal);
  }
  const Account account = account_in_path(call, *connection);
  if (!is_own && !sees(keeper_of(call), holdings_kept(*connection, account.id))) {
    refuse_why(403, PowerRefusal::OtherUnits);
  }
  const auto password = password_of(*connection, account.id);
  Json json = account_json(account);
  json.add("must_change_password", Json::truth(password && password->must_change));
  json.add("second_factor", Json::truth(has_second_factor(*connection, account.id)));
  json.add("holds", held_json(call, *connection, account.id));
  tell_personal_read(call, *connection, "account/" + account.id, {account.id});
  return json_response(json);
}

Json initial_json(const InitialPassword& made) {
  Json json = account_json(made.account);
  json.add("initial_password", made.made.empty() ? Json() : Json::string(made.made));
  return json;
}

http::Response make_account(Call& call) {
  const auto made = call.api.accounts().make(
      *call.connection(),
      {call.body.text("login"), call.body.text("name"), call.body.text("password")},
      by_caller(call));
  if (!made) refuse_account(made.why());
  return json_response(initial_json(*made), 201);
}

http::Response reset_password(Call& call) {
  const auto made = call.api.accounts().reset_password(
      *call.connection(), id_in_path(call, "account"), call.body.text("password"), keeper_of(call),
      by_caller(call));
  if (!made) refuse_account(made.why());
  return json_response(initial_json(*made), 201);
}

http::Response rename_account(Call& call) {
  return done_or_refused(rename_kept_account(*call.connection(), id_in_path(call, "account"),
                                             call.body.text("login"), call.body.text("name"),
                                             keeper_of(call), by_caller(call)));
}

// What is done to an account without more being said.
template <typename Act>
std::function<http::Response(Call&)> act_on_account(const Act& act) {
  return [act](Call& call) {
    return done_or_refused(
        act(*call.connection(), id_in_path(call, "account"), keeper_of(call), by_caller(call)));
  };
}

ApiRoute keeping(std::string method, std::string pattern, std::string id, std::string summary,
                 std::function<http::Response(Call&)> handler, Fields body = {}) {
  const bool is_made = id == "make_account" || id == "reset_password";
  ApiRoute route;
  route.method = std::move(method);
  route.pattern = "/accounts" + pattern;
  route.id = std::move(id);
  route.summary = std::move(summary);
  route.needs = Power::ManageAccounts;
  route.body = std::move(body);
  if (route.pattern.find("{account}") != std::string::npos) route.changes = "account/{account}";
  // What is made is answered; else there is nothing to say.
  route.answers = is_made ? 201 : 204;
  route.answers_secrets = is_made;
  route.handler = std::move(handler);
  return route;
}

}  // namespace

std::vector<ApiRoute> account_routes() {
  Field optional_login{.name = "login", .required = false, .least = 1};
  Field optional_name{.name = "name", .required = false, .least = 1};
  Field password = secret_field("password", false);
  password.meaning = "to be changed at the next sign-in; left out: the office makes one";
  return {{.method = "GET",
           .pattern = "/accounts",
           .id = "list_accounts",
           .summary = "Accounts, by login; the audit log tells that they were read",
           .needs = Power::ReadAccounts,
           .query = {{"text", "within login or name, whatever the case and the accents"},
                     {"role", "who holds that role today"},
                     {"unit", "who holds anything over that unit today"},
                     {"disabled", "true or false"},
                     {"after", "the place where the page before ended"},
                     {"limit", "at most so many"}},
           .reads_rows = true,
           .handler = list_accounts},
          {.method = "GET",
           .pattern = "/accounts/{account}",
           .id = "read_account",
           .summary = "One account with what it holds; one's own without any power",
           .reads_rows = true,
           .handler = read_account},
          keeping("POST", "", "make_account",
                  "Makes an account; the initial password is shown once", make_account,
                  {{.name = "login", .least = 1}, {.name = "name", .least = 1}, password}),
          keeping("PATCH", "/{account}", "rename_account", "Another login or name", rename_account,
                  {optional_login, optional_name}),
          keeping("POST", "/{account}/disable", "disable_account",
                  "Disables it from now on and ends its sessions",
                  act_on_account(disable_kept_account)),
          keeping("POST", "/{account}/enable", "enable_account", "Enables it again",
                  act_on_account(enable_kept_account)),
          keeping("POST", "/{account}/password", "reset_password",
                  "Another initial password; ends its sessions", reset_password, {password}),
          keeping("DELETE", "/{account}/second_factor", "reset_second_factor",
                  "Takes the authenticator app off, for a phone that was lost; ends its sessions",
                  act_on_account(remove_kept_second_factor))};
}

}  // namespace exemplar::api
