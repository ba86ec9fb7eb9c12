#include "http/cookie.hpp"

#include <algorithm>

#include "http/headers.hpp"

namespace exemplar::http {

namespace {

bool is_cookie_character(char c) {  // cookie-octet of RFC 6265 §4.1.1
  return c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
}

bool is_cookie_value(std::string_view value) {
  return std::all_of(value.begin(), value.end(), is_cookie_character);
}

bool is_path(std::string_view path) {
  return !path.empty() && path[0] == '/' && std::all_of(path.begin(), path.end(), [](char c) {
    return c > 0x20 && c < 0x7F && c != ';';
  });
}

}  // namespace

std::vector<Cookie> parse_cookies(std::string_view header) {
  std::vector<Cookie> cookies;
  while (!header.empty()) {
    const size_t end = header.find(';');
    const std::string_view pair = trimmed(header.substr(0, end));
    header = end == std::string_view::npos ? std::string_view() : header.substr(end + 1);
    const size_t equals = pair.find('=');
    if (equals == std::string_view::npos || !is_token(pair.substr(0, equals))) continue;
    std::string_view value = pair.substr(equals + 1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    if (!is_cookie_value(value)) continue;
    cookies.push_back({std::string(pair.substr(0, equals)), std::string(value)});
  }
  return cookies;
}

Result<std::string> to_header(const SetCookie& cookie) {
  if (!is_token(cookie.name)) {
    return Refusal{msg("'{}' cannot name a cookie", cookie.name),
                   msg("use letters, digits, '-' and '_'")};
  }
  if (!is_cookie_value(cookie.value)) {
    return Refusal{
        msg("the value of the cookie {} holds a character that would end it", cookie.name),
        msg("encode the value, for example in base64url")};
  }
  if (!is_path(cookie.path)) {
    return Refusal{msg("the path of the cookie {} is none", cookie.name),
                   msg("write a path that begins with '/'")};
  }
  const bool host = cookie.name.starts_with("__Host-");
  if ((host || cookie.name.starts_with("__Secure-")) &&
      (!cookie.secure || (host && cookie.path != "/"))) {
    return Refusal{
        msg("browsers refuse the cookie {} without Secure and the path '/'", cookie.name),
        msg("set both, or choose a name without the prefix")};
  }
  std::string header = cookie.name + "=" + cookie.value + "; Path=" + cookie.path;
  if (cookie.max_age) header += "; Max-Age=" + std::to_string(cookie.max_age->count());
  if (cookie.http_only) header += "; HttpOnly";
  if (cookie.secure) header += "; Secure";
  header += cookie.same_site == SameSite::Strict ? "; SameSite=Strict" : "; SameSite=Lax";
  return header;
}

}  // namespace exemplar::http
