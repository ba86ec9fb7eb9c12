#include "api/sign_on_answer.hpp"

#include <fmt/format.h>

#include "http/accept.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

int status_of(SignOnRefusal why) {
  using enum SignOnRefusal;
  switch (why) {
    case ReturnToNotLocal:
      return 422;
    case TooMany:
      return 429;
    case Busy:
    case Unreachable:
    case Misconfigured:
      return 503;
    case Denied:
    case IdentityUnknown:
    case AccountDisabled:
    case OtherBrowser:
      return 403;
    case LinkedElsewhere:
    case LinkedAlready:
      return 409;
    default:
      return 401;
  }
}

std::string for_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

bool wants_a_page(const Call& call) {
  constexpr std::string_view kOffered[] = {"application/json", "text/html"};
  const std::string accept = call.request.headers.joined("Accept");
  return !accept.empty() && http::choose_media_type(accept, kOffered) == 1;
}

}  // namespace

http::ProblemDocument sign_on_problem(const SignOnRefused& refused) {
  http::ProblemDocument problem;
  problem.status = status_of(refused.why);
  problem.code = name_of(refused.why);
  problem.title = message_of(refused.why);
  problem.detail = remedy_of(refused.why);
  if (refused.why == SignOnRefusal::IdentityUnknown) {
    problem.detail = msg("{}; the subject is {}", remedy_of(refused.why), refused.subject);
  } else if (problem.status == 503 && !refused.note.empty()) {
    problem.detail = msg("{} ({})", remedy_of(refused.why), refused.note);
  } else if (refused.why == SignOnRefusal::TooMany) {
    problem.detail = msg("again in {} seconds", refused.retry_after / 1'000'000 + 1);
  }
  return problem;
}

http::Response sign_on_refused(const Call& call, const SignOnRefused& refused) {
  const http::ProblemDocument problem = sign_on_problem(refused);
  http::Response response = http::problem_response(problem, call.language);
  if (wants_a_page(call)) {
    const bool english = call.language == Language::English;
    const std::string title = for_html(call.say(problem.title));
    const std::string page = fmt::format(
        "<!doctype html>\n<html lang=\"{}\"><head><meta "
        "charset=\"utf-8\"><title>{}</title></head>\n"
        "<body><h1>{}</h1>\n<p>{}</p>\n<p><a href=\"/\">{}</a></p>\n<p><small>{}</small></p>\n"
        "</body></html>\n",
        english ? "en" : "vi", title, title, for_html(call.say(problem.detail)),
        for_html(call.say(msg("to the first page"))), problem.code);
    response = http::response_of(problem.status, "text/html; charset=utf-8", page);
  }
  if (problem.status == 503) response.headers.set("Retry-After", "5");
  return response;
}

}  // namespace exemplar::api
