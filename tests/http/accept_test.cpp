// Preferences of clients, as tables.
#include "http/accept.hpp"

#include <gtest/gtest.h>

#include <array>

namespace exemplar::http {
namespace {

TEST(Accept, ChoosesAMediaType) {
  static constexpr std::array<std::string_view, 3> kOffered = {
      "application/json", "text/csv",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};
  struct Case {
    const char* accept;
    std::optional<size_t> chosen;
  };
  const std::vector<Case> table = {
      {"", 0},
      {"*/*", 0},
      {"text/csv", 1},
      {"TEXT/CSV", 1},
      {"text/*", 1},
      {"text/html", std::nullopt},
      {"text/html, */*;q=0.1", 0},
      {"text/csv;q=0.5, application/json;q=0.4", 1},
      {"text/csv;q=0.5, application/json;q=0.5", 0},
      {"text/csv, application/json;q=0.999", 1},
      {"application/json;q=0, */*", 1},
      {"application/*;q=0, text/*;q=0", std::nullopt},
      {"application/*;q=0.2, application/json;q=0.1", 2},
      {"text/csv; charset=utf-8; q=0.3, application/json;q=0.2", 1},
      {"application/json;q=2, text/csv;q=0.1", 1},  // 2 is no weight: passed over
      {"application/json;q=0.1234, text/csv;q=0.1", 1},
      {"application/json;q=1.001, text/csv;q=0.1", 1},
      {"text/csv;q=1.000", 1},
      {"text/csv;q=0.000", std::nullopt},
      {"*", 0},  // older Java clients
      {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 0},
      {",;,;q=1", 0},  // unreadable: accepts everything
  };
  for (const Case& each : table) {
    EXPECT_EQ(choose_media_type(each.accept, kOffered), each.chosen) << each.accept;
  }
  EXPECT_EQ(choose_media_type("*/*", {}), std::nullopt);
  EXPECT_EQ(choose_media_type("", {}), std::nullopt);
}

TEST(Accept, ChoosesALanguage) {
  constexpr Language kVi = Language::Vietnamese, kEn = Language::English;
  struct Case {
    const char* field;
    Language otherwise;
    Language chosen;
  };
  const std::vector<Case> table = {
      {"", kVi, kVi},
      {"", kEn, kEn},
      {"en", kVi, kEn},
      {"en-GB,en;q=0.9", kVi, kEn},
      {"EN-us", kVi, kEn},
      {"vi-VN,vi;q=0.9,en-US;q=0.8,en;q=0.7", kEn, kVi},
      {"fr", kVi, kVi},
      {"fr, en;q=0.2", kVi, kEn},
      {"fr, *;q=0.5", kEn, kEn},
      {"en;q=0, *", kEn, kVi},
      {"en;q=0.5, vi;q=0.5", kVi, kVi},
      {"en;q=0.5, vi;q=0.5", kEn, kEn},
      {"enx", kVi, kVi},
      {"en;q=0", kEn, kEn},
  };
  for (const Case& each : table) {
    EXPECT_EQ(choose_language(each.field, each.otherwise), each.chosen) << each.field;
  }
}

}  // namespace
}  // namespace exemplar::http
