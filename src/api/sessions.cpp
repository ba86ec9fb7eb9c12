// Signing in and out, locking, and what a person sees of their own sessions.
#include "api/session.hpp"
#include "api/session_cookie.hpp"
#include "programme/user/grant_store.hpp"
#include "programme/user/role.hpp"
#include "programme/user/secret.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

Json powers_json(const Call& call, const Powers& powers) {
  Json list = Json::array();
  const PowerSet held = held_on(powers, call.today);
  for (const Power power : all_powers()) {
    if (held.has(power)) list.add(Json::string(name_of(power)));
  }
  return list;
}

Json session_json(const Call& call, const FoundSession& found, SessionState state,
                  const Powers& powers, std::string_view token) {
  Json json = Json::object();
  json.add("account", Json::string(found.account.id));
  json.add("login", Json::string(found.account.login));
  json.add("name", Json::string(found.account.name));
  json.add("state", Json::string(name_of(state)));
  json.add("powers", powers_json(call, powers));
  json.add("csrf_token", Json::string(csrf_token(token)));
  return json;
}

}  // namespace

const Session& own_session(const Call& call) {
  if (!call.caller.session) refuse(403, "token", msg("a token has no session"));
  return call.caller.session->session;
}

Json session_json(const Call& call, const SignedIn& done) {
  const SessionState state = done.session.state(call.api.sign_in().policy().session, call.instant);
  const auto connection = call.connection();
  const Powers powers = powers_of_account(*connection, done.session.account.id, call.instant);
  return session_json(call, done.session, state, powers, done.token);
}

void set_session_cookie(const Call& call, http::Response& response, const SignedIn& done) {
  set_cookie(call, response, done.token);
}

http::Response signed_in(const Call& call, const SignedIn& done) {
  http::Response response = json_response(session_json(call, done), 201);
  set_session_cookie(call, response, done);
  return response;
}

void refuse_sign_in(const SignInRefused& refused) {
  switch (refused.why) {
    case SignInRefusal::TooMany:
    case SignInRefusal::Busy:
      refuse_for_now(std::string(name_of(refused.why)), message_of(refused.why),
                     refused.retry_after / 1'000'000 + 1);
    case SignInRefusal::Wrong:
    case SignInRefusal::NoSession:
      break;
  }
  refuse(401, std::string(name_of(refused.why)), message_of(refused.why));
}

Field secret_field(std::string name, bool required) {
  return {.name = std::move(name), .required = required, .least = 1, .most = 1'000};
}

namespace {

http::Response sign_in(Call& call) {
  SignInAttempt attempt;
  attempt.login = call.body.text("login");
  attempt.password = call.body.text("password");
  attempt.address = call.request.remote_address;
  attempt.agent = call.request.headers.joined("User-Agent");
  attempt.token_brought = call.caller.session_token;
  const auto connection = call.connection();
  const auto done = call.api.sign_in().sign_in(*connection, attempt, call.instant);
  if (!done) refuse_sign_in(done.why());
  return signed_in(call, *done);
}

http::Response read_session(Call& call) {
  if (!call.caller.session) refuse(403, "token", msg("a token has no session"));
  return json_response(session_json(call, *call.caller.session, call.caller.state,
                                    call.caller.powers, call.caller.session_token));
}

http::Response sign_out(Call& call) {
  call.api.sign_in().sign_out(*call.connection(), own_session(call), call.instant);
  http::Response response = http::response_of(204, "", "");
  set_cookie(call, response, "", std::chrono::seconds(0));
  // What the browser may have kept of it goes too.
  response.headers.set("Clear-Site-Data", "\"cache\", \"storage\"");
  return response;
}

http::Response lock(Call& call) {
  call.api.sign_in().lock(*call.connection(), own_session(call), call.instant);
  return http::response_of(204, "", "");
}

http::Response unlock(Call& call) {
  const auto connection = call.connection();
  const auto done =
      call.api.sign_in().unlock(*connection, call.caller.session_token, call.body.text("password"),
                                call.request.remote_address, call.instant);
  if (!done) refuse_sign_in(done.why());
  return signed_in(call, *done);
}

http::Response give_code(Call& call) {
  const auto connection = call.connection();
  const auto done = call.api.sign_in().give_code(
      *connection, {call.caller.session_token, call.body.text("code"), call.request.remote_address},
      call.instant);
  if (!done) refuse_sign_in(done.why());
  return signed_in(call, *done);
}

http::Response change_password(Call& call) {
  const auto connection = call.connection();
  const auto done = call.api.sign_in().change_password(
      *connection, call.caller.session_token, call.body.text("old_password"),
      call.body.text("new_password"), call.request.remote_address, call.instant);
  if (done) return signed_in(call, *done);
  if (done.why().password) {
    throw Refused{{422,
                   std::string(name_of(*done.why().password)),
                   message_of(*done.why().password),
                   {},
                   "about:blank",
                   {{"/new_password", message_of(*done.why().password)}}}};
  }
  refuse_sign_in(done.why().sign_in.value_or(SignInRefused{}));
}

}  // namespace

std::vector<ApiRoute> session_routes() {
  return {{.method = "POST",
           .pattern = "/session",
           .id = "sign_in",
           .summary = "Signs in: sets the cookie, gives the page's own token",
           .about = About::Anybody,
           .body = {secret_field("login"), secret_field("password")},
           .answers_secrets = true,
           .handler = sign_in},
          {.method = "GET",
           .pattern = "/session",
           .id = "read_session",
           .summary = "Who is signed in, and may what",
           .about = About::Session,
           .handler = read_session},
          {.method = "DELETE",
           .pattern = "/session",
           .id = "sign_out",
           .summary = "Signs out",
           .about = About::Session,
           .handler = sign_out},
          {.method = "POST",
           .pattern = "/session/lock",
           .id = "lock_session",
           .summary = "Locks the session until the password is given",
           .about = About::Session,
           .answers = 204,
           .handler = lock},
          {.method = "POST",
           .pattern = "/session/unlock",
           .id = "unlock_session",
           .summary = "Unlocks it",
           .about = About::Session,
           .body = {secret_field("password")},
           .answers_secrets = true,
           .handler = unlock},
          {.method = "POST",
           .pattern = "/session/code",
           .id = "give_code",
           .summary = "The code after the password",
           .about = About::Session,
           .body = {secret_field("code")},
           .answers_secrets = true,
           .handler = give_code},
          {.method = "POST",
           .pattern = "/session/password",
           .id = "change_password",
           .summary = "A new password; ends the person's other sessions",
           .about = About::Session,
           .body = {secret_field("old_password"), secret_field("new_password")},
           .answers_secrets = true,
           .handler = change_password}};
}

}  // namespace exemplar::api
