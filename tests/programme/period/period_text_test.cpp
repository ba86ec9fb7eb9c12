// Reading periods as people write them, printing the shortest text that reads back the same.
#include "programme/period/period_text.hpp"

#include <gtest/gtest.h>

#include <ctime>

#include "programme/period/calendars.hpp"
#include "programme/period/generators.hpp"

namespace exemplar::programme {
namespace {

struct NameRow {
  Calendar calendar;
  const char* text;
  const char* full;  // start and length
  const char* vi;
  const char* en;
};

std::vector<NameRow> names() {
  const Calendar& civil = civil_calendar();
  return {
      {civil, "2023", "2023-01-01/P1Y", "năm 2023", "year 2023"},
      {civil, "2023-H1", "2023-01-01/P6M", "6 tháng đầu năm 2023", "first 6 months of 2023"},
      {civil, "2023-H2", "2023-07-01/P6M", "6 tháng cuối năm 2023", "last 6 months of 2023"},
      {civil, "2023-Q1", "2023-01-01/P3M", "quý I/2023", "first quarter of 2023"},
      {civil, "2023-Q2", "2023-04-01/P3M", "quý II/2023", "second quarter of 2023"},
      {civil, "2023-Q3", "2023-07-01/P3M", "quý III/2023", "third quarter of 2023"},
      {civil, "2023-Q4", "2023-10-01/P3M", "quý IV/2023", "fourth quarter of 2023"},
      {civil, "2023-03", "2023-03-01/P1M", "tháng 3/2023", "March 2023"},
      {civil, "2023-12", "2023-12-01/P1M", "tháng 12/2023", "December 2023"},
      {civil, "2023-03-15", "2023-03-15/P1D", "15/03/2023", "15/03/2023"},
      {civil, "2023-W05", "2023-01-30/P1W", "tuần 5/2023 (30/01/2023–05/02/2023)",
       "week 5 of 2023 (30/01/2023–05/02/2023)"},
      {civil, "2020-W53", "2020-12-28/P1W", "tuần 53/2020 (28/12/2020–03/01/2021)",
       "week 53 of 2020 (28/12/2020–03/01/2021)"},
      {civil, "2023-01-01/P9M", "2023-01-01/P9M", "9 tháng đầu năm 2023", "first 9 months of 2023"},
      {civil, "2023-01-01/P12M", "2023-01-01/P12M", "năm 2023", "year 2023"},
      {civil, "2022-12-15/P1Y", "2022-12-15/P1Y", "15/12/2022–14/12/2023", "15/12/2022–14/12/2023"},
      {civil, "2022-01-01/P2Y", "2022-01-01/P2Y", "01/01/2022–31/12/2023", "01/01/2022–31/12/2023"},
      {kMinistry, "2023", "2022-12-15/P1Y", "năm 2023 (15/12/2022–14/12/2023)",
       "year 2023 (15/12/2022–14/12/2023)"},
      {kMinistry, "2023-Q1", "2022-12-15/P3M", "quý I/2023 (15/12/2022–14/03/2023)",
       "first quarter of 2023 (15/12/2022–14/03/2023)"},
      {kMinistry, "2023-H2", "2023-06-15/P6M", "6 tháng cuối năm 2023 (15/06/2023–14/12/2023)",
       "last 6 months of 2023 (15/06/2023–14/12/2023)"},
      {kMinistry, "2023-01", "2022-12-15/P1M", "tháng 1/2023 (15/12/2022–14/01/2023)",
       "January 2023 (15/12/2022–14/01/2023)"},
      {kMinistry, "2023-12", "2023-11-15/P1M", "tháng 12/2023 (15/11/2023–14/12/2023)",
       "December 2023 (15/11/2023–14/12/2023)"},
      {kMinistry, "2022-12-15/P9M", "2022-12-15/P9M",
       "9 tháng đầu năm 2023 (15/12/2022–14/09/2023)",
       "first 9 months of 2023 (15/12/2022–14/09/2023)"},
      {kMinistry, "2023-01-01/P1Y", "2023-01-01/P1Y", "01/01/2023–31/12/2023",
       "01/01/2023–31/12/2023"},
      {kMovement, "2023", "2022-11-15/P1Y", "năm 2023 (15/11/2022–14/11/2023)",
       "year 2023 (15/11/2022–14/11/2023)"},
      {kMovement, "2022-12", "2022-11-15/P1M", "tháng 12/2022 (15/11/2022–14/12/2022)",
       "December 2022 (15/11/2022–14/12/2022)"},
      {kWards, "2023", "2022-11-16/P1Y", "năm 2023 (16/11/2022–15/11/2023)",
       "year 2023 (16/11/2022–15/11/2023)"},
      {kAreas, "2023", "2022-11-01/P1Y", "năm 2023 (01/11/2022–31/10/2023)",
       "year 2023 (01/11/2022–31/10/2023)"},
      {kAreas, "2023-Q1", "2022-11-01/P3M", "quý I/2023 (01/11/2022–31/01/2023)",
       "first quarter of 2023 (01/11/2022–31/01/2023)"},
      {kAreas, "2022-11", "2022-11-01/P1M", "tháng 11/2022 (01/11/2022–30/11/2022)",
       "November 2022 (01/11/2022–30/11/2022)"},
      // The week from Thursday 29 Dec 2022 holds its fourth day, a Sunday, on 1 Jan 2023.
      {kTraffic, "2023-W01", "2022-12-29/P1W", "tuần 1/2023 (29/12/2022–04/01/2023)",
       "week 1 of 2023 (29/12/2022–04/01/2023)"},
      {kTraffic, "2023-W05", "2023-01-26/P1W", "tuần 5/2023 (26/01/2023–01/02/2023)",
       "week 5 of 2023 (26/01/2023–01/02/2023)"},
      {kTraffic, "2023-01-30/P1W", "2023-01-30/P1W", "30/01/2023–05/02/2023",
       "30/01/2023–05/02/2023"},
  };
}

TEST(PeriodText, ReadsAndPrintsInTheSenseOfItsCalendar) {
  for (const NameRow& row : names()) {
    const Result<Period> read = parse_period(row.text, row.calendar);
    ASSERT_TRUE(read) << row.calendar.id << " " << row.text;
    EXPECT_EQ(to_string(*read), row.full) << row.calendar.id << " " << row.text;
    EXPECT_EQ(to_string(period(row.full), row.calendar), row.text) << row.calendar.id;
  }
}

TEST(PeriodText, LabelsForPeople) {
  for (const NameRow& row : names()) {
    const Message shown = label(period(row.full), row.calendar);
    EXPECT_EQ(render(shown, Language::English), row.en) << row.calendar.id << " " << row.text;
    EXPECT_EQ(render(shown, Language::Vietnamese), row.vi) << row.calendar.id << " " << row.text;
  }
}

// Every first day of 2008 to 2028 numbered by the C library, which follows ISO 8601.
TEST(PeriodText, WeeksFromMondayAreTheIsoWeeks) {
  for (Date day = *make_date(2008, 1, 7); day < *make_date(2028, 12, 31); day = day + 7) {
    const CivilDate c = civil(day);
    std::tm tm{};
    tm.tm_year = c.year - 1900;
    tm.tm_mon = c.month - 1;
    tm.tm_mday = c.day;
    tm.tm_wday = (weekday(day) + 1) % 7;
    tm.tm_yday = day - *make_date(c.year, 1, 1);
    char expected[16];
    std::strftime(expected, sizeof expected, "%G-W%V", &tm);
    EXPECT_EQ(to_string(Period{day, {1, Length::Weeks}}, civil_calendar()), expected) << iso(day);
  }
}

TEST(PeriodText, Refusals) {
  const std::string forms =
      "' is not a period; write 2023, 2023-H1, 2023-Q1, 2023-03, 2023-W05, 2023-03-15, or the "
      "first day and the length: 2022-12-15/P1Y";
  for (const char* text :
       {"",         "23",      "202",     "20233",      "year",
        " 2023",    "2023 ",   "2023-",   "2023-3",     "2023-Q",
        "2023-Q12", "2023-q1", "2023-W5", "2023-W005",  "2023-W99999999999999999999",
        "2023-H",   "2023-X1", "2023_03", "2023-02-30", "03/2023-",
        "2023-Q١",  "-2023",   "năm 2023"}) {
    const auto read = parse_period(text, civil_calendar());
    ASSERT_FALSE(read) << text;
    if (std::string_view(text).find('/') != std::string_view::npos) continue;
    EXPECT_EQ(words(read.refusal()), "'" + std::string(text) + forms);
  }
  const std::pair<std::string, std::string> rows[] = {
      {"2023-13", "a year has no month 13; write a month from 2023-01 to 2023-12"},
      {"2023-00", "a year has no month 0; write a month from 2023-01 to 2023-12"},
      {"2023-Q5", "a year has no quarter 5; write a quarter from 2023-Q1 to 2023-Q4"},
      {"2023-Q0", "a year has no quarter 0; write a quarter from 2023-Q1 to 2023-Q4"},
      {"2023-H3", "a year has no half 3; write 2023-H1 or 2023-H2"},
      {"2023-H0", "a year has no half 0; write 2023-H1 or 2023-H2"},
      {"2023-W53", "the year 2023 has no week 53; write a week from 2023-W01 to 2023-W52"},
      {"2020-W54", "the year 2020 has no week 54; write a week from 2020-W01 to 2020-W53"},
      {"2023-W00", "the year 2023 has no week 0; write a week from 2023-W01 to 2023-W52"},
      {"0023", "the period 0023 does not lie within the years 1900 to 2999; check the year"},
      {"9999-Q4", "the period 9999-Q4 does not lie within the years 1900 to 2999; check the year"},
      {"2023-01-31/P1M",
       "the period 2023-01-31/P1M cannot start on day 31, which not every month has: its "
       "neighbours would overlap or leave a gap; start on another day (1 to 28 always serve), or "
       "count the same days: 2023-01-31/P28D"},
  };
  for (const auto& [text, expected] : rows) {
    const auto read = parse_period(text, civil_calendar());
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(words(read.refusal()), expected) << text;
  }
}

RC_GTEST_PROP(PeriodTextIdentity, PrintedReadsBackInTheSameForm, ()) {
  const Calendar calendar = *rc::gen::elementOf(calendars_in_use());
  const Period p = *any_period();
  const Result<Period> read = parse_period(to_string(p, calendar), calendar);
  RC_ASSERT(static_cast<bool>(read));
  RC_ASSERT(*read == p);
  RC_ASSERT(read->length.same_form(p.length));
}

RC_GTEST_PROP(PeriodTextIdentity, FixedPeriodsHaveShortTexts, ()) {
  const Calendar calendar = *rc::gen::elementOf(calendars_in_use());
  const Length length = *rc::gen::element(Length{1, Length::Days}, Length{1, Length::Weeks},
                                          Length{1, Length::Months}, Length{3, Length::Months},
                                          Length{6, Length::Months}, Length{1, Length::Years});
  const Result<Period> fixed = period_holding(calendar, length, *any_date());
  const std::string text = to_string(*fixed, calendar);
  RC_ASSERT(text.find('/') == std::string::npos);
  RC_ASSERT(*parse_period(text, calendar) == *fixed);
}

// The first and last years allowed, where names reach into the years beside them.
TEST(PeriodText, EdgesOfTheAllowedYearsReadBack) {
  for (const Calendar& calendar : calendars_in_use()) {
    for (const Length length : {Length{1, Length::Weeks}, Length{1, Length::Months},
                                Length{3, Length::Months}, Length{1, Length::Years}}) {
      for (int offset = -800; offset <= 800; ++offset) {
        const Date day = *make_date(offset < 0 ? 2999 : 1900, offset < 0 ? 12 : 1, 1) + offset;
        const Result<Period> fixed = period_holding(calendar, length, day);
        if (!fixed) continue;
        const Result<Period> read = parse_period(to_string(*fixed, calendar), calendar);
        ASSERT_TRUE(read) << calendar.id << " " << to_string(*fixed);
        EXPECT_EQ(to_string(*read), to_string(*fixed)) << calendar.id;
      }
    }
  }
}

}  // namespace
}  // namespace exemplar::programme
