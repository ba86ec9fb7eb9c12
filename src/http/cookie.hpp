// Cookies (RFC 6265): what a client sends back, and what it is told to keep.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace exemplar::http {

struct Cookie {
  std::string name;
  std::string value;

  bool operator==(const Cookie&) const = default;
};

// The pairs of a Cookie header, in their order; quotes around a value are taken off. A pair that
// is none (no '=', a name that is no token, a value with characters outside RFC 6265 §4.1.1) is
// passed over: other applications of the same host name may have set it. Where a name comes twice
// both are given: whoever looks one up must not take the first for the only one.
std::vector<Cookie> parse_cookies(std::string_view header);

enum class SameSite { Strict, Lax };

struct SetCookie {
  std::string name;
  std::string value;
  std::string path = "/";
  std::optional<std::chrono::seconds> max_age =
      {};  // none: until the browser ends; 0: forget it now
  SameSite same_site = SameSite::Strict;
  bool http_only = true;
  bool secure = true;
};

// The value of a Set-Cookie header. Refused: what could end the value and begin another attribute
// or header, and the names __Host- and __Secure- without what browsers demand of them.
Result<std::string> to_header(const SetCookie& cookie);

}  // namespace exemplar::http
