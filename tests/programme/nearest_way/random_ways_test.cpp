// Random small offices: whatever the rules, nothing moves but a lever, and every change that is
// proposed holds when it is written down as a fact.
#include <random>

#include "programme/nearest_way/way_office.hpp"
#include "random/seed.hpp"

namespace exemplar::programme {
namespace {

using engine::Answer;

class Draw {
 public:
  explicit Draw(uint32_t seed) : engine_(seed) {}
  size_t below(size_t count) { return static_cast<size_t>(engine_() % count); }
  bool one_in(size_t count) { return below(count) == 0; }
  std::string of(const std::vector<std::string>& some) { return some[below(some.size())]; }

 private:
  std::mt19937 engine_;
};

// Some by right, some that `check` would refuse, some that are none.
const std::vector<std::string> kRaised = {"bikes", "desks", "kits", "done"};
const std::vector<std::string> kNumbers = {"bikes", "desks",  "kits",  "late",   "done",
                                           "due",   "people", "event", "brought"};

std::string number(Draw& draw) {
  switch (draw.below(4)) {
    case 0:
      return draw.of(kNumbers) + " + " + draw.of(kRaised);
    case 1:
      return draw.of(kRaised) + " - late";
    default:
      return draw.of(kNumbers);
  }
}

std::string comparison(Draw& draw) {
  switch (draw.below(8)) {
    case 0:
      return "late <= " + std::to_string(draw.below(5));
    case 1:
      return "done / due >= " + std::to_string(50 + draw.below(51)) + " %";
    case 2:
      return "done = due";
    case 3:
      return "not (" + draw.of(kRaised) + " < " + std::to_string(1 + draw.below(9)) + ")";
    case 4:
      return "if answers >= 6 then bikes >= " + std::to_string(1 + draw.below(9)) +
             " else no_data(\"few\")";
    default:
      return number(draw) + " >= " + std::to_string(1 + draw.below(12));
  }
}

std::string condition(Draw& draw, int depth) {
  if (depth == 0 || draw.one_in(3)) return "(" + comparison(draw) + ")";
  const std::string a = condition(draw, depth - 1);
  const std::string b = condition(draw, depth - 1);
  switch (draw.below(4)) {
    case 0:
      return "(" + a + " or " + b + ")";
    case 1:
      return "at_least(2 of " + a + ", " + b + ", " + condition(draw, depth - 1) + ", k = stays)";
    default:
      return "(" + a + " and " + b + ")";
  }
}

WayOffice random_way_office(Draw& draw) {
  WayOffice office;
  for (const char* wrong : {"people", "event"}) {
    office.more_indicators += amount_indicator(
        wrong, fmt::format("at_most = 20\nlever = \"raise\"\nabout = \"{}\"", wrong));
  }
  office.more_indicators +=
      amount_indicator("brought", "at_most = 20\nlever = \"raise\"\nreceipts = true");
  const size_t criteria = 1 + draw.below(5);
  for (size_t i = 0; i < criteria; ++i) office.criteria.push_back(condition(draw, 2));
  const std::vector<std::string> levels = {"all(criteria)", "at_least(50 % of criteria)",
                                           "any(criteria)"};
  office.level = draw.of(levels);
  for (size_t i = 0; i < 6 + draw.below(25); ++i) {
    WayWard ward;
    for (const std::string& name : kNumbers) {
      ward.before[name] = std::to_string(draw.below(8));
      if (!draw.one_in(15)) ward.now[name] = std::to_string(draw.below(8));
    }
    ward.now["answers"] = std::to_string(draw.below(12));
    office.wards.push_back(ward);
  }
  return office;
}

struct Seen {
  size_t changes = 0;
  size_t data = 0;
  size_t not_solvable = 0;
  size_t reaching = 0;
};

void check_way(const WayRun& office, const NearestWay& way, Seen& seen) {
  const Period& period = office.run->result().period;
  const Facts& facts = office.pack.office.facts;
  std::map<size_t, bool> changes_only;
  for (const NearestWayStep& step : way.steps) {
    const auto [at, is_new] = changes_only.emplace(step.criterion, true);
    at->second = at->second && step.kind == StepKind::Change;
    seen.changes += step.kind == StepKind::Change ? 1 : 0;
    seen.data += step.kind == StepKind::GiveData ? 1 : 0;
    seen.not_solvable += step.kind == StepKind::NotSolvable ? 1 : 0;
    if (step.kind != StepKind::Change) continue;
    const Indicator& what = office.definitions()[step.indicator];
    EXPECT_NE(what.lever, Lever::None) << what.id;
    EXPECT_TRUE(what.about == About::Service || what.about == About::Office) << what.id;
    EXPECT_FALSE(what.receipts) << what.id;
    EXPECT_GT(step.change->units, 0);
    EXPECT_GE(step.to->units, 0);
    EXPECT_LE(step.to->units, what.at_most->units);
  }
  // Each criterion alone: met by its own changes, and by none of them one step short.
  for (const auto& [criterion, only] : changes_only) {
    if (!only) continue;
    NearestWay alone = way;
    std::erase_if(alone.steps, [c = criterion](const auto& step) { return step.criterion != c; });
    const auto answer_with = [&, c = criterion](const std::vector<WrittenChange>& changes) {
      const Facts changed = with_changes(facts, period, changes);
      const auto after = assessed_2023(office.definitions(), changed);
      return after->result().of(way.unit)->criteria[c].answer;
    };
    EXPECT_EQ(answer_with(written(alone)), Answer::Met);
    for (const NearestWayStep& step : alone.steps) {
      EXPECT_NE(answer_with(written(alone, &step)), Answer::Met)
          << office.run->result().set->criteria[criterion].met.text << " "
          << testing::PrintToString(said(office, alone));
    }
  }
  const Facts changed = with_changes(facts, period, written(way));
  const auto after = assessed_2023(office.definitions(), changed);
  const bool reaches = after->result().of(way.unit)->levels[0].answer == Answer::Met;
  EXPECT_EQ(way.reaches, reaches);
  seen.reaching += reaches && !way.reached ? 1 : 0;
  const bool all_changes = std::all_of(changes_only.begin(), changes_only.end(),
                                       [](const auto& of) { return of.second; });
  if (way.solved && all_changes && way.why_not == WhyNoWay::None) {
    EXPECT_TRUE(reaches);
  }
}

TEST(RandomWays, HoldWhenTheyAreWrittenDown) {
  Seen seen;
  for (uint32_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    Draw draw(static_cast<uint32_t>(tests::moved_seed(seed)));
    const auto office = assessed(random_way_office(draw));
    ASSERT_NE(office->run, nullptr);
    std::vector<OrganisationUnitId> units;
    for (const uint32_t index : office->run->result().participants) {
      units.push_back(office->run->result().units[index].unit);
    }
    const std::vector<NearestWay> ways = nearest_ways(*office->run, units);
    for (size_t i = 0; i < ways.size(); i += 5) {
      check_way(*office, ways[i], seen);
      // Asked for alone a unit has the same way.
      EXPECT_EQ(said(*office, office->way(i)), said(*office, ways[i]));
    }
    if (testing::Test::HasFailure()) break;
  }
  tests::say_proof("nearest way: 60 random offices, {} changes, {} reach their level", seen.changes,
                   seen.reaching);
  EXPECT_GT(seen.changes, 50U);
  EXPECT_GT(seen.data, 10U);
  EXPECT_GT(seen.not_solvable, 10U);
  EXPECT_GT(seen.reaching, 20U);
}

}  // namespace
}  // namespace exemplar::programme
