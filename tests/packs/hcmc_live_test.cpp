// Standings that follow values as they come in, against an assessment made anew from the same
// values: in each status view and geography, for several periods at once; and snapshots that stay
// what they were.
#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "oracle/generator.hpp"
#include "packs/hcmc_office.hpp"
#include "programme/assessment/live_assessment.hpp"
#include "random/seed.hpp"

namespace exemplar::programme {
namespace {

using engine::Answer;

int edits_to_make() {
  return std::getenv("EXEMPLAR_ALL") != nullptr ? 400 : 25;
}

bool same_levels(const std::vector<LevelResult>& a, const std::vector<LevelResult>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const LevelResult& p, const LevelResult& q) {
                      return p.answer == q.answer && p.best == q.best && p.worst == q.worst &&
                             p.status == q.status && p.correction_pending == q.correction_pending;
                    });
}

// Empty: they say the same of the unit.
std::string difference(const Assessment& a, const UnitAssessment& x, const Assessment& b,
                       const UnitAssessment& y) {
  if (x.unit != y.unit || x.takes_part != y.takes_part) return "takes part";
  for (size_t c = 0; c < x.criteria.size(); ++c) {
    const CriterionResult& p = x.criteria[c];
    const CriterionResult& q = y.criteria[c];
    if (p.answer != q.answer || p.raw != q.raw || p.status != q.status ||
        p.correction_pending != q.correction_pending || p.points != q.points) {
      return "criterion " + a.set->criteria[c].id;
    }
  }
  if (!same_levels(x.levels, y.levels)) return "a level";
  if (!same_levels(x.commendations, y.commendations)) return "a commendation";
  if (x.assessable != y.assessable || a.standing(x) != b.standing(y)) return "standing";
  if (x.met != y.met || x.unknown != y.unknown) return "counts";
  return {};
}

// Empty: they say the same of every unit.
std::string difference(const Assessment& a, const Assessment& b) {
  if (a.units.size() != b.units.size()) return "another list of units";
  for (size_t i = 0; i < a.units.size(); ++i) {
    const std::string found = difference(a, a.units[i], b, b.units[i]);
    if (!found.empty()) return id_of(a.units[i].unit) + ": " + found;
  }
  return {};
}

// Units of which something was told, and those that another assessment says something else of.
struct ToldAndSeen {
  std::set<OrganisationUnitId> told;
  std::set<OrganisationUnitId> seen;
};

// Results of the period's listed units. That a unit takes part is told by itself, and is no result.
ToldAndSeen results_told(const LiveAssessment::Changed& changed, const Period& period,
                         const Assessment& before, const Assessment& now) {
  ToldAndSeen both;
  for (const auto& result : changed.results) {
    if (result.period != period) continue;
    for (const uint32_t unit : result.units) {
      if (now.of(OrganisationUnitId(unit)) != nullptr) both.told.insert(OrganisationUnitId(unit));
    }
  }
  for (size_t i = 0; i < now.units.size(); ++i) {
    UnitAssessment then = before.units[i];
    then.takes_part = now.units[i].takes_part;
    if (!difference(before, then, now, now.units[i]).empty()) both.seen.insert(then.unit);
  }
  return both;
}

ToldAndSeen participants_told(const LiveAssessment::Changed& changed, const Period& period,
                              const Assessment& before, const Assessment& now) {
  ToldAndSeen both;
  for (const auto& one : changed.taking_part) {
    if (one.period != period) continue;
    EXPECT_TRUE(both.told.insert(one.unit).second) << "told twice";
    EXPECT_EQ(one.now, now.of(one.unit)->takes_part);
  }
  for (size_t i = 0; i < now.units.size(); ++i) {
    if (before.units[i].takes_part != now.units[i].takes_part) both.seen.insert(now.units[i].unit);
  }
  return both;
}

ToldAndSeen moved_told(const LiveAssessment::Changed& changed, const Period& period,
                       const Assessment& before, const Assessment& now) {
  ToldAndSeen both;
  for (const auto& one : changed.moved) {
    if (one.period == period) both.told.insert(one.unit);
  }
  for (size_t i = 0; i < now.units.size(); ++i) {
    if (before.standing(before.units[i]) != now.standing(now.units[i])) {
      both.seen.insert(now.units[i].unit);
    }
  }
  return both;
}

