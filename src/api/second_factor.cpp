// A person's own authenticator app and recovery codes. What is secret is shown once.
#include "api/session.hpp"
#include "programme/user/second_factor_store.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

OwnCode own_code(const Call& call) {
  static_cast<void>(own_session(call));
  return {call.caller.session_token, call.body.text("code"), call.request.remote_address};
}

[[noreturn]] void refuse_factor(const FactorChangeRefused& refused) {
  if (refused.factor) {
    refuse(409, std::string(name_of(*refused.factor)), message_of(*refused.factor));
  }
  refuse_sign_in(refused.sign_in.value_or(SignInRefused{}));
}

http::Response read_factor(Call& call) {
  const std::string account = own_session(call).account;
  const auto connection = call.connection();
  Json json = Json::object();
  json.add("set_up", Json::truth(has_second_factor(*connection, account)));
  json.add("recovery_codes_left", Json::integer(recovery_codes_left(*connection, account)));
  json.add("required", Json::truth(call.api.sign_in().policy().factor == FactorUse::Required));
  return json_response(json);
}

http::Response begin(Call& call) {
  static_cast<void>(own_session(call));
  const auto secret =
      call.api.sign_in().begin_factor(*call.connection(), call.caller.session_token, call.instant);
  if (!secret) refuse_factor(secret.why());
  Json json = Json::object();
  json.add("secret", Json::string(base32(*secret)));
  json.add("uri", Json::string(code_uri(*secret, call.say(call.office().definitions.office_name),
                                        call.caller.session->account.login)));
  return json_response(json, 201);
}

http::Response with_codes(const Call& call, const SignIn::Enrolled& enrolled) {
  Json codes = Json::array();
  for (const std::string& code : enrolled.recovery_codes) codes.add(Json::string(code));
  Json json = session_json(call, enrolled.signed_in);
  json.add("recovery_codes", std::move(codes));
  http::Response response = json_response(json, 201);
  set_session_cookie(call, response, enrolled.signed_in);
  return response;
}

http::Response confirm(Call& call) {
  const auto done = call.api.sign_in().enrol(*call.connection(), own_code(call), call.instant);
  if (!done) refuse_sign_in(done.why());
  return with_codes(call, *done);
}

http::Response renew_codes(Call& call) {
  const auto done = call.api.sign_in().renew_codes(*call.connection(), own_code(call),
                                                   call.body.text("password"), call.instant);
  if (!done) refuse_factor(done.why());
  return with_codes(call, *done);
}

http::Response remove(Call& call) {
  const auto done = call.api.sign_in().remove_factor(*call.connection(), own_code(call),
                                                     call.body.text("password"), call.instant);
  if (!done) refuse_factor(done.why());
  return signed_in(call, *done);
}

}  // namespace

std::vector<ApiRoute> second_factor_routes() {
  return {{.method = "GET",
           .pattern = "/session/second_factor",
           .id = "read_second_factor",
           .summary = "Whether an authenticator app is set up",
           .about = About::Session,
           .handler = read_factor},
          {.method = "POST",
           .pattern = "/session/second_factor",
           .id = "begin_second_factor",
           .summary = "Begins to set one up: its secret, shown once",
           .about = About::Session,
           .answers_secrets = true,
           .handler = begin},
          {.method = "POST",
           .pattern = "/session/second_factor/confirm",
           .id = "confirm_second_factor",
           .summary = "Its first code; gives the recovery codes, shown once",
           .about = About::Session,
           .body = {secret_field("code")},
           .answers_secrets = true,
           .handler = confirm},
          {.method = "POST",
           .pattern = "/session/second_factor/recovery_codes",
           .id = "renew_recovery_codes",
           .summary = "New recovery codes in the place of the old, with the password and a code",
           .body = {secret_field("password"), secret_field("code")},
           .answers_secrets = true,
           .handler = renew_codes},
          {.method = "POST",
           .pattern = "/session/second_factor/remove",
           .id = "remove_second_factor",
           .summary = "Takes the app off, with the password and a code",
           .body = {secret_field("password"), secret_field("code")},
           .answers_secrets = true,
           .handler = remove}};
}

}  // namespace exemplar::api
