#include "http/problem.hpp"

#include "base/json.hpp"
#include "base/text.hpp"

namespace exemplar::http {

namespace {

// A document must be UTF-8, whatever a header that it quotes was.
std::string with_valid_utf8(std::string text) {
  size_t from = 0;
  while (const auto bad = first_invalid_utf8(std::string_view(text).substr(from))) {
    text.replace(from + *bad, 1, "\uFFFD");
    from += *bad + 3;
  }
  return text;
}

}  // namespace

std::string to_json(const ProblemDocument& problem, Language language) {
  Json json = Json::object();
  json.add("type", Json::string(problem.type));
  json.add("title", Json::string(render(problem.title, language)));
  json.add("status", Json::integer(problem.status));
  if (!problem.detail.pattern.empty()) {
    json.add("detail", Json::string(render(problem.detail, language)));
  }
  json.add("code", Json::string(problem.code));
  if (!problem.errors.empty()) {
    Json errors = Json::array();
    for (const FieldError& each : problem.errors) {
      Json error = Json::object();
      error.add("pointer", Json::string(each.pointer));
      error.add("detail", Json::string(render(each.detail, language)));
      errors.add(std::move(error));
    }
    json.add("errors", std::move(errors));
  }
  return with_valid_utf8(json.compact());
}

Response problem_response(const ProblemDocument& problem, Language language) {
  Response response =
      response_of(problem.status, "application/problem+json", to_json(problem, language));
  response.headers.add("Content-Language", language == Language::Vietnamese ? "vi" : "en");
  response.headers.add("Cache-Control", "no-store");
  return response;
}

std::string pointer_to(std::string_view parent, std::string_view key) {
  std::string pointer = std::string(parent) + "/";
  for (const char c : key) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

}  // namespace exemplar::http
