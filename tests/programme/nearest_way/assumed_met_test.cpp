// What if these criteria were met? Held equal to assessing again with inputs that meet them.
#include "programme/nearest_way/assumed_met.hpp"

#include "packs/hcmc_office.hpp"
#include "programme/nearest_way/way_office.hpp"

namespace exemplar::programme {
namespace {

using Taken = std::vector<std::vector<size_t>>;

// In the codes of answers: 0 not met, 1 unknown, 2 met.
std::vector<int> codes(const std::vector<engine::Answer>& answers) {
  std::vector<int> all;
  for (const engine::Answer answer : answers) all.push_back(static_cast<int>(answer));
  return all;
}

std::vector<int> meets_all_now(const AssessmentRun& run) {
  std::vector<int> meets;
  for (const uint32_t index : run.result().participants) {
    const UnitAssessment& unit = run.result().units[index];
    const Standing standing = run.result().standing(unit);
    size_t main = main_level_of(run.result()).value();
    const engine::Answer level = unit.levels[main].answer;
    meets.push_back(standing == Standing::MeetsAll        ? 2
                    : standing == Standing::NotAssessable ? 0
                    : level == engine::Answer::NotMet     ? 0
                                                          : 1);
  }
  return meets;
}

const std::vector<std::string> kRules = {"bikes >= 4", "desks >= 3", "due >= 2", "answers >= 3"};
const std::vector<std::string> kNames = {"bikes", "desks", "due", "answers"};
const std::vector<std::string> kEnough = {"4", "3", "2", "3"};

// Wards with each pattern of not met (0), unknown ("") and met values.
WayOffice wards_of_every_kind(const std::string& level) {
  WayOffice office;
  office.criteria = kRules;
  office.level = level;
  for (int code = 0; code < 81; ++code) {
    WayWard ward;
    for (size_t i = 0, rest = static_cast<size_t>(code); i < 4; ++i, rest /= 3) {
      if (rest % 3 == 0) ward.now[kNames[i]] = "0";
      if (rest % 3 == 1) ward.now[kNames[i]] = kEnough[i];
    }
    office.wards.push_back(ward);
  }
  return office;
}

class ReachesWithMet : public testing::TestWithParam<std::string> {};

TEST_P(ReachesWithMet, EqualsAssessingInputsThatMeetThem) {
  const WayOffice office = wards_of_every_kind(GetParam());
  const auto run = assessed(office);
  for (size_t pattern = 0; pattern < 16; ++pattern) {
    std::vector<size_t> criteria;
    WayOffice changed = office;
    for (size_t c = 0; c < 4; ++c) {
      if ((pattern >> c & 1U) == 0) continue;
      criteria.push_back(c);
      for (WayWard& ward : changed.wards) ward.now[kNames[c]] = kEnough[c];
    }
    const auto after = assessed(changed);
    EXPECT_EQ(codes(reaches_with_met(*run->run, Taken(office.wards.size(), criteria))),
              meets_all_now(*after->run))
        << pattern;
  }
}

INSTANTIATE_TEST_SUITE_P(Levels, ReachesWithMet,
                         testing::Values("all(criteria)", "at_least(3 of criteria)",
                                         "share(met of criteria) >= 75 %",
                                         "criterion(\"2\") and at_least(2 of criteria)",
                                         "count_of(unknown of criteria) = 0 and any(criteria)",
                                         "at_least(2 of criteria) and unit.class = \"I\""),
                         [](const auto& one) { return "level_" + std::to_string(one.index); });

TEST(ReachesWithMet, EachUnitHasItsOwnCriteria) {
  const auto run = assessed(WayOffice{{{"I", {}, {{"bikes", "1"}, {"desks", "3"}}},
                                       {"I", {}, {{"bikes", "1"}, {"desks", "1"}}},
                                       {"I", {}, {{"bikes", "4"}, {"desks", "3"}}}},
                                      {"bikes >= 4", "desks >= 3"}});
  EXPECT_EQ(codes(reaches_with_met(*run->run, {{0}, {0}, {}})), (std::vector<int>{2, 0, 2}));
  EXPECT_EQ(codes(reaches_with_met(*run->run, {{}, {0, 1}, {}})), (std::vector<int>{0, 2, 2}));
  EXPECT_EQ(codes(reaches_with_met(*run->run, {{1}, {1}})), (std::vector<int>{0, 0, 2}));
}

TEST(ReachesWithMet, WhatOneCriterionAsksOfAnotherFollows) {
  const auto run = assessed(WayOffice{{{"I", {}, {{"bikes", "1"}, {"desks", "3"}}}},
                                      {"bikes >= 4", "criterion(\"1\") and desks >= 3"}});
  EXPECT_EQ(codes(reaches_with_met(*run->run, {{0}})), std::vector<int>{2});
  EXPECT_EQ(codes(reaches_with_met(*run->run, {{1}})), std::vector<int>{0});
}

// A knock-out is a decision: no obstacle that is cleared away takes it back.
TEST(ReachesWithMet, KnockOutsAndAssessableStay) {
  WayOffice office{{{"I", {}, {{"bikes", "1"}, {"late", "1"}, {"due", "0"}}},
                    {"I", {}, {{"bikes", "1"}, {"late", "0"}, {"due", "0"}}},
                    {"I", {}, {{"bikes", "1"}, {"late", "0"}, {"due", "1"}}}},
                   {"bikes >= 4", "late = 0'''\nknock_out = true\ntext = '''x"},
                   "all(criteria) and no_knock_out"};
  office.assessable = "[assessable]\nwhen = 'due = 0'\nreason = \"Due\"\n";
  const auto run = assessed(office);
  EXPECT_EQ(codes(reaches_with_met(*run->run, {{0, 1}, {0, 1}, {0, 1}})),
            (std::vector<int>{0, 2, 0}));
}

TEST(ReachesWithMet, FullPointsComeWithACriterionThatIsNothingElse) {
  const std::string points =
      "points = '''interpolate(bikes, 0 -> 0, 10 -> 10)'''\nround = 1\nmax = 10\n";
  WayOffice office{{{"I", {}, {{"bikes", "2"}}}}, {points}, "total(points) >= 8"};
  const auto full = assessed(office);
  EXPECT_EQ(codes(reaches_with_met(*full->run, {{0}})), std::vector<int>{2});
  // Where half of the points is enough to be met, being met says no more of the points.
  office.criteria = {points + "met = '''points >= 50 % * max'''\n"};
  const auto half = assessed(office);
  EXPECT_EQ(codes(reaches_with_met(*half->run, {{0}})), std::vector<int>{0});
}

TEST(ReachesWithMet, NothingTakenChangesNothingInTheShippedPack) {
  for (const int in_year : {2021, 2022, 2023}) {
    const auto run = assessed(in_year);
    ASSERT_NE(run, nullptr);
    const Taken nothing(run->result().participants.size());
    EXPECT_EQ(codes(reaches_with_met(*run, nothing)), meets_all_now(*run));
    EXPECT_EQ(codes(reaches_with_met(*run, {})), meets_all_now(*run));
  }
}

// Whatever a ward of the shipped pack does not meet, and then all of it.
TEST(ReachesWithMet, EverythingOpenTakenReachesTheLevelOfTheShippedPack) {
  const auto run = assessed(2023);
  ASSERT_NE(run, nullptr);
  const Assessment& result = run->result();
  Taken open;
  for (const uint32_t index : result.participants) {
    open.emplace_back();
    for (size_t c = 0; c < result.set->criteria.size(); ++c) {
      const engine::Answer answer = result.units[index].criteria[c].answer;
      const bool is_open = answer == engine::Answer::NotMet || answer == engine::Answer::Unknown;
      if (is_open) open.back().push_back(c);
    }
  }
  const std::vector<engine::Answer> reaches = reaches_with_met(*run, open);
  for (size_t i = 0; i < open.size(); ++i) {
    const UnitAssessment& unit = result.units[result.participants[i]];
    bool knock_out = false;
    for (const size_t c : open[i]) knock_out = knock_out || result.set->criteria[c].knock_out;
    EXPECT_EQ(reaches[i] == engine::Answer::Met,
              !knock_out && unit.assessable == engine::Answer::Met);
  }
}

}  // namespace
}  // namespace exemplar::programme
