// The engine's answers for all 255 wards × 22 criteria are those of the rules as the generator has
// them, in Python, apart from the engine and from the plan that the values were drawn to fit.
#include "hcmc_office.hpp"

namespace exemplar::programme {
namespace {

constexpr size_t kAnswers = 255 * 22;

// Differences, at most ten, each with the unit and criterion.
std::string differences(const Assessment& assessment, const std::string& file) {
  const auto rows = expected(file, {"unit", "criterion", "answer"});
  EXPECT_EQ(rows.size(), kAnswers);
  std::set<std::pair<std::string, std::string>> compared;
  std::string text;
  int found = 0;
  for (const tables::TableRow& row : rows) {
    compared.emplace(row["unit"], row["criterion"]);
    const auto unit = hcmc_units().find_by_id(row["unit"]);
    const UnitAssessment* one = unit ? assessment.of(*unit) : nullptr;
    std::string answer = "no such unit";
    for (size_t c = 0; one != nullptr && c < assessment.set->criteria.size(); ++c) {
      if (assessment.set->criteria[c].id == row["criterion"]) {
        answer = name_of(one->criteria[c].raw);
      }
    }
    if (answer != row["answer"] && ++found <= 10) {
      text += row["unit"] + " " + row["criterion"] + ": " + answer + ", expected " + row["answer"] +
              "\n";
    }
  }
  EXPECT_EQ(compared.size(), kAnswers);
  return text;
}

TEST(HcmcAnswers, AsReported) {
  const auto run = assessed(2023);
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(differences(run->result(), "hcmc_expected_2023.csv"), "");
}

TEST(HcmcAnswers, AsVerified) {
  const auto run = assessed(2023, {Status::Verified, {}});
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(differences(run->result(), "hcmc_expected_2023_verified.csv"), "");
}

TEST(HcmcAnswers, InAYearThatRepeatsTheChangeOfEveryMargin) {
  const auto run = assessed(2023);
  ASSERT_NE(run, nullptr);
  const Assessment repeated = run->projected();
  EXPECT_EQ(differences(repeated, "hcmc_expected_2023_repeated.csv"), "");
}

TEST(HcmcAnswers, TheThreeFilesDiffer) {
  std::set<std::string> contents;
  for (const char* suffix : {"", "_verified", "_repeated"}) {
    std::ifstream file(
        fmt::format("{}/tests/packs/hcmc_expected_2023{}.csv", EXEMPLAR_ROOT, suffix));
    contents.insert({std::istreambuf_iterator<char>(file), {}});
  }
  EXPECT_EQ(contents.size(), 3U);
}

// The highest level that a unit reaches; "none" where it reaches none of them.
std::string highest(const Assessment& assessment, const UnitAssessment& unit, bool at_best) {
  for (size_t i = 0; i < unit.levels.size(); ++i) {
    const engine::Answer answer = at_best ? unit.levels[i].best : unit.levels[i].worst;
    if (answer == engine::Answer::Met) return assessment.set->levels[i].id;
  }
  return "none";
}

TEST(HcmcAnswers, StandingsInAllYearsAndViews) {
  const auto rows = expected("hcmc_expected_standing.csv",
                             {"unit", "period", "status", "best", "lowest", "standing"});
  EXPECT_EQ(rows.size(), 4U * 255U);
  std::map<std::pair<std::string, std::string>, std::unique_ptr<AssessmentRun>> runs;
  for (const tables::TableRow& row : rows) {
    auto& run = runs[{row["period"], row["status"]}];
    if (run == nullptr) {
      run = assessed(std::stoi(row["period"]),
                     {row["status"] == "verified" ? Status::Verified : Status::Reported, {}});
    }
    ASSERT_NE(run, nullptr);
    const Assessment& result = run->result();
    const UnitAssessment* unit = result.of(*hcmc_units().find_by_id(row["unit"]));
    ASSERT_NE(unit, nullptr) << row["unit"];
    const std::string what = row["unit"] + " " + row["period"] + " " + row["status"];
    EXPECT_EQ(name_of(result.standing(*unit)), row["standing"]) << what;
    EXPECT_EQ(highest(result, *unit, true), row["best"]) << what;
    EXPECT_EQ(highest(result, *unit, false), row["lowest"]) << what;
  }
  EXPECT_EQ(runs.size(), 4U);
}

}  // namespace
}  // namespace exemplar::programme
