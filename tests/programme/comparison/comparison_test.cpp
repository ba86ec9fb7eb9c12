// Comparisons of a whole office, read from a pack in memory.
#include "programme/assessment/comparison.hpp"

#include "programme/pack/pack.hpp"

namespace exemplar::programme {

namespace {

// Two units; `cases` received and what became of them.
PackFiles::Content sample() {
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
       "id,code,name,name_en,kind,from,until\nt,0,T,,town,,\na,1,A,,street,,\nb,2,B,,street,,\n"},
      {"hierarchies.csv", "hierarchy,unit,parent,from,until\nh,a,t,,\nh,b,t,,\n"},
      {"indicators.toml", R"(
[[indicator]]
id = "received"
name = "Received"
kind = "count"
at_most = 100000
over_units = "sum"
over_time = "sum"
about = "event"
[[indicator]]
id = "prosecuted"
name = "Prosecuted"
kind = "count"
at_most = 100000
over_units = "sum"
[[indicator]]
id = "not_prosecuted"
name = "Not prosecuted"
kind = "count"
at_most = 100000
over_units = "sum"
[[indicator]]
id = "suspended"
name = "Suspended"
kind = "count"
at_most = 100000
over_units = "sum"
[[indicator]]
id = "mark"
name = "Mark"
kind = "mark"
at_most = 100
[[indicator]]
id = "settled"
name = "Settled"
value = "prosecuted + not_prosecuted + suspended"
[[indicator]]
id = "open"
name = "Open"
value = "received - settled"
[[indicator]]
id = "settled_share"
name = "Settled of received"
value = "prosecuted / received"
)"},
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
met = "received >= 0"
when_not_applicable = "leave_out"
[[level]]
id = "all"
name = "All"
when = "all(criteria)"
)toml"},
      {"values/a.csv",
       "period,unit,reported_on,source,received,prosecuted,not_prosecuted,suspended,mark\n"
       "2023,a,2024-01-02,r,20,15,3,1,50\n"
       "2023,b,2024-01-02,r,17,10,4,1,60\n"
       "2022,a,2023-01-02,r,40,15,3,1,50\n"
       "2022,b,2023-01-02,r,21,10,4,1,60\n"
       "2021,a,2022-01-02,r,1,0,0,0,50\n"},
  };
}

Office office_of(const PackFiles::Content& content) {
  PackReading reading = read_pack(PackFiles::in_memory(content));
  for (const Problem& problem : reading.problems) {
    EXPECT_NE(problem.severity, Severity::Error) << to_string(problem, Language::English);
  }
  return std::move(reading.office);
}

Period year(int number) {
  return {*make_date(number, 1, 1), {1, Length::Unit::Years}};
}

const ComparedIndicator& named(const Comparison& comparison, const Office& office,
                               std::string_view id) {
  for (const ComparedIndicator& one : comparison.indicators) {
    if (office.definitions[one.indicator].id == id) return one;
  }
  ADD_FAILURE() << "no indicator " << id;
  return comparison.indicators.front();
}

int64_t number(const ComparedCell& cell) {
  EXPECT_TRUE(cell.known());
  const Ratio lowest = cell.cell.exact.reduced();
  EXPECT_EQ(static_cast<int64_t>(lowest.denominator), 1);
  return static_cast<int64_t>(lowest.numerator);
}

}  // namespace

// 37 received and transferred; 34 settled = 25 prosecuted + 7 not + 2 suspended; 3 open.
TEST(Comparison, ThePublishedReconciliationOfCases) {
  const Office office = office_of(sample());
  const auto result =
      compare_periods(office.definitions, office.facts, {"p", year(2023), {}, {}, {}});
  ASSERT_TRUE(result);
  EXPECT_EQ(number(named(*result, office, "received").value), 37);
  EXPECT_EQ(number(named(*result, office, "prosecuted").value), 25);
  EXPECT_EQ(number(named(*result, office, "not_prosecuted").value), 7);
  EXPECT_EQ(number(named(*result, office, "suspended").value), 2);
  EXPECT_EQ(number(named(*result, office, "settled").value), 34);
  EXPECT_EQ(number(named(*result, office, "open").value), 3);
  // 37 received, 24 fewer than before: −39.34 %.
  const ComparedBase& base = named(*result, office, "received").bases.front();
  EXPECT_EQ(plain(*base.change_percent), "-39.34");
  ASSERT_TRUE(base.change_interval);
  EXPECT_LT(base.change_interval->low, -0.3934);
  EXPECT_GT(base.change_interval->high, -0.3934);
}

// What somebody assigns did not happen by chance: the same numbers carry no interval.
TEST(Comparison, AnAssignedNumberHasNoInterval) {
  for (const bool assigned : {false, true}) {
    PackFiles::Content files = sample();
    if (assigned) {
      std::string& indicators = files["indicators.toml"];
      const std::string name = "name = \"Prosecuted\"\n";
      indicators.insert(indicators.find(name), "assigned = true\n");
    }
    const Office office = office_of(files);
    const auto result =
        compare_periods(office.definitions, office.facts, {"p", year(2023), {}, {}, {}});
    ASSERT_TRUE(result);
    const ComparedBase& base = named(*result, office, "prosecuted").bases.front();
    ASSERT_TRUE(base.change_percent);
    EXPECT_EQ(base.change_interval.has_value(), !assigned);
  }
}

