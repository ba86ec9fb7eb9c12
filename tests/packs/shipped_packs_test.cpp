// Every pack that is shipped reads without a problem and says what it is made of.
#include "hcmc_office.hpp"
#include "programme/pack/check.hpp"

namespace exemplar::programme {
namespace {

std::vector<std::string> pack_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kPacks)) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(ShippedPacks, AreTheThreeThatTheProjectSpeaksOf) {
  EXPECT_EQ(pack_names(),
            (std::vector<std::string>{"empty-template", "hcmc-ward-police", "human-development"}));
}

TEST(ShippedPacks, HaveNoProblemAndNoUnexplainedWarning) {
  for (const std::string& name : pack_names()) {
    if (name == "empty-template") continue;
    const PackReading reading = read_pack(kPacks / name);
    EXPECT_EQ(told(reading.problems), "") << name;
    Problems found;
    check_office(reading.office, found);
    for (const Problem& problem : found) {
      EXPECT_EQ(problem.severity, Severity::Information)
          << name << ": " << to_string(problem, Language::English);
    }
  }
}

TEST(ShippedPacks, TheTemplateSaysWhatIsToFill) {
  const PackReading reading = read_pack(kPacks / "empty-template");
  EXPECT_FALSE(reading.problems.empty());
  for (const Problem& problem : reading.problems) {
    EXPECT_EQ(problem.code, "to_fill") << to_string(problem, Language::English);
  }
  // What is still to fill may make the parts not fit; it never makes a warning.
  Problems found;
  check_office(reading.office, found);
  for (const Problem& problem : found) {
    EXPECT_NE(problem.severity, Severity::Warning) << to_string(problem, Language::English);
  }
}

TEST(ShippedPacks, HcmcIsSyntheticAndIllustrative) {
  EXPECT_TRUE(hcmc().synthetic());
  ASSERT_EQ(hcmc_programme().sets.size(), 2U);
  for (const CriteriaSet& set : hcmc_programme().sets) EXPECT_TRUE(set.illustrative) << set.id;
  for (const Fact& fact : hcmc().facts.all()) {
    ASSERT_TRUE(fact.source.valid() && hcmc().sources[fact.source.index()].synthetic)
        << to_string(fact.place);
  }
  for (const Decision& decision : hcmc().decisions) {
    EXPECT_TRUE(hcmc().sources[decision.source.index()].synthetic) << to_string(decision.place);
  }
}

TEST(ShippedPacks, HcmcCriteriaQuoteOnlyWhatWasSeen) {
  for (const CriteriaSet& set : hcmc_programme().sets) {
    EXPECT_EQ(set.criteria.size(), set.id == "2023" ? 22U : 20U);
    size_t quoted = 0;
    for (const Criterion& criterion : set.criteria) {
      if (criterion.basis != "none: illustrative") {
        EXPECT_EQ(criterion.basis, "TT 124/2021/TT-BCA, Điều 5");
        ++quoted;
      }
      for (const Text* text : {&criterion.title, &criterion.text, &criterion.evidence}) {
        EXPECT_FALSE(text->vi.empty()) << set.id << " " << criterion.id;
        EXPECT_FALSE(text->en.empty()) << set.id << " " << criterion.id;
      }
    }
    EXPECT_EQ(quoted, 1U) << set.id;
  }
}

TEST(ShippedPacks, NoIndicatorOfHcmcNeedsAnotherToBeUnderstood) {
  for (const Indicator& indicator : hcmc().definitions.indicators) {
    EXPECT_FALSE(indicator.name.vi.starts_with("Trong đó")) << indicator.id;
    EXPECT_FALSE(indicator.name.en.starts_with("Of these")) << indicator.id;
  }
}

}  // namespace
}  // namespace exemplar::programme
