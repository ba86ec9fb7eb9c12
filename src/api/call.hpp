// One call of the API: who asks, for what, of which state of the office.
#pragma once

#include "api/body.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "programme/live_office/live_office.hpp"
#include "programme/user/power_rules.hpp"
#include "programme/user/session_store.hpp"

namespace exemplar::api {

class Api;

// Who asks: a person by a session, a program by a token, or nobody.
struct Caller {
  std::optional<programme::FoundSession> session;
  std::string session_token;
  std::optional<int64_t> api_token;
  programme::SessionState state = programme::SessionState::Ended;  // of the session
  programme::Powers powers;

  bool known() const { return !powers.account.empty(); }
};

// What a list is asked for as, by Accept.
enum class ListFormat { Json, Csv, Xlsx };

struct Call {
  Api& api;
  http::Request& request;
  Language language = Language::Vietnamese;
  Caller caller;
  programme::InstantUs instant = 0;
  Date today;                                       // in the office's zone
  Body body;                                        // of routes that take one
  std::shared_ptr<const programme::OfficeNow> now;  // the newest, or as the query asks
  ListFormat format = ListFormat::Json;             // of routes that give a list
  // What the client asks of the write that this call makes (Idempotency-Key, If-Match).
  store::Condition condition = {};

  // Carries the condition: each write of a handler is made on one of these.
  std::shared_ptr<store::Connection> connection() const;
  const programme::Office& office() const { return now->office(); }
  const programme::UnitRegister& units() const { return office().definitions.units; }
  std::string say(const Message& message) const { return render(message, language); }
  std::string say(const Text& text) const { return text.in(language); }
  // Of the query; empty where it is not there.
  std::string query(std::string_view name) const {
    return std::string(request.query_value(name).value_or(""));
  }
};

// What a handler cannot do, as an answer; thrown, so that handlers read straight on.
struct Refused {
  http::ProblemDocument problem;
  std::optional<int64_t> retry_after_seconds = {};
};
[[noreturn]] void refuse(int status, std::string code, Message title, Message detail = {});
[[noreturn]] void refuse(int status, std::string code, const Refusal& refusal);
// 429, with the time after which it may be tried again.
[[noreturn]] void refuse_for_now(std::string code, Message title, int64_t seconds);

http::Response json_response(const Json& json, int status = 200);

// The programme, period, view that the query names; refused (404, 422) where there is none.
//   programme    may be left out where there is one
//   period       2023; criteria_set; status = reported | verified | decided
//   geography    as-was | as-is | a day
programme::AssessmentRequest assessment_request(const Call& call);
const programme::Programme& programme_of(const Call& call);
// By code, id or name on that day; 404.
programme::OrganisationUnitId unit_named(const Call& call, std::string_view text, Date day);
// 403 where the caller may not do that to that unit today.
void demand(const Call& call, programme::Power power, programme::OrganisationUnitId unit);

// The whole of the text is a whole number, or there is none: "1e9" is not 1.
std::optional<int64_t> whole_number(std::string_view text);
// A number that things of the office are known by, as ?name; none where it is left out, 422 where it
// is no number.
std::optional<int64_t> number_asked(const Call& call, std::string_view name);

// A part of a list: ?limit (at most `most`) and ?after, the place where the part before ended.
struct Page {
  size_t begin = 0;
  size_t end = 0;
  std::optional<size_t> next;
};
Page page_of(const Call& call, size_t size, size_t most);

}  // namespace exemplar::api
