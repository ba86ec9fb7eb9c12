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
    tables::CsvRecord record;
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

}  // namespace exemplar::tests
