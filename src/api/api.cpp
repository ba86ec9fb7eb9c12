#include "api/api.hpp"

#include <algorithm>

#include "api/listing.hpp"
#include "base/zone.hpp"
#include "http/accept.hpp"
#include "http/etag.hpp"
#include "programme/user/api_token_store.hpp"
#include "programme/user/grant_store.hpp"
#include "programme/user/secret.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

constexpr std::string_view kRoot = "/api/v1";

bool changes(std::string_view method) {
  return method != "GET" && method != "HEAD";
}

std::vector<ApiRoute> all_routes() {
  std::vector<ApiRoute> routes;
  for (auto* of : {office_routes, session_routes, unit_routes, indicator_routes, value_routes,
                   assessment_routes, audit_routes, event_routes, target_routes, import_routes}) {
    for (ApiRoute& route : of()) routes.push_back(std::move(route));
  }
  return routes;
}

}  // namespace

std::string_view cookie_name(bool secure) {
  return secure ? "__Host-exemplar" : "exemplar";
}

Api::Api(LiveOffice& office, Options options)
    : office_(office),
      options_(std::move(options)),
      pool_(location_of(options_.address)),
      hasher_({}, options_.random),
      gate_(2, 16),
      sign_in_(options_.sign_in, hasher_, gate_, options_.sealing_key, options_.random),
      routes_(all_routes()) {
  std::vector<http::Route> table;
  for (const ApiRoute& route : routes_) {
    table.push_back(
        {route.method,
         std::string(kRoot) + route.pattern,
         [this, &route](http::Request& request) { return answer(route, request); },
         {route.id, route.summary, route.needs ? std::string(name_of(*route.needs)) : "", {}}});
  }
  auto router = http::Router::of(std::move(table));
  if (!router) throw std::logic_error(render(router.refusal().what, Language::English));
  router_ = std::make_unique<http::Router>(router.take());
  start_streams();
}

http::Response Api::handle(http::Request& request) {
  const Language language =
      http::choose_language(request.headers.joined("Accept-Language"), options_.language);
  if (!is_for_us(request)) {
    return http::problem_response({421, "unknown_host", msg("this server has another name"), {}},
                                  language);
  }
  if (auto response = about_itself(request)) return *std::move(response);
  return router_->handle(request, language);
}

bool Api::is_for_us(const http::Request& request) const {
  if (options_.hosts.empty()) return true;
  std::string host = request.headers.joined("Host");
  const size_t colon = host.rfind(':');
  if (colon != std::string::npos && host.find(']', colon) == std::string::npos) host.resize(colon);
  return std::any_of(options_.hosts.begin(), options_.hosts.end(),
                     [&](const std::string& one) { return http::equal_ignoring_case(one, host); });
}

// ── Who asks ─────────────────────────────────────────────────────────────────────────────────────

Caller Api::caller_of(const http::Request& request, InstantUs instant) {
  Caller caller;
  const std::string bearer = request.headers.joined("Authorization");
  if (bearer.starts_with("Bearer ")) {
    const auto connection = pool_.borrow();
    const auto token = find_token(*connection, std::string_view(bearer).substr(7));
    if (!token || !is_good(*token, instant)) {
      refuse(401, "token_not_good", msg("the token is not good, or no longer"),
             msg("make another one"));
    }
    touch_token(*connection, token->number, instant);
    caller.api_token = token->number;
    caller.powers = powers_of_token(*connection, *token, instant);
    caller.powers.account = token->account;
    return caller;
  }
  const auto cookie = request.cookie(cookie_name(options_.secure));
  if (!cookie) return caller;
  const auto connection = pool_.borrow();
  caller.session = find_session(*connection, *cookie);
  if (!caller.session) return caller;
  caller.session_token = *cookie;
  caller.state = caller.session->state(options_.sign_in.session, instant);
  if (caller.state != SessionState::Open) return caller;
  touch_session(*connection, caller.session->session.number, options_.sign_in.session, instant);
  caller.powers = powers_of_account(*connection, caller.session->account.id, instant);
  caller.powers.account = caller.session->account.id;
  return caller;
}

