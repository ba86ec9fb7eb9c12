// At risk: what if every margin changed once more as it did since the year before? Each line is a
// rule that is met in 2023, the values of both years, and whether the unit is at risk by it.
#include "programme/assessment/projection.hpp"

#include "programme/explanation/small_office.hpp"

namespace exemplar::programme {
namespace {

struct Case {
  std::string name;
  std::string rule;
  // done, due, more, most in 2022 and in 2023.
  std::array<int, 4> before;
  std::array<int, 4> now;
  bool at_risk = false;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

constexpr const char* kNames[] = {"done", "due", "more", "most"};

std::string indicators() {
  std::string text;
  for (const char* name : kNames) {
    text += fmt::format(
        "[[indicator]]\nid = \"{0}\"\nkind = \"count\"\nname = \"{0}\"\nat_most = 100000\n", name);
  }
  return text +
         "[[indicator]]\nid = \"signed_on\"\nkind = \"date\"\nname = \"Signed\"\n"
         "[[indicator]]\nid = \"in_force\"\nkind = \"truth\"\nname = \"In force\"\n"
         "[[indicator]]\nid = \"counted\"\nkind = \"count\"\nname = \"Counted\"\nat_most = 99\n"
         "[[indicator.version]]\nid = \"1\"\n"
         "[[indicator.version]]\nid = \"2\"\nfrom = 2022-06-01\ncomparable = false\n"
         "reason = \"Counted otherwise\"\n";
}

std::string criterion(const std::string& rule) {
  return "[[criterion]]\nid = \"1\"\ngroup = \"I\"\ntitle = \"One\"\nbasis = \"none\"\n"
         "when_not_applicable = \"leave_out\"\nmet = '" +
         rule + "'\n";
}

std::string value(const std::string& indicator, int year, const std::string& text) {
  return fmt::format("{},{},a,,{},{}-01-05,,,register,,\n", indicator, year, text, year + 1);
}

std::string values(const Case& one) {
  std::string rows;
  for (size_t i = 0; i < std::size(kNames); ++i) {
    rows += value(kNames[i], 2022, std::to_string(one.before[i]));
    rows += value(kNames[i], 2023, std::to_string(one.now[i]));
  }
  return rows;
}

Flow flow_of(const SmallOffice& office) {
  const Assessed before = assessed(PackFiles::in_memory(content_of(office)), {}, "2022");
  const Assessed now = assessed(PackFiles::in_memory(content_of(office)), {}, "2023");
  return flow_between(before.run->result(), *now.run);
}

class AtRisk : public testing::TestWithParam<Case> {};

TEST_P(AtRisk, ByTheMarginOfEachComparison) {
  const Case& one = GetParam();
  const Flow flow = flow_of({indicators(), criterion(one.rule), values(one)});
  ASSERT_EQ(flow.held.size() + flow.gained.size(), 1U) << "it must be met in 2023";
  EXPECT_EQ(flow.at_risk.size(), one.at_risk ? 1U : 0U);
  if (one.at_risk && !flow.at_risk.empty()) {
    EXPECT_EQ(flow.at_risk[0].criteria, std::vector<size_t>{0});
  }
}

const Case kCases[] = {
    // A cushion that shrinks: 5, 2, and then −1; or exactly 0, which is enough for >=, not for >.
    {"cushion_shrinks", "done >= 4", {9, 0, 0, 0}, {6, 0, 0, 0}, true},
    {"cushion_to_nothing", "done >= 4", {8, 0, 0, 0}, {6, 0, 0, 0}, false},
    {"cushion_to_nothing_and_more_asked", "done > 4", {8, 0, 0, 0}, {6, 0, 0, 0}, true},
    {"cushion_grows", "done >= 4", {4, 0, 0, 0}, {6, 0, 0, 0}, false},
    {"from_not_met", "done >= 4", {1, 0, 0, 0}, {6, 0, 0, 0}, false},
    {"ceiling", "done <= 10", {2, 0, 0, 0}, {7, 0, 0, 0}, true},
    {"left_and_right_exchanged", "4 <= done", {9, 0, 0, 0}, {6, 0, 0, 0}, true},
    {"through_not", "not (done < 4)", {9, 0, 0, 0}, {6, 0, 0, 0}, true},
    // Done and due both grow; by the counts alone done would be 30 of 28 due.
    {"all_done_and_more_due", "done = due", {10, 12, 0, 0}, {20, 20, 0, 0}, false},
    {"all_done_as_before", "done = due", {10, 10, 0, 0}, {20, 20, 0, 0}, false},
    {"all_done_but_less_due", "done = due", {20, 26, 0, 0}, {5, 5, 0, 0}, false},
    {"none_found_after_some", "done = 0", {3, 0, 0, 0}, {0, 0, 0, 0}, false},
    {"apart_and_nearing", "done <> due", {9, 4, 0, 0}, {6, 4, 0, 0}, true},
    {"apart_and_parting", "done <> due", {6, 4, 0, 0}, {9, 4, 0, 0}, false},
    // A share, however it is written: 95 % of 40, then 98 % of 100.
    {"share_rises", "done / due >= 95 %", {38, 40, 0, 0}, {98, 100, 0, 0}, false},
    {"share_falls", "done / due >= 95 %", {100, 100, 0, 0}, {39, 40, 0, 0}, false},
    {"share_falls_below", "done / due >= 95 %", {100, 100, 0, 0}, {97, 100, 0, 0}, true},
    {"share_keeps_with_less_due", "done / due >= 95 %", {198, 200, 0, 0}, {99, 100, 0, 0}, false},
    // By the counts alone: 0.96 · 300 − 0.95 · 300 = 3, then 0.96 · 100 − 95 = 1, then −1.
    {"product_with_less_due", "done >= 95 % * due", {288, 300, 0, 0}, {96, 100, 0, 0}, false},
    {"product_falls_below", "done >= 95 % * due", {100, 100, 0, 0}, {97, 100, 0, 0}, true},
    {"late_share_with_less_due", "done <= 5 % * due", {8, 200, 0, 0}, {2, 50, 0, 0}, false},
    {"all_of_the_due", "done / due = 100 %", {10, 12, 0, 0}, {20, 20, 0, 0}, false},
    {"nothing_due_before", "due = 0 or done / due >= 95 %", {0, 0, 0, 0}, {95, 100, 0, 0}, false},
    // Two conditions: only the one that turns is the risk, and only where it decides.
    {"one_of_two", "done >= 4 and more >= 4", {9, 0, 4, 0}, {6, 0, 4, 0}, true},
    {"another_still_holds", "done >= 4 or more >= 4", {9, 0, 4, 0}, {6, 0, 4, 0}, false},
    {"enough_without_it",
     "at_least(2 of done >= 4, more >= 4, most >= 4)",
     {9, 0, 4, 4},
     {6, 0, 4, 4},
     false},
    {"too_few_without_it",
     "at_least(3 of done >= 4, more >= 4, most >= 4)",
     {9, 0, 4, 4},
     {6, 0, 4, 4},
     true},
    // Too few answers make it unknown: that is no failing.
    {"gate_closes",
     "if more >= 20 then done / due >= 90 % else no_data(\"few\")",
     {95, 100, 40, 0},
     {95, 100, 25, 0},
     false},
};
INSTANTIATE_TEST_SUITE_P(Margins, AtRisk, testing::ValuesIn(kCases),
                         [](const auto& one) { return one.param.name; });

TEST(AtRisk, DaysAndTruthsHaveNoTrend) {
  const std::string rule =
      "signed_on >= period.first_day and signed_on < add_months(period.first_day, 3) and in_force";
  const std::string rows = value("signed_on", 2022, "2022-01-10") +
                           value("signed_on", 2023, "2023-03-20") + value("in_force", 2022, "no") +
                           value("in_force", 2023, "yes");
  const Flow flow = flow_of({indicators(), criterion(rule), rows});
  EXPECT_EQ(flow.gained.size(), 1U);
  EXPECT_TRUE(flow.at_risk.empty());
}

TEST(AtRisk, NothingIsSaidAcrossAChangeOfDefinition) {
  const std::string rows = value("counted", 2022, "9") + value("counted", 2023, "6");
  EXPECT_TRUE(flow_of({indicators(), criterion("counted >= 4"), rows}).at_risk.empty());
}

TEST(AtRisk, NothingIsSaidWithoutAYearBefore) {
  const Flow flow = flow_of({indicators(), criterion("done >= 4"), value("done", 2023, "6")});
  EXPECT_EQ(flow.gained.size(), 1U);
  EXPECT_TRUE(flow.at_risk.empty());
}

// A criterion may fall without the unit's standing.
TEST(AtRisk, OnlyWhereTheStandingWouldChange) {
  SmallOffice office{indicators(), criterion("done >= 4"),
                     value("done", 2022, "9") + value("done", 2023, "6")};
  PackFiles::Content files = content_of(office);
  std::string& set = files["programmes/p/criteria/s.toml"];
  set.replace(set.find("all(criteria)"), 13, "at_least(0 of criteria, k = stays)");
  const Assessed before = assessed(PackFiles::in_memory(files), {}, "2022");
  const Assessed now = assessed(PackFiles::in_memory(files), {}, "2023");
  EXPECT_TRUE(flow_between(before.run->result(), *now.run).at_risk.empty());
  const Assessment next = now.run->projected();
  EXPECT_EQ(next.of(now.unit("a"))->criteria[0].answer, engine::Answer::NotMet);
}

}  // namespace
}  // namespace exemplar::programme