// Nothing happened in silence, and nobody moved or takes part who does not. A result may be told of
// which an assessment shows nothing, such as the status of a rule before its knock-outs; that no more
// is told than cells that differ is shown where the engine follows changes.
void expect_told(const LiveAssessment::Changed& changed, const Period& period,
                 const Assessment& before, const Assessment& now) {
  const ToldAndSeen results = results_told(changed, period, before, now);
  EXPECT_TRUE(std::includes(results.told.begin(), results.told.end(), results.seen.begin(),
                            results.seen.end()))
      << "results";
  const ToldAndSeen moved = moved_told(changed, period, before, now);
  EXPECT_EQ(moved.told, moved.seen) << "standings";
  const ToldAndSeen taking_part = participants_told(changed, period, before, now);
  EXPECT_EQ(taking_part.told, taking_part.seen) << "taking part";
}

StandingCounts counts_of(const Assessment& assessment) {
  StandingCounts counts{};
  for (const Standing standing : kStandings) {
    counts[static_cast<size_t>(standing)] = assessment.count(standing);
  }
  return counts;
}

// Of some unit that is there, and some indicator and period for which the office has values.
ReportedValues::Change drawn_change(const ReportedValues& values,
                                    const std::vector<ColumnKey>& keys, oracle::Random& random) {
  const ColumnKey& key = random.one_of(keys);
  const Indicator& indicator = hcmc().definitions[key.indicator];
  static const std::vector<OrganisationUnitId> taking_part = [] {
    const auto run = assessed(2023);
    std::vector<OrganisationUnitId> units;
    for (const uint32_t i : run->result().participants) {
      units.push_back(run->result().units[i].unit);
    }
    return units;
  }();
  const auto unit = random.chance(80)
                        ? random.one_of(taking_part).index()
                        : static_cast<size_t>(random.below(static_cast<int>(hcmc_units().size())));
  ReportedValues::Change change{key, form_of(indicator), {}, {}};
  change.value.unit = OrganisationUnitId(unit);
  const auto status = static_cast<uint8_t>(random.below(4));
  if (random.below(12) == 0) {
    change.value.mark = engine::mark_of(Answer::NotApplicable, status, false);
    return change;
  }
  Answer answer = engine::kKnown;
  switch (change.form.type) {
    case engine::ValueType::Truth:
      answer = random.chance(50) ? Answer::Met : Answer::NotMet;
      break;
    case engine::ValueType::Text:
      change.text = random.chance(30) ? "below norm" : "at norm";
      break;
    case engine::ValueType::Date:
      change.value.number = last_day(key.period).days - random.below(300);
      break;
    default: {
      const engine::Column* column = values.column(key, Status::Draft);
      const bool known = unit < column->size() && (*column)[unit].answer == engine::kKnown;
      const int64_t before =
          known ? static_cast<int64_t>((*column)[unit].exact.numerator) : random.below(50);
      change.value.number = std::max<int64_t>(
          0, random.chance(50) ? before + random.between(-3, 3) : random.below(400));
    }
  }
  change.value.mark = engine::mark_of(answer, status, false);
  return change;
}

class LiveHcmc : public ::testing::TestWithParam<View> {};

