// A set without criteria: places, values and levels; nothing is met or not met. The shipped index
// with values made up here.
#include <boost/json.hpp>

#include "cli/run_exemplar.hpp"

namespace exemplar::tests {

namespace {

class Index : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / fmt::format("exemplar-index-{}", getpid());
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(root("packs/human-development"), folder_,
                          std::filesystem::copy_options::recursive);
    std::filesystem::create_directories(folder_ / "values");
    std::ofstream(folder_ / "values" / "made_up.csv")
        << "period,unit,reported_on,source,life_expectancy,expected_schooling,mean_schooling,"
           "gni_per_capita\n"
           "2020,chn,2023-01-01,undp,70,12,6,10000\n"
           "2021,chn,2023-01-01,undp,78,14,8,15000\n"
           "2020,vnm,2023-01-01,undp,80,16,12,40000\n"
           "2021,vnm,2023-01-01,undp,72,13,8,9000\n"
           "2020,nor,2023-01-01,undp,83,18,13,60000\n"
           "2021,nor,2023-01-01,undp,83,18,13,60000\n";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Said said(std::vector<std::string> verb_and_options) const {
    verb_and_options.insert(verb_and_options.begin() + 1, folder_.string());
    return run_exemplar(verb_and_options);
  }
  boost::json::value json(std::vector<std::string> verb_and_options) const {
    verb_and_options.insert(verb_and_options.end(), {"--format", "json", "--lang", "en"});
    const Said all = said(std::move(verb_and_options));
    EXPECT_EQ(all.code, 0) << all.err;
    boost::json::error_code error;
    auto value = boost::json::parse(all.out, error);
    EXPECT_FALSE(error) << all.out;
    return value;
  }

  std::filesystem::path folder_;
};

// The first words of the lines that hold the name of a unit.
std::string place_line(const Said& said, const std::string& name) {
  for (const std::string& line : said.lines()) {
    if (line.find(name) != std::string::npos) return line;
  }
  return {};
}

}  // namespace

TEST_F(Index, IsATableByPlaceWithValuesAsDeclaredAndLevels) {
  for (const char* verb : {"assess", "overview"}) {
    const Said all = said({verb, "--period", "2021", "--lang", "en"});
    ASSERT_EQ(all.code, 0) << all.err;
    std::istringstream words(place_line(all, "Norway"));
    std::vector<std::string> cells;
    for (std::string word; words >> word;) cells.push_back(word);
    // place, unit, index to three decimals, three dimensions to four, level of two words
    ASSERT_EQ(cells.size(), 8u) << all.out;
    EXPECT_EQ(cells[0], "1");
    EXPECT_EQ(cells[1], "Norway");
    EXPECT_EQ(cells[2].size(), std::string("0.000").size());
    EXPECT_EQ(cells[3].size(), std::string("0.0000").size());
    EXPECT_EQ(cells[6] + " " + cells[7], "Very high");
    EXPECT_LT(all.out.find("Norway"), all.out.find("China"));
    EXPECT_LT(all.out.find("China"), all.out.find("Viet Nam"));
    for (const char* of_criteria : {"criteria", "not yet", "registered", "at risk", "held"}) {
      EXPECT_EQ(all.out.find(of_criteria), std::string::npos) << of_criteria << "\n" << all.out;
    }
  }
}

TEST_F(Index, FlowIsByLevel) {
  const auto assess = json({"assess", "--period", "2021"});
  const auto& flow = assess.at("flow").as_array();
  ASSERT_EQ(flow.size(), 2u);
  EXPECT_EQ(flow[0].at("flow"), "risen");
  EXPECT_EQ(flow[0].at("code"), "CHN");
  EXPECT_EQ(flow[0].at("from"), "medium");
  EXPECT_EQ(flow[0].at("to"), "high");
  EXPECT_EQ(flow[1].at("flow"), "fallen");
  EXPECT_EQ(flow[1].at("code"), "VNM");
  EXPECT_EQ(flow[1].at("from"), "very_high");
  EXPECT_EQ(flow[1].at("to"), "medium");
  const auto overview = json({"overview", "--period", "2021"});
  EXPECT_EQ(overview.at("flow").at("risen"), 1);
  EXPECT_EQ(overview.at("flow").at("fallen"), 1);
  EXPECT_EQ(overview.at("flow").at("same"), 1);
}

TEST_F(Index, ProgramsReadLevelsAndNoStandings) {
  const auto assess = json({"assess", "--period", "2021"});
  for (const char* of_criteria : {"standings", "criteria", "groups"}) {
    EXPECT_FALSE(assess.as_object().contains(of_criteria)) << of_criteria;
  }
  const auto& first = assess.at("units").at(0).as_object();
  EXPECT_EQ(first.at("code"), "NOR");
  EXPECT_EQ(first.at("level"), "very_high");
  EXPECT_EQ(first.at("measure_place"), 1);
  EXPECT_FALSE(first.contains("standing"));
  EXPECT_FALSE(first.contains("met"));
  // Most countries have no values here: they have no place, and come last.
  const auto& last = assess.at("units").as_array().back().as_object();
  EXPECT_EQ(last.at("level"), "undetermined");
  EXPECT_TRUE(last.at("measure_place").is_null());
  for (const char* verb : {"assess", "explain"}) {
    const auto one = json({verb, "--period", "2021", "--unit", "CHN"});
    EXPECT_EQ(one.at("level"), "high") << verb;
    EXPECT_FALSE(one.as_object().contains("standing")) << verb;
  }
  const auto overview = json({"overview", "--period", "2021"});
  for (const auto& state : overview.at("states").as_array()) {
    EXPECT_NE(state.at("state"), "meets_all");
  }
}

TEST_F(Index, MeasuresAreNoPercentages) {
  const Said all = said({"explain", "--period", "2021", "--unit", "CHN", "--lang", "en"});
  ASSERT_EQ(all.code, 0) << all.err;
  EXPECT_EQ(all.out.find('%'), std::string::npos) << all.out;
  // (78 − 20) / (85 − 20), with the decimals of an index.
  EXPECT_NE(all.out.find("0.8923"), std::string::npos) << all.out;
}

TEST_F(Index, ATotalOfWhatDoesNotAddUpIsRefusedInWords) {
  const Said all = said({"compare", "--to", "2021", "--lang", "en"});
  EXPECT_EQ(all.code, 0);
  EXPECT_NE(all.out.find("name a unit with --unit"), std::string::npos) << all.out;
}

}  // namespace exemplar::tests
