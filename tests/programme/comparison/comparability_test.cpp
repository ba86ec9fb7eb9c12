// A change is told only where the condition that an indicator names is met in the period and in the
// base: raw values stay, change, percentage and interval do not.
#include <gtest/gtest.h>

#include "programme/assessment/comparison.hpp"
#include "programme/pack/pack.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::programme {
namespace {

// `events` are collected by the month, their audit by the year; `handled` and `events_per_handled`
// hang on the same condition, `desks` on none.
PackFiles::Content sample() {
  const std::string condition = "comparable_where = \"sound\"\n";
  const auto count = [](const std::string& id, const std::string& more) {
    return "[[indicator]]\nid = \"" + id + "\"\nname = \"The " + id +
           "\"\nkind = \"count\"\nat_most = 100000\nover_units = \"sum\"\n" + more;
  };
  return {
      {"office.toml", R"([office]
id = "o"
name = "O"
zone = "Asia/Ho_Chi_Minh"
decimal_sign = "."
[[source]]
id = "r"
name = "R"
[[calendar]]
id = "civil"
name = "C"
[[hierarchy]]
id = "h"
name = "H"
roots = ["town"]
kinds = ["street"]
[[kind]]
id = "town"
name = "town"
[[kind]]
id = "street"
name = "street"
)"},
      {"units.csv",
       "id,code,name,name_en,kind,from,until\nt,0,T,,town,,\na,1,A,,street,,\nb,2,B,,street,,\n"
       "c,3,C,,street,,\n"},
      {"hierarchies.csv", "hierarchy,unit,parent,from,until\nh,a,t,,\nh,b,t,,\nh,c,t,,\n"},
      {"indicators.toml",
       count("events",
             "over_time = \"sum\"\ncollected = \"P1M\"\nabout = \"event\"\n" + condition) +
           count("handled", condition) + count("desks", "") +
           count("sampled", "from = \"audit\"\n") + count("right", "from = \"audit\"\n") +
           "[[indicator]]\nid = \"events_per_desk\"\nname = \"Events per desk\"\n"
           "value = \"events / desks\"\n"
           "[[indicator]]\nid = \"sound\"\nname = { vi = \"kiểm tra\", en = \"audit\" }\n"
           "value = 'if sampled >= 10 then right / sampled >= 98 % "
           "else no_data(\"mẫu nhỏ\", \"small sample\")'\n"},
      {"programmes/p/programme.toml", R"toml([programme]
name = "P"
calendar = "civil"
hierarchy = "h"
participants = 'unit.kind = "street" and under("0")'
main_level = "all"
near_level = "all"
)toml"},
      {"programmes/p/criteria/s.toml", R"toml([set]
id = "s"
name = "S"
from = 2020-01-01
[[criterion]]
id = "1"
title = "One"
basis = "none: illustrative"
met = "desks >= 0"
when_not_applicable = "leave_out"
[[level]]
id = "all"
name = "All"
when = "all(criteria)"
)toml"},
  };
}

// Values of one year and unit: events in January and in the rest of the year.
std::string lines(int year, const char* unit, int january, int rest, int sampled, int right) {
  std::string text = fmt::format("handled,{0},{1},{2},{0}-12-31,r\ndesks,{0},{1},4,{0}-12-31,r\n",
                                 year, unit, january + rest);
  for (int month = 1; month <= 12; ++month) {
    text += fmt::format("events,{0}-{1:02},{2},{3},{0}-12-31,r\n", year, month, unit,
                        month == 1   ? january
                        : month == 2 ? rest
                                     : 0);
  }
  if (sampled >= 0) {
    text += fmt::format("sampled,{0},{1},{2},{0}-12-31,r\nright,{0},{1},{3},{0}-12-31,r\n", year,
                        unit, sampled, right);
  }
  return text;
}

Office office_of(const std::string& values) {
  PackFiles::Content content = sample();
  content["values/a.csv"] = "indicator,period,unit,value,reported_on,source\n" + values;
  PackReading reading = read_pack(PackFiles::in_memory(content));
  for (const Problem& problem : reading.problems) {
    EXPECT_NE(problem.severity, Severity::Error) << to_string(problem, Language::English);
  }
  return std::move(reading.office);
}

const ComparedIndicator& named(const Comparison& comparison, const Office& office,
                               std::string_view id) {
  for (const ComparedIndicator& one : comparison.indicators) {
    if (office.definitions[one.indicator].id == id) return one;
  }
  ADD_FAILURE() << "no indicator " << id;
  return comparison.indicators.front();
}

Comparison compared(const Office& office, const char* to, const char* from, const char* unit) {
  ComparisonRequest request{
      "p", *parse_period(to, civil_calendar()), *parse_period(from, civil_calendar()), {}, {}};
  if (*unit != 0) request.unit = office.definitions.units.find_by_id(unit);
  auto result = compare_periods(office.definitions, office.facts, request);
  EXPECT_TRUE(result);
  return *result;
}

struct Case {
  const char* unit;
  const char* to;
  const char* from;
  const char* why;     // in English; empty: comparable
  const char* why_vi;  // in Vietnamese
};

TEST(Comparability, AChangeIsToldWhereTheConditionHoldsInBoth) {
  const Office office =
      office_of(lines(2021, "a", 1, 49, 20, 20) + lines(2022, "a", 10, 40, 20, 20) +
                lines(2023, "a", 4, 16, 20, 17) + lines(2021, "b", 1, 49, -1, -1) +
                lines(2022, "b", 10, 40, 9, 9) + lines(2023, "b", 4, 16, 400, 400) +
                lines(2021, "c", 1, 49, 300, 300) + lines(2022, "c", 10, 40, 300, 300) +
                lines(2023, "c", 4, 16, 300, 294));
  const Case cases[] = {
      {"c", "2023", "2022", "", ""},
      {"a", "2022", "2021", "", ""},
      {"a", "2023", "2022",
       "not comparable: audit, year 2023: only 17/20 = 85\u00a0%, at least 98\u00a0% needed",
       "không so sánh được: kiểm tra năm 2023 chỉ đạt 17/20 = 85\u00a0%, cần từ 98\u00a0%"},
      {"b", "2023", "2022", "not comparable: audit, year 2022: not known (small sample)",
       "không so sánh được: chưa biết kết quả kiểm tra năm 2022 (mẫu nhỏ)"},
      {"b", "2022", "2021",
       "not comparable: audit, year 2022: not known (small sample); audit, year 2021: not known",
       "không so sánh được: chưa biết kết quả kiểm tra năm 2022 (mẫu nhỏ); chưa biết kết quả kiểm "
       "tra năm 2021"},
      // The year's audit is that of its months.
      {"c", "2023-01", "2022-01", "", ""},
      {"a", "2023-01", "2022-01",
       "not comparable: audit, year 2023: only 17/20 = 85\u00a0%, at least 98\u00a0% needed",
       "không so sánh được: kiểm tra năm 2023 chỉ đạt 17/20 = 85\u00a0%, cần từ 98\u00a0%"},
      // A total's condition is that of the added parts: 711 of 720, and 329 of 329.
      {"", "2023", "2022", "", ""},
      {"", "2022", "2021", "not comparable: audit, year 2021: not known",
       "không so sánh được: chưa biết kết quả kiểm tra năm 2021"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(fmt::format("{} {} {}", one.unit, one.to, one.from));
    const Comparison comparison = compared(office, one.to, one.from, one.unit);
    const bool month = std::string_view(one.to).size() > 4;
    for (const char* id : {"events", "handled", "events_per_desk", "desks", "sampled"}) {
      if (month && std::string_view(id) != "events") continue;
      SCOPED_TRACE(id);
      const ComparedIndicator& indicator = named(comparison, office, id);
      const ComparedBase& base = indicator.bases.front();
      const bool conditional = id != std::string_view("desks") && id != std::string_view("sampled");
      const Text why = text_of(base.not_comparable, office.definitions, civil_calendar());
      EXPECT_EQ(why.en, conditional ? one.why : "");
      EXPECT_EQ(why.vi, conditional ? one.why_vi : "");
      if (!indicator.value.known() || !base.base.known()) continue;
      EXPECT_EQ(base.comparable(), why.en.empty());
      EXPECT_EQ(base.change.has_value(), why.en.empty());
      EXPECT_EQ(base.change_percent.has_value(), why.en.empty());
      if (!why.en.empty()) {
        EXPECT_FALSE(base.change_interval || base.no_base);
      }
    }
    EXPECT_TRUE(named(comparison, office, "events").value.known());
    EXPECT_TRUE(named(comparison, office, "events").bases.front().base.known());
  }
}

}  // namespace
}  // namespace exemplar::programme
