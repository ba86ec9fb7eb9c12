// Periods as values: exact days, neighbours, last year, and the identities among them.
#include "programme/period/period.hpp"

#include <gtest/gtest.h>

#include <climits>
#include <unordered_set>

#include "programme/period/calendars.hpp"
#include "programme/period/generators.hpp"

namespace exemplar::programme {
namespace {

TEST(Period, DaysAndNeighbours) {
  struct Row {
    const char* text;
    const char* last_day;
    int days;
    const char* previous;
    const char* next;
    const char* year_before;
  };
  const Row rows[] = {
      {"2022-12-15/P1Y", "2023-12-14", 365, "2021-12-15/P1Y", "2023-12-15/P1Y", "2021-12-15/P1Y"},
      {"2023-01-01/P1M", "2023-01-31", 31, "2022-12-01/P1M", "2023-02-01/P1M", "2022-01-01/P1M"},
      {"2024-02-01/P1M", "2024-02-29", 29, "2024-01-01/P1M", "2024-03-01/P1M", "2023-02-01/P1M"},
      {"2023-01-28/P1M", "2023-02-27", 31, "2022-12-28/P1M", "2023-02-28/P1M", "2022-01-28/P1M"},
      {"2023-01-01/P3M", "2023-03-31", 90, "2022-10-01/P3M", "2023-04-01/P3M", "2022-01-01/P3M"},
      {"2023-01-05/P2W", "2023-01-18", 14, "2022-12-22/P2W", "2023-01-19/P2W", "2022-01-05/P2W"},
      {"2023-01-05/P7D", "2023-01-11", 7, "2022-12-29/P7D", "2023-01-12/P7D", "2022-01-05/P7D"},
      {"2023-12-31/P1Y", "2024-12-30", 366, "2022-12-31/P1Y", "2024-12-31/P1Y", "2022-12-31/P1Y"},
      {"2024-02-29/P1D", "2024-02-29", 1, "2024-02-28/P1D", "2024-03-01/P1D", "2023-02-28/P1D"},
      {"2024-02-01/P29D", "2024-02-29", 29, "2024-01-03/P29D", "2024-03-01/P29D",
       "2023-02-01/P29D"},
  };
  for (const Row& row : rows) {
    const Period p = period(row.text);
    EXPECT_EQ(iso(last_day(p)), row.last_day) << row.text;
    EXPECT_EQ(days(p), row.days) << row.text;
    EXPECT_EQ(to_string(previous(p)), row.previous) << row.text;
    EXPECT_EQ(to_string(next(p)), row.next) << row.text;
    EXPECT_EQ(to_string(same_period_last_year(p)), row.year_before) << row.text;
  }
}

TEST(Period, YearsAndTwelveMonthsAreEqualMonthsAndTheirDaysAreNot) {
  EXPECT_EQ(period("2023-01-01/P1Y"), period("2023-01-01/P12M"));
  EXPECT_EQ(period("2023-01-05/P2W"), period("2023-01-05/P14D"));
  EXPECT_NE(period("2023-01-01/P1M"), period("2023-01-01/P31D"));
  EXPECT_TRUE(same_days(period("2023-01-01/P1M"), period("2023-01-01/P31D")));
  EXPECT_EQ(to_string(period("2023-01-01/P12M")), "2023-01-01/P12M");
  const std::unordered_set<Period> one{period("2023-01-01/P1Y"), period("2023-01-01/P12M")};
  EXPECT_EQ(one.size(), 1u);
}

TEST(Period, OrderIsByFirstDayThenByLastDay) {
  const char* const in_order[] = {"2022-12-15/P1Y",  "2023-01-01/P1D", "2023-01-01/P1M",
                                  "2023-01-01/P31D", "2023-01-01/P1Y", "2023-02-01/P1M"};
  for (size_t i = 0; i < std::size(in_order); ++i) {
    for (size_t j = 0; j < std::size(in_order); ++j) {
      EXPECT_EQ(period(in_order[i]) <=> period(in_order[j]), i <=> j)
          << in_order[i] << " " << in_order[j];
    }
  }
}

TEST(Period, ShiftByLengthsAndYears) {
  struct Row {
    const char* text;
    int n;
    Step step;
    const char* expected;
  };
  const Row rows[] = {
      {"2023-01-01/P1M", -1, Step::Lengths, "2022-12-01/P1M"},
      {"2023-01-01/P1M", 14, Step::Lengths, "2024-03-01/P1M"},
      {"2022-12-15/P1Y", -2, Step::Lengths, "2020-12-15/P1Y"},
      {"2023-01-05/P1W", 52, Step::Lengths, "2024-01-04/P1W"},
      {"2023-01-05/P1W", 1, Step::Years, "2024-01-05/P1W"},
      {"2022-12-15/P3M", -1, Step::Years, "2021-12-15/P3M"},
      {"2022-12-15/P3M", 0, Step::Lengths, "2022-12-15/P3M"},
  };
  for (const Row& row : rows) {
    const Result<Period> moved = shift(period(row.text), row.n, row.step);
    ASSERT_TRUE(moved) << row.text;
    EXPECT_EQ(to_string(*moved), row.expected) << row.text << " by " << row.n;
  }
  for (const int n : {2000, -2000, INT_MAX, INT_MIN}) {
    EXPECT_FALSE(shift(period("2023-01-01/P1Y"), n, Step::Lengths)) << n;
    EXPECT_FALSE(shift(period("2023-01-01/P1W"), n, Step::Years)) << n;
  }
  EXPECT_EQ(words(shift(period("2023-01-01/P1Y"), INT_MAX, Step::Lengths).refusal()),
            "2023-01-01/P1Y moved by 2147483647 does not lie within the years 1900 to 2999; move "
            "it by fewer steps");
}

TEST(Period, ChainsDrivenBeyondTheLastDateStandStill) {
  Period p = period("2900-01-01/P99Y");
  for (int i = 0; i < 200; ++i) p = next(p);
  EXPECT_EQ(iso(p.start), "9999-12-01");
  for (int i = 0; i < 200; ++i) p = previous(p);
  EXPECT_EQ(iso(p.start), "0001-01-01");
}

TEST(Period, Containment) {
  const Period year = period("2022-12-15/P1Y");
  EXPECT_TRUE(contains(year, year));
  EXPECT_TRUE(contains(year, period("2023-11-15/P1M")));
  EXPECT_FALSE(contains(year, period("2023-11-16/P1M")));
  EXPECT_FALSE(contains(year, period("2022-12-01/P1M")));
  EXPECT_TRUE(contains(year, *make_date(2022, 12, 15)));
  EXPECT_TRUE(contains(year, *make_date(2023, 12, 14)));
  EXPECT_FALSE(contains(year, *make_date(2022, 12, 14)));
  EXPECT_FALSE(contains(year, *make_date(2023, 12, 15)));
  EXPECT_TRUE(overlaps(year, period("2022-12-01/P1M")));
  EXPECT_FALSE(overlaps(year, next(year)));
}

TEST(Period, RefusalsOfTextWithoutCalendar) {
  const char* const kLengthForms =
      "; write P, one whole number and one of D, W, M, Y: P7D, P2W, P3M or P1Y (P18M for a year "
      "and a half)";
  const std::pair<std::string, std::string> rows[] = {
      {"", "'' is not a start and a length; write the first day and the length: 2022-12-15/P1Y"},
      {"2023",
       "'2023' is not a start and a length; write the first day and the length: "
       "2022-12-15/P1Y"},
      {"2023-02-30/P1M",
       "'2023-02-30' is not a day; write the first day as year-month-day: "
       "2022-12-15/P1Y"},
      {"15/12/2022", "'15' is not a day; write the first day as year-month-day: 2022-12-15/P1Y"},
      {"2022-12-15/", std::string("'' is not a length") + kLengthForms},
      {"2022-12-15/1Y", std::string("'1Y' is not a length") + kLengthForms},
      {"2022-12-15/P1Y6M", std::string("'P1Y6M' is not a length") + kLengthForms},
      {"2022-12-15/P-1Y", std::string("'P-1Y' is not a length") + kLengthForms},
      {"2022-12-15/PY", std::string("'PY' is not a length") + kLengthForms},
      {"2022-12-15/P1H", std::string("'P1H' is not a length") + kLengthForms},
      {"2022-12-15/2023-12-14", std::string("'2023-12-14' is not a length") + kLengthForms},
      {"2022-12-15/P0M",
       "the length P0M holds no day; write a number of at least 1, for example "
       "P1M"},
      {"2022-12-15/P101Y",
       "the length P101Y is more than 100 years; write a length of at most "
       "P100Y, for example P1Y"},
      {"2022-12-15/P99999999999D",
       "the length P99999999999D is more than 100 years; write a "
       "length of at most P100Y, for example P1Y"},
      {"0022-12-15/P1Y",
       "the period 0022-12-15/P1Y does not lie within the years 1900 to 2999; "
       "check the year"},
      {"2999-12-15/P1Y",
       "the period 2999-12-15/P1Y does not lie within the years 1900 to 2999; "
       "check the year"},
      {"2023-01-31/P1M",
       "the period 2023-01-31/P1M cannot start on day 31, which not every month has: its "
       "neighbours would overlap or leave a gap; start on another day (1 to 28 always serve), or "
       "count the same days: 2023-01-31/P28D"},
      {"2023-01-29/P3M",
       "the period 2023-01-29/P3M cannot start on day 29, which not every month has: its "
       "neighbours would overlap or leave a gap; start on another day (1 to 28 always serve), or "
       "count the same days: 2023-01-29/P90D"},
      {"2024-02-29/P1Y",
       "the period 2024-02-29/P1Y cannot start on 29 February, which not every year has: its "
       "neighbours would overlap or leave a gap; start on another day (1 to 28 always serve), or "
       "count the same days: 2024-02-29/P365D"},
  };
  for (const auto& [text, expected] : rows) {
    const Result<Period> read = parse_period(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(words(read.refusal()), expected) << text;
  }
}

TEST(Period, LongestLengths) {
  for (const char* text : {"P100Y", "P1200M", "P5217W", "P36525D"}) {
    ASSERT_TRUE(parse_length(text)) << text;
    EXPECT_TRUE(make_period(*make_date(2000, 1, 1), *parse_length(text))) << text;
  }
  for (const char* text : {"P101Y", "P1201M", "P5218W", "P36526D"}) {
    EXPECT_FALSE(parse_length(text)) << text;
  }
  EXPECT_FALSE(make_period(*make_date(2000, 1, 1), {INT_MAX, Length::Years}));
  EXPECT_FALSE(make_period(*make_date(2000, 1, 1), {-1, Length::Days}));
  EXPECT_FALSE(make_period(kOpenPast, {1, Length::Days}));
  EXPECT_FALSE(make_period(kOpenFuture, {1, Length::Years}));
}

RC_GTEST_PROP(PeriodIdentity, NeighboursUndoEachOther, ()) {
  const Period p = *any_period();
  RC_ASSERT(previous(next(p)) == p);
  RC_ASSERT(next(previous(p)) == p);
}

RC_GTEST_PROP(PeriodIdentity, NoGapAndNoOverlapInAChain, ()) {
  const Period p = *any_period();
  RC_ASSERT(last_day(p) + 1 == first_day(next(p)));
  RC_ASSERT(last_day(previous(p)) + 1 == first_day(p));
  RC_ASSERT(days(p) == last_day(p) - first_day(p) + 1);
}

RC_GTEST_PROP(PeriodIdentity, ShiftIsRepeatedNeighbours, ()) {
  const Period p = *any_period();
  const int n = *rc::gen::inRange(-5, 6);
  Period walked = p;
  for (int i = 0; i < std::abs(n); ++i) walked = n > 0 ? next(walked) : previous(walked);
  const Result<Period> shifted = shift(p, n, Step::Lengths);
  RC_PRE(static_cast<bool>(shifted));
  RC_ASSERT(*shifted == walked);
}

RC_GTEST_PROP(PeriodIdentity, LastYearKeepsDayMonthAndLength, ()) {
  const Period p = *any_period();
  const Period before = same_period_last_year(p);
  RC_ASSERT(before.length.same_form(p.length));
  const CivilDate now = civil(p.start);
  const CivilDate then = civil(before.start);
  RC_ASSERT(then.year == now.year - 1);
  RC_ASSERT(then.month == now.month);
  RC_ASSERT(then.day == now.day || (now.month == 2 && now.day == 29 && then.day == 28));
  RC_ASSERT(*shift(p, -1, Step::Years) == before);
}

RC_GTEST_PROP(PeriodIdentity, PrintedReadsBackInTheSameForm, ()) {
  const Period p = *any_period();
  const Result<Period> read = parse_period(to_string(p));
  RC_ASSERT(static_cast<bool>(read));
  RC_ASSERT(*read == p);
  RC_ASSERT(read->length.same_form(p.length));
}

RC_GTEST_PROP(PeriodIdentity, ContainmentIsAPartialOrder, ()) {
  // Close together, so that containment happens at all.
  const auto near = [] {
    return make_period(Date{19000 + *rc::gen::inRange(0, 6)},
                       {*rc::gen::inRange(1, 6), *rc::gen::element(Length::Days, Length::Weeks)});
  };
  const Period a = *near();
  const Period b = *near();
  const Period c = *near();
  RC_ASSERT(contains(a, a));
  if (contains(a, b) && contains(b, a)) RC_ASSERT(same_days(a, b));
  if (contains(a, b) && contains(b, c)) RC_ASSERT(contains(a, c));
  if (contains(a, b)) RC_ASSERT(overlaps(a, b) && days(b) <= days(a));
}

RC_GTEST_PROP(PeriodIdentity, OrderAgreesWithEqualityAndHash, ()) {
  const Period a = *any_period();
  const Period b{a.start, *any_length()};
  RC_ASSERT(((a <=> b) == 0) == (a == b));
  if (a == b) RC_ASSERT(std::hash<Period>()(a) == std::hash<Period>()(b));
}

}  // namespace
}  // namespace exemplar::programme