TEST_P(LiveHcmc, IsTheAssessmentMadeAnew) {
  const View view = GetParam();
  const std::vector<Period> periods{year(2022), year(2023)};
  auto made =
      LiveAssessment::make(hcmc().definitions, hcmc().facts, {kProgramme, "2023", periods, view});
  ASSERT_TRUE(bool(made)) << render(made.refusal().what, Language::English);
  LiveAssessment& live = *made.value();
  ReportedValues values = hcmc().facts.values();
  std::vector<ColumnKey> keys = values.keys();
  std::erase_if(keys,
                [](const ColumnKey& key) { return last_day(key.period) < *make_date(2022, 1, 1); });
  oracle::Random random(tests::moved_seed(11));
  std::map<Period, Assessment> before;
  for (const Period& period : periods) before[period] = *live.snapshot()->assessment(period);
  long results = 0;
  long moved = 0;
  for (int edit = 0; edit < edits_to_make(); ++edit) {
    std::vector<ReportedValues::Change> changes;
    const int together = edit % 5 == 4 ? 4 : 1;
    for (int i = 0; i < together; ++i) changes.push_back(drawn_change(values, keys, random));
    const auto held = live.snapshot();
    const LiveAssessment::Changed changed = live.set_values(changes);
    values = values.with(changes);
    const Facts facts(values, {});
    const auto now = live.snapshot();
    ASSERT_EQ(now->name(), (SnapshotName{live.revision(), view.floor, view.geography}));
    for (const Period& period : periods) {
      auto anew =
          AssessmentRun::make(hcmc().definitions, facts, {kProgramme, period, "2023", view});
      ASSERT_TRUE(bool(anew));
      const Assessment& expected = anew.value()->result();
      const Assessment actual = *now->assessment(period);
      ASSERT_EQ(difference(actual, expected), "") << "edit " << edit;
      ASSERT_EQ(live.counts(period), counts_of(expected)) << "edit " << edit;
      // What a reader holds stays as it was.
      ASSERT_EQ(difference(*held->assessment(period), before[period]), "") << "edit " << edit;
      expect_told(changed, period, before[period], actual);
      ASSERT_FALSE(HasFailure()) << "edit " << edit;
      before[period] = actual;
    }
    for (const auto& result : changed.results) results += static_cast<long>(result.units.size());
    moved += static_cast<long>(changed.moved.size());
  }
  tests::say_proof("live: {} edits changed {} results and moved {} units", edits_to_make(), results,
                   moved);
  EXPECT_GT(results, 0);
}

std::string name_of_view(const ::testing::TestParamInfo<View>& info) {
  return std::string(name_of(info.param.floor)) + (info.param.geography ? "_restated" : "");
}
INSTANTIATE_TEST_SUITE_P(Views, LiveHcmc,
                         ::testing::Values(View{Status::Reported, {}}, View{Status::Verified, {}},
                                           View{Status::Reported, *make_date(2025, 7, 1)}),
                         name_of_view);

// A year gets a value of its own where until now its months were added up: from then on it is taken
// from there, for everybody.
TEST(LiveHcmcPeriods, AValueOfTheYearItselfTakesThePlaceOfItsMonths) {
  const ReportedValues& values = hcmc().facts.values();
  std::optional<ColumnKey> monthly;
  for (const ColumnKey& key : values.keys()) {
    const Indicator& indicator = hcmc().definitions[key.indicator];
    if (indicator.over_time == Combination::Sum && days(key.period) < 32 && key.category.empty() &&
        contains(year(2023), key.period) && !values.any({key.indicator, year(2023), {}})) {
      monthly = key;
    }
  }
  ASSERT_TRUE(monthly);
  auto live =
      LiveAssessment::make(hcmc().definitions, hcmc().facts, {kProgramme, "2023", {year(2023)}, {}})
          .take();
  ReportedValues::Change change{
      {monthly->indicator, year(2023), {}},
      form_of(hcmc().definitions[monthly->indicator]),
      {OrganisationUnitId(hcmc_units().size() / 2), engine::mark_of(engine::kKnown, 1, false), 3},
      {}};
  live->set_values({&change, 1});
  const Facts facts(values.with({&change, 1}), {});
  auto anew = AssessmentRun::make(hcmc().definitions, facts, {kProgramme, year(2023), "2023", {}});
  EXPECT_EQ(difference(*live->snapshot()->assessment(year(2023)), anew.value()->result()), "");
}

