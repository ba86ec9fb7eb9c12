// Who asks, and may they: the caller of a request, and what is asked of it before its handler is.
//
//   cookie or token ─▶ rate ─▶ origin and the page's token ─▶ state of the session ─▶ powers
//        401            429             403                          401 403            403
#include <arpa/inet.h>

#include <array>

#include "api/api.hpp"
#include "programme/user/api_token_store.hpp"
#include "programme/user/grant_store.hpp"
#include "programme/user/secret.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

bool changes(std::string_view method) {
  return method != "GET" && method != "HEAD";
}

void refuse_where_too_many(RateLimit& limit, std::string_view caller) {
  const auto wait = limit.take(caller, RateLimit::Clock::now());
  if (wait <= RateLimit::Clock::duration::zero()) return;
  refuse_for_now("too_many_requests", msg("this is too many requests"),
                 std::chrono::ceil<std::chrono::seconds>(wait).count());
}

}  // namespace

// What stands before the last one anybody may have written.
void take_forwarded_address(http::Request& request) {
  const std::string forwarded = request.headers.joined("X-Forwarded-For");
  const size_t comma = forwarded.rfind(',');
  std::string last = comma == std::string::npos ? forwarded : forwarded.substr(comma + 1);
  std::erase(last, ' ');
  std::array<unsigned char, 16> bytes{};
  const bool is_address = inet_pton(AF_INET, last.c_str(), bytes.data()) == 1 ||
                          inet_pton(AF_INET6, last.c_str(), bytes.data()) == 1;
  if (is_address) request.remote_address = last;
}

Caller Api::caller_of(const http::Request& request, InstantUs instant) {
  Caller caller;
  const std::string bearer = request.headers.joined("Authorization");
  if (bearer.starts_with("Bearer ")) {
    const auto connection = pool_.borrow();
    const auto token = find_token(*connection, std::string_view(bearer).substr(7));
    if (!token || !is_good(*token, instant)) {
      // Whoever tries tokens is nobody yet.
      refuse_where_too_many(addresses_rate_, address_subject(request.remote_address));
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

void Api::check_rate(const Call& call) {
  if (call.caller.known()) {
    refuse_where_too_many(accounts_rate_, call.caller.powers.account);
  } else {
    refuse_where_too_many(addresses_rate_, address_subject(call.request.remote_address));
  }
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

}  // namespace exemplar::api
