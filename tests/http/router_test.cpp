// Routing: which route answers, what is refused when the table is built.
#include "http/router.hpp"

#include <gtest/gtest.h>

namespace exemplar::http {
namespace {

Route route(std::string method, std::string pattern, std::string id = {}) {
  const std::string body = method + " " + pattern;
  return {std::move(method),
          std::move(pattern),
          [body](Request& request) {
            std::string text = body;
            for (const Parameter& each : request.path_parameters) {
              text += " " + each.name + "=" + each.value;
            }
            return response_of(200, "text/plain", text);
          },
          {std::move(id), "", "", {}}};
}

Router office_router() {
  auto router = Router::of({
      route("GET", "/"),
      route("GET", "/api/v1/units"),
      route("POST", "/api/v1/units"),
      route("GET", "/api/v1/units/{unit}"),
      route("PATCH", "/api/v1/units/{unit}"),
      route("POST", "/api/v1/units/import"),
      route("GET", "/api/v1/units/{unit}/values/{period}"),
      route("OPTIONS", "/api/v1/own-options"),
      route("GET", "/files/{path*}"),
      route("GET", "/{path*}"),
  });
  EXPECT_TRUE(router);
  return router.take();
}

struct Answer {
  int status;
  std::string body;
  std::string allow;
};

Answer ask(const Router& router, std::string method, std::string target) {
  Request request;
  request.method = std::move(method);
  request.path = parse_target(target).take().path;
  request.target = std::move(target);
  const Response response = router.handle(request, Language::English);
  return {response.status, response.body, std::string(response.headers.find("Allow").value_or(""))};
}

TEST(Router, FindsTheRoute) {
  const Router router = office_router();
  struct Case {
    const char* method;
    const char* target;
    const char* answer;
  };
  const std::vector<Case> table = {
      {"GET", "/", "GET /"},
      {"GET", "/api/v1/units", "GET /api/v1/units"},
      {"HEAD", "/api/v1/units", "GET /api/v1/units"},
      {"POST", "/api/v1/units", "POST /api/v1/units"},
      {"GET", "/api/v1/units/26734", "GET /api/v1/units/{unit} unit=26734"},
      {"GET", "/api/v1/units/a%2Fb", "GET /api/v1/units/{unit} unit=a/b"},
      {"PATCH", "/api/v1/units/1", "PATCH /api/v1/units/{unit} unit=1"},
      {"POST", "/api/v1/units/import", "POST /api/v1/units/import"},
      {"GET", "/api/v1/units/import", "GET /api/v1/units/{unit} unit=import"},
      {"GET", "/api/v1/units/1/values/2024-Q1",
       "GET /api/v1/units/{unit}/values/{period} unit=1 period=2024-Q1"},
      {"OPTIONS", "/api/v1/own-options", "OPTIONS /api/v1/own-options"},
      {"GET", "/files/a/b.css", "GET /files/{path*} path=a/b.css"},
      {"GET", "/files/", "GET /files/{path*} path="},
      {"GET", "/app/units", "GET /{path*} path=app/units"},
      {"GET", "/api/v1/units/", "GET /{path*} path=api/v1/units/"},
  };
  for (const Case& each : table) {
    SCOPED_TRACE(std::string(each.method) + " " + each.target);
    const Answer got = ask(router, each.method, each.target);
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.body, each.answer);
  }
}

TEST(Router, RefusesWithTheMethodsThatWould) {
  auto made = Router::of({route("GET", "/a/{b}"), route("POST", "/a/c"), route("DELETE", "/a/{d}"),
                          route("PUT", "/e")});
  ASSERT_TRUE(made);
  const Router router = made.take();
  struct Case {
    const char* method;
    const char* target;
    int status;
    const char* allow;
  };
  const std::vector<Case> table = {
      {"GET", "/nothing", 404, ""},
      {"OPTIONS", "/nothing", 404, ""},
      {"GET", "/A/b", 404, ""},
      {"GET", "/a/b/", 404, ""},
      {"GET", "/a/", 404, ""},
      {"GET", "/a", 404, ""},
      {"POST", "/a/b", 405, "DELETE, GET, HEAD, OPTIONS"},
      {"PUT", "/a/c", 405, "DELETE, GET, HEAD, OPTIONS, POST"},
      {"HEAD", "/e", 405, "OPTIONS, PUT"},
      {"TRACE", "/e", 405, "OPTIONS, PUT"},
      {"get", "/a/b", 405, "DELETE, GET, HEAD, OPTIONS"},
      {"OPTIONS", "/a/c", 204, "DELETE, GET, HEAD, OPTIONS, POST"},
  };
  for (const Case& each : table) {
    SCOPED_TRACE(std::string(each.method) + " " + each.target);
    const Answer got = ask(router, each.method, each.target);
    EXPECT_EQ(got.status, each.status);
    EXPECT_EQ(got.allow, each.allow);
  }
}

TEST(Router, AsteriskIsTheServer) {
  Request request;
  request.method = "OPTIONS";
  request.target = "*";
  EXPECT_EQ(office_router().handle(request, Language::English).status, 204);
}

TEST(Router, RefusesAmbiguousTables) {
  struct Case {
    std::vector<std::pair<const char*, const char*>> routes;
    const char* names;  // the two, or "" where the table is good
  };
  const std::vector<Case> table = {
      {{{"GET", "/a"}, {"GET", "/a"}}, "GET /a|GET /a"},
      {{{"GET", "/a/{b}"}, {"GET", "/a/{c}"}}, "GET /a/{b}|GET /a/{c}"},
      {{{"GET", "/a/{b}"}, {"GET", "/a/b"}}, "GET /a/{b}|GET /a/b"},
      {{{"GET", "/a/{b}/c"}, {"GET", "/a/b/{c}"}}, "GET /a/{b}/c|GET /a/b/{c}"},
      {{{"GET", "/{a*}"}, {"GET", "/{b*}"}}, "GET /{a*}|GET /{b*}"},
      {{{"GET", "/{a}/{b*}"}, {"GET", "/a/{b*}"}}, "GET /{a}/{b*}|GET /a/{b*}"},
      {{{"GET", "/a/{b}"}, {"POST", "/a/b"}}, ""},
      {{{"GET", "/a/{b}/c"}, {"GET", "/a/{b}/d"}}, ""},
      {{{"GET", "/a/{b}"}, {"GET", "/a/b/c"}}, ""},
      {{{"GET", "/a/"}, {"GET", "/a/{b}"}}, ""},
      {{{"GET", "/{a*}"}, {"GET", "/a"}, {"GET", "/a/{b*}"}}, ""},
  };
  for (const Case& each : table) {
    std::vector<Route> routes;
    for (const auto& [method, pattern] : each.routes) routes.push_back(route(method, pattern));
    const auto got = Router::of(std::move(routes));
    const std::string names = each.names;
    SCOPED_TRACE(names);
    ASSERT_EQ(static_cast<bool>(got), names.empty());
    if (names.empty()) continue;
    const size_t bar = names.find('|');
    EXPECT_EQ(render(got.refusal().what, Language::English), "the routes " + names.substr(0, bar) +
                                                                 " and " + names.substr(bar + 1) +
                                                                 " fit the same requests");
  }
}

TEST(Router, RefusesPatternsThatAreNoneAndIdsThatComeTwice) {
  for (const char* pattern : {"", "a", "//a", "/a//b", "/{a", "/a}", "/{}", "/{A}", "/{a}b",
                              "/{a*}/b", "/{a}/{a}", "/*", "/a{b}"}) {
    EXPECT_FALSE(Router::of({route("GET", pattern)})) << pattern;
  }
  EXPECT_FALSE(Router::of({route("GE T", "/a")}));
  const auto got = Router::of({route("GET", "/a", "read"), route("GET", "/b", "read")});
  ASSERT_FALSE(got);
  EXPECT_EQ(render(got.refusal().what, Language::English),
            "the routes GET /a and GET /b have the same id 'read'");
}

TEST(Router, AroundStandsBeforeEveryHandler) {
  auto made = Router::of({route("GET", "/a", "read_a")});
  ASSERT_TRUE(made);
  Request request;
  request.method = "GET";
  request.target = "/a";
  request.path = {"a"};
  const auto response = made.take().handle(
      request, Language::English,
      [](const Route& found, Request&) { return response_of(403, "text/plain", found.info.id); });
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(response.body, "read_a");
}

}  // namespace
}  // namespace exemplar::http
