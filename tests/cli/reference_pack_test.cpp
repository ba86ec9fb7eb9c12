// The reference programme on the real units of 2023: what ./run prints, and the counts that the
// pack's generator expects.
#include <boost/json.hpp>

#include "cli/run_exemplar.hpp"
#include "tables/byte_source.hpp"
#include "tables/csv.hpp"

namespace exemplar::tests {

namespace {

const std::string& pack() {
  static const std::string kPack = root("packs/hcmc-ward-police");
  return kPack;
}

}  // namespace

TEST(ReferencePack, TheOverviewFitsThirtyLinesInBothLanguages) {
  for (const char* language : {"vi", "en"}) {
    const Said said = run_exemplar({"overview", pack(), "--lang", language});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_LE(said.lines().size(), 30u) << said.out;
    EXPECT_NE(said.out.find("40\u00a0%"), std::string::npos) << said.out;
  }
}

TEST(ReferencePack, TheStatesOf2023) {
  const Said said = run_exemplar({"overview", pack(), "--period", "2023", "--format", "json"});
  ASSERT_EQ(said.code, 0) << said.err;
  const auto json = boost::json::parse(said.out);
  std::map<std::string, int64_t> units;
  for (const auto& one : json.at("states").as_array()) {
    units[std::string(one.at("state").as_string())] = one.at("units").as_int64();
  }
  EXPECT_EQ(units["taking_part"], 249);
  EXPECT_EQ(units["registered"], 19);
  EXPECT_EQ(units["recognised"], 0);
  EXPECT_EQ(json.at("failing").at(0).at("criterion"), "8");
  EXPECT_EQ(json.at("failing").at(1).at("criterion"), "9");
}

// "More than 40 %" of 249 is at least 100; 30 % of 249 is 75.
TEST(ReferencePack, WhatEachTargetAsks) {
  const Said said = run_exemplar({"targets", pack(), "--period", "2023", "--format", "json"});
  ASSERT_EQ(said.code, 0) << said.err;
  std::map<std::string, int64_t> asked;
  const auto json = boost::json::parse(said.out);
  for (const auto& one : json.at("targets").as_array()) {
    asked[std::string(one.at("version").as_string()) + " " +
          std::string(one.at("by").as_string())] = one.at("asked").as_int64();
    EXPECT_EQ(one.at("title_of_year"), 0);
  }
  EXPECT_EQ(asked["city-2 2025-12-31"], 75);
  EXPECT_EQ(asked["city-3 2025-12-31"], 100);
  EXPECT_EQ(asked["city-3 2029-12-31"], 249);
}

// Some indicators are collected by the month: a quarter is a union of months, and no year.
TEST(ReferencePack, OfAQuarterOnlyWhatIsCollectedByTheYearHasNoValues) {
  const Said said = run_exemplar({"assess", pack(), "--period", "2023-Q1", "--format", "json"});
  ASSERT_EQ(said.code, 0) << said.err;
  const auto json = boost::json::parse(said.out);
  const auto& span = json.at("no_values_for_span");
  std::set<std::string> without;
  for (const auto& id : span.at("indicators_without_values").as_array()) {
    without.emplace(id.as_string());
  }
  EXPECT_TRUE(without.contains("office_area"));
  EXPECT_FALSE(without.contains("tips_received"));
  EXPECT_LT(without.size(), static_cast<size_t>(span.at("indicators_used").as_int64()));
  EXPECT_EQ(span.at("period_with_values"), "2023");
}

TEST(ReferencePack, TheFictitiousDistrictAnswersAndTakesNoPart) {
  const Said said =
      run_exemplar({"assess", pack(), "--period", "2023", "--unit", "X3", "--format", "json"});
  ASSERT_EQ(said.code, 0) << said.err;
  const auto json = boost::json::parse(said.out);
  EXPECT_EQ(json.at("takes_part"), false);
}

TEST(ReferencePack, TheCityAndDistrictsAreNotJudged) {
  for (const char* code : {"79", "760"}) {
    for (const char* verb : {"assess", "explain"}) {
      const Said said = run_exemplar({verb, pack(), "--period", "2023", "--unit", code});
      EXPECT_EQ(said.code, 1) << said.out;
      EXPECT_NE(said.err.find("không thuộc diện xét"), std::string::npos) << said.err;
    }
  }
}

TEST(ReferencePack, EveryCsvIsRectangular) {
  const std::vector<std::vector<std::string>> lines = {
      {"assess", pack(), "--period", "2023"},
      {"assess", pack(), "--period", "2023", "--unit", "26734"},
      {"explain", pack(), "--period", "2023", "--unit", "26734"},
      {"targets", pack(), "--period", "2023"},
      {"compare", pack(), "--to", "2023"},
      {"overview", pack(), "--period", "2023"},
      {"units", pack(), "--at", "2023-06-01"},
      {"units", pack(), "--at", "2025-04-01", "--hierarchy", "police"},
      {"units", pack(), "--trace", "26869", "--at", "2024-06-01"},
      {"check", pack()},
      {"functions"},
      {"check", root("packs/human-development")},
      {"units", root("packs/human-development"), "--at", "2022-06-01"},
      {"assess", root("packs/human-development"), "--period", "2022"},
      {"assess", root("packs/human-development"), "--period", "2022", "--unit", "VNM"},
      {"compare", root("packs/human-development"), "--to", "2022"},
  };
  for (std::vector<std::string> line : lines) {
    std::string said_of;
    for (const std::string& word : line) said_of += word + " ";
    line.insert(line.end(), {"--format", "csv"});
    const Said said = run_exemplar(line);
    ASSERT_EQ(said.code, 0) << said_of << said.err;
    Problems problems;
    tables::CsvReader reader(tables::bytes_of_text(said.out), "out.csv", {}, problems);
    tables::Record record;
    size_t columns = 0;
    while (reader.next(record)) {
      if (columns == 0) columns = record.fields.size();
      EXPECT_EQ(record.fields.size(), columns) << said_of << "line " << record.line;
    }
    EXPECT_GT(columns, 1u) << said_of;
    EXPECT_TRUE(problems.empty()) << said_of;
  }
}

TEST(ReferencePack, AnUnknownFateIsARowOfTheTrace) {
  const Said said =
      run_exemplar({"units", pack(), "--trace", "26869", "--at", "2024-06-01", "--format", "csv"});
  EXPECT_NE(said.out.find("fate_unknown,"), std::string::npos);
  EXPECT_GE(said.lines().size(), 2u) << said.out;
  EXPECT_NE(said.lines().back().find(",fate_unknown,"), std::string::npos) << said.out;
}

TEST(ReferencePack, ACodeThatEndedWithoutAnEventIsFateUnknown) {
  const Said said =
      run_exemplar({"units", pack(), "--trace", "26869", "--at", "2024-06-01", "--lang", "en"});
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_NE(said.out.find("fate unknown"), std::string::npos) << said.out;
}

// 39 wards end with 2024 and no event says what became of them: restated figures lack them, and two
// of those that met all.
const char* const kAfterTheWardsEnded = "2025-03-01";

TEST(ReferencePack, RestatedFiguresNameThoseThatTheyLack) {
  const Said said =
      run_exemplar({"assess", pack(), "--period", "2023", "--geography", kAfterTheWardsEnded});
  ASSERT_EQ(said.code, 0) << said.err;
  const auto lines = said.lines();
  const auto participants = std::find_if(lines.begin(), lines.end(), [](const auto& line) {
    return line.find("210 đơn vị tham gia") != std::string::npos;
  });
  ASSERT_LT(participants + 2, lines.end()) << said.out;
  const std::string& told = *(participants + 2);  // after the line that names the geography
  EXPECT_EQ(told.find("39 đơn vị"), 0u) << told;
  EXPECT_NE(told.find("chưa rõ số phận"), std::string::npos) << told;
  EXPECT_NE(told.find("và 36 đơn vị khác"), std::string::npos) << told;
  EXPECT_NE(said.out.find(", 2 đơn vị trong kỳ 2023"), std::string::npos) << said.out;
}

TEST(ReferencePack, ThoseLeftOutAreAFact) {
  for (const char* verb : {"assess", "targets"}) {
    const Said said = run_exemplar(
        {verb, pack(), "--period", "2023", "--geography", kAfterTheWardsEnded, "--format", "json"});
    ASSERT_EQ(said.code, 0) << said.err;
    const auto json = boost::json::parse(said.out);
    const auto& fact = json.at("fate_unknown");
    EXPECT_EQ(fact.at("units"), 39);
    EXPECT_EQ(fact.at("codes").as_array().size(), 39u);
    const auto& codes = fact.at("codes").as_array();
    EXPECT_NE(std::find(codes.begin(), codes.end(), "26869"), codes.end());
    if (std::string(verb) == "assess") {
      EXPECT_EQ(json.at("flow_fate_unknown").at("met_all_now"), 2);
    }
  }
  for (const std::vector<std::string>& whole :
       {std::vector<std::string>{"assess", pack(), "--period", "2023"},
        std::vector<std::string>{"compare", pack(), "--to", "2023"},
        std::vector<std::string>{"assess", pack(), "--period", "2023", "--geography",
                                 "2024-12-31"}}) {
    std::vector<std::string> line = whole;
    line.insert(line.end(), {"--format", "json"});
    const auto json = boost::json::parse(run_exemplar(line).out);
    EXPECT_EQ(json.as_object().find("fate_unknown"), json.as_object().end()) << whole[0];
  }
}

// Titles are counted on the lists as they were: only what is computed lacks them.
TEST(ReferencePack, TargetsSayWhichOfTheirFiguresLackThem) {
  const Said said =
      run_exemplar({"targets", pack(), "--period", "2023", "--geography", kAfterTheWardsEnded});
  EXPECT_NE(said.out.find("\nđạt tất cả tiêu chí (hệ thống tính): 39 đơn vị có trong kỳ"),
            std::string::npos)
      << said.out;
}

TEST(ReferencePack, AComparisonNamesThoseThatItLacks) {
  const std::vector<std::string> line = {"compare", pack(),        "--to",
                                         "2023",    "--geography", kAfterTheWardsEnded};
  std::vector<std::string> as_json = line;
  as_json.insert(as_json.end(), {"--format", "json"});
  const auto json = boost::json::parse(run_exemplar(as_json).out);
  EXPECT_GE(json.at("fate_unknown").as_array().size(), 2u);
  for (const auto& one : json.at("fate_unknown").as_array()) EXPECT_EQ(one.at("units"), 39);
  const Said said = run_exemplar(line);
  EXPECT_NE(said.out.find("39 đơn vị có trong kỳ"), std::string::npos) << said.out;
  // A spreadsheet has no lines above its rows: the label of each row says it.
  for (const std::vector<std::string>& verb :
       {line, std::vector<std::string>{"assess", pack(), "--period", "2023", "--geography",
                                       kAfterTheWardsEnded}}) {
    std::vector<std::string> as_csv = verb;
    as_csv.insert(as_csv.end(), {"--format", "csv"});
    const Said csv = run_exemplar(as_csv);
    ASSERT_GT(csv.lines().size(), 1u);
    EXPECT_NE(csv.lines()[1].find("39 đơn vị chưa rõ số phận"), std::string::npos);
  }
}

TEST(ReferencePack, CheckTellsTheUnknownFatesAndEndsWithZero) {
  const Said said = run_exemplar({"check", pack(), "--format", "json"});
  EXPECT_EQ(said.code, 0) << said.err;
  const auto json = boost::json::parse(said.out);
  EXPECT_EQ(json.at("warnings"), 0);
  int64_t lines = 0;
  for (const auto& one : json.at("problems").as_array()) {
    if (one.at("code") != "fate_unknown") continue;
    ++lines;
    EXPECT_EQ(one.at("severity"), "note");
    EXPECT_EQ(one.at("file"), "units.csv");
  }
  EXPECT_GE(lines, 1);
}

// Where what asks for work ends and what is in order begins.
TEST(ReferencePack, AnExplanationTellsTheNearestWay) {
  const Said said = run_exemplar({"explain", pack(), "--period", "2023", "--unit", "26734"});
  ASSERT_EQ(said.code, 0) << said.err;
  const auto lines = said.lines();
  const auto begins = [&](const std::string& start) {
    return std::find_if(lines.begin(), lines.end(),
                        [&](const std::string& line) { return line.rfind(start, 0) == 0; });
  };
  const auto way = begins("Cách gần nhất");
  ASSERT_LT(way, lines.end()) << said.out;
  EXPECT_LT(begins("✗"), way);
  EXPECT_LT(way, begins("✓"));
  EXPECT_EQ(
      std::count_if(lines.begin(), way, [](const auto& line) { return line.rfind("✓ ", 0) == 0; }),
      0);
  EXPECT_TRUE(std::all_of(way, lines.end(), [](const auto& line) {
    return line.rfind("✗ ", 0) != 0 && line.rfind("? ", 0) != 0;
  }));
}

TEST(ReferencePack, TheNearestWayIsAnObject) {
  const Said said =
      run_exemplar({"explain", pack(), "--period", "2023", "--unit", "26734", "--format", "json"});
  ASSERT_EQ(said.code, 0) << said.err;
  const auto json = boost::json::parse(said.out);
  const auto& way = json.at("nearest_way");
  EXPECT_EQ(way.at("reached"), false);
  EXPECT_EQ(way.at("level"), "meets_all");
  EXPECT_TRUE(way.at("why_not").is_null());
  EXPECT_TRUE(way.at("verified").is_bool());
  ASSERT_FALSE(way.at("steps").as_array().empty());
  std::set<std::string> criteria;
  for (const auto& one : way.at("criteria").as_array()) criteria.emplace(one.as_string());
  for (const auto& step : way.at("steps").as_array()) {
    EXPECT_TRUE(criteria.contains(std::string(step.at("criterion").as_string())));
    if (step.at("kind") != "change") continue;
    EXPECT_NEAR(step.at("from").to_number<double>() + step.at("change").to_number<double>(),
                step.at("to").to_number<double>(), 1e-9);
    EXPECT_TRUE(step.at("why_not").is_null());
  }
}

TEST(ReferencePack, OneCriterionOrAUnitThatReachesHasNoWay) {
  const Said one =
      run_exemplar({"explain", pack(), "--period", "2023", "--unit", "26734", "--criterion", "8"});
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(one.out.find("Cách gần nhất"), std::string::npos) << one.out;
  const Said there = run_exemplar({"explain", pack(), "--period", "2023", "--unit", "26851"});
  ASSERT_EQ(there.code, 0) << there.err;
  EXPECT_EQ(there.out.find("Cách gần nhất"), std::string::npos) << there.out;
}

// A fall that the recording audit doubts is shown with its values and without a change.
TEST(ReferencePack, AComparisonSaysWhatIsNotComparable) {
  const std::vector<std::string> line = {"compare", pack(), "--from", "2022",
                                         "--to",    "2023", "--unit", "X1"};
  const std::string why =
      "không so sánh được: kiểm tra việc ghi nhận năm 2023 chỉ đạt 17/20 = 85\u00a0%, cần từ "
      "98\u00a0%";
  const Said said = run_exemplar(line);
  ASSERT_EQ(said.code, 0) << said.err;
  const auto lines = said.lines();
  const auto count = [&](const std::string& part) {
    return std::count_if(lines.begin(), lines.end(), [&](const std::string& one) {
      return one.find(part) != std::string::npos;
    });
  };
  EXPECT_EQ(count(why), 1) << said.out;
  EXPECT_EQ(count("–  không so sánh được"), 14) << said.out;
  std::vector<std::string> as_json = line;
  as_json.insert(as_json.end(), {"--format", "json"});
  const auto json = boost::json::parse(run_exemplar(as_json).out);
  size_t offences = 0;
  for (const auto& one : json.at("comparison").as_array()) {
    if (one.at("indicator") != "offences") continue;
    ++offences;
    EXPECT_EQ(one.at("value"), 20);
    EXPECT_EQ(one.at("base"), 50);
    for (const char* key : {"change", "change_percent", "interval_low", "interval_high"}) {
      EXPECT_TRUE(one.at(key).is_null()) << key;
    }
    EXPECT_NE(std::string(one.at("remark").as_string()).find(why), std::string::npos);
  }
  EXPECT_EQ(offences, 1u);
}

}  // namespace exemplar::tests
