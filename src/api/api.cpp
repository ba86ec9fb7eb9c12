#include "api/api.hpp"

#include <algorithm>

#include "api/conditions.hpp"
#include "api/listing.hpp"
#include "api/page.hpp"
#include "base/zone.hpp"
#include "http/accept.hpp"
#include "http/etag.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

constexpr std::string_view kRoot = "/api/v1";

std::vector<ApiRoute> all_routes() {
  std::vector<ApiRoute> routes;
  for (auto* of : {office_routes,        session_routes, single_sign_on_routes, identity_routes,
                   checkpoint_routes,    unit_routes,    indicator_routes,      value_routes,
                   assessment_routes,    audit_routes,   event_routes,          own_session_routes,
                   second_factor_routes, account_routes, grant_routes,          delegation_routes,
                   hand_over_routes,     token_routes,   demonstration_routes,  target_routes,
                   import_routes}) {
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
      pool_(office.pool()),
      hasher_({}, options_.random),
      gate_(2, 16),
      sign_in_(options_.sign_in, hasher_, gate_, options_.sealing_key, options_.random),
      single_sign_on_(options_.single_sign_on
                          ? std::make_unique<SingleSignOn>(*options_.single_sign_on, options_.fetch,
                                                           sign_in_, options_.random)
                          : nullptr),
      routes_(all_routes()),
      accounts_rate_(options_.account_rate),
      addresses_rate_(options_.address_rate) {
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
  if (options_.secure) take_forwarded_address(request);
  const Language language =
      http::choose_language(request.headers.joined("Accept-Language"), options_.language);
  if (!is_for_us(request)) {
    return http::problem_response({421, "unknown_host", msg("this server has another name"), {}},
                                  language);
  }
  if (auto response = about_itself(request)) return *std::move(response);
  if (auto response = page_response(request)) return *std::move(response);
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

// ── Which state ──────────────────────────────────────────────────────────────────────────────────

std::shared_ptr<const OfficeNow> Api::state_for(const Call& call) {
  const std::string known_on = call.query("known_on");
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
  if (const auto seen = number_asked(call, "at_least")) {
    auto state = office_.at_least(*seen);
    if (!state) refuse(409, "unknown_revision", state.refusal());
    return state.take();
  }
  return office_.now();
}

// ── The way of one call ──────────────────────────────────────────────────────────────────────────

namespace {

bool client_has_it(const Call& call, const std::string& etag) {
  const std::string field = call.request.headers.joined("If-None-Match");
  if (field.empty()) return false;
  const auto list = http::parse_etags(field);
  const auto own = http::parse_etags(etag);
  return list && own && http::matches_weakly(*list, own->tags.front());
}

// JSON is UTF-8 (RFC 8259 §8.1): another character set would be another text to another reader.
bool is_json(std::string_view type) {
  const size_t end = std::min(type.find(';'), type.size());
  const std::string_view parameter = http::trimmed(type.substr(std::min(end + 1, type.size())));
  return http::equal_ignoring_case(http::trimmed(type.substr(0, end)), "application/json") &&
         (parameter.empty() || http::equal_ignoring_case(parameter, "charset=utf-8") ||
          http::equal_ignoring_case(parameter, "charset=\"utf-8\""));
}

Body body_of(const ApiRoute& route, const http::Request& request) {
  const std::string type = request.headers.joined("Content-Type");
  if (!is_json(type)) {
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

// A body is taken as it is sent, so that nothing small becomes large.
void check_coding(const http::Request& request) {
  const std::string coding = request.headers.joined("Content-Encoding");
  if (coding.empty() || http::equal_ignoring_case(coding, "identity")) return;
  refuse(415, "unknown_content_coding", msg("the body's Content-Encoding is '{}'", coding),
         msg("send it as it is"));
}

// Two readers of one address must never see two different things.
void check_query(const ApiRoute& route, const http::Request& request) {
  for (const QueryParameter& one : route.query) {
    const auto times =
        std::count_if(request.query.begin(), request.query.end(),
                      [&](const http::Parameter& each) { return each.name == one.name; });
    if (times < 2) continue;
    refuse(422, "doubled_parameter", msg("the parameter '{}' comes more than once", one.name),
           msg("send it once"));
  }
}

}  // namespace

http::Response Api::handled(const ApiRoute& route, Call& call) {
  const std::optional<KeyedRequest> keyed = keyed_request(route, call);
  if (!keyed) {
    match_with_write(route, call);
    return route.handler(call);
  }
  if (auto again = answered_before(call, *keyed)) return *std::move(again);
  claim_with_write(call, *keyed);
  match_with_write(route, call);
  try {
    http::Response response = route.handler(call);
    if (response.status / 100 == 2 && !route.answers_secrets) {
      keep_for_repetition(call, *keyed, response);
    }
    return response;
  } catch (const Repeated&) {
    if (auto again = answered_before(call, *keyed)) return *std::move(again);
    throw;
  }
}

http::Response Api::called(const ApiRoute& route, Call& call) {
  const auto zone = Zone::named(call.office().definitions.zone);
  if (!zone) refuse(500, "unknown_zone", zone.refusal());
  call.today = zone->day_of(call.instant);
  call.caller = caller_of(call.request, call.instant);
  check_rate(call);
  check_origin(route, call);
  check_powers(route, call);
  check_query(route, call.request);
  check_coding(call.request);
  if (!route.body.empty()) call.body = body_of(route, call.request);
  if (route.lists) call.format = list_format(call.request.headers.joined("Accept"));
  if (route.reads_state) call.now = state_for(call);
  if (!route.reads_state) {
    // Before the rows are read: what is newer than the tag was not in the answer, or was changed since.
    std::optional<int64_t> read;
    if (route.reads_rows) read = store::newest_revision(*call.api.connection());
    http::Response response = handled(route, call);
    if (read) response.headers.set("ETag", state_tag(call, *read));
    response.headers.set("Cache-Control", "no-store");
    return response;
  }
  const std::string etag = state_tag(call, call.now->revision());
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
    if (refused.retry_after_seconds) {
      response.headers.set("Retry-After", std::to_string(*refused.retry_after_seconds));
    }
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
    std::string text = metrics_.text(counts, office_.now()->revision());
    if (options_.job_counts) text += metrics_of(options_.job_counts());
    return plain(200, std::move(text));
  }
  if (is({"api", "v1", "openapi.json"})) return json_response(openapi(routes_));
  return std::nullopt;
}

}  // namespace exemplar::api
