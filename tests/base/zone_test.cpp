// Days of a zone: where there is no summer time, where there is, and where midnight is skipped.
#include "base/zone.hpp"

#include <gtest/gtest.h>

namespace exemplar {
namespace {

constexpr int64_t kHour = 3'600'000'000;

int64_t utc(int year, int month, int day, int hour) {
  return int64_t{make_date(year, month, day)->days} * 24 * kHour + hour * kHour;
}

TEST(Zone, CountsTheDaysOfHoChiMinhCity) {
  const auto zone = Zone::named("Asia/Ho_Chi_Minh");
  ASSERT_TRUE(bool(zone));
  const Date day = *make_date(2024, 1, 16);
  EXPECT_EQ(zone->begin_of(day), utc(2024, 1, 15, 17));
  EXPECT_EQ(zone->end_of(day), utc(2024, 1, 16, 17) - 1);
  EXPECT_EQ(zone->day_of(utc(2024, 1, 15, 17)), day);
  EXPECT_EQ(zone->day_of(utc(2024, 1, 15, 17) - 1), day - 1);
  EXPECT_EQ(zone->minute_of_day(utc(2024, 1, 16, 1) + 90'000'000), 8 * 60 + 1);
  EXPECT_EQ(zone->minute_of_day(-1), 7 * 60 + 59);  // the city's clocks were an hour ahead then
}

TEST(Zone, EachDayBeginsWhereTheOneBeforeEnds) {
  // Summer time moves at one in the night, at midnight (which is then skipped), or never.
  for (const char* name :
       {"Europe/Lisbon", "America/Havana", "Asia/Beirut", "Asia/Kolkata", "UTC"}) {
    const auto zone = Zone::named(name);
    ASSERT_TRUE(bool(zone)) << name;
    for (Date day = *make_date(2023, 1, 1); day < *make_date(2024, 1, 1); day = day + 1) {
      const int64_t begin = zone->begin_of(day);
      ASSERT_EQ(zone->day_of(begin), day) << name;
      ASSERT_EQ(zone->day_of(begin - 1), day - 1) << name;
      ASSERT_EQ(zone->day_of(zone->end_of(day)), day) << name;
    }
  }
}

TEST(Zone, AnUnknownOneIsRefused) {
  for (const char* name : {"Asia/Saigonn", "", "GMT+25"})
    EXPECT_FALSE(bool(Zone::named(name))) << name;
}

}  // namespace
}  // namespace exemplar