// A page of another origin can send the cookie along, but can neither read the token nor set a header.
void Api::check_origin(const ApiRoute& route, const Call& call) const {
  if (!changes(route.method) || call.caller.api_token) return;
  const std::string site = call.request.headers.joined("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") {
    refuse(403, "other_origin", msg("this was asked for by a page of another origin"));
  }
  if (!call.caller.session || route.about == About::Anybody) return;
  if (!csrf_holds(call.caller.session_token, call.request.headers.joined(kCsrfHeader))) {
    refuse(403, "csrf_token", msg("the page's own token is missing or another one"),
           msg("send {} as GET /api/v1/session gives it", kCsrfHeader));
  }
}

void Api::check_powers(const ApiRoute& route, const Call& call) const {
  const Caller& caller = call.caller;
  if (route.about == About::Anybody) return;
  if (!caller.session && !caller.api_token) {
    refuse(401, "not_signed_in", msg("nobody is signed in"), msg("sign in first"));
  }
  if (caller.session && is_over(caller.state)) {
    refuse(401, std::string(name_of(caller.state)), message_of(caller.state));
  }
  if (route.about == About::Session) return;
  if (caller.session && caller.state != SessionState::Open) {
    refuse(403, std::string(name_of(caller.state)), message_of(caller.state));
  }
  if (!route.needs) return;
  const PowerAnswer answer = route.about == About::Everywhere
                                 ? may_everywhere(caller.powers, *route.needs, call.today)
                                 : may_somewhere(caller.powers, *route.needs, call.today);
  if (!answer) refuse(403, std::string(name_of(*answer.refusal)), message_of(*answer.refusal));
}

// ── Which state ──────────────────────────────────────────────────────────────────────────────────

std::shared_ptr<const OfficeNow> Api::state_for(const Call& call) {
  const std::string known_on = call.query("known_on");
  const std::string seen = call.query("at_least");
  if (!known_on.empty()) {
    const auto day = parse_iso_date(known_on);
    if (!day) {
      refuse(422, "malformed_day", msg("'{}' is not a day", known_on),
             msg("write it like 2024-01-16"));
    }
    auto state = office_.known_on(*day);
    if (!state) refuse(404, "nothing_known", state.refusal());
    return state.take();
  }
  if (!seen.empty()) {
    const int64_t revision = std::strtoll(seen.c_str(), nullptr, 10);
    auto state = office_.at_least(revision);
    if (!state) refuse(409, "unknown_revision", state.refusal());
    return state.take();
  }
  return office_.now();
}

// ── The way of one call ──────────────────────────────────────────────────────────────────────────

namespace {

// What an answer is of: the same tag, the same answer to the same caller.
std::string etag_of(const Call& call) {
  const char* language = call.language == Language::English ? "en" : "vi";
  const char* format = call.format == ListFormat::Csv    ? "-csv"
                       : call.format == ListFormat::Xlsx ? "-xlsx"
                                                         : "";
  return to_string(http::ETag{fmt::format("r{}-{}-{}-{}{}", call.now->revision(), iso(call.today),
                                          call.caller.powers.account, language, format),
                              true});
}

bool client_has_it(const Call& call, const std::string& etag) {
  const std::string field = call.request.headers.joined("If-None-Match");
  if (field.empty()) return false;
  const auto list = http::parse_etags(field);
  const auto own = http::parse_etags(etag);
  return list && own && http::matches_weakly(*list, own->tags.front());
}

Body body_of(const ApiRoute& route, const http::Request& request) {
  const std::string type = request.headers.joined("Content-Type");
  if (!type.starts_with("application/json")) {
    refuse(415, "unknown_content_type", msg("the body's Content-Type is '{}'", type),
           msg("send application/json"));
  }
  ReadBody read = read_body(request.body, route.body);
  if (!read.errors.empty()) {
    throw Refused{{422, "malformed_body", msg("the body is not as it should be"),
                   msg("see each of the errors"), "about:blank", std::move(read.errors)}};
  }
  return std::move(read.body);
}

}  // namespace

