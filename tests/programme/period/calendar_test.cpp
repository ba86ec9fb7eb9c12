// Calendars of the field (civil, Ministry, movement, traffic weeks): years, fixed periods, nesting.
#include "programme/period/calendar.hpp"

#include <gtest/gtest.h>

#include "programme/period/calendars.hpp"
#include "programme/period/generators.hpp"
#include "programme/period/tiling.hpp"

namespace exemplar::programme {
namespace {

TEST(Calendar, TheYear2023OfEveryCalendarInUse) {
  struct Row {
    Calendar calendar;
    const char* first_day;
    const char* last_day;
    const char* second_month;
    const char* second_quarter;
  };
  const Row rows[] = {
      {civil_calendar(), "2023-01-01", "2023-12-31", "2023-02-01", "2023-04-01"},
      {kMinistry, "2022-12-15", "2023-12-14", "2023-01-15", "2023-03-15"},
      {kMovement, "2022-11-15", "2023-11-14", "2022-12-15", "2023-02-15"},
      {kWards, "2022-11-16", "2023-11-15", "2022-12-16", "2023-02-16"},
      {kAreas, "2022-11-01", "2023-10-31", "2022-12-01", "2023-02-01"},
      {kTraffic, "2023-01-01", "2023-12-31", "2023-02-01", "2023-04-01"},
  };
  for (const Row& row : rows) {
    const Calendar& calendar = row.calendar;
    EXPECT_FALSE(fault_in(calendar)) << calendar.id;
    const Result<Period> year = make_period(year_start(calendar, 2023), {1, Length::Years});
    ASSERT_TRUE(year);
    EXPECT_EQ(iso(first_day(*year)), row.first_day) << calendar.id;
    EXPECT_EQ(iso(last_day(*year)), row.last_day) << calendar.id;
    EXPECT_EQ(year_holding(calendar, first_day(*year)), 2023) << calendar.id;
    EXPECT_EQ(year_holding(calendar, last_day(*year)), 2023) << calendar.id;
    EXPECT_EQ(year_holding(calendar, first_day(*year) - 1), 2022) << calendar.id;
    EXPECT_EQ(year_holding(calendar, last_day(*year) + 1), 2024) << calendar.id;

    const auto months = nested(*year, calendar, {1, Length::Months});
    ASSERT_TRUE(months) << calendar.id;
    ASSERT_EQ(months->size(), 12u) << calendar.id;
    EXPECT_EQ(iso((*months)[1].start), row.second_month) << calendar.id;
    EXPECT_TRUE(tiles(*year, *months).exact()) << calendar.id;

    const auto quarters = nested(*year, calendar, {3, Length::Months});
    ASSERT_TRUE(quarters) << calendar.id;
    ASSERT_EQ(quarters->size(), 4u) << calendar.id;
    EXPECT_EQ(iso((*quarters)[1].start), row.second_quarter) << calendar.id;
  }
}

TEST(Calendar, TrafficWeeksRunFromThursdayToWednesday) {
  const Length week{1, Length::Weeks};
  for (int day = 5; day <= 11; ++day) {
    const auto holding = period_holding(kTraffic, week, *make_date(2023, 1, day));
    ASSERT_TRUE(holding);
    EXPECT_EQ(to_string(*holding), "2023-01-05/P1W") << day;
    EXPECT_EQ(weekday(first_day(*holding)), kThursday);
    EXPECT_EQ(weekday(last_day(*holding)), 2);
  }
  EXPECT_TRUE(is_fixed(kTraffic, period("2023-01-05/P7D")));
  EXPECT_FALSE(is_fixed(kTraffic, period("2023-01-04/P1W")));
  EXPECT_TRUE(nested(period("2023-01-05/P4W"), kTraffic, week));
}

TEST(Nesting, Refusals) {
  struct Row {
    const char* period;
    Calendar calendar;
    const char* length;
    const char* expected;
  };
  const Row rows[] = {
      {"2022-12-15/P1Y", civil_calendar(), "P1M",
       "2022-12-15/P1Y is not a union of the P1M of calendar 'civil': the one from 2022-12-01 to "
       "2022-12-31 begins before its first day, 2022-12-15; collect by a calendar with periods "
       "that begin on 2022-12-15, or by day (P1D)"},
      {"2022-12-15/P1Y", kWards, "P1M",
       "2022-12-15/P1Y is not a union of the P1M of calendar 'tt124_wards': the one from "
       "2022-11-16 to 2022-12-15 begins before its first day, 2022-12-15; collect by a calendar "
       "with periods that begin on 2022-12-15, or by day (P1D)"},
      {"2022-12-15/P1Y", kMovement, "P3M",
       "2022-12-15/P1Y is not a union of the P3M of calendar 'movement': the one from 2022-11-15 "
       "to 2023-02-14 begins before its first day, 2022-12-15; collect by a calendar with periods "
       "that begin on 2022-12-15, or by day (P1D)"},
      {"2023-01-01/P1Y", civil_calendar(), "P1W",
       "2023-01-01/P1Y is not a union of the P1W of calendar 'civil': the one from 2022-12-26 to "
       "2023-01-01 begins before its first day, 2023-01-01; collect by a calendar with periods "
       "that begin on 2023-01-01, or by day (P1D)"},
      {"2023-01-05/P1M", kTraffic, "P1W",
       "2023-01-05/P1M is not a union of the P1W of calendar 'traffic': the one from 2023-02-02 to "
       "2023-02-08 ends after its last day, 2023-02-04; collect by a calendar with periods that "
       "end on 2023-02-04, or by day (P1D)"},
      {"2023-01-01/P1M", civil_calendar(), "P1Y",
       "2023-01-01/P1M is not a union of the P1Y of calendar 'civil': the one from 2023-01-01 to "
       "2023-12-31 ends after its last day, 2023-01-31; collect by a calendar with periods that "
       "end on 2023-01-31, or by day (P1D)"},
      {"2023-01-01/P1Y", civil_calendar(), "P5M",
       "a calendar has no fixed periods of P5M; use P1D, P1W, P1M, P2M, P3M, P4M, P6M or P1Y"},
      {"2023-01-01/P1Y", civil_calendar(), "P2W",
       "a calendar has no fixed periods of P2W; use P1D, P1W, P1M, P2M, P3M, P4M, P6M or P1Y"},
      {"2023-01-01/P2Y", civil_calendar(), "P2Y",
       "a calendar has no fixed periods of P2Y; use P1D, P1W, P1M, P2M, P3M, P4M, P6M or P1Y"},
  };
  for (const Row& row : rows) {
    const auto pieces = nested(period(row.period), row.calendar, *parse_length(row.length));
    ASSERT_FALSE(pieces) << row.period << " by " << row.length << " of " << row.calendar.id;
    EXPECT_EQ(words(pieces.refusal()), row.expected);
  }
}

// Months of 1 November and of 1 January are the same months; quarters are not.
TEST(Nesting, AcrossCalendarsWithTheSameDay) {
  const Period areas_year = period("2022-11-01/P1Y");
  EXPECT_TRUE(nested(areas_year, civil_calendar(), {1, Length::Months}));
  EXPECT_FALSE(nested(areas_year, civil_calendar(), {3, Length::Months}));
  EXPECT_TRUE(nested(period("2022-12-15/P1Y"), kMovement, {1, Length::Months}));
}

TEST(Calendar, DeclarationsAndTheirRefusals) {
  EXPECT_EQ(*parse_year_start("12-15"), (MonthDay{12, 15}));
  EXPECT_EQ(to_string(MonthDay{1, 1}), "01-01");
  for (const char* text : {"12-29", "12-31", "02-29", "02-30", "13-01", "00-01", "1-1", "", "x"}) {
    const auto read = parse_year_start(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(words(read.refusal()),
              std::string("a year cannot start on '") + text +
                  "'; write month and day, the day from 1 to 28, which every month has: 01-01 or "
                  "12-15");
  }
  for (int day = 0; day < 7; ++day) EXPECT_EQ(*parse_weekday(weekday_name(day)), day);
  EXPECT_EQ(words(parse_weekday("Thursday").refusal()),
            "'Thursday' is not a weekday; write monday, tuesday, wednesday, thursday, friday, "
            "saturday or sunday");

  Calendar faulty = kMinistry;
  faulty.year_starts = {12, 31};
  EXPECT_EQ(words(*fault_in(faulty)),
            "a year cannot start on '12-31'; write month and day, the day from 1 to 28, which "
            "every month has: 01-01 or 12-15");
  faulty = kMinistry;
  faulty.week_starts = 7;
  EXPECT_EQ(words(*fault_in(faulty)),
            "there is no weekday 7; write a weekday from monday (0) to sunday (6)");
  faulty = kMinistry;
  faulty.basic = {10, Length::Days};
  EXPECT_EQ(words(*fault_in(faulty)),
            "a calendar has no fixed periods of P10D; use P1D, P1W, P1M, P2M, P3M, P4M, P6M or "
            "P1Y");
}

TEST(Calendar, FarDatesAreRefusedNotFatal) {
  for (const Calendar& calendar : calendars_in_use()) {
    for (const Length length : {Length{1, Length::Months}, Length{1, Length::Years}}) {
      const auto past = period_holding(calendar, length, kOpenPast);
      const auto future = period_holding(calendar, length, kOpenFuture);
      ASSERT_FALSE(past || future) << calendar.id;
      EXPECT_EQ(english(past.refusal().what).substr(0, 16), "the period 0001-");
      EXPECT_EQ(english(future.refusal().what).substr(0, 16), "the period 9999-");
    }
    EXPECT_FALSE(period_holding(calendar, {1, Length::Weeks}, kOpenPast));
    EXPECT_FALSE(period_holding(calendar, {1, Length::Weeks}, kOpenFuture));
  }
}

RC_GTEST_PROP(CalendarIdentity, FixedPeriodsHoldTheirDayAndFollowOneAnother, ()) {
  const Calendar calendar = *rc::gen::elementOf(calendars_in_use());
  const Length length = *any_fixed_length();
  const Date day = *any_date();
  const Result<Period> holding = period_holding(calendar, length, day);
  RC_ASSERT(static_cast<bool>(holding));
  RC_ASSERT(contains(*holding, day));
  RC_ASSERT(is_fixed(calendar, *holding));
  RC_ASSERT(is_fixed(calendar, next(*holding)));
  RC_ASSERT(*period_holding(calendar, length, last_day(*holding) + 1) == next(*holding));
}

RC_GTEST_PROP(CalendarIdentity, NestedPeriodsTile, ()) {
  const Calendar calendar = *rc::gen::elementOf(calendars_in_use());
  const Result<Period> outer = period_holding(calendar, *any_fixed_length(), *any_date());
  const Length length = *any_fixed_length();
  const auto pieces = nested(*outer, calendar, length);
  if (pieces) {
    RC_ASSERT(tiles(*outer, *pieces).exact());
  } else {
    RC_ASSERT(!is_fixed(calendar, Period{outer->start, length}) ||
              !static_cast<bool>(split(*outer, length)));
  }
}

}  // namespace
}  // namespace exemplar::programme
