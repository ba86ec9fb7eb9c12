// Entity tags: lists as RFC 9110 writes them, and the two comparisons.
#include "http/etag.hpp"

#include <gtest/gtest.h>

namespace exemplar::http {
namespace {

using Tags = std::vector<ETag>;

TEST(ETag, ParsesLists) {
  struct Case {
    const char* field;
    bool any;
    Tags tags;
  };
  const std::vector<Case> table = {
      {"*", true, {}},
      {" * ", true, {}},
      {"\"7\"", false, {{"7"}}},
      {"W/\"7\"", false, {{"7", true}}},
      {"\"7\", \"8\"", false, {{"7"}, {"8"}}},
      {"\"7\",W/\"8\",\t\"9\"", false, {{"7"}, {"8", true}, {"9"}}},
      {",, \"7\" , ,", false, {{"7"}}},
      {"\"\"", false, {{""}}},
      {"\"a,b\"", false, {{"a,b"}}},
      {"\"a\\b\"", false, {{"a\\b"}}},
      {"\"\xC4\x90\"", false, {{"Đ"}}},
  };
  for (const Case& each : table) {
    SCOPED_TRACE(each.field);
    const auto got = parse_etags(each.field);
    ASSERT_TRUE(got);
    EXPECT_EQ(got->any, each.any);
    EXPECT_EQ(got->tags, each.tags);
  }
}

TEST(ETag, RefusesWhatIsNoList) {
  for (const char* field : {"", " ", ",", "7", "\"7", "7\"", "w/\"7\"", "W/7", "W/", "W /\"7\"",
                            "\"7\" \"8\"", "\"7\"8", "*, \"7\"", "\"7\", *", "\"a b\"", "'7'"}) {
    EXPECT_FALSE(parse_etags(field)) << field;
  }
}

// The table of RFC 9110 §8.8.3.2, and the asterisk.
TEST(ETag, Compares) {
  struct Case {
    const char* field;
    std::optional<ETag> present;
    bool strongly;
    bool weakly;
  };
  const std::vector<Case> table = {
      {"W/\"1\"", ETag{"1", true}, false, true}, {"W/\"1\"", ETag{"2", true}, false, false},
      {"W/\"1\"", ETag{"1"}, false, true},       {"\"1\"", ETag{"1", true}, false, true},
      {"\"1\"", ETag{"1"}, true, true},          {"\"1\"", ETag{"2"}, false, false},
      {"\"2\", \"1\"", ETag{"1"}, true, true},   {"*", ETag{"1"}, true, true},
      {"*", std::nullopt, false, false},         {"\"1\"", std::nullopt, false, false},
  };
  for (const Case& each : table) {
    SCOPED_TRACE(std::string(each.field) + " " + (each.present ? to_string(*each.present) : "-"));
    const auto list = parse_etags(each.field);
    ASSERT_TRUE(list);
    EXPECT_EQ(matches_strongly(*list, each.present), each.strongly);
    EXPECT_EQ(matches_weakly(*list, each.present), each.weakly);
  }
}

}  // namespace
}  // namespace exemplar::http
