// Restatement on small histories written out, and its laws on seeded random ones.
#include "programme/organisation_unit/restatement.hpp"

#include "random/seed.hpp"
#include "random_history.hpp"

namespace exemplar::programme {
namespace {

using Kind = UnitEventKind;

// "d 3/5", "e 0..1", "unplaced 1".
std::vector<std::string> lines(const UnitRegister& units, const RestatedUnit& unit) {
  const auto number = [](const Ratio& ratio) {
    const Ratio r = ratio.reduced();
    return to_string(r.numerator) + (r.denominator == 1 ? "" : "/" + to_string(r.denominator));
  };
  const auto bounds = [&](const ShareBounds& share) {
    return share.known() ? number(share.lower) : number(share.lower) + ".." + number(share.upper);
  };
  std::vector<std::string> texts;
  for (const RestatedPart& part : unit.parts) {
    texts.push_back(units.id_of(part.target) + " " + bounds(part.share));
  }
  if (!(unit.unplaced.upper == Ratio{0, 1})) texts.push_back("unplaced " + bounds(unit.unplaced));
  return texts;
}

using Lines = std::vector<std::string>;

TEST(Restatement, FollowsTheSharesForwards) {
  const UnitRegister units = built(small_city().tables);
  const Restatement now = restate_onto(units, day("2025-07-01"));
  EXPECT_EQ(lines(units, now.of(id(units, "a"))), (Lines{"d 3/5", "e 2/5"}));
  EXPECT_EQ(lines(units, now.of(id(units, "d"))), (Lines{"d 1"}));
  EXPECT_EQ(lines(units, now.of(id(units, "q1"))), (Lines{"unplaced 1"}));
  EXPECT_EQ(now.of(id(units, "q1")).reasons,
            (std::vector<RestatementReason>{
                {RestatementGap::EndedWithoutSuccessor, id(units, "q1"), day("2025-07-01")}}));
  EXPECT_EQ(ids(units, now.sources(id(units, "e"))), (Lines{"a", "b", "c", "e"}));

  const UnitAmount amounts[] = {{id(units, "a"), 101}, {id(units, "b"), 50}};
  const RestatedSums sums = now.sum(amounts);
  ASSERT_EQ(sums.units.size(), 2u);
  EXPECT_EQ(sums.units[0].lower.ratio(), (Ratio{453, 5}));
  EXPECT_TRUE(sums.units[0].known());
  EXPECT_EQ(sums.units[1].lower.ratio(), (Ratio{302, 5}));
  EXPECT_EQ(sums.unplaced_upper, ExactSum());
}

TEST(Restatement, BackwardsOnlyWhereAUnitCameFromOne) {
  const UnitRegister units = built(small_city().tables);
  const Restatement spring = restate_onto(units, day("2025-03-01"));
  EXPECT_EQ(lines(units, spring.of(id(units, "e"))), (Lines{"c 1"}));
  EXPECT_EQ(lines(units, spring.of(id(units, "a"))), (Lines{"c 1"}));
  const Restatement before = restate_onto(units, day("2024-03-01"));
  EXPECT_EQ(lines(units, before.of(id(units, "e"))), (Lines{"a 0..1", "b 0..1"}));
  ASSERT_EQ(before.of(id(units, "e")).reasons.size(), 1u);
  EXPECT_EQ(before.of(id(units, "e")).reasons[0].gap, RestatementGap::CameFromSeveral);
  EXPECT_EQ(render(describe(before.of(id(units, "e")).reasons[0], units,
                            units.find_hierarchy("territory").value(), Language::English),
                   Language::English),
            "Phường Đa Kao, Quận 1: came from several units on 2025-01-01; its parts are not "
            "known");
  const Restatement long_ago = restate_onto(units, day("2019-01-01"));
  EXPECT_EQ(lines(units, long_ago.of(id(units, "b"))), (Lines{"unplaced 1"}));
}

TEST(Restatement, AnUnknownShareGivesBounds) {
  TableAuthor t = small_city();
  t.tables.events[2].weight = t.tables.events[2].total = {};
  t.tables.events[3].weight = t.tables.events[3].total = {};
  const UnitRegister units = built(t.tables);
  const Restatement now = restate_onto(units, day("2025-07-01"));
  EXPECT_EQ(lines(units, now.of(id(units, "a"))), (Lines{"d 0..1", "e 0..1"}));
  const UnitAmount amounts[] = {{id(units, "a"), 100}, {id(units, "b"), -30}, {id(units, "d"), 5}};
  const RestatedSums sums = now.sum(amounts);
  EXPECT_EQ(sums.units[0].lower, ExactSum(5 - 30));
  EXPECT_EQ(sums.units[0].upper, ExactSum(5 + 100));
  EXPECT_FALSE(sums.units[0].known());
  EXPECT_EQ(sums.units[0].reasons,
            (std::vector<RestatementReason>{
                {RestatementGap::ShareUnknown, id(units, "c"), day("2025-07-01")}}));
}

TEST(Restatement, WhatIsNotConfirmedIsNotCarriedOver) {
  TableAuthor t;
  t.unit("p13", "1", "Phường 13", "ward", "", "2024-12-31")
      .unit("p15", "1", "Phường 15", "ward", "2025-01-01")
      .unit("p14", "2", "Phường 14", "ward", "", "2024-12-31")
      .event("2025-01-01", Kind::Unclear, "p13", "p15");
  const UnitRegister units = built(t.tables);
  const Restatement now = restate_onto(units, day("2025-01-01"));
  EXPECT_EQ(lines(units, now.of(id(units, "p13"))), (Lines{"p15 0..1", "unplaced 0..1"}));
  EXPECT_EQ(lines(units, now.of(id(units, "p14"))), (Lines{"unplaced 1"}));
  EXPECT_EQ(now.of(id(units, "p14")).reasons[0].gap, RestatementGap::FateUnknown);
  const Restatement before = restate_onto(units, day("2024-12-31"));
  EXPECT_EQ(lines(units, before.of(id(units, "p15"))), (Lines{"p13 0..1", "unplaced 0..1"}));
}

TEST(Restatement, PartsMergedAgainAreTheWholeAgain) {
  TableAuthor t;
  t.unit("a", "", "A", "x", "", "2020-12-31")
      .unit("b", "", "B", "x", "2021-01-01", "2021-12-31")
      .unit("c", "", "C", "x", "2021-01-01", "2021-12-31")
      .unit("d", "", "D", "x", "2022-01-01")
      .event("2021-01-01", Kind::Split, "a", "b")
      .event("2021-01-01", Kind::Split, "a", "c")
      .event("2022-01-01", Kind::Merge, "b", "d")
      .event("2022-01-01", Kind::Merge, "c", "d");
  const UnitRegister units = built(t.tables);
  const Restatement now = restate_onto(units, day("2022-01-01"));
  EXPECT_EQ(lines(units, now.of(id(units, "a"))), (Lines{"d 1"}));
  EXPECT_TRUE(now.of(id(units, "a")).reasons.empty());
  EXPECT_EQ(lines(units, restate_onto(units, day("2020-01-01")).of(id(units, "d"))),
            (Lines{"a 1"}));
}

TEST(Restatement, SaysWhereSharesGrowTooFine) {
  TableAuthor t;
  t.unit("u0", "", "0", "x", "", "2000-12-31");
  const int64_t totals[] = {999'999'937, 999'999'929, 999'999'893};
  for (int i = 0; i < 3; ++i) {
    const std::string from = fmt::format("{}-01-01", 2001 + i);
    const std::string until = i < 2 ? fmt::format("{}-12-31", 2001 + i) : "";
    const std::string old = "u" + std::to_string(i);
    const std::string next = "u" + std::to_string(i + 1);
    t.unit(next, "", next, "x", from, until).unit("rest" + next, "", next, "x", from);
    t.event(from, Kind::Split, old, next, 1, totals[i])
        .event(from, Kind::Split, old, "rest" + next, totals[i] - 1, totals[i]);
  }
  const UnitRegister units = built(t.tables);
  EXPECT_TRUE(restate_onto(units, day("2002-01-01")).of(id(units, "u0")).known());
  const Restatement third = restate_onto(units, day("2003-01-01"));
  const RestatedUnit& last = third.of(id(units, "u0"));
  EXPECT_FALSE(last.known());
  EXPECT_EQ(last.reasons[0].gap, RestatementGap::ShareTooFine);
}

void expect_same_value(const ExactSum& a, const ExactSum& b) {
  EXPECT_TRUE(a == b);
}

TEST(RestatementProperties, OntoTheSameDayIsTheIdentity) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    RandomHistory history(tests::moved_seed(seed), {seed % 2 == 0, true});
    const UnitRegister units = built(history.years(8));
    const Date on = *make_date(2001 + static_cast<int>(history.below(9)), 6, 1);
    const Restatement same = restate_onto(units, on);
    for (const OrganisationUnitId unit : units.valid_at(on)) {
      ASSERT_EQ(lines(units, same.of(unit)), (Lines{units.id_of(unit) + " 1"}));
    }
    EXPECT_TRUE(same.then(same) == same);
  }
}

