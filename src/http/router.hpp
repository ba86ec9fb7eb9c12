// Routes as data: which handler answers which method and path.
//
//   GET  /api/v1/units/{unit}      one segment each; {unit} takes any segment but an empty one
//   GET  /{path*}                  the rest, however long, where no other pattern fits
//
// A request fits one route at most, whatever the order in which the routes were added: a table in
// which two routes could answer the same request is refused when it is built. Only {path*} may
// overlap, with patterns that are longer before their own "*" or have none: it yields to them.
#pragma once

#include <any>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace exemplar::http {

using Handler = std::function<Response(Request&)>;

// What a route says of itself; the router only carries it.
struct RouteInfo {
  std::string id;       // "read_unit"
  std::string summary;  // for the description of the API
  std::string needs;    // the power without which it is refused
  std::any details;     // whatever else the application keeps with it
};

struct Route {
  std::string method;   // "GET" answers HEAD too
  std::string pattern;  // "/api/v1/units/{unit}"
  Handler handler;
  RouteInfo info;
};

class Router {
 public:
  // Refused: a pattern that is none, two routes that fit one request, one id twice.
  static Result<Router> of(std::vector<Route> routes);

  struct Found {
    const Route* route;
    std::vector<Parameter> parameters;
  };
  struct NotFound {};
  struct MethodNotAllowed {
    std::string allow;  // "GET, HEAD, OPTIONS"
  };
  std::variant<Found, NotFound, MethodNotAllowed> find(std::string_view method,
                                                       const std::vector<std::string>& path) const;

  // Finds the route and calls its handler; otherwise 404, 405 with Allow, or the answer to OPTIONS.
  // `around`, where given, is called in place of the handler: the place for checks that every
  // route needs.
  using Around = std::function<Response(const Route&, Request&)>;
  Response handle(Request& request, Language language, const Around& around = {}) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Segment {
    enum class Kind { Literal, Parameter, Rest } kind;
    std::string text;  // the literal, or the parameter's name
  };
  using Pattern = std::vector<Segment>;

  static Result<Pattern> parse(const Route& route);
  static bool overlap(const Pattern& a, const Pattern& b);
  static bool fits(const Pattern& pattern, const std::vector<std::string>& path);
  static bool yields(const Pattern& a, const Pattern& b);
  std::string allowed(const std::vector<std::string>& path) const;

  std::vector<Route> routes_;
  std::vector<Pattern> patterns_;  // of routes_, in their order
};

}  // namespace exemplar::http
