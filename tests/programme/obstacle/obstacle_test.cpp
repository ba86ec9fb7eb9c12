// Obstacles through time: when they stand, and which criteria of which set they block.
#include "programme/obstacle/obstacle.hpp"

namespace exemplar::programme {
namespace {

Date on(int year, int month, int day) {
  return *make_date(year, month, day);
}

CriteriaSet set_of(const char* id, int first_year, int last_year,
                   std::initializer_list<const char*> criteria) {
  CriteriaSet set;
  set.id = id;
  set.valid = {on(first_year, 1, 1), on(last_year, 12, 31)};
  for (const char* criterion : criteria) {
    set.criteria.emplace_back();
    set.criteria.back().id = criterion;
  }
  return set;
}

// 2021: 8, 9 ─▶ 2024: 6 (of 8 and of 9), 8 (another matter) ─▶ 2026: 1 and 2 (of 6)
Programme programme() {
  Programme one;
  one.id = "p";
  one.sets = {set_of("2021", 2021, 2023, {"8", "9"}), set_of("2024", 2024, 2025, {"6", "8"}),
              set_of("2026", 2026, 2026, {"1", "2"})};
  one.sets[1].maps_from = "2021";
  one.sets[1].mappings = {{"8", "6", {}, {}}, {"9", "6", {}, {}}, {"", "8", {}, {}}};
  one.sets[2].maps_from = "2024";
  one.sets[2].mappings = {{"6", "1", {}, {}}, {"6", "2", {}, {}}, {"8", "", {}, {}}};
  return one;
}

Obstacle blocking(std::initializer_list<const char*> criteria) {
  Obstacle obstacle;
  for (const char* id : criteria) obstacle.criteria.push_back({"p", id});
  return obstacle;
}

using Ids = std::vector<std::string>;

TEST(Obstacle, ItsCriteriaAreThoseOfTheSetOfItsDayFollowedThroughTheMappings) {
  const Programme p = programme();
  struct Case {
    Obstacle obstacle;
    Date day;
    size_t set;
    Ids expected;
  };
  const Case cases[] = {
      {blocking({"8"}), on(2022, 5, 1), 0, {"8"}},
      {blocking({"8"}), on(2022, 5, 1), 1, {"6"}},       // and not the other matter called 8
      {blocking({"8", "9"}), on(2022, 5, 1), 1, {"6"}},  // once
      {blocking({"8"}), on(2022, 5, 1), 2, {"1", "2"}},
      {blocking({"8"}), on(2019, 5, 1), 0, {"8"}},  // before every set: the first after it
      {blocking({"8"}), on(2024, 5, 1), 1, {"8"}},
      {blocking({"8"}), on(2024, 5, 1), 2, {}},  // dropped
      {blocking({"6"}), on(2024, 5, 1), 0, {}},  // an earlier set is not asked
      {blocking({"1"}), on(2030, 5, 1), 2, {"1"}},
      {blocking({}), on(2022, 5, 1), 0, {}},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(criteria_blocked(c.obstacle, c.day, p, p.sets[c.set]), c.expected)
        << iso(c.day) << " in " << p.sets[c.set].id;
  }
  Programme other = p;
  other.id = "q";
  EXPECT_EQ(criteria_blocked(blocking({"8"}), on(2022, 5, 1), other, other.sets[0]), Ids{});
  EXPECT_EQ(set_of_day(Programme{}, on(2022, 5, 1)), nullptr);
}

TEST(Obstacle, StandsFromItsFirstDayUntilItIsSolved) {
  Obstacle obstacle;
  EXPECT_TRUE(stood_on(obstacle, on(2020, 1, 1)));
  obstacle.since = on(2021, 3, 1);
  obstacle.solved_on = on(2023, 9, 1);
  EXPECT_FALSE(stood_on(obstacle, on(2021, 2, 28)));
  EXPECT_TRUE(stood_on(obstacle, on(2021, 3, 1)));
  EXPECT_TRUE(stood_on(obstacle, on(2023, 8, 31)));
  EXPECT_FALSE(stood_on(obstacle, on(2023, 9, 1)));
}

TEST(Obstacle, IsOpenUntilSolvedOrRefused) {
  const std::pair<ObstacleState, bool> cases[] = {
      {ObstacleState::Reported, true}, {ObstacleState::UnderReview, true},
      {ObstacleState::Approved, true}, {ObstacleState::ApprovedUnfunded, true},
      {ObstacleState::Funded, true},   {ObstacleState::UnderWay, true},
      {ObstacleState::Solved, false},  {ObstacleState::Refused, false}};
  for (const auto& [state, expected] : cases) {
    Obstacle obstacle;
    obstacle.state = state;
    EXPECT_EQ(is_open(obstacle), expected);
  }
}

TEST(Obstacle, ItsDayIsItsFirstElseThatOfItsDocument) {
  Document dated;
  dated.id = "a";
  dated.date = on(2024, 1, 16);
  Document undated;
  undated.id = "b";
  const std::vector<Document> documents = {dated, undated};
  Obstacle obstacle;
  EXPECT_EQ(day_of(obstacle, documents), std::nullopt);
  obstacle.document = "b";
  EXPECT_EQ(day_of(obstacle, documents), std::nullopt);
  obstacle.document = "a";
  EXPECT_EQ(day_of(obstacle, documents), dated.date);
  obstacle.since = on(2021, 3, 1);
  EXPECT_EQ(day_of(obstacle, documents), obstacle.since);
}

}  // namespace
}  // namespace exemplar::programme
