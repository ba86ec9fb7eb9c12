// Paths and queries: what they decode to, and what is refused instead of being mended.
#include "http/target.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace exemplar::http {
namespace {

using Segments = std::vector<std::string>;
using Parameters = std::vector<Parameter>;

TEST(Target, Decodes) {
  struct Case {
    const char* target;
    Segments path;
    Parameters query;
  };
  const std::vector<Case> table = {
      {"/", {}, {}},
      {"/a", {"a"}, {}},
      {"/a/", {"a", ""}, {}},
      {"//", {"", ""}, {}},
      {"/api/v1/units/26734", {"api", "v1", "units", "26734"}, {}},
      {"/P.%20T%C3%A2n", {"P. Tân"}, {}},
      {"/a+b", {"a+b"}, {}},
      {"/12%2F2024%2FN%C4%90", {"12/2024/NĐ"}, {}},
      {"/a.b/..c/...", {"a.b", "..c", "..."}, {}},
      {"/?", {}, {}},
      {"/a?b=1&c=2", {"a"}, {{"b", "1"}, {"c", "2"}}},
      {"/a?b=1&b=2", {"a"}, {{"b", "1"}, {"b", "2"}}},
      {"/a?b", {"a"}, {{"b", ""}}},
      {"/a?=b", {"a"}, {{"", "b"}}},
      {"/a?b=c=d", {"a"}, {{"b", "c=d"}}},
      {"/a?&&b=1&", {"a"}, {{"b", "1"}}},
      {"/a?q=a+b%2Bc%20d", {"a"}, {{"q", "a b+c d"}}},
      {"/a?q=%26%3D", {"a"}, {{"q", "&="}}},
      {"/a?q=../x?y/", {"a"}, {{"q", "../x?y/"}}},
      {"/a?q=l%0Am", {"a"}, {{"q", "l\nm"}}},
  };
  for (const Case& each : table) {
    SCOPED_TRACE(each.target);
    const auto got = parse_target(each.target);
    ASSERT_TRUE(got);
    EXPECT_EQ(got->path, each.path);
    EXPECT_EQ(got->query, each.query);
  }
}

TEST(Target, Refuses) {
  const std::string escape = "the address holds a '%' that begins no escape";
  const std::string path_character = "the path holds a character that must be escaped";
  const std::string dots = "the path holds '.' or '..'";
  struct Case {
    std::string target;
    std::string what;
  };
  const std::vector<Case> table = {
      {"", "the request names no path on this server"},
      {"a", "the request names no path on this server"},
      {"*", "the request names no path on this server"},
      {"http://host/a", "the request names no path on this server"},
      {"/%", escape},
      {"/%4", escape},
      {"/%4x", escape},
      {"/%%41", escape},
      {"/a?b=%", escape},
      {"/a?b=%zz", escape},
      {"/%00", "the address holds a NUL"},
      {"/a?b=%00", "the address holds a NUL"},
      {"/a%0d%0ab", "the path holds a control character"},
      {"/a%7F", "the path holds a control character"},
      {"/%FF", "the address is not UTF-8"},
      {"/%C0%AF", "the address is not UTF-8"},        // an overlong '/'
      {"/%C0%AE%C0%AE", "the address is not UTF-8"},  // overlong dots
      {"/%ED%A0%80", "the address is not UTF-8"},     // a surrogate
      {"/a?b=%E1%BB", "the address is not UTF-8"},    // cut off
      {"/.", dots},
      {"/..", dots},
      {"/a/../b", dots},
      {"/a/..", dots},
      {"/%2e%2E/b", dots},
      {"/.%2e", dots},
      {"/a%2F..", dots},
      {"/..%2Fb", dots},
      {"/..%5Cb", dots},
      {"/a%5c.%5cb", dots},
      {"/a b", path_character},
      {"/a\\b", path_character},
      {"/a#b", path_character},
      {"/\xC4\x90", path_character},
      {"/a\"", path_character},
      {"/a<b>", path_character},
      {"/a?b=c d", "the query holds a character that must be escaped"},
      {"/a?b=c#d", "the query holds a character that must be escaped"},
      {"/a?b=\xC4\x90", "the query holds a character that must be escaped"},
  };
  for (const Case& each : table) {
    SCOPED_TRACE(each.target);
    const auto got = parse_target(each.target);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.refusal().what.pattern, each.what);
  }
}

TEST(Target, BoundsTheParameters) {
  std::string query = "/?a=0";
  for (size_t i = 1; i < kParametersMax; ++i) query += "&a=0";
  EXPECT_TRUE(parse_target(query));
  const auto got = parse_target(query + "&a=0");
  ASSERT_FALSE(got);
  EXPECT_EQ(got.refusal().what.pattern, "more than {} parameters");
}

RC_GTEST_PROP(Target, DecodingWhatWasEncodedIsTheIdentity, ()) {
  const auto piece = rc::gen::element<std::string>("a", "/", "%", "+", " ", "&", "=", "?", "#", "Đ",
                                                   "ờ", "😀", "\\", "\"", "~");
  const auto pieces = *rc::gen::container<std::vector<std::string>>(piece);
  std::string text = "x";
  for (const std::string& each : pieces) text += each;
  const auto got =
      parse_target("/" + percent_encoded(text) + "?q=" + percent_encoded(text) + "&r=1");
  RC_ASSERT(static_cast<bool>(got));
  RC_ASSERT(got->path == Segments{text});
  RC_ASSERT(got->query == (Parameters{{"q", text}, {"r", "1"}}));
}

// Whatever arrives is decoded or refused; a decoded path holds nothing that climbs.
RC_GTEST_PROP(Target, AnyBytesAreReadOrRefused, (const std::string& bytes)) {
  const auto got = parse_target("/" + bytes);
  if (!got) return;
  for (const std::string& segment : got->path) {
    RC_ASSERT(segment != "..");
    RC_ASSERT(segment.find('\0') == std::string::npos);
  }
}

}  // namespace
}  // namespace exemplar::http
