// Ways known by hand: each line is a rule, the values of a ward, and the steps that its way has.
#include "programme/nearest_way/way_office.hpp"

namespace exemplar::programme {
namespace {

struct Case {
  std::string name;
  std::string rule;
  std::map<std::string, std::string> values;
  std::vector<std::string> steps;
  bool solved = true;
  bool reaches = true;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

class WayOfOneCriterion : public testing::TestWithParam<Case> {};

TEST_P(WayOfOneCriterion, IsTheOneKnownByHand) {
  const Case& one = GetParam();
  const auto office = assessed(WayOffice{{{"II", {}, one.values}}, {one.rule}});
  const NearestWay way = office->way();
  EXPECT_EQ(said(*office, way), one.steps);
  EXPECT_EQ(way.solved, one.solved);
  EXPECT_EQ(way.reaches, one.reaches);
  EXPECT_FALSE(way.reached);
  EXPECT_EQ(way.why_not, WhyNoWay::None);
  EXPECT_TRUE(way.verified);
}

const std::string kNorm =
    "area / choose(unit.class, \"I\" -> 335 m², \"II\" -> 279 m², else 232 m²) >= 100 %";

const Case kCases[] = {
    {"area_of_the_class", kNorm, {{"area", "197.0"}}, {"1: area +82.0 to 279.0"}},
    {"on_the_grid", "area >= 66.65 m²", {{"area", "60"}}, {"1: area +6.7 to 66.7"}},
    {"above_is_one_more", "bikes > 4", {{"bikes", "3"}}, {"1: bikes +2 to 5"}},
    {"lower", "late <= 2", {{"late", "5"}}, {"1: late -3 to 2"}},
    {"lower_to_nothing", "late = 0", {{"late", "5"}}, {"1: late -5 to 0"}},
    {"through_not", "not (bikes < 4)", {{"bikes", "1"}}, {"1: bikes +3 to 4"}},
    {"a_lever_does_not_go_back",
     "late >= 9",
     {{"late", "5"}},
     {"1: one_is_not_enough late"},
     false,
     false},
    {"both_conjuncts",
     "bikes >= 4 and desks >= 3",
     {{"bikes", "2"}, {"desks", "1"}},
     {"1: bikes +2 to 4", "1: desks +2 to 3"}},
    {"the_failing_conjunct",
     "bikes >= 4 and desks >= 3",
     {{"bikes", "4"}, {"desks", "1"}},
     {"1: desks +2 to 3"}},
    {"three_conjuncts",
     "all(bikes >= 4, desks >= 3, kits >= 2)",
     {{"bikes", "2"}, {"desks", "1"}, {"kits", "2"}},
     {"1: bikes +2 to 4", "1: desks +2 to 3"}},
    {"between_two_bounds", "bikes >= 5 and bikes <= 8", {{"bikes", "2"}}, {"1: bikes +3 to 5"}},
    {"the_farther_of_two",
     "bikes >= 5 and bikes + desks >= 9 and desks >= 2",
     {{"bikes", "2"}, {"desks", "1"}},
     {"1: bikes +5 to 7", "1: desks +1 to 2"}},
    // The first alone would need 10 desks; what the second needs does five of them.
    {"one_part_helps_another",
     "desks - late >= 9 and late <= 2",
     {{"desks", "6"}, {"late", "7"}},
     {"1: desks +5 to 11", "1: late -5 to 2"}},
    {"a_conjunct_without_lever",
     "bikes >= 4 and due >= 3",
     {{"bikes", "2"}, {"due", "1"}},
     {"1: bikes +2 to 4", "1: no_lever"},
     false,
     false},
    {"beyond_at_most",
     "bikes >= 21",
     {{"bikes", "2"}},
     {"1: one_is_not_enough bikes"},
     false,
     false},
    {"up_to_at_most", "bikes >= 20", {{"bikes", "2"}}, {"1: bikes +18 to 20"}},
    {"no_single_lever",
     "bikes + desks >= 30",
     {{"bikes", "2"}, {"desks", "1"}},
     {"1: one_is_not_enough bikes desks"},
     false,
     false},
    {"no_lever", "due >= 4", {{"due", "1"}}, {"1: no_lever"}, false, false},
    {"undoing_each_other",
     "bikes >= 5 and bikes + desks <= 6",
     {{"bikes", "1"}, {"desks", "5"}},
     {"1: contradicting bikes desks"},
     false,
     false},
    {"part_stays_below_the_whole",
     "done / due >= 95 %",
     {{"done", "70"}, {"due", "90"}},
     {"1: done +16 to 86"}},
    {"part_as_large_as_the_whole",
     "done / due >= 100 %",
     {{"done", "70"}, {"due", "90"}},
     {"1: done +20 to 90"}},
    {"part_equal_to_the_whole",
     "done / due = 100 %",
     {{"done", "70"}, {"due", "90"}},
     {"1: done +20 to 90"}},
    {"part_equals_whole", "done = due", {{"done", "70"}, {"due", "90"}}, {"1: done +20 to 90"}},
    {"never_more_than_the_whole",
     "done / due >= 120 %",
     {{"done", "70"}, {"due", "90"}},
     {"1: stops_at_whole done"},
     false,
     false},
    {"more_than_the_whole_already",
     "done / due >= 200 %",
     {{"done", "95"}, {"due", "90"}},
     {"1: stops_at_whole done"},
     false,
     false},
    {"a_norm_is_no_whole", "bikes / 4 >= 150 %", {{"bikes", "4"}}, {"1: bikes +2 to 6"}},
    {"not_past_an_equality",
     "done = due and done >= 95",
     {{"done", "70"}, {"due", "90"}},
     {"1: done +20 to 90", "1: stops_at_whole done"},
     false,
     false},
    {"the_missing_of_three",
     "at_least(2 of bikes >= 4, desks >= 3, due >= 2)",
     {{"bikes", "1"}, {"desks", "1"}, {"due", "2"}},
     {"1: bikes +3 to 4"}},
    {"all_that_are_missing",
     "at_least(2 of bikes >= 4, desks >= 3, due >= 2)",
     {{"bikes", "1"}, {"desks", "1"}, {"due", "1"}},
     {"1: bikes +3 to 4", "1: desks +2 to 3"}},
    {"the_solvable_of_two",
     "due >= 9 or desks >= 3",
     {{"due", "1"}, {"desks", "1"}},
     {"1: desks +2 to 3"}},
    {"in_the_branch",
     "if due >= 1 then bikes >= 4 and desks >= 3 else kits >= 2",
     {{"due", "1"}, {"bikes", "3"}, {"desks", "2"}, {"kits", "0"}},
     {"1: bikes +1 to 4", "1: desks +1 to 3"}},
    {"sum_of_the_months",
     "sessions >= 48",
     {{"sessions 2023-01", "3"},
      {"sessions 2023-02", "3"},
      {"sessions 2023-03", "3"},
      {"sessions 2023-04", "3"},
      {"sessions 2023-05", "3"},
      {"sessions 2023-06", "3"},
      {"sessions 2023-07", "3"},
      {"sessions 2023-08", "3"},
      {"sessions 2023-09", "3"},
      {"sessions 2023-10", "3"},
      {"sessions 2023-11", "3"},
      {"sessions 2023-12", "2"}},
     {"1: sessions +13 to 48"}},
    // What is unknown is asked for, never moved.
    {"unknown", "bikes >= 4", {}, {"1: data bikes"}, true, false},
    {"unknown_part", "bikes + desks >= 9", {{"desks", "2"}}, {"1: data bikes"}, true, false},
    {"unknown_beside_not_met",
     "bikes >= 4 and desks >= 3",
     {{"desks", "2"}},
     {"1: data bikes", "1: desks +1 to 3"},
     true,
     false},
    {"last_year",
     "bikes >= bikes[last year]",
     {{"bikes", "2"}},
     {"1: data bikes (another period)"},
     true,
     false},
    {"too_few_answers",
     "if answers >= 200 then content / answers >= 90 % else no_data(\"few\")",
     {{"answers", "68"}, {"content", "62"}},
     {"1: data +132 answers"},
     true,
     false},
    {"too_few_said_the_other_way",
     "if answers < 200 then no_data(\"few\") else content / answers >= 90 %",
     {{"answers", "68"}, {"content", "62"}},
     {"1: data +132 answers"},
     true,
     false},
    {"too_few_mirrored",
     "if 200 < answers then content / answers >= 90 % else no_data(\"few\")",
     {{"answers", "68"}, {"content", "62"}},
     {"1: data +133 answers"},
     true,
     false},
    {"two_guards",
     "if answers >= 200 and due >= 20 then content / answers >= 90 % else no_data(\"few\")",
     {{"answers", "68"}, {"content", "62"}, {"due", "5"}},
     {"1: data +132 answers", "1: data +15 due"},
     true,
     false},
    {"guard_unknown",
     "if answers >= 200 then content / answers >= 90 % else no_data(\"few\")",
     {{"content", "62"}},
     {"1: data answers"},
     true,
     false},
    {"no_data_for_another_reason",
     "if due = 3 then bikes >= 4 else no_data(\"why\")",
     {{"due", "5"}, {"bikes", "9"}},
     {"1: data"},
     true,
     false},
    {"contradiction",
     "done / due >= 95 %",
     {{"done", "5"}, {"due", "0"}},
     {"1: data done due"},
     true,
     false},
    {"nothing_due_counts_as_unknown",
     "done / due >= 95 %",
     {{"done", "0"}, {"due", "0"}},
     {"1: counted_as_unknown"},
     false,
     false},
};
INSTANTIATE_TEST_SUITE_P(ByHand, WayOfOneCriterion, testing::ValuesIn(kCases),
                         [](const auto& one) { return one.param.name; });

TEST(NearestWay, OfAUnitThatIsThereIsEmpty) {
  const auto office = assessed(WayOffice{{{"I", {}, {{"bikes", "4"}}}}, {"bikes >= 4"}});
  const NearestWay way = office->way();
  EXPECT_TRUE(way.reached);
  EXPECT_TRUE(way.reaches);
  EXPECT_TRUE(way.steps.empty());
}

TEST(NearestWay, EachUnitHasItsOwn) {
  const auto office = assessed(WayOffice{
      {{"I", {}, {{"area", "197"}}}, {"II", {}, {{"area", "300"}}}, {"III", {}, {{"area", "2.5"}}}},
      {kNorm}});
  const OrganisationUnitId units[] = {office->unit(2), office->unit(0), office->unit(1),
                                      office->unit(2)};
  const auto ways = nearest_ways(*office->run, units);
  EXPECT_EQ(said(*office, ways[0]), std::vector<std::string>{"1: area +229.5 to 232.0"});
  EXPECT_EQ(said(*office, ways[1]), std::vector<std::string>{"1: area +138.0 to 335.0"});
  EXPECT_TRUE(ways[2].reached);
  EXPECT_EQ(said(*office, ways[3]), said(*office, ways[0]));
}

// Each change moves the mean: what is proposed to one must not lean on what is proposed to others.
TEST(NearestWay, UnitsThatBearOnOneAnotherAreSolvedApart) {
  const auto office = assessed(WayOffice{
      {{"I", {}, {{"area", "60"}}}, {"I", {}, {{"area", "90"}}}, {"I", {}, {{"area", "300"}}}},
      {"area >= mean(area over participants)"}});
  // x >= (x + 390) / 3 from 195 on; x >= (x + 360) / 3 from 180 on.
  EXPECT_EQ(said(*office, office->way(0)), std::vector<std::string>{"1: area +135.0 to 195.0"});
  const OrganisationUnitId units[] = {office->unit(0), office->unit(1)};
  const auto ways = nearest_ways(*office->run, units);
  EXPECT_EQ(said(*office, ways[0]), std::vector<std::string>{"1: area +135.0 to 195.0"});
  EXPECT_EQ(said(*office, ways[1]), std::vector<std::string>{"1: area +90.0 to 180.0"});
  EXPECT_TRUE(ways[0].reaches);
  EXPECT_TRUE(ways[1].reaches);
}

// 1 needs 3 bikes, 2 needs 1 desk, 3 has no lever, 4 is unknown, 5 is met.
WayOffice five(const std::string& level) {
  return {{{"I", {}, {{"bikes", "1"}, {"desks", "2"}, {"due", "0"}, {"kits", "5"}}}},
          {"bikes >= 4", "desks >= 3", "due >= 2", "answers >= 3", "kits >= 2"},
          level};
}

struct LevelCase {
  std::string name;
  std::string level;
  std::vector<std::string> steps;
  bool solved = true;
  bool reaches = true;
  WhyNoWay why_not = WhyNoWay::None;
};

void PrintTo(const LevelCase& one, std::ostream* out) {
  *out << one.name;
}

class WayToALevel : public testing::TestWithParam<LevelCase> {};

TEST_P(WayToALevel, TakesTheFewestAndThenTheEasiest) {
  const LevelCase& one = GetParam();
  const auto office = assessed(five(one.level));
  const NearestWay way = office->way();
  EXPECT_EQ(said(*office, way), one.steps);
  EXPECT_EQ(way.solved, one.solved);
  EXPECT_EQ(way.reaches, one.reaches);
  EXPECT_EQ(way.why_not, one.why_not);
}

const LevelCase kLevelCases[] = {
    {"every_one",
     "all(criteria)",
     {"1: bikes +3 to 4", "2: desks +1 to 3", "3: no_lever", "4: data answers"},
     false,
     false},
    // Equal so far (no comparison): the first.
    {"two_of_five", "at_least(2 of criteria)", {"1: bikes +3 to 4"}},
    {"three_of_five", "at_least(3 of criteria)", {"1: bikes +3 to 4", "2: desks +1 to 3"}},
    {"then_data",
     "at_least(4 of criteria)",
     {"1: bikes +3 to 4", "2: desks +1 to 3", "4: data answers"},
     true,
     false},
    {"one_rather_than_two",
     "(criterion(\"1\") and criterion(\"2\")) or criterion(\"3\")",
     {"3: no_lever"},
     false,
     false},
    {"the_easier_of_two_pairs",
     "(criterion(\"3\") and criterion(\"1\")) or (criterion(\"2\") and criterion(\"1\"))",
     {"1: bikes +3 to 4", "2: desks +1 to 3"}},
    // A share of answers that are not all known is not known: the data come first.
    {"a_share", "share(met of criteria) >= 40 %", {"4: data answers"}, true, false},
    {"asks_more",
     "all(criteria) and unit.class = \"II\"",
     {},
     false,
     false,
     WhyNoWay::LevelAsksMore},
    {"asks_of_others",
     "all(criteria) and sum(bikes over participants) >= 1",
     {},
     false,
     false,
     WhyNoWay::LevelComparesUnits},
};
INSTANTIATE_TEST_SUITE_P(ByHand, WayToALevel, testing::ValuesIn(kLevelCases),
                         [](const auto& one) { return one.param.name; });

// With more open criteria than every choice is tried of, the same rule.
TEST(NearestWay, OfManyOpenCriteriaTheEasiestAreTaken) {
  WayOffice office;
  office.wards = {{"I", {}, {{"bikes", "0"}, {"due", "0"}, {"desks", "0"}}}};
  for (int i = 0; i < 4; ++i) office.criteria.push_back("due >= " + std::to_string(i + 1));
  for (int i = 0; i < 4; ++i) office.criteria.push_back("bikes >= " + std::to_string(i + 1));
  office.criteria.push_back("desks >= 1");
  office.level = "at_least(5 of criteria) and criterion(\"9\")";
  const auto run = assessed(office);
  EXPECT_EQ(said(*run, run->way()),
            (std::vector<std::string>{"5: bikes +1 to 1", "6: bikes +2 to 2", "7: bikes +3 to 3",
                                      "8: bikes +4 to 4", "9: desks +1 to 1"}));
}

TEST(NearestWay, WhatUndoesACriterionThatIsMetIsNoSolution) {
  const auto run = assessed(WayOffice{{{"I", {}, {{"bikes", "1"}, {"desks", "1"}}}},
                                      {"bikes >= 4", "bikes <= desks + 1"}});
  const NearestWay way = run->way();
  EXPECT_EQ(said(*run, way), std::vector<std::string>{"1: bikes +3 to 4"});
  EXPECT_FALSE(way.verified);
  EXPECT_FALSE(way.solved);
  EXPECT_FALSE(way.reaches);
}

TEST(NearestWay, AKnockOutThatIsSolvedKnocksNobodyOut) {
  WayOffice office{{{"I", {}, {{"late", "3"}, {"bikes", "1"}}}}, {"bikes >= 4", "late = 0"}};
  office.criteria[1] = "late = 0'''\nknock_out = true\ntext = '''x";
  office.level = "at_least(1 of criteria) and no_knock_out";
  const auto run = assessed(office);
  EXPECT_EQ(said(*run, run->way()), std::vector<std::string>{"2: late -3 to 0"});
  EXPECT_TRUE(run->way().reaches);
}

TEST(NearestWay, PointsAreReachedByALever) {
  const auto run = assessed(
      WayOffice{{{"I", {}, {{"bikes", "1"}}}},
                {"points = '''interpolate(bikes, 0 -> 0, 10 -> 10)'''\nround = 1\nmax = 10\n"
                 "met = '''points >= 50 % * max'''"}});
  EXPECT_EQ(said(*run, run->way()), std::vector<std::string>{"1: bikes +4 to 5"});
}

TEST(NearestWay, OfNobodyIsRefusedWithItsReason) {
  const auto run = assessed(WayOffice{{{"I", {}, {{"bikes", "1"}}}}, {"bikes >= 4"}});
  EXPECT_EQ(nearest_way(*run->run, OrganisationUnitId(99)).why_not, WhyNoWay::NotAssessed);
}

// Levers that `check` refuses do not move in a pack that nobody checked.
TEST(NearestWay, WhatIsNoLeverByRightDoesNotMove) {
  for (const std::string wrong : {"about = \"people\"", "about = \"event\"", "receipts = true"}) {
    WayOffice office{{{"I", {}, {{"wrong", "1"}}}}, {"wrong >= 4"}};
    office.more_indicators = amount_indicator("wrong", "at_most = 9\nlever = \"raise\"\n" + wrong);
    const auto run = assessed(office);
    EXPECT_EQ(said(*run, run->way()), std::vector<std::string>{"1: no_lever"}) << wrong;
  }
}

// A value that is put together from others' is not moved by itself.
TEST(NearestWay, AMeanOfMonthsIsNotMoved) {
  WayOffice office{{{"I", {}, {}}}, {"mean_of >= 4"}};
  office.more_indicators = amount_indicator(
      "mean_of", "at_most = 9\nlever = \"raise\"\ncollected = \"P3M\"\nover_time = \"mean\"");
  for (const char* quarter : {"Q1", "Q2", "Q3", "Q4"}) {
    office.wards[0].now[fmt::format("mean_of 2023-{}", quarter)] = "2";
  }
  const auto run = assessed(office);
  EXPECT_EQ(said(*run, run->way()), std::vector<std::string>{"1: not_its_own mean_of"});
}

// What the pack says is missing, in the reader's language; without an English text, as it is.
TEST(NearestWay, WhatThePackSaysIsMissing) {
  for (const auto& [texts, english] : std::vector<std::pair<std::string, std::string>>{
           {"\"thiếu hồ sơ\", \"files are missing\"", "files are missing"},
           {"\"thiếu hồ sơ\"", "thiếu hồ sơ"}}) {
    WayOffice office;
    office.criteria = {"if due = 3 then bikes >= 4 else no_data(" + texts + ")"};
    office.wards = {{}};
    office.wards[0].now = {{"due", "5"}, {"bikes", "9"}};
    const auto run = assessed(office);
    const NearestWay way = run->way();
    ASSERT_EQ(way.steps.size(), 1U);
    EXPECT_EQ(words_for(run->definitions(), way.steps[0], Language::Vietnamese),
              "cần số liệu: thiếu hồ sơ");
    EXPECT_EQ(words_for(run->definitions(), way.steps[0], Language::English),
              "data needed: " + english);
  }
}

// Where a criterion has a lever and something else of it is not met, that is what is named.
TEST(NearestWay, WhatCannotBeSolvedIsTheConditionNotTheCriterion) {
  struct {
    std::string rule;
    std::vector<std::string> parts;  // of the steps; "" where there is none
    std::string english;             // of the last one
  } cases[] = {
      {"bikes >= 4 and due >= 9", {"", "due >= 9"}, "The due ≥ 9: no way is computed: "},
      {"bikes >= 1 and due >= 9", {"due >= 9"}, "The due ≥ 9: no way is computed: "},
      {"due >= 9", {"due >= 9"}, "The due ≥ 9: no way is computed: "},
      {"bikes >= 1 and due >= choose(unit.class, \"I\" -> 9, else 8)",
       {"due"},
       "The due: no way is computed: "},
      // Of several that would do none can be solved: no single one of them is what is missing.
      {"bikes >= 1 and (due >= 9 or answers >= 7)",
       {"due >= 9 or answers >= 7"},
       "The due ≥ 9 or The answers ≥ 7: no way is computed: "},
      {"bikes >= 1 and (due >= 9 or desks >= 3)", {""}, "The desks: 2 more"},
  };
  for (const auto& one : cases) {
    WayOffice office;
    office.criteria = {one.rule};
    office.wards = {{}};
    office.wards[0].now = {{"bikes", "2"}, {"due", "5"}, {"answers", "1"}, {"desks", "1"}};
    const auto run = assessed(office);
    const NearestWay way = run->way();
    std::vector<std::string> parts;
    for (const NearestWayStep& step : way.steps) parts.push_back(step.part);
    EXPECT_EQ(parts, one.parts) << one.rule;
    ASSERT_FALSE(way.steps.empty());
    const std::string words = words_for(run->definitions(), way.steps.back(), Language::English);
    EXPECT_EQ(words.substr(0, one.english.size()), one.english) << words;
  }
}

}  // namespace
}  // namespace exemplar::programme
