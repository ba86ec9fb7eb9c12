// Documents, directives, obstacles, quotas and commendations of the pack: what is real is cited and
// says no more than its source, what is drawn says so.
#include "hcmc_office.hpp"

namespace exemplar::programme {
namespace {

using engine::Answer;

bool synthetic(SourceId source) {
  return hcmc().sources[source.index()].synthetic;
}

TEST(HcmcRecords, DirectivesOfTheConferenceAreCitedByRowAndNameNobody) {
  std::set<std::string> rows;
  for (const Directive& one : hcmc().directives) {
    const Document* document = hcmc().definitions.document(one.document);
    ASSERT_NE(document, nullptr) << one.id;
    EXPECT_EQ(document->kind, DocumentKind::Conference);
    EXPECT_EQ(document->date, make_date(2024, 1, 16));
    EXPECT_FALSE(synthetic(one.source)) << one.id;
    EXPECT_TRUE(one.lead.empty() && one.co_operating.empty() && !one.due) << one.id;
    EXPECT_EQ(one.state, DirectiveState::Given);
    // No number is added to what the row says.
    EXPECT_EQ(one.clause.vi.find_first_of("0123456789"), std::string::npos) << one.clause.vi;
    rows.insert(one.reference);
  }
  EXPECT_EQ(rows, (std::set<std::string>{"S7", "S8", "S9", "S10", "S12", "S13", "S14", "S15",
                                         "S16"}));  // S11 names results
}

TEST(HcmcRecords, DifficultiesOfTheConferenceAreTheCitysWithoutNumbers) {
  std::vector<ObstacleKind> kinds;
  for (const Obstacle& one : hcmc().obstacles) {
    if (synthetic(one.source)) continue;
    EXPECT_EQ(id_of(one.unit), "c79");
    EXPECT_EQ(one.reference, "S6");
    EXPECT_TRUE(one.criteria.empty() && !one.department && !one.cost_dong && !one.since) << one.id;
    kinds.push_back(one.kind);
  }
  EXPECT_EQ(kinds, (std::vector<ObstacleKind>{ObstacleKind::Land, ObstacleKind::Office,
                                              ObstacleKind::Building, ObstacleKind::Repair,
                                              ObstacleKind::Equipment}));
}

// An obstacle that stands belongs to a ward that fails what it blocks; costs are of the order that
// such works have.
TEST(HcmcRecords, DrawnObstaclesFitTheAnswersAndTheOrdersOfMagnitude) {
  const auto run = assessed(2023);
  ASSERT_NE(run, nullptr);
  const CriteriaSet& set = *run->result().set;
  int drawn = 0;
  int unfunded = 0;
  for (const Obstacle& one : hcmc().obstacles) {
    if (!synthetic(one.source)) continue;
    ++drawn;
    unfunded += one.state == ObstacleState::ApprovedUnfunded ? 1 : 0;
    EXPECT_FALSE(fictitious(one.unit));
    ASSERT_TRUE(one.since) << one.id;
    const auto criteria = criteria_blocked(one, *one.since, hcmc_programme(), set);
    ASSERT_EQ(criteria.size(), 1U) << one.id;
    const auto index = static_cast<size_t>(set.criterion(criteria[0]) - set.criteria.data());
    const Answer answer = run->result().of(one.unit)->criteria[index].answer;
    EXPECT_EQ(answer,
              is_open(one) || one.state == ObstacleState::Refused ? Answer::NotMet : Answer::Met)
        << one.id;
    constexpr int64_t kMillion = 1'000'000;
    const int64_t cost = one.cost_dong.value_or(0) / kMillion;
    const auto within = [&](int64_t least, int64_t most) { return least <= cost && cost <= most; };
    EXPECT_TRUE(one.kind == ObstacleKind::Building    ? within(4000, 6000)
                : one.kind == ObstacleKind::Repair    ? within(300, 1500)
                : one.kind == ObstacleKind::Equipment ? within(50, 400)
                                                      : !one.cost_dong)
        << one.id << " " << cost;
  }
  EXPECT_GE(drawn, 110);
  EXPECT_LE(drawn, 160);
  EXPECT_NEAR(unfunded, drawn / 5.0, drawn / 20.0);
}

TEST(HcmcRecords, TwoOfficesAreApprovedAndUnfundedSince2021) {
  for (const char* ward : {"w27139", "w26734"}) {
    std::vector<const Obstacle*> own;
    for (const Obstacle& one : hcmc().obstacles) {
      if (id_of(one.unit) == ward) own.push_back(&one);
    }
    ASSERT_EQ(own.size(), 1U) << ward;
    EXPECT_EQ(own[0]->kind, ObstacleKind::Building);
    EXPECT_EQ(own[0]->cost_dong, 5'900'000'000);
    EXPECT_EQ(own[0]->state, ObstacleState::ApprovedUnfunded);
    EXPECT_EQ(iso(*own[0]->since).substr(0, 4), "2021");
  }
}

TEST(HcmcRecords, CitedDocumentsSayWhatIsKnownOfThem) {
  const Definitions& definitions = hcmc().definitions;
  EXPECT_EQ(definitions.document("qd-5764-2021")->number_and_symbol(), "5764/QĐ-BCA-V05");
  EXPECT_EQ(definitions.document("qd-5764-2021")->date, make_date(2021, 7, 13));
  EXPECT_EQ(definitions.document("da-30-2023")->number_and_symbol(), "30/ĐA-BCA");
  EXPECT_EQ(definitions.document("da-30-2023")->date, make_date(2023, 11, 7));
  EXPECT_EQ(definitions.document("tt-124-2021")->number_and_symbol(), "124/2021/TT-BCA");
  EXPECT_FALSE(definitions.document("tt-124-2021")->date);
  for (const Document& one : definitions.documents) EXPECT_TRUE(one.replaced_by.empty()) << one.id;
}

TEST(HcmcRecords, TheCitysTargetsReplaceEachOther) {
  std::map<std::string, std::string> replaced_by;
  for (const Target& one : hcmc_programme().targets) replaced_by[one.version] = one.replaced_by;
  EXPECT_EQ(replaced_by,
            (std::map<std::string, std::string>{
                {"city-1", "city-2"}, {"city-2", "city-3"}, {"city-3", ""}, {"ministry", ""}}));
}

// Both sides of every ward and year, as facts of the two indicators.
TEST(HcmcRecords, QuotasAreFacts) {
  const Quota& quota = hcmc().definitions.quotas.at(0);
  for (const std::string& id : {quota.assigned, quota.done}) {
    const IndicatorId indicator = *hcmc().definitions.indicator(id);
    for (const int in_year : {2021, 2022, 2023}) {
      EXPECT_EQ(hcmc().facts.cells(indicator, year(in_year), {}).size(), 255U) << id;
    }
  }
}

// "achieved" is meeting all, "held" meeting all in the year before as well; who is not assessable is
// proposed for nothing.
TEST(HcmcRecords, CommendationsProposeThoseWhoMetAllAndThoseWhoHeldIt) {
  const auto now = assessed(2023);
  const auto before = assessed(2022);
  ASSERT_TRUE(now && before);
  const auto& rules = now->result().set->commendations;
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules[0].id, "achieved");
  EXPECT_EQ(rules[1].id, "held");
  int proposed[2] = {0, 0};
  for (const uint32_t index : now->result().participants) {
    const UnitAssessment& unit = now->result().units[index];
    const UnitAssessment* then = before->result().of(unit.unit);
    const bool met = now->result().standing(unit) == Standing::MeetsAll;
    const bool met_before = before->result().standing(*then) == Standing::MeetsAll;
    const std::string& id = id_of(unit.unit);
    EXPECT_EQ(unit.commendations[0].answer == Answer::Met, met) << id;
    EXPECT_EQ(unit.commendations[1].answer == Answer::Met, met && met_before) << id;
    EXPECT_EQ(unit.levels.size(), now->result().set->levels.size());
    for (size_t i : {0, 1}) proposed[i] += unit.commendations[i].answer == Answer::Met ? 1 : 0;
  }
  EXPECT_EQ(proposed[0], 14);
  EXPECT_EQ(proposed[1], 8);
  const UnitAssessment* x4 = now->result().of(*hcmc_units().find_by_id("x4"));
  EXPECT_EQ(x4->levels[0].answer, Answer::Met);
  EXPECT_EQ(x4->assessable, Answer::NotMet);
  for (const LevelResult& one : x4->commendations) {
    EXPECT_EQ(one.answer, Answer::NotMet);
    EXPECT_EQ(one.best, Answer::NotMet);
  }
}

}  // namespace
}  // namespace exemplar::programme
