// Cookies: reading what clients send, and never writing one that could end early.
#include "http/cookie.hpp"

#include <gtest/gtest.h>

#include "http/request.hpp"

namespace exemplar::http {
namespace {

using Cookies = std::vector<Cookie>;

TEST(Cookie, Parses) {
  struct Case {
    const char* header;
    Cookies cookies;
  };
  const std::vector<Case> table = {
      {"", {}},
      {"a=1", {{"a", "1"}}},
      {"a=1; b=2", {{"a", "1"}, {"b", "2"}}},
      {"a=1;b=2;", {{"a", "1"}, {"b", "2"}}},
      {"  a=1 ;\tb=2", {{"a", "1"}, {"b", "2"}}},
      {"a=", {{"a", ""}}},
      {"a=\"1\"", {{"a", "1"}}},
      {"a=b=c", {{"a", "b=c"}}},
      {"a=1; a=2", {{"a", "1"}, {"a", "2"}}},
      {"a; b=2", {{"b", "2"}}},
      {"=1; b=2", {{"b", "2"}}},
      {"a b=1; c=2", {{"c", "2"}}},
      {"a=1,2; b=2", {{"b", "2"}}},
      {"a=\"1; b=2", {{"b", "2"}}},
      {"a=\x01; b=2", {{"b", "2"}}},
      {"a=\xC4\x90; b=2", {{"b", "2"}}},
      {"A=1; a=2", {{"A", "1"}, {"a", "2"}}},
  };
  for (const Case& each : table) {
    SCOPED_TRACE(each.header);
    EXPECT_EQ(parse_cookies(each.header), each.cookies);
  }
}

// A second cookie of a session's name, set for a parent domain, must not stand for the first.
TEST(Cookie, ANameThatComesTwiceIsNoCookie) {
  Request request;
  request.cookies = parse_cookies("session=1; other=2; session=3");
  EXPECT_EQ(request.cookie("other"), "2");
  EXPECT_EQ(request.cookie("session"), std::nullopt);
  EXPECT_EQ(request.cookie("none"), std::nullopt);
}

TEST(Cookie, Writes) {
  SetCookie cookie{"session", "abc"};
  EXPECT_EQ(to_header(cookie).value(), "session=abc; Path=/; HttpOnly; Secure; SameSite=Strict");
  cookie.max_age = std::chrono::hours(8);
  cookie.same_site = SameSite::Lax;
  cookie.secure = false;
  cookie.http_only = false;
  cookie.path = "/api";
  EXPECT_EQ(to_header(cookie).value(), "session=abc; Path=/api; Max-Age=28800; SameSite=Lax");
  cookie.max_age = std::chrono::seconds(0);
  EXPECT_EQ(to_header(cookie).value(), "session=abc; Path=/api; Max-Age=0; SameSite=Lax");
  SetCookie host{"__Host-session", "abc"};
  EXPECT_TRUE(to_header(host));
}

TEST(Cookie, RefusesWhatWouldEndIt) {
  const std::string value = "the value of the cookie {} holds a character that would end it";
  const std::string path = "the path of the cookie {} is none";
  const std::string prefix = "browsers refuse the cookie {} without Secure and the path '/'";
  struct Case {
    SetCookie cookie;
    std::string what;
  };
  std::vector<Case> table = {
      {{"", "1"}, "'{}' cannot name a cookie"},
      {{"a b", "1"}, "'{}' cannot name a cookie"},
      {{"a\r\nX", "1"}, "'{}' cannot name a cookie"},
      {{"a=b", "1"}, "'{}' cannot name a cookie"},
      {{"a", "1; Domain=x"}, value},
      {{"a", "1\r\nX: y"}, value},
      {{"a", std::string("1\0", 2)}, value},
      {{"a", "Đ"}, value},
      {{"a", "1", ""}, path},
      {{"a", "1", "a"}, path},
      {{"a", "1", "/; Domain=x"}, path},
      {{"a", "1", "/\r\n"}, path},
      {{"__Host-a", "1", "/api"}, prefix},
  };
  table.push_back({{"__Host-a", "1"}, prefix});
  table.back().cookie.secure = false;
  table.push_back({{"__Secure-a", "1"}, prefix});
  table.back().cookie.secure = false;
  for (const Case& each : table) {
    SCOPED_TRACE(each.cookie.name + "=" + each.cookie.value + " " + each.cookie.path);
    const auto got = to_header(each.cookie);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.refusal().what.pattern, each.what);
  }
}

}  // namespace
}  // namespace exemplar::http
