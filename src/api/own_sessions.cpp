// Sessions as a list: one's own, and those of others for whoever may end them.
#include "api/people.hpp"
#include "api/session.hpp"
#include "programme/user/account_service.hpp"
#include "programme/user/grant_store.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

// Those that could still be used.
Json sessions_json(const Call& call, const std::vector<Session>& sessions,
                   std::optional<int64_t> current) {
  Json list = Json::array();
  for (const Session& one : sessions) {
    const SessionState state = state_of(one, {}, call.api.sign_in().policy().session, call.instant);
    if (is_over(state)) continue;
    Json json = Json::object();
    json.add("number", Json::integer(one.number));
    json.add("state", Json::string(name_of(state)));
    json.add("way", Json::string(one.way));
    json.add("address", Json::string(one.address));
    json.add("agent", Json::string(one.agent));
    json.add("created", instant_json(one.created));
    json.add("last_used", instant_json(one.last_used));
    if (current) json.add("this_one", Json::truth(one.number == *current));
    list.add(std::move(json));
  }
  return Json::object().add("sessions", std::move(list));
}

http::Response list_own(Call& call) {
  const Session& own = own_session(call);
  const auto connection = call.connection();
  return json_response(sessions_json(call, sessions_of(*connection, own.account), own.number));
}

http::Response end_own(Call& call) {
  const auto which = whole_number(id_in_path(call, "session"));
  if (!which ||
      !call.api.sign_in().end_one(*call.connection(), own_session(call), *which, call.instant)) {
    refuse(404, "unknown_session", msg("you have no such session"));
  }
  return http::response_of(204, "", "");
}

http::Response end_others(Call& call) {
  const int64_t ended =
      call.api.sign_in().end_others(*call.connection(), own_session(call), call.instant);
  return json_response(Json::object().add("ended", Json::integer(ended)));
}

// ── Of others ────────────────────────────────────────────────────────────────────────────────────

[[noreturn]] void refuse_keeping(KeepRefusal why) {
  refuse_why(why == KeepRefusal::AccountUnknown ? 404 : 403, why);
}

http::Response list_of_account(Call& call) {
  const auto connection = call.connection();
  const Account account = account_in_path(call, *connection);
  if (!keeps(keeper_of(call), Power::ManageSessions, holdings_kept(*connection, account.id))) {
    refuse_keeping(KeepRefusal::BeyondKeeper);
  }
  const Json json = sessions_json(call, sessions_of(*connection, account.id), {});
  tell_personal_read(call, *connection, "account/" + account.id + "/sessions", {account.id});
  return json_response(json);
}

http::Response end_of_account(Call& call) {
  const auto ended = end_kept_sessions(*call.connection(), id_in_path(call, "account"),
                                       keeper_of(call), by_caller(call));
  if (!ended) refuse_keeping(ended.why());
  return json_response(Json::object().add("ended", Json::integer(*ended)));
}

}  // namespace

std::vector<ApiRoute> own_session_routes() {
  return {{.method = "GET",
           .pattern = "/sessions",
           .id = "list_sessions",
           .summary = "One's own sessions that could still be used",
           .handler = list_own},
          {.method = "DELETE",
           .pattern = "/sessions",
           .id = "end_other_sessions",
           .summary = "Ends all of one's own but this one",
           .answers = 200,
           .handler = end_others},
          {.method = "DELETE",
           .pattern = "/sessions/{session}",
           .id = "end_session",
           .summary = "Ends one of one's own",
           .handler = end_own},
          {.method = "GET",
           .pattern = "/accounts/{account}/sessions",
           .id = "list_account_sessions",
           .summary = "Sessions of an account; the audit log tells that they were read",
           .needs = Power::ManageSessions,
           .handler = list_of_account},
          {.method = "DELETE",
           .pattern = "/accounts/{account}/sessions",
           .id = "end_account_sessions",
           .summary = "Ends all sessions of an account",
           .needs = Power::ManageSessions,
           .answers = 200,
           .handler = end_of_account}};
}

}  // namespace exemplar::api
