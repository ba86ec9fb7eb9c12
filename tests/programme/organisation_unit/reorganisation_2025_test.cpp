// 1 July 2025: 10,047 communes, wards and townships became 3,321 communes, wards and special zones.
#include <chrono>

#include "official_lists.hpp"
#include "programme/organisation_unit/restatement.hpp"
#include "programme/organisation_unit/unit_lineage.hpp"

namespace exemplar::programme {
namespace {

const char* const kLastOldDay = "2025-06-30";
const char* const kFirstNewDay = "2025-07-01";

bool is_lowest(const UnitRegister& units, OrganisationUnitId unit, Date on) {
  const std::string& kind = units.version_at(unit, on)->kind;
  return kind == "ward" || kind == "commune" || kind == "township" || kind == "special zone";
}

std::vector<OrganisationUnitId> lowest(const UnitRegister& units, const char* on) {
  std::vector<OrganisationUnitId> found;
  for (const OrganisationUnitId unit : units.valid_at(day(on))) {
    if (is_lowest(units, unit, day(on))) found.push_back(unit);
  }
  return found;
}

std::vector<OrganisationUnitId> lowest_under(const UnitRegister& units, const char* code,
                                             const char* on) {
  std::vector<OrganisationUnitId> found;
  const auto root = units.resolve(code, day(on));
  for (const OrganisationUnitId unit :
       units.descendants(*root, units.find_hierarchy("territory").value(), day(on))) {
    if (is_lowest(units, unit, day(on))) found.push_back(unit);
  }
  return found;
}

const UnitRegister& country() {
  static const UnitRegister units = built(country_of_2025({}));
  return units;
}

#define SKIP_WITHOUT_FACTS() \
  if (const std::string missing = facts_missing(); !missing.empty()) GTEST_SKIP() << missing

TEST(Reorganisation2025, CountsTheUnitsBeforeAndAfter) {
  SKIP_WITHOUT_FACTS();
  const UnitRegister& units = country();
  EXPECT_EQ(lowest(units, kLastOldDay).size(), 10'047u);
  EXPECT_EQ(lowest(units, kFirstNewDay).size(), 3'321u);
  EXPECT_EQ(lowest_under(units, "79", kLastOldDay).size(), 273u);
  EXPECT_EQ(lowest_under(units, "74", kLastOldDay).size(), 91u);
  EXPECT_EQ(lowest_under(units, "77", kLastOldDay).size(), 77u);
  const auto city = lowest_under(units, "79", kFirstNewDay);
  EXPECT_EQ(city.size(), 168u);
  std::map<std::string, int> kinds;
  for (const OrganisationUnitId unit : city) {
    ++kinds[units.version_at(unit, day(kFirstNewDay))->kind];
  }
  EXPECT_EQ(kinds,
            (std::map<std::string, int>{{"ward", 113}, {"commune", 54}, {"special zone", 1}}));
  EXPECT_TRUE(units.fate_unknown().empty());
  EXPECT_FALSE(units.resolve("74", day(kFirstNewDay)));
}

TEST(Reorganisation2025, EveryUnitIsTracedBothWays) {
  SKIP_WITHOUT_FACTS();
  const UnitRegister& units = country();
  using Pair = std::pair<OrganisationUnitId, OrganisationUnitId>;
  std::set<Pair> forwards;
  std::set<Pair> backwards;
  for (const OrganisationUnitId unit : lowest(units, kLastOldDay)) {
    size_t reached = 0;
    if (units.is_valid(unit, day(kFirstNewDay))) {
      forwards.insert({unit, unit});
      ++reached;
    }
    for (const UnitTraceStep& step : trace(units, unit, day(kLastOldDay)).successors) {
      if (!units.is_valid(step.unit, day(kFirstNewDay))) continue;
      forwards.insert({unit, step.unit});
      ++reached;
    }
    EXPECT_GE(reached, 1u) << units.id_of(unit);
  }
  std::set<OrganisationUnitId> from_districts;
  for (const OrganisationUnitId unit : lowest(units, kFirstNewDay)) {
    size_t reached = 0;
    if (units.is_valid(unit, day(kLastOldDay))) {
      backwards.insert({unit, unit});
      ++reached;
    }
    for (const UnitTraceStep& step : trace(units, unit, day(kFirstNewDay)).ancestors) {
      if (is_lowest(units, step.unit, day(kLastOldDay))) {
        backwards.insert({step.unit, unit});
      } else {
        from_districts.insert(unit);
      }
      ++reached;
    }
    EXPECT_GE(reached, 1u) << units.id_of(unit);
  }
  EXPECT_EQ(forwards, backwards);
  EXPECT_EQ(forwards.size(), 10'599u);
  EXPECT_EQ(from_districts.size(), 5u);  // the island districts

  // Restatement reaches exactly what the trace reaches.
  const Restatement now = restate_onto(units, day(kFirstNewDay));
  std::set<Pair> restated;
  for (const OrganisationUnitId unit : lowest(units, kLastOldDay)) {
    for (const RestatedPart& part : now.of(unit).parts) restated.insert({unit, part.target});
  }
  EXPECT_EQ(restated, forwards);
}

TEST(Reorganisation2025, HoChiMinhCityGainsTwoProvinces) {
  SKIP_WITHOUT_FACTS();
  const UnitRegister& units = country();
  const HierarchyId territory = units.find_hierarchy("territory").value();
  std::map<std::string, int> provinces;
  std::set<OrganisationUnitId> sources;
  for (const OrganisationUnitId unit : lowest_under(units, "79", kFirstNewDay)) {
    for (const UnitTraceStep& step : trace(units, unit, day(kFirstNewDay)).ancestors) {
      sources.insert(step.unit);
    }
    if (units.is_valid(unit, day(kLastOldDay))) sources.insert(unit);
  }
  for (const OrganisationUnitId source : sources) {
    const auto above = units.ancestors(source, territory, day(kLastOldDay));
    ++provinces[units.version_at(above.back(), day(kLastOldDay))->code];
  }
  // The wards of the three provinces, and the district of Côn Đảo, which had none.
  EXPECT_EQ(provinces, (std::map<std::string, int>{{"74", 91}, {"77", 78}, {"79", 273}}));
  const auto city = units.resolve("79", day(kFirstNewDay));
  EXPECT_EQ(units.predecessor_events(*city).size(), 3u);
  EXPECT_EQ(units.name_with_district(*units.resolve("26734", day(kLastOldDay)), day(kLastOldDay),
                                     territory, Language::Vietnamese),
            "Phường Tân Định, Quận 1");
  EXPECT_EQ(units.name_with_district(*units.resolve("26737", day(kFirstNewDay)), day(kFirstNewDay),
                                     territory, Language::Vietnamese),
            "Phường Tân Định, Thành phố Hồ Chí Minh");
}

TEST(Reorganisation2025, SumsAreConservedWithWeights) {
  SKIP_WITHOUT_FACTS();
  std::mt19937_64 random(1072025);
  const UnitRegister units = built(country_of_2025([&](size_t count) {
    std::vector<int64_t> weights;
    for (size_t i = 0; i < count; ++i) {
      weights.push_back(static_cast<int64_t>(1 + random() % 30'000));
    }
    return weights;
  }));
  const Restatement now = restate_onto(units, day(kFirstNewDay));
  std::vector<UnitAmount> amounts;
  int64_t total = 0;
  for (const OrganisationUnitId unit : lowest(units, kLastOldDay)) {
    ASSERT_TRUE(now.of(unit).known());
    amounts.push_back({unit, static_cast<int64_t>(random() % 1'000'000'000)});
    total += amounts.back().amount;
  }
  const RestatedSums sums = now.sum(amounts);
  ExactSum sum;
  size_t not_whole = 0;
  for (const RestatedSum& unit : sums.units) {
    ASSERT_TRUE(unit.known());
    ASSERT_TRUE(unit.reasons.empty());
    not_whole += unit.lower.is_whole() ? 0 : 1;
    sum.add(unit.lower);
  }
  EXPECT_EQ(sums.units.size(), 3'316u);
  EXPECT_GT(not_whole, 400u);
  EXPECT_TRUE(sum.is_whole());
  EXPECT_TRUE(sum == ExactSum(total));
  EXPECT_TRUE(sums.unplaced_upper == ExactSum());
}

TEST(Reorganisation2025, TheFileAsItIsGivesBounds) {
  SKIP_WITHOUT_FACTS();
  const UnitRegister& units = country();
  const Restatement now = restate_onto(units, day(kFirstNewDay));
  std::vector<UnitAmount> amounts;
  std::map<OrganisationUnitId, int64_t> least;
  std::map<OrganisationUnitId, int64_t> most;
  std::set<OrganisationUnitId> fed_by_splits;
  size_t divided = 0;
  int64_t total = 0;
  for (const OrganisationUnitId unit : lowest(units, kLastOldDay)) {
    amounts.push_back({unit, static_cast<int64_t>(100 + unit.index())});
    total += amounts.back().amount;
    const auto events = units.successor_events(unit);
    divided += events.size() > 1 ? 1 : 0;
    if (events.empty()) least[unit] += amounts.back().amount;
    if (events.empty()) most[unit] += amounts.back().amount;
    for (const UnitEventId event : events) {
      const OrganisationUnitId target = units.event(event).to;
      if (events.size() > 1) fed_by_splits.insert(target);
      least[target] += events.size() > 1 ? 0 : amounts.back().amount;
      most[target] += amounts.back().amount;
    }
  }
  EXPECT_EQ(divided, 460u);
  EXPECT_EQ(fed_by_splits.size(), 447u);
  const RestatedSums sums = now.sum(amounts);
  EXPECT_EQ(sums.units.size(), 3'316u);
  int64_t lower = 0;
  for (const RestatedSum& unit : sums.units) {
    EXPECT_TRUE(unit.lower == ExactSum(least[unit.target]));
    EXPECT_TRUE(unit.upper == ExactSum(most[unit.target]));
    EXPECT_EQ(unit.known(), !fed_by_splits.contains(unit.target));
    EXPECT_EQ(unit.reasons.empty(), unit.known());
    for (const RestatementReason& reason : unit.reasons) {
      EXPECT_EQ(reason.gap, RestatementGap::ShareUnknown);
    }
    lower += least[unit.target];
  }
  EXPECT_LT(lower, total);
}

// Not a limit to keep, but a slip to a square of the units would show.
TEST(Reorganisation2025, AnswersQuickly) {
  SKIP_WITHOUT_FACTS();
  const UnitTables tables = country_of_2025({});
  const auto start = std::chrono::steady_clock::now();
  const UnitRegister units = built(tables);
  const auto valid = units.valid_at(day(kLastOldDay));
  const HierarchyId territory = units.find_hierarchy("territory").value();
  const auto city = units.resolve("79", day(kLastOldDay));
  size_t under = 0;
  for (const OrganisationUnitId unit : valid) {
    under += units.is_under(unit, *city, territory, day(kLastOldDay)) ? 1 : 0;
  }
  EXPECT_EQ(under, 273u + 22u);
  restate_onto(units, day(kFirstNewDay));
  const auto elapsed = std::chrono::steady_clock::now() - start;
  EXPECT_LT(std::chrono::duration_cast<std::chrono::seconds>(elapsed).count(), 20);
}

}  // namespace
}  // namespace exemplar::programme