TEST(RestatementProperties, KnownSharesConserveEverySum) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    RandomHistory history(tests::moved_seed(seed), {true, seed % 2 == 0});
    const UnitRegister units = built(history.years(6));
    const Date from = *make_date(2000, 6, 1);
    const Restatement onto = restate_onto(units, *make_date(2008, 1, 1));
    std::vector<UnitAmount> amounts;
    int64_t total = 0;
    for (const OrganisationUnitId unit : units.valid_at(from)) {
      amounts.push_back({unit, static_cast<int64_t>(history.below(1'000'000'000)) - 1000});
      total += amounts.back().amount;
    }
    bool known = true;
    for (const UnitAmount& amount : amounts) known = known && onto.of(amount.unit).known();
    if (!known) continue;  // shares too fine after many splits
    const RestatedSums sums = onto.sum(amounts);
    ExactSum sum = sums.unplaced_lower;
    for (const RestatedSum& unit : sums.units) {
      EXPECT_TRUE(unit.known());
      sum.add(unit.lower);
    }
    expect_same_value(sum, ExactSum(total));
    expect_same_value(sums.unplaced_lower, sums.unplaced_upper);
  }
}

TEST(RestatementProperties, TwoStepsAreOneStep) {
  int compared = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    RandomHistory history(tests::moved_seed(seed), {true, seed % 2 == 0});
    const UnitRegister units = built(history.years(6));
    const Date middle = *make_date(2003, 6, 1);
    const Date end = *make_date(2008, 1, 1);
    const Restatement direct = restate_onto(units, end);
    const Restatement stepped = restate_onto(units, middle).then(restate_onto(units, end));
    for (const OrganisationUnitId unit : units.valid_at(*make_date(2000, 6, 1))) {
      if (!direct.of(unit).known() || !stepped.of(unit).known()) continue;
      EXPECT_EQ(lines(units, stepped.of(unit)), lines(units, direct.of(unit)));
      ++compared;
    }
  }
  EXPECT_GT(compared, 400);
}

// Where shares are not known, the bounds hold what any weights would give: the same history with
// weights written in lies within the bounds of the history without them.
TEST(RestatementProperties, BoundsHoldWhateverTheWeights) {
  int unknown = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    RandomHistory history(tests::moved_seed(seed), {true, true});
    UnitTables tables = history.years(5);
    const UnitRegister whole = built(tables);
    std::map<std::string, bool> hidden;
    for (UnitEventRow& row : tables.events) {
      auto [place, inserted] = hidden.try_emplace(row.from_unit, history.below(2) == 0);
      if (place->second) row.weight = row.total = {};
    }
    const UnitRegister partly = built(tables);
    const Date onto = *make_date(2008, 1, 1);
    const Restatement exact = restate_onto(whole, onto);
    const Restatement bounds = restate_onto(partly, onto);
    const Date middle = *make_date(2003, 6, 1);
    const Restatement stepped = restate_onto(partly, middle).then(restate_onto(partly, onto));
    for (size_t i = 0; i < whole.size(); ++i) {
      const OrganisationUnitId unit(i);
      if (!exact.of(unit).known()) continue;
      unknown += bounds.of(unit).known() ? 0 : 1;
      for (const RestatedPart& part : exact.of(unit).parts) {
        for (const Restatement* restated : {&bounds, &stepped}) {
          // A step back and forth is no step in one direction.
          if (restated == &stepped && whole.validity(unit).from > middle) continue;
          const auto& parts = restated->of(unit).parts;
          const auto held = std::find_if(parts.begin(), parts.end(), [&](const RestatedPart& p) {
            return p.target == part.target;
          });
          ASSERT_NE(held, parts.end());
          EXPECT_TRUE(compare(held->share.lower, part.share.lower) <= 0);
          EXPECT_TRUE(compare(part.share.upper, held->share.upper) <= 0);
        }
      }
    }
  }
  EXPECT_GT(unknown, 100);
}

}  // namespace
}  // namespace exemplar::programme
