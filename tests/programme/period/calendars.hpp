// The calendars in use (domain: no single reporting calendar), and shorthands of these tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "programme/period/calendar.hpp"

namespace exemplar::programme {

inline constexpr int kThursday = 3;

// The Ministry's public statistics: 15 Dec to 14 Dec.
inline const Calendar kMinistry{"ministry",
                                {"số liệu công bố của Bộ", "Ministry statistics"},
                                {12, 15},
                                0,
                                {1, Length::Months}};
// Movement grading: 15 Nov to 14 Nov.
inline const Calendar kMovement{
    "movement", {"thi đua", "movement grading"}, {11, 15}, 0, {1, Length::Months}};
// Grading of wards: 16 Nov to 15 Nov.
inline const Calendar kWards{"tt124_wards", {"cấp xã", "wards"}, {11, 16}, 0, {1, Length::Months}};
// Grading of residential areas: 1 Nov to 31 Oct.
inline const Calendar kAreas{
    "tt124_areas", {"khu dân cư", "residential areas"}, {11, 1}, 0, {1, Length::Months}};
// Traffic: weeks from Thursday to Wednesday.
inline const Calendar kTraffic{
    "traffic", {"giao thông", "traffic"}, {1, 1}, kThursday, {1, Length::Weeks}};

inline std::vector<Calendar> calendars_in_use() {
  return {civil_calendar(), kMinistry, kMovement, kWards, kAreas, kTraffic};
}

inline Period period(std::string_view text) {
  const Result<Period> read = parse_period(text);
  EXPECT_TRUE(read) << text;
  return read ? *read : Period{};
}

inline std::string english(const Message& message) {
  return render(message, Language::English);
}

// "what; remedy" in English.
inline std::string words(const Refusal& refusal) {
  return english(refusal.what) + "; " + english(refusal.remedy);
}

}  // namespace exemplar::programme
