// How hard a change is: against what units alike did within a year.
#include "programme/nearest_way/way_office.hpp"

namespace exemplar::programme {
namespace {

// Wards of a class whose area grew by 1, 2, 3, … m² within the year, up to 300 m².
void add_growing(WayOffice& office, const std::string& ward_class, int count) {
  for (int i = 1; i <= count; ++i) {
    office.wards.push_back({ward_class, {{"area", std::to_string(300 - i)}}, {{"area", "300"}}});
  }
}

const std::string kNorm = "area >= choose(unit.class, \"I\" -> 335 m², else 100 m²)";

NearestWayStep step_of(const WayRun& office, size_t ward) {
  const NearestWay way = office.way(ward);
  EXPECT_EQ(way.steps.size(), 1U);
  return way.steps.empty() ? NearestWayStep{} : way.steps.front();
}

TEST(YearlyChange, DifficultyIsTheChangeOverThe90thPercentile) {
  WayOffice office{{{"I", {{"area", "197"}}, {{"area", "197"}}}}, {kNorm}};
  add_growing(office, "I", 19);
  const auto run = assessed(office);
  const NearestWayStep step = step_of(*run, 0);
  // 0, 1, …, 19: the 18th of 20 is 17.
  EXPECT_EQ(step.compared, 20U);
  ASSERT_TRUE(step.difficulty);
  EXPECT_DOUBLE_EQ(*step.difficulty, 138.0 / 17.0);
  EXPECT_EQ(step.alike, 0U);
  EXPECT_EQ(
      words_for(run->definitions(), step, Language::Vietnamese),
      "Số area: thêm 138,0\u00A0m², từ 197,0\u00A0m² lên 335,0\u00A0m² (trong 20 đơn vị tương tự, "
      "chưa đơn vị nào tăng chừng ấy trong một năm)");
}

TEST(YearlyChange, NineteenUnitsAreNoComparison) {
  WayOffice office{{{"I", {{"area", "197"}}, {{"area", "197"}}}}, {kNorm}};
  add_growing(office, "I", 18);
  const auto run = assessed(office);
  const NearestWayStep step = step_of(*run, 0);
  EXPECT_EQ(step.compared, 19U);
  EXPECT_FALSE(step.difficulty);
  EXPECT_EQ(
      words_for(run->definitions(), step, Language::English),
      "The area: 138.0\u00A0m² more, from 197.0\u00A0m² to 335.0\u00A0m² (no comparison: only 19 "
      "units)");
}

// Alike are those for which the rule asks the same: here, those of the class.
TEST(YearlyChange, TheRuleItselfTellsUnitsApart) {
  WayOffice office{{{"I", {{"area", "325"}}, {{"area", "325"}}}}, {kNorm}};
  add_growing(office, "I", 24);
  add_growing(office, "II", 40);
  const auto run = assessed(office);
  const NearestWayStep by_class = step_of(*run, 0);
  EXPECT_EQ(by_class.compared, 25U);
  EXPECT_EQ(by_class.alike, 15U);  // 10, 11, …, 24
  EXPECT_EQ(words_for(run->definitions(), by_class, Language::English),
            "The area: 10.0\u00A0m² more, from 325.0\u00A0m² to 335.0\u00A0m² (of 25 units alike "
            "15 rose by as "
            "much within a year)");
  office.criteria = {"area >= 335 m²"};
  const auto all = assessed(office);
  EXPECT_EQ(step_of(*all, 0).compared, 65U);
}

TEST(YearlyChange, OnlyTheWantedDirectionCounts) {
  WayOffice office{{{"I", {{"late", "9"}}, {{"late", "9"}}}}, {"late <= 5"}};
  for (int i = 1; i <= 30; ++i) {  // half of them rise
    office.wards.push_back(
        {"I", {{"late", "100"}}, {{"late", std::to_string(i % 2 == 0 ? 100 - i : 100 + i)}}});
  }
  const auto run = assessed(office);
  const NearestWayStep step = step_of(*run, 0);
  EXPECT_EQ(step.compared, 31U);
  EXPECT_EQ(step.alike, 14U);                    // fell by 4, 6, …, 30
  EXPECT_DOUBLE_EQ(*step.difficulty, 4.0 / 24);  // −29 … −1, 0, 2, 4 … 30: the 28th of 31
}

TEST(YearlyChange, WithoutTheYearBeforeOrAcrossADefinitionThereIsNone) {
  WayOffice office{{{"I", {}, {{"area", "197"}}}}, {"area >= 335 m²"}};
  for (int i = 0; i < 30; ++i) office.wards.push_back({"I", {}, {{"area", "300"}}});
  EXPECT_EQ(step_of(*assessed(office), 0).compared, 0U);
  WayOffice changed{{}, {"fresh >= 4"}};
  changed.more_indicators =
      amount_indicator("fresh",
                       "at_most = 9\nlever = \"raise\"\n[[indicator.version]]\nid = \"1\"\n"
                       "[[indicator.version]]\nid = \"2\"\nfrom = 2023-01-01\ncomparable = false\n"
                       "reason = \"counted otherwise\"\n");
  for (int i = 0; i < 30; ++i) changed.wards.push_back({"I", {{"fresh", "1"}}, {{"fresh", "2"}}});
  const auto run = assessed(changed);
  EXPECT_EQ(step_of(*run, 0).compared, 0U);
  EXPECT_EQ(
      words_for(run->definitions(), step_of(*run, 0), Language::English),
      "The fresh: 2 more, from 2 to 4 (no comparison: no unit alike has values of both years)");
}

// Two levers would do: the one that units alike move more easily, not the one that comes first.
TEST(YearlyChange, ChoosesTheEasierLeverAndTheEasierCriterion) {
  WayOffice office;
  for (int i = 0; i < 25; ++i) {
    office.wards.push_back({"I",
                            {{"bikes", "1"}, {"desks", "1"}, {"kits", "1"}},
                            {{"bikes", i < 3 ? "2" : "1"}, {"desks", "4"}, {"kits", "3"}}});
  }
  office.wards[0].now = {{"bikes", "1"}, {"desks", "1"}, {"kits", "1"}};
  // bikes: the 23rd of 25 is 0, so no comparison; desks 1/3; kits 1/2.
  office.criteria = {"bikes >= 2 or desks >= 2 or kits >= 2"};
  const auto one = assessed(office);
  EXPECT_EQ(said(*one, one->way()), std::vector<std::string>{"1: desks +1 to 2"});
  office.criteria = {"bikes >= 2", "kits >= 2", "desks >= 2"};
  office.level = "at_least(1 of criteria)";
  const auto first = assessed(office);
  EXPECT_EQ(said(*first, first->way()), std::vector<std::string>{"3: desks +1 to 2"});
  office.level = "at_least(2 of criteria)";
  const auto two = assessed(office);
  EXPECT_EQ(said(*two, two->way()),
            (std::vector<std::string>{"2: kits +1 to 2", "3: desks +1 to 2"}));
  office.criteria = {"at_least(2 of bikes >= 2, desks >= 2, kits >= 2)"};
  office.level = "all(criteria)";
  const auto inside = assessed(office);
  EXPECT_EQ(said(*inside, inside->way()),
            (std::vector<std::string>{"1: desks +1 to 2", "1: kits +1 to 2"}));
}

TEST(YearlyChange, DataAreAskedForInWords) {
  const auto run = assessed(WayOffice{
      {{"I", {}, {{"answers", "68"}, {"content", "62"}}}},
      {"if answers >= 1200 then content / answers >= 90 % else no_data(\"few\")", "bikes >= 4"}});
  const NearestWay way = run->way();
  ASSERT_EQ(way.steps.size(), 2U);
  EXPECT_EQ(words_for(run->definitions(), way.steps[0], Language::Vietnamese),
            "cần số liệu: thêm 1.132 – Số answers (hiện có 68, cần 1.200)");
  EXPECT_EQ(words_for(run->definitions(), way.steps[0], Language::English),
            "data needed: 1,132 more – The answers (68 now, 1,200 needed)");
  EXPECT_EQ(words_for(run->definitions(), way.steps[1], Language::Vietnamese),
            "cần số liệu: Số bikes");
}

}  // namespace
}  // namespace exemplar::programme
