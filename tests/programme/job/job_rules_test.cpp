// Which days are due.
#include "programme/job/job_rules.hpp"

#include <gtest/gtest.h>

#include "base/zone.hpp"

namespace exemplar::programme {
namespace {

Date day(const std::string& text) {
  return *parse_iso_date(text);
}

// "13 a, 13 b, 14 a": days of January 2024.
std::string shown(const std::vector<DueDay>& due, const std::vector<DailyTime>& jobs) {
  std::string text;
  for (const DueDay& one : due) {
    text += (text.empty() ? "" : ", ") + iso(one.day).substr(8) + " " + jobs[one.job].name;
  }
  return text;
}

TEST(JobRules, DaysAreDueInTheirOrder) {
  constexpr auto kEach = MissedDays::EachIsDone;
  constexpr auto kNewest = MissedDays::NewestAlone;
  const auto done = [](int day_of_month) { return make_date(2024, 1, day_of_month); };
  const struct {
    const char* what;
    std::vector<DailyTime> jobs;
    int minute;
    const char* due;
  } kTable[] = {
      {"nothing to do", {}, 480, ""},
      {"first run, its time has come", {{"a", 120, kEach, {}}}, 480, "16 a"},
      {"first run, its time has not come: yesterday's", {{"a", 600, kEach, {}}}, 480, "15 a"},
      {"done today", {{"a", 120, kEach, done(16)}}, 480, ""},
      {"done yesterday, not yet the time", {{"a", 481, kEach, done(15)}}, 480, ""},
      {"done yesterday, the very minute", {{"a", 480, kEach, done(15)}}, 480, "16 a"},
      {"midnight belongs to the day that begins", {{"a", 0, kEach, done(15)}}, 0, "16 a"},
      {"a week missed: every day in its order",
       {{"a", 120, kEach, done(9)}},
       480,
       "10 a, 11 a, 12 a, 13 a, 14 a, 15 a, 16 a"},
      {"a week missed by one that needs the newest alone",
       {{"a", 120, kNewest, done(9)}},
       480,
       "16 a"},
      {"that, and its time has not come", {{"a", 600, kNewest, done(9)}}, 480, "15 a"},
      {"by day, then time of day, then name",
       {{"c", 60, kEach, done(14)},
        {"b", 60, kEach, done(13)},
        {"a", 120, kEach, done(14)},
        {"d", 30, kEach, done(15)}},
       480,
       "14 b, 15 b, 15 c, 15 a, 16 d, 16 b, 16 c, 16 a"},
      {"a clock set back makes nothing due", {{"a", 120, kEach, done(20)}}, 480, ""},
  };
  for (const auto& row : kTable) {
    EXPECT_EQ(shown(due_days(row.jobs, day("2024-01-16"), row.minute), row.jobs), row.due)
        << row.what;
  }
}

// 17:00 UTC is midnight in Ho Chi Minh City.
TEST(JobRules, TheDayIsThatOfTheOfficesZone) {
  const Zone zone = Zone::named("Asia/Ho_Chi_Minh").take();
  const std::vector<DailyTime> jobs = {{"a", 0, MissedDays::EachIsDone, day("2024-01-15")}};
  const auto due = [&](InstantUs at) {
    return shown(due_days(jobs, zone.day_of(at), zone.minute_of_day(at)), jobs);
  };
  const InstantUs midnight = zone.begin_of(day("2024-01-16"));
  EXPECT_EQ(midnight, InstantUs{1'705'338'000} * 1'000'000);
  EXPECT_EQ(due(midnight - 1), "");
  EXPECT_EQ(due(midnight), "16 a");
}

// 02:30 does not exist on the day on which the clocks go forward: the day's job runs at three.
TEST(JobRules, ATimeOfDayThatTheClockSkipsComesWithTheNextThatThereIs) {
  const Zone zone = Zone::named("Europe/Berlin").take();
  const std::vector<DailyTime> jobs = {{"a", 150, MissedDays::EachIsDone, day("2024-03-30")}};
  const InstantUs one_o_clock_utc = InstantUs{1'711'846'800} * 1'000'000;
  for (const auto& [at, count] : {std::pair{one_o_clock_utc - 1, 0U}, {one_o_clock_utc, 1U}}) {
    EXPECT_EQ(due_days(jobs, zone.day_of(at), zone.minute_of_day(at)).size(), count);
  }
}

TEST(JobRules, AJobThatFailsWaitsLongerAndLonger) {
  const int kMinutes[] = {0, 1, 2, 4, 8, 16, 32, 60, 60};
  for (int failures = 0; failures < 9; ++failures) {
    EXPECT_EQ(wait_after_failures(failures), kMinutes[failures] * 60'000'000LL) << failures;
  }
  EXPECT_EQ(wait_after_failures(1'000'000), 3'600'000'000);
}

}  // namespace
}  // namespace exemplar::programme
