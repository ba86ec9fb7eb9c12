// Following changes among many units: several chunks and blocks, sorts by digits, sets of pieces, two
// threads. The small random programmes (agreement/incremental_test.cpp) reach every rule but none of
// these sizes.
//
//   10,000 units below 100, these below 10      x reported by all, y by one in ten
//   a change is followed, and everything computed anew in blocks of another size: the same bits
#include <gtest/gtest.h>

#include <random>

#include "engine/compute/small_rules.hpp"
#include "engine/compute/small_source.hpp"

namespace exemplar::engine {
namespace {

constexpr size_t kUnits = 10'110;

class ManyUnits : public ::testing::Test {
 protected:
  ManyUnits() {
    rules_.measure("place", "rank(tips, highest first)")
        .measure("place_of_mean", "rank(tips, lowest first, ties = mean)")
        .measure("part", "min_max(tips)")
        .measure("part_of_known", "min_max(days_open of known)")
        .measure("all_together", "sum(tips over participants)")
        .measure("average", "mean(days_open over participants of known)")
        .measure("below", "sum(tips over children)")
        .measure("above", "tips[parent]")
        .measure("middle", "median(tips over siblings)")
        .measure("index", "weighted_mean(min_max(tips) -> 2, min_max(days_open of known) -> 1)");
    compiled_ = std::make_unique<Compiled>(rules_.compiled());
    EXPECT_EQ(errors_of(*compiled_), std::vector<std::string>{});
    source_ = std::make_unique<SmallSource>(rules_.rules, kUnits);
    for (size_t unit = 0; unit < 110; ++unit) {
      source_->set_parent(unit, unit < 10 ? -1 : static_cast<int32_t>(unit % 10));
      source_->leave_out(unit);
    }
    for (size_t unit = 110; unit < kUnits; ++unit) {
      source_->set_parent(unit, static_cast<int32_t>(10 + unit % 100));
    }
    for (size_t unit = 0; unit < kUnits; ++unit) {
      source_->set("tips", unit, {static_cast<i128>(100 + below(5'000)), 1});
      if (unit % 10 == 0) source_->set("days_open", unit, {static_cast<i128>(below(300)), 1});
    }
  }

  uint64_t below(uint64_t n) { return random_() % n; }

  // The units of each formula whose cell the update says to have changed.
  std::map<NodeId, std::vector<uint32_t>> follow(Evaluation& live, const std::string& input,
                                                 std::vector<uint32_t> units) {
    uint32_t index = 0;
    while (rules_.rules.inputs[index].id != input) ++index;
    std::map<NodeId, Column> before;
    for (const NodeId node : compiled_->graph.formulas) before[node] = live.column(node, 0);
    std::map<NodeId, std::vector<uint32_t>> told;
    for (auto& change : live.update({{index, "", 0, std::move(units)}})) {
      told[change.node] = std::move(change.units);
    }
    for (const NodeId node : compiled_->graph.formulas) {
      EXPECT_EQ(told[node], differing(before[node], live.column(node, 0))) << input;
    }
    return told;
  }

  void expect_as_anew(Evaluation& live, const std::string& after) {
    Evaluation anew(compiled_->graph, *source_, {.block = 700, .threads = 1});
    for (size_t f = 0; f < compiled_->graph.formulas.size(); ++f) {
      const NodeId node = compiled_->graph.formulas[f];
      EXPECT_EQ(differing(live.column(node, 0), anew.column(node, 0)), std::vector<uint32_t>{})
          << rules_.rules.formulas[f].name << " after " << after;
    }
  }

  NodeId formula(const std::string& name) {
    size_t f = 0;
    while (rules_.rules.formulas[f].name != name) ++f;
    return compiled_->graph.formulas[f];
  }

  std::mt19937_64 random_{17};
  SmallRules rules_;
  std::unique_ptr<Compiled> compiled_;
  std::unique_ptr<SmallSource> source_;
};

TEST_F(ManyUnits, AreFollowedThroughPlacesExtremesSumsAndMeans) {
  Evaluation live(compiled_->graph, *source_, {.threads = 2});
  live.watch(compiled_->graph.formulas, {0});
  expect_as_anew(live, "nothing");
  // One unit far up in the order: many places move by one, the extremes stay.
  source_->set("tips", 5'000, {4'990, 1});
  auto told = follow(live, "tips", {5'000});
  expect_as_anew(live, "one unit going up");
  EXPECT_GT(told[formula("place")].size(), 10U);
  EXPECT_EQ(told[formula("part")], std::vector<uint32_t>{5'000});
  EXPECT_EQ(told[formula("all_together")].size(), kUnits);
  EXPECT_EQ(told[formula("below")].size(), 1U);
  EXPECT_TRUE(told[formula("above")].empty());
  EXPECT_TRUE(told[formula("average")].empty());
  // The largest of all: everybody's part is another one.
  source_->set("tips", 9'000, {90'000, 1});
  told = follow(live, "tips", {9'000});
  expect_as_anew(live, "a new largest");
  EXPECT_EQ(live.column(formula("place"), 0)[9'000].exact, (Ratio{1, 1}));
  EXPECT_GT(told[formula("place")].size(), 100U);
  EXPECT_GT(told[formula("part")].size(), 9'000U);
  EXPECT_GT(told[formula("index")].size(), 0U);
  // And no more: the extreme has to be looked for again.
  source_->set("tips", 9'000, {200, 1});
  told = follow(live, "tips", {9'000});
  expect_as_anew(live, "the largest gone");
  EXPECT_GT(told[formula("part")].size(), 9'000U);
  // What stands above.
  source_->set("tips", 42, {7, 1});
  told = follow(live, "tips", {42});
  expect_as_anew(live, "a unit above");
  EXPECT_EQ(told[formula("above")].size(), 100U);
  // Places have the lowest status of all that are compared, and are rid of it again.
  for (const uint8_t status : {0, 1}) {
    source_->set("tips", 8'000, {300, 1}, status);
    told = follow(live, "tips", {8'000});
    expect_as_anew(live, "a lower status and back");
    EXPECT_GT(told[formula("place")].size(), 9'000U);
  }
  // Of one in ten: a value more, a value gone, in chunks that keep a bit a unit.
  source_->set("days_open", 6'001, {299, 1});
  told = follow(live, "days_open", {6'001});
  expect_as_anew(live, "a value more");
  EXPECT_EQ(told[formula("average")].size(), kUnits);
  EXPECT_TRUE(told[formula("place")].empty());
  source_->at("days_open", 6'001) = unknown_cell(Pool::plain(ReasonKind::NoValue));
  follow(live, "days_open", {6'001});
  expect_as_anew(live, "a value gone");
}

// Numbers that the lanes cannot hold: everything is computed again, and the telling is right.
TEST_F(ManyUnits, AreComputedAgainWhereANumberLeavesTheLanes) {
  Evaluation live(compiled_->graph, *source_, {.threads = 2});
  live.watch(compiled_->graph.formulas, {0});
  source_->set("tips", 7'000, {static_cast<i128>(1) << 60, 1});
  auto told = follow(live, "tips", {7'000});
  expect_as_anew(live, "a number beyond 2^53");
  EXPECT_GT(told[formula("part")].size(), 9'000U);
  source_->set("tips", 7'000, {300, 1});
  told = follow(live, "tips", {7'000});
  expect_as_anew(live, "the number gone");
  EXPECT_GT(told[formula("part")].size(), 9'000U);
}

TEST_F(ManyUnits, AreFollowedThroughManyChangesAtOnce) {
  Evaluation live(compiled_->graph, *source_, {.threads = 2});
  live.watch(compiled_->graph.formulas, {0});
  for (int round = 0; round < 6; ++round) {
    std::set<uint32_t> units;
    while (units.size() < 40) units.insert(static_cast<uint32_t>(below(kUnits)));
    for (const uint32_t unit : units) {
      if (below(5) == 0) {
        source_->at("tips", unit) = unknown_cell(Pool::plain(ReasonKind::NoValue));
      } else {
        source_->set("tips", unit, {static_cast<i128>(below(6'000)), 1},
                     static_cast<uint8_t>(1 + below(3)));
      }
    }
    follow(live, "tips", {units.begin(), units.end()});
    expect_as_anew(live, "round " + std::to_string(round));
  }
}

}  // namespace
}  // namespace exemplar::engine
