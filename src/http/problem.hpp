// Refusals as problem documents (RFC 9457, application/problem+json).
//
//   {"type": "about:blank", "title": "Phường này không có", "status": 404, "detail": "…",
//    "code": "unknown_unit", "errors": [{"pointer": "/values/3/amount", "detail": "…"}]}
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/message.hpp"
#include "http/response.hpp"

namespace exemplar::http {

// One thing wrong with the body, all of them at once.
struct FieldError {
  std::string pointer;  // a JSON pointer (RFC 6901) into the body
  Message detail;
};

struct ProblemDocument {
  int status = 400;
  std::string code;                     // stable, the same in every language
  Message title;                        // what is wrong
  Message detail;                       // what would be right; left out where its pattern is empty
  std::string type = "about:blank";     // a URI that identifies the kind of problem
  std::vector<FieldError> errors = {};  // left out where there are none
};

// The document as JSON, in words of the language.
std::string to_json(const ProblemDocument& problem, Language language);
// With its Content-Type, Content-Language and Cache-Control: no-store.
Response problem_response(const ProblemDocument& problem, Language language);

// One step further into a JSON pointer: the key with '~' and '/' escaped.
std::string pointer_to(std::string_view parent, std::string_view key);

}  // namespace exemplar::http
