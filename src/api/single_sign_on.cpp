// Signing in by a provider: the browser is sent there, and comes back.
#include <fmt/format.h>

#include "api/api.hpp"
#include "api/session_cookie.hpp"
#include "api/sign_on_answer.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

constexpr std::string_view kStart = "/session/oidc";
constexpr std::string_view kCallback = "/session/oidc/callback";

SingleSignOn& provider_of(const Call& call) {
  if (SingleSignOn* found = call.api.single_sign_on()) return *found;
  refuse(404, "no_single_sign_on", msg("this office has no provider of identities"),
         msg("sign in with the password"));
}

std::string_view flow_cookie(const Call& call) {
  return call.api.options().secure ? "__Host-exemplar-sign-in" : "exemplar-sign-in";
}

// SameSite=Lax: it has to come along when the provider sends the browser back.
void set_flow_cookie(const Call& call, http::Response& response, std::string value,
                     std::chrono::seconds max_age) {
  http::SetCookie cookie;
  cookie.secure = call.api.options().secure;
  cookie.name = flow_cookie(call);
  cookie.value = std::move(value);
  cookie.max_age = max_age;
  cookie.same_site = http::SameSite::Lax;
  if (const auto header = to_header(cookie)) response.headers.add("Set-Cookie", *header);
}

void forget_flow_cookie(const Call& call, http::Response& response) {
  set_flow_cookie(call, response, "", std::chrono::seconds(0));
}

// Where the provider sends the browser back to: this server under the name that the browser uses,
// which is one of those it may be asked for.
std::string redirect_of(const Call& call) {
  const std::string host = call.request.headers.joined("Host");
  const bool is_host = host.find_first_not_of(
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                           "0123456789.-_:[]") == std::string::npos;
  if (host.empty() || !is_host) refuse(422, "unknown_host", msg("this server has another name"));
  return fmt::format("{}://{}/api/v1{}", call.api.options().secure ? "https" : "http", host,
                     kCallback);
}

http::Response to(std::string location) {
  http::Response response;
  response.status = 303;
  response.headers.set("Location", std::move(location));
  return response;
}

Decided<SignOnBegun, SignOnRefused> begin(Call& call, std::string account, std::string return_to) {
  SignInFlow flow;
  flow.account = std::move(account);
  if (call.caller.session) flow.session = call.caller.session->session.number;
  flow.redirect = redirect_of(call);
  flow.return_to = return_to.empty() ? "/" : std::move(return_to);
  return provider_of(call).begin(*call.connection(), std::move(flow), call.request.remote_address,
                                 call.instant);
}

void keep_flow(const Call& call, http::Response& response, const SignOnBegun& begun) {
  set_flow_cookie(call, response, begun.browser, std::chrono::seconds(kFlowTerm / kSecondUs));
}

http::Response start(Call& call) {
  const auto begun = begin(call, "", call.query("return_to"));
  if (!begun) return sign_on_refused(call, begun.why());
  http::Response response = to(begun->location);
  keep_flow(call, response, *begun);
  return response;
}

http::Response start_link(Call& call) {
  if (!call.caller.session) refuse(403, "token", msg("a token has no session"));
  if (call.caller.session->session.way == kVouchedWay) {
    refuse(403, "password_needed", msg("an identity is linked by whoever knows the password"),
           msg("sign in with the password, then link it"));
  }
  const auto begun = begin(call, call.caller.powers.account, call.body.text("return_to"));
  if (!begun) throw Refused{sign_on_problem(begun.why())};
  Json json = Json::object();
  json.add("location", Json::string(begun->location));
  http::Response response = json_response(json, 201);
  keep_flow(call, response, *begun);
  return response;
}

http::Response callback(Call& call) {
  const auto value = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = call.request.query_value(name);
    return found ? std::optional<std::string>(*found) : std::nullopt;
  };
  SignOnAnswer answer;
  answer.answer = {value("state"), value("code"), value("error"), value("iss")};
  answer.browser = call.request.cookie(flow_cookie(call)).value_or("");
  answer.address = call.request.remote_address;
  answer.agent = call.request.headers.joined("User-Agent");
  const auto done = provider_of(call).finish(*call.connection(), answer, call.instant);
  http::Response response = done ? to(done->return_to) : sign_on_refused(call, done.why());
  forget_flow_cookie(call, response);
  if (done && done->signed_in) set_cookie(call, response, done->signed_in->token);
  return response;
}

http::Response list_ways(Call& call) {
  Json list = Json::array();
  Json password = Json::object();
  password.add("way", Json::string("password"));
  list.add(std::move(password));
  if (const SingleSignOn* provider = call.api.single_sign_on()) {
    Json one = Json::object();
    one.add("way", Json::string(kVouchedWay));
    one.add("name", Json::string(provider->settings().name));
    one.add("start", Json::string(fmt::format("/api/v1{}", kStart)));
    list.add(std::move(one));
  }
  Json json = Json::object();
  json.add("ways", std::move(list));
  return json_response(json);
}

}  // namespace

std::vector<ApiRoute> single_sign_on_routes() {
  return {{.method = "GET",
           .pattern = "/session/ways",
           .id = "list_sign_in_ways",
           .summary = "How people sign in here",
           .about = About::Anybody,
           .handler = list_ways},
          {.method = "GET",
           .pattern = std::string(kStart),
           .id = "start_single_sign_on",
           .summary = "Sends the browser to the provider of identities (OpenID Connect)",
           .about = About::Anybody,
           .query = {{"return_to", "the page of this server to show then: a path"}},
           .handler = start},
          {.method = "GET",
           .pattern = std::string(kCallback),
           .id = "finish_single_sign_on",
           .summary = "Where the provider sends the browser back to: signs in, or links",
           .about = About::Anybody,
           .query = {{"state", "as the browser was sent with"},
                     {"code", "for the ID token"},
                     {"error", "in its place"},
                     {"iss", "who answers"}},
           .handler = callback},
          {.method = "POST",
           .pattern = "/session/oidc/link",
           .id = "start_identity_link",
           .summary = "Where to send the browser so that one's own identity is linked",
           .about = About::Somewhere,
           .body = {{.name = "return_to", .required = false, .most = 500}},
           .answers_secrets = true,
           .handler = start_link}};
}

}  // namespace exemplar::api
