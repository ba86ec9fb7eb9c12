// base/date.hpp: days that exist, months that end early, and forms that read back.
#include "base/date.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

using namespace exemplar;

namespace {

Date day(std::string_view text) {
  return *parse_iso_date(text);
}

TEST(Date, OnlyDaysThatExist) {
  EXPECT_TRUE(make_date(2024, 2, 29));
  EXPECT_FALSE(make_date(2023, 2, 29));
  EXPECT_FALSE(make_date(1900, 2, 29));
  EXPECT_TRUE(make_date(2000, 2, 29));
  EXPECT_FALSE(make_date(2024, 4, 31));
  EXPECT_FALSE(make_date(2024, 13, 1));
  EXPECT_FALSE(make_date(2024, 0, 1));
  EXPECT_FALSE(make_date(2024, 1, 0));
  EXPECT_FALSE(make_date(0, 1, 1));
  EXPECT_FALSE(make_date(10000, 1, 1));
  EXPECT_EQ(make_date(1970, 1, 1)->days, 0);
  EXPECT_EQ(make_date(2024, 1, 16)->days, 19738);
}

TEST(Date, DaysInMonthKnowLeapYears) {
  EXPECT_EQ(days_in_month(2024, 2), 29);
  EXPECT_EQ(days_in_month(2023, 2), 28);
  EXPECT_EQ(days_in_month(2100, 2), 28);
  EXPECT_EQ(days_in_month(2000, 2), 29);
  EXPECT_EQ(days_in_month(2023, 4), 30);
  EXPECT_EQ(days_in_month(2023, 12), 31);
}

TEST(Date, WeekBeginsOnMonday) {
  EXPECT_EQ(weekday(day("1970-01-01")), 3);
  EXPECT_EQ(weekday(day("2024-01-16")), 1);  // a Tuesday
  EXPECT_EQ(weekday(day("2024-01-15")), 0);
  EXPECT_EQ(weekday(day("2025-06-29")), 6);
  EXPECT_EQ(weekday(day("1969-12-28")), 6);
}

TEST(Date, MonthsEndOnTheSameDayOrTheLast) {
  struct Row {
    std::string_view from;
    int months;
    std::string_view to;
  };
  const std::vector<Row> rows = {
      {"2023-01-31", 1, "2023-02-28"},  {"2024-01-31", 1, "2024-02-29"},
      {"2023-03-31", 1, "2023-04-30"},  {"2023-01-15", 1, "2023-02-15"},
      {"2023-12-31", 2, "2024-02-29"},  {"2022-12-31", 2, "2023-02-28"},
      {"2023-11-30", 3, "2024-02-29"},  {"2024-02-29", 12, "2025-02-28"},
      {"2024-02-29", 48, "2028-02-29"}, {"2024-03-31", -1, "2024-02-29"},
      {"2024-01-15", -1, "2023-12-15"}, {"2024-01-31", -13, "2022-12-31"},
      {"2024-05-05", 0, "2024-05-05"},  {"2023-02-28", 1, "2023-03-28"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(iso(add_months(day(row.from), row.months)), row.to) << row.from << " " << row.months;
  }
}

TEST(Date, MonthsBetween) {
  EXPECT_EQ(months_between(day("2024-01-15"), day("2024-02-14")), 0);
  EXPECT_EQ(months_between(day("2024-01-15"), day("2024-02-15")), 1);
  EXPECT_EQ(months_between(day("2024-01-31"), day("2024-02-29")), 1);
  EXPECT_EQ(months_between(day("2024-01-31"), day("2024-02-28")), 0);
  EXPECT_EQ(months_between(day("2023-12-15"), day("2024-12-14")), 11);
  EXPECT_EQ(months_between(day("2024-01-15"), day("2024-01-15")), 0);
}

TEST(Date, OneMonthThereAndBackIsTheSameMonth) {
  for (Date d = day("2023-01-01"); d <= day("2028-12-31"); d = d + 1) {
    for (const int months : {1, 2, 3, 11, 12}) {
      const Date later = add_months(d, months);
      EXPECT_EQ(months_between(d, later), months) << iso(d);
      EXPECT_GE(months, months_between(d, later - 1) + 1) << iso(d);
    }
  }
}

TEST(Date, IsoIsStrict) {
  EXPECT_EQ(iso(day("2024-01-16")), "2024-01-16");
  for (const char* text : {"2024-1-16", "24-01-16", "2024-01-16 ", " 2024-01-16", "2024/01/16",
                           "2024-02-30", "2024-01-1x", "+024-01-16", "", "2024-01"}) {
    EXPECT_FALSE(parse_iso_date(text)) << text;
  }
}

TEST(Date, VietnameseForms) {
  for (const char* text : {"16/01/2024", "16/1/2024", "16-01-2024", "16.01.2024"}) {
    EXPECT_EQ(parse_vietnamese_date(text), day("2024-01-16")) << text;
  }
  EXPECT_EQ(parse_vietnamese_date("5/9/2024"), day("2024-09-05"));
  for (const char* text : {"16/01/24", "16/01-2024", "31/04/2024", "2024-01-16", "16/001/2024",
                           "/01/2024", "16//2024", "", "16/01", "a6/01/2024", "16/01/20244"}) {
    EXPECT_FALSE(parse_vietnamese_date(text)) << text;
  }
  EXPECT_EQ(vietnamese(day("2024-01-05")), "05/01/2024");
}

TEST(Date, RangesIncludeBothEnds) {
  const DateRange year{day("2024-01-01"), day("2024-12-31")};
  EXPECT_TRUE(year.contains(day("2024-01-01")));
  EXPECT_TRUE(year.contains(day("2024-12-31")));
  EXPECT_FALSE(year.contains(day("2025-01-01")));
  EXPECT_TRUE(year.overlaps({day("2024-12-31"), kOpenFuture}));
  EXPECT_FALSE(year.overlaps({day("2025-01-01"), kOpenFuture}));
  EXPECT_TRUE(DateRange{}.contains(year));
  EXPECT_FALSE(year.contains(DateRange{}));
  EXPECT_TRUE((DateRange{day("2024-01-02"), day("2024-01-01")}).empty());
  EXPECT_FALSE((DateRange{day("2024-01-01"), day("2024-01-01")}).empty());
}

RC_GTEST_PROP(Date, ParseUndoesPrint, ()) {
  const Date date = *make_date(1, 1, 1) + *rc::gen::inRange(0, 3652059);  // years 1 to 9999
  RC_ASSERT(parse_iso_date(iso(date)) == date);
  RC_ASSERT(parse_vietnamese_date(vietnamese(date)) == date);
  const CivilDate c = civil(date);
  RC_ASSERT(make_date(c.year, c.month, c.day) == date);
  RC_ASSERT(weekday(date + 7) == weekday(date));
  RC_ASSERT(weekday(date + 1) == (weekday(date) + 1) % 7);
}

}  // namespace
