#include "http/router.hpp"

#include <algorithm>
#include <set>

#include "http/problem.hpp"

namespace exemplar::http {

namespace {

std::string joined(const std::vector<std::string>& path, size_t from) {
  std::string text;
  for (size_t i = from; i < path.size(); ++i) text += (i > from ? "/" : "") + path[i];
  return text;
}

std::string name_of(const Route& route) {
  return route.method + " " + route.pattern;
}

bool is_parameter_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace

Result<Router::Pattern> Router::parse(const Route& route) {
  const Refusal refusal{msg("{} is no pattern of a route", name_of(route)),
                        msg("write segments behind '/', the name of a parameter in braces; one "
                            "with * only at the end")};
  std::string_view rest = route.pattern;
  Pattern pattern;
  if (rest.empty() || rest[0] != '/' || !is_token(route.method)) return refusal;
  if (rest == "/") return pattern;
  std::set<std::string, std::less<>> names;
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const size_t end = std::min(rest.find('/'), rest.size());
    std::string_view text = rest.substr(0, end);
    rest.remove_prefix(end);
    if (!text.starts_with('{')) {
      if (text.find_first_of("{}*") != std::string_view::npos) return refusal;
      if (text.empty() && !rest.empty()) return refusal;
      pattern.push_back({Segment::Kind::Literal, std::string(text)});
      continue;
    }
    if (!text.ends_with('}')) return refusal;
    text = text.substr(1, text.size() - 2);
    const bool whole_rest = text.ends_with('*');
    if (whole_rest) text.remove_suffix(1);
    if (!is_parameter_name(text) || !names.insert(std::string(text)).second) return refusal;
    if (whole_rest && !rest.empty()) return refusal;
    pattern.push_back(
        {whole_rest ? Segment::Kind::Rest : Segment::Kind::Parameter, std::string(text)});
  }
  return pattern;
}

// Whether `a` makes way for `b`: it takes the rest of any path, and `b` fixes more of it.
bool Router::yields(const Pattern& a, const Pattern& b) {
  const auto rest = [](const Pattern& p) {
    return !p.empty() && p.back().kind == Segment::Kind::Rest;
  };
  return rest(a) && (!rest(b) || b.size() > a.size());
}

// Whether some path fits both patterns and neither makes way for the other.
bool Router::overlap(const Pattern& a, const Pattern& b) {
  if (a.size() != b.size() || yields(a, b) || yields(b, a)) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    const bool literal_a = a[i].kind == Segment::Kind::Literal;
    const bool literal_b = b[i].kind == Segment::Kind::Literal;
    if (literal_a && literal_b && a[i].text != b[i].text) return false;
    // A parameter takes no empty segment.
    if (literal_a != literal_b && (literal_a ? a : b)[i].text.empty()) return false;
  }
  return true;
}

bool Router::fits(const Pattern& pattern, const std::vector<std::string>& path) {
  const bool rest = !pattern.empty() && pattern.back().kind == Segment::Kind::Rest;
  const size_t fixed = rest ? pattern.size() - 1 : pattern.size();
  if (rest ? path.size() < fixed : path.size() != fixed) return false;
  for (size_t i = 0; i < fixed; ++i) {
    if (pattern[i].kind == Segment::Kind::Literal ? pattern[i].text != path[i] : path[i].empty()) {
      return false;
    }
  }
  return true;
}

Result<Router> Router::of(std::vector<Route> routes) {
  Router router;
  router.routes_ = std::move(routes);
  for (const Route& each : router.routes_) {
    auto pattern = parse(each);
    if (!pattern) return pattern.refusal();
    router.patterns_.push_back(pattern.take());
  }
  for (size_t a = 0; a < router.routes_.size(); ++a) {
    for (size_t b = 0; b < a; ++b) {
      const Route& one = router.routes_[b];
      const Route& other = router.routes_[a];
      if (!one.info.id.empty() && one.info.id == other.info.id) {
        return Refusal{msg("the routes {} and {} have the same id '{}'", name_of(one),
                           name_of(other), one.info.id),
                       msg("give each route an id of its own")};
      }
      if (one.method == other.method && overlap(router.patterns_[b], router.patterns_[a])) {
        return Refusal{
            msg("the routes {} and {} fit the same requests", name_of(one), name_of(other)),
            msg("let them differ in a segment that is fixed in both")};
      }
    }
  }
  return router;
}

std::string Router::allowed(const std::vector<std::string>& path) const {
  std::set<std::string> methods;
  for (size_t i = 0; i < routes_.size(); ++i) {
    if (fits(patterns_[i], path)) methods.insert(routes_[i].method);
  }
  if (methods.empty()) return {};
  if (methods.contains("GET")) methods.insert("HEAD");
  methods.insert("OPTIONS");
  std::string list;
  for (const std::string& each : methods) list += (list.empty() ? "" : ", ") + each;
  return list;
}

std::variant<Router::Found, Router::NotFound, Router::MethodNotAllowed> Router::find(
    std::string_view method, const std::vector<std::string>& path) const {
  const auto best_of = [&](std::string_view wanted) {
    size_t best = routes_.size();
    for (size_t i = 0; i < routes_.size(); ++i) {
      if (routes_[i].method != wanted || !fits(patterns_[i], path)) continue;
      if (best == routes_.size() || yields(patterns_[best], patterns_[i])) best = i;
    }
    return best;
  };
  size_t best = best_of(method);
  if (best == routes_.size() && method == "HEAD") best = best_of("GET");
  if (best == routes_.size()) {
    std::string allow = allowed(path);
    if (allow.empty()) return NotFound{};
    return MethodNotAllowed{std::move(allow)};
  }
  Found found{&routes_[best], {}};
  const Pattern& pattern = patterns_[best];
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i].kind == Segment::Kind::Literal) continue;
    found.parameters.push_back(
        {pattern[i].text, pattern[i].kind == Segment::Kind::Rest ? joined(path, i) : path[i]});
  }
  return found;
}

Response Router::handle(Request& request, Language language, const Around& around) const {
  if (request.target == "*") {  // OPTIONS *, about the server as a whole
    Response response;
    response.status = 204;
    return response;
  }
  auto outcome = find(request.method, request.path);
  if (auto* const found = std::get_if<Found>(&outcome)) {
    request.path_parameters = std::move(found->parameters);
    return around ? around(*found->route, request) : found->route->handler(request);
  }
  if (const auto* const other = std::get_if<MethodNotAllowed>(&outcome)) {
    Response response;
    if (request.method == "OPTIONS") {
      response.status = 204;
    } else {
      response = problem_response(
          {405, "method_not_allowed", msg("this address does not take {}", request.method),
           msg("it takes {}", other->allow)},
          language);
    }
    response.headers.add("Allow", other->allow);
    return response;
  }
  return problem_response(
      {404, "not_found", msg("there is nothing at this address"), msg("check the address")},
      language);
}

}  // namespace exemplar::http
