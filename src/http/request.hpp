// A request as a handler sees it: read whole, decoded and checked; nothing of the connection but
// where it comes from.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/cookie.hpp"
#include "http/headers.hpp"
#include "http/target.hpp"

namespace exemplar::http {

struct Request {
  std::string method;             // as sent; methods are case-sensitive
  std::string target;             // as sent, for logs
  std::vector<std::string> path;  // decoded segments
  std::vector<Parameter> query;
  std::vector<Parameter> path_parameters;  // filled by the router: {unit} → its segment
  Headers headers;
  std::vector<Cookie> cookies;
  std::string body;
  std::string remote_address;  // of the other end of the connection, without its port
  bool tls = false;            // whether the client's connection is encrypted

  // The only value of that name; none where it is missing or comes more than once.
  std::optional<std::string_view> query_value(std::string_view name) const;
  std::optional<std::string_view> cookie(std::string_view name) const;
  // The value of a parameter of the route's pattern; empty where the pattern has none of that name.
  std::string_view path_value(std::string_view name) const;
};

}  // namespace exemplar::http
