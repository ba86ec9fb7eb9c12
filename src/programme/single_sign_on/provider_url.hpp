// The addresses of a provider, and the paths of this server that a browser may be sent back to.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace exemplar::programme {

// https://id.example:8443/realms/office: without a user, without a fragment.
struct ProviderUrl {
  std::string scheme;  // "https" or "http"
  std::string host;    // "[::1]" with its brackets
  std::string port;    // empty: the scheme's own
  std::string rest;    // path and query

  static std::optional<ProviderUrl> parse(std::string_view text);
  // This machine itself.
  bool is_loopback() const;
  // TLS; or, for demonstrations and tests, this machine.
  bool is_safe() const { return scheme == "https" || is_loopback(); }
};

// name=value&name=value, everything but unreserved characters escaped.
std::string form_encoded(const std::vector<std::pair<std::string, std::string>>& fields);
std::string with_query(std::string_view url,
                       const std::vector<std::pair<std::string, std::string>>& fields);

// A page of this server, and never another's: "/units?at=2024-01-16". Neither "//host/", nor
// "/\host", which browsers take for the same, nor anything under /api/, which is no page.
bool is_local_page(std::string_view path);

}  // namespace exemplar::programme