http::Response Api::called(const ApiRoute& route, Call& call) {
  const auto zone = Zone::named(call.office().definitions.zone);
  if (!zone) refuse(500, "unknown_zone", zone.refusal());
  call.today = zone->day_of(call.instant);
  call.caller = caller_of(call.request, call.instant);
  check_origin(route, call);
  check_powers(route, call);
  if (!route.body.empty()) call.body = body_of(route, call.request);
  if (route.lists) call.format = list_format(call.request.headers.joined("Accept"));
  if (route.reads_state) call.now = state_for(call);
  if (!route.reads_state) {
    http::Response response = route.handler(call);
    response.headers.set("Cache-Control", "no-store");
    return response;
  }
  const std::string etag = etag_of(call);
  http::Response response;
  if (client_has_it(call, etag)) {
    response.status = 304;
  } else {
    response = route.handler(call);
  }
  response.headers.set("ETag", etag);
  response.headers.set("Cache-Control", "private, no-cache");
  response.headers.set("Vary", route.lists ? "Accept, Accept-Language, Cookie, Authorization"
                                           : "Accept-Language, Cookie, Authorization");
  response.headers.set("X-Revision", std::to_string(call.now->revision()));
  return response;
}

http::Response Api::answer(const ApiRoute& route, http::Request& request) {
  const auto begin = std::chrono::steady_clock::now();
  Call call{*this, request, {}, {}, options_.now(), {}, {}, office_.now()};
  call.language =
      http::choose_language(request.headers.joined("Accept-Language"), options_.language);
  http::Response response;
  try {
    response = called(route, call);
  } catch (const Refused& refused) {
    response = http::problem_response(refused.problem, call.language);
  } catch (const store::Failure& failure) {
    const Refusal refusal = refusal_of(failure, options_.address);
    response =
        http::problem_response({503, "database", refusal.what, refusal.remedy}, call.language);
    response.headers.set("Retry-After", "1");
  }
  metrics_.count(route.id, response.status,
                 std::chrono::duration_cast<std::chrono::microseconds>(
                     std::chrono::steady_clock::now() - begin));
  return response;
}

uint64_t Api::body_bytes_max(const http::Head& head, uint64_t otherwise) const {
  // Nobody who has nothing to show for himself may fill the memory.
  if (!head.headers.has("Cookie") && !head.headers.has("Authorization")) return otherwise;
  const auto target = http::parse_target(head.target);
  if (!target) return otherwise;
  const auto found = router_->find(head.method, target->path);
  const auto* one = std::get_if<http::Router::Found>(&found);
  if (one == nullptr) return otherwise;
  const auto route = std::find_if(routes_.begin(), routes_.end(), [&](const ApiRoute& each) {
    return each.id == one->route->info.id;
  });
  return route == routes_.end() || route->body_bytes_max == 0 ? otherwise : route->body_bytes_max;
}

std::optional<http::Response> Api::about_itself(const http::Request& request) {
  if (request.method != "GET") return std::nullopt;
  const auto is = [&](std::initializer_list<std::string_view> path) {
    return std::equal(request.path.begin(), request.path.end(), path.begin(), path.end());
  };
  const auto plain = [](int status, std::string text) {
    http::Response response =
        http::response_of(status, "text/plain; charset=utf-8", std::move(text));
    response.headers.set("Cache-Control", "no-store");
    return response;
  };
  if (is({"healthz"})) return plain(200, "ok\n");
  if (is({"readyz"})) {
    try {
      const int64_t newest = store::newest_revision(*pool_.borrow());
      const int64_t shown = office_.now()->revision();
      return plain(shown + 100 < newest ? 503 : 200,
                   fmt::format("revision {} of {}\n", shown, newest));
    } catch (const store::Failure&) {
      return plain(503, "the database cannot be reached\n");
    }
  }
  if (is({"metrics"})) {
    const http::ServerCounts counts =
        options_.server_counts ? options_.server_counts() : http::ServerCounts{};
    return plain(200, metrics_.text(counts, office_.now()->revision()));
  }
  if (is({"api", "v1", "openapi.json"})) return json_response(openapi(routes_));
  return std::nullopt;
}

}  // namespace exemplar::api