TEST(Comparison, ATotalsRatioIsMadeOfTheAddedParts) {
  const Office office = office_of(sample());
  const auto result =
      compare_periods(office.definitions, office.facts, {"p", year(2023), {}, {}, {}});
  ASSERT_TRUE(result);
  const ComparedIndicator& share = named(*result, office, "settled_share");
  EXPECT_EQ(share.value.cell.exact.reduced(), (Ratio{25, 37}));
  ASSERT_TRUE(share.value.part);
  EXPECT_EQ(*share.value.part, (Ratio{25, 1}));
  EXPECT_EQ(*share.value.whole, (Ratio{37, 1}));
}

TEST(Comparison, WhatDoesNotAddUpHasNoTotal) {
  const Office office = office_of(sample());
  const auto total =
      compare_periods(office.definitions, office.facts, {"p", year(2023), {}, {}, {}});
  ASSERT_TRUE(total);
  for (const ComparedIndicator& one : total->indicators) {
    EXPECT_NE(office.definitions[one.indicator].id, "mark");
  }
  const auto unit = *office.definitions.units.find_by_id("a");
  const auto one =
      compare_periods(office.definitions, office.facts, {"p", year(2023), {}, unit, {}});
  ASSERT_TRUE(one);
  EXPECT_EQ(number(named(*one, office, "mark").value), 50);
}

TEST(Comparison, AMissingValueIsNotZero) {
  const Office office = office_of(sample());
  const auto result =
      compare_periods(office.definitions, office.facts, {"p", year(2022), year(2021), {}, {}});
  ASSERT_TRUE(result);
  const ComparedBase& base = named(*result, office, "received").bases.front();
  EXPECT_FALSE(base.base.known());
  EXPECT_EQ(base.base.reason.known, 1);
  EXPECT_EQ(base.base.reason.total, 2);
  EXPECT_EQ(*base.base.reason.known_value, (Ratio{1, 1}));
  EXPECT_FALSE(base.change);
}

TEST(Comparison, TheDeclaredBaseItsReasonAndRoundingHold) {
  auto content = sample();
  content["programmes/p/programme.toml"] += R"(
[[baseline]]
indicator = "*"
period = "2023"
against = "2022"
reason = "Document 1"
rounding = "truncate"
digits = 1
[[baseline]]
indicator = "received"
period = "2023"
against = "2021"
reason = "Document 2"
)";
  const Office office = office_of(content);
  const auto result =
      compare_periods(office.definitions, office.facts, {"p", year(2023), {}, {}, {}});
  ASSERT_TRUE(result);
  const ComparedIndicator& received = named(*result, office, "received");
  ASSERT_EQ(received.bases.size(), 2u);
  EXPECT_EQ(received.bases[0].period, year(2021));
  EXPECT_TRUE(received.bases[1].immediately_preceding);
  EXPECT_EQ(received.declared->reason.in(Language::English), "Document 2");
  const ComparedIndicator& open = named(*result, office, "open");
  EXPECT_EQ(open.rounding, RoundingMode::Truncate);
  // 3 against 27: −88.88… %
  EXPECT_EQ(plain(*open.bases[0].change_percent), "-88.8");
}

TEST(Comparison, NeverAcrossAnIncomparableDefinition) {
  auto content = sample();
  std::string& indicators = content["indicators.toml"];
  const std::string name = "name = \"Prosecuted\"\n";
  indicators.replace(indicators.find(name), name.size(),
                     name +
                         "kind = \"count\"\nat_most = 100000\nover_units = \"sum\"\n"
                         "[[indicator.version]]\nid = \"1\"\n[[indicator.version]]\nid = \"2\"\n"
                         "from = 2023-01-01\ncomparable = false\nreason = \"Other counting\"\n"
                         "[[indicator]]\nid = \"spare\"\nname = \"Spare\"\n");
  const Office office = office_of(content);
  const auto result =
      compare_periods(office.definitions, office.facts, {"p", year(2023), {}, {}, {}});
  ASSERT_TRUE(result);
  // The indicator itself, and every one computed from it.
  for (const char* id : {"prosecuted", "settled", "open", "settled_share"}) {
    const ComparedBase& base = named(*result, office, id).bases.front();
    EXPECT_TRUE(base.definition_changed) << id;
    EXPECT_FALSE(base.change) << id;
    ASSERT_FALSE(base.definition_reasons.empty()) << id;
    EXPECT_EQ(base.definition_reasons[0].in(Language::English), "Other counting");
  }
  EXPECT_FALSE(named(*result, office, "received").bases.front().definition_changed);
}

}  // namespace exemplar::programme
