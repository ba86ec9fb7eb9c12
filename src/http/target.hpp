// What a request asks for: the path and the query behind its target, decoded.
//
//   /api/v1/units/P.%20T%C3%A2n?known_on=2025-07-01&q=a+b
//     path   "api" "v1" "units" "P. Tân"         query  known_on = "2025-07-01", q = "a b"
//
// Segments are cut before they are decoded, so that %2F stays inside its segment. Refused, and not
// mended: escapes that are none, text that is not UTF-8, control characters in the path, NUL, dot
// segments in whatever spelling ("..", "%2e.", "a%2F..", "..%5Cx"), anything but origin form.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace exemplar::http {

struct Parameter {
  std::string name;
  std::string value;

  bool operator==(const Parameter&) const = default;
};

struct Target {
  std::vector<std::string> path;  // "/" has none; "/a/" has "a" and ""
  std::vector<Parameter> query;   // in their order, repeated names included

  bool operator==(const Target&) const = default;
};

inline constexpr size_t kParametersMax = 256;

// The target of a request line in origin form.
Result<Target> parse_target(std::string_view target);

// name=value pairs as in a query or an application/x-www-form-urlencoded body, '+' being a blank.
Result<std::vector<Parameter>> parse_parameters(std::string_view text);

// The text with everything but the unreserved characters of RFC 3986 escaped: fit for a segment of
// a path or for a query.
std::string percent_encoded(std::string_view text);

}  // namespace exemplar::http