// Each period looks at others by its own list of participants, whichever periods are watched with it
// and in whichever order. In May all wards take part, in June every second one; in May only those
// report: seen from June, the districts' sums of May are whole.
TEST(LiveHcmcPeriods, OtherPeriodsAreLookedAtByTheListOfTheOneAssessed) {
  Definitions definitions = hcmc().definitions;
  for (Programme& one : definitions.programmes) {
    if (one.id != kProgramme) continue;
    one.participants.text = "unit.kind = \"ward\" and under(\"79\") and known(tips_registered)";
    for (CriteriaSet& set : one.sets) {
      if (set.id == "2023") set.criteria[0].met.text = "known(tips_received[previous])";
    }
  }
  const Length one_month{1, Length::Months};
  const Period may{*make_date(2024, 5, 1), one_month};
  const Period june{*make_date(2024, 6, 1), one_month};
  std::vector<ReportedValues::Change> changes;
  const auto report = [&](const char* indicator, const Period& period, OrganisationUnitId unit) {
    const IndicatorId id = *definitions.indicator(indicator);
    changes.push_back({{id, period, {}}, form_of(definitions[id]), {}, {}});
    changes.back().value = {unit, engine::mark_of(engine::kKnown, 1, false), 4};
  };
  bool every_second = false;
  for (const OrganisationUnitId unit : hcmc_units().valid_at(last_day(june))) {
    if (hcmc_units().version_at(unit, last_day(june))->kind != "ward") continue;
    report("tips_registered", may, unit);
    every_second = !every_second;
    if (!every_second) continue;
    report("tips_registered", june, unit);
    report("tips_received", may, unit);
  }
  const Facts facts(hcmc().facts.values().with(changes), {});
  for (const std::vector<Period>& periods :
       {std::vector{may, june}, std::vector{june, may}, std::vector{june}}) {
    auto live = LiveAssessment::make(definitions, facts, {kProgramme, "2023", periods, {}}).take();
    for (const Period& period : periods) {
      auto anew = AssessmentRun::make(definitions, facts, {kProgramme, period, "2023", {}});
      ASSERT_TRUE(bool(anew));
      const Assessment& expected = anew.value()->result();
      EXPECT_EQ(difference(*live->snapshot()->assessment(period), expected), "")
          << to_string(period);
      const auto whole =
          std::count_if(expected.units.begin(), expected.units.end(), [](const auto& unit) {
            return !unit.takes_part && unit.criteria[0].answer == Answer::Met;
          });
      EXPECT_EQ(whole > 0, period == june) << to_string(period);
    }
  }
}

// Who takes part depends on reported values: a change makes another list, and another assessment.
TEST(LiveHcmcParticipants, FollowTheValuesThatDecideWhoTakesPart) {
  Definitions definitions = hcmc().definitions;
  for (Programme& one : definitions.programmes) {
    if (one.id == kProgramme) {
      one.participants.text = "unit.kind = \"ward\" and under(\"79\") and areas >= 10";
    }
  }
  const Period period = year(2023);
  const IndicatorId areas = *definitions.indicator("areas");
  ReportedValues values = hcmc().facts.values();
  auto live =
      LiveAssessment::make(definitions, hcmc().facts, {kProgramme, "2023", {period}, {}}).take();
  Assessment before = *live->snapshot()->assessment(period);
  ASSERT_GT(before.participants.size(), 20U);
  oracle::Random random(3);
  int lists = 0;
  for (int edit = 0; edit < 12; ++edit) {
    const auto unit = before.units[random.one_of(before.participants)].unit;
    ReportedValues::Change change{{areas, period, {}}, form_of(definitions[areas]), {}, {}};
    change.value = {unit, engine::mark_of(engine::kKnown, 1, false), random.below(20)};
    const auto changed = live->set_values({&change, 1});
    values = values.with({&change, 1});
    const Facts facts(values, {});
    auto anew = AssessmentRun::make(definitions, facts, {kProgramme, period, "2023", {}});
    const Assessment now = *live->snapshot()->assessment(period);
    ASSERT_EQ(difference(now, anew.value()->result()), "") << "edit " << edit;
    ASSERT_EQ(live->counts(period), counts_of(anew.value()->result())) << "edit " << edit;
    expect_told(changed, period, before, now);
    ASSERT_FALSE(HasFailure()) << "edit " << edit;
    lists += changed.taking_part.empty() ? 0 : 1;
    before = now;
  }
  EXPECT_GT(lists, 2);
}

// Readers on another thread go on reading what they hold.
TEST(LiveHcmcReaders, ReadWhileTheWriterWrites) {
  auto live =
      LiveAssessment::make(hcmc().definitions, hcmc().facts, {kProgramme, "2023", {year(2023)}, {}})
          .take();
  const std::vector<ColumnKey> keys = hcmc().facts.values().keys();
  oracle::Random random(tests::moved_seed(5));
  for (int round = 0; round < 10; ++round) {
    const auto held = live->snapshot();
    const Assessment before = *held->assessment(year(2023));
    std::string found;
    std::thread reader([&] {
      for (int i = 0; i < 5 && found.empty(); ++i) {
        found = difference(*held->assessment(year(2023)), before);
      }
    });
    for (int i = 0; i < 10; ++i) {
      const ReportedValues::Change change = drawn_change(hcmc().facts.values(), keys, random);
      live->set_values({&change, 1});
    }
    reader.join();
    EXPECT_EQ(found, "");
  }
}

}  // namespace
}  // namespace exemplar::programme
