// Every verb on a small office, in its three formats, by what it prints and how it ends.
#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "cli/run_exemplar.hpp"
#include "tables/csv.hpp"

namespace exemplar::tests {

namespace {

boost::json::value json_of(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--format", "json", "--lang", "en"});
  const Said said = run_exemplar(arguments);
  EXPECT_EQ(said.code, 0) << said.err;
  boost::json::error_code error;
  auto value = boost::json::parse(said.out, error);
  EXPECT_FALSE(error) << said.out;
  return value;
}

// The row of a table whose member `key` says `value`.
const boost::json::object& row(const boost::json::value& json, const char* table, const char* key,
                               const char* value) {
  for (const auto& one : json.at(table).as_array()) {
    if (one.at(key) == value) return one.as_object();
  }
  ADD_FAILURE() << "no row of " << table << " with " << key << " = " << value;
  static const boost::json::object kNone;
  return kNone;
}

}  // namespace

TEST(Overview, FourStatesStandApart) {
  const auto json = json_of({"overview", office(), "--period", "2023"});
  const std::vector<std::pair<const char*, int>> states = {
      {"taking_part", 5}, {"registered", 2},   {"meets_all", 2}, {"near", 1},
      {"not_yet", 1},     {"undetermined", 1}, {"proposed", 1},  {"recognised", 0}};
  for (const auto& [state, units] : states) {
    EXPECT_EQ(row(json, "states", "state", state).at("units"), units) << state;
  }
  EXPECT_EQ(json.at("flow").at("held"), 1);
  EXPECT_EQ(json.at("flow").at("gained"), 1);
  EXPECT_EQ(json.at("flow").at("lost"), 1);
}

TEST(Overview, TheLatestJudgedYearWithValuesIsTheDefault) {
  EXPECT_EQ(json_of({"overview", office()}).at("period"), "2023");
}

TEST(Overview, ProposesACommandWithARealUnit) {
  const Said said = run_exemplar({"overview", office(), "--lang", "en"});
  EXPECT_NE(said.out.find(EXEMPLAR_BINARY " explain " + office() + " --unit 103 --period 2023"),
            std::string::npos)
      << said.out;
}

// Each line that is indented and begins with the program as it was called is pasted and run, also
// from a folder whose name a shell would take apart.
TEST(Overview, EveryCommandItProposesRunsAsItStands) {
  const auto folder =
      std::filesystem::temp_directory_path() / fmt::format("exemplar it's an office {}", getpid());
  std::filesystem::remove_all(folder);
  std::filesystem::copy(office(), folder, std::filesystem::copy_options::recursive);
  for (const std::string& pack : {office(), folder.string(), root("packs/hcmc-ward-police")}) {
    for (const char* language : {"vi", "en"}) {
      const Said said = run_exemplar({"overview", pack, "--lang", language});
      std::set<std::string> verbs;
      for (const std::string& line : said.lines()) {
        const std::string start = "  " EXEMPLAR_BINARY " ";
        if (line.rfind(start, 0) != 0) {
          EXPECT_EQ(line.find("exemplar "), std::string::npos) << line;
          continue;
        }
        const std::string rest = line.substr(start.size());
        verbs.insert(rest.substr(0, rest.find(' ')));
        EXPECT_EQ(std::system((line + " >/dev/null 2>&1").c_str()), 0) << line;
        EXPECT_EQ(line.find("--lang en") != std::string::npos, language == std::string("en"));
      }
      EXPECT_EQ(verbs, (std::set<std::string>{"explain", "assess"})) << said.out;
    }
  }
  std::filesystem::remove_all(folder);
}

TEST(Overview, WhatItWasToldOfTheProgrammeIsProposedToo) {
  const Said said = run_exemplar({"overview", office(), "--programme", "streets"});
  EXPECT_NE(said.out.find(" assess " + office() + " --period 2023 --programme streets"),
            std::string::npos)
      << said.out;
}

TEST(NoValues, AreSaidBeforeTheFigures) {
  for (const std::vector<std::string>& verb :
       {std::vector<std::string>{"assess", office(), "--period", "2099"},
        std::vector<std::string>{"targets", office(), "--period", "2099"},
        std::vector<std::string>{"explain", office(), "--period", "2099", "--unit", "101"},
        std::vector<std::string>{"compare", office(), "--to", "2099"}}) {
    const Said said = run_exemplar(verb);
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_NE(said.out.find("không có số liệu nào cho năm 2099"), std::string::npos) << said.out;
    EXPECT_NE(said.out.find(verb[0] == "compare" ? "--to 2023" : "--period 2023"),
              std::string::npos)
        << said.out;
    EXPECT_EQ(json_of(verb).at("no_values").at("newest_period_with_values"), "2023");
  }
  const auto json = json_of({"assess", office(), "--period", "2023"});
  EXPECT_EQ(json.as_object().find("no_values"), json.as_object().end());
}

TEST(Labels, StandOnEveryFormatOfEveryVerbThatShowsValues) {
  const std::vector<std::vector<std::string>> verbs = {
      {"overview", office(), "--period", "2023"},
      {"assess", office(), "--period", "2023"},
      {"assess", office(), "--period", "2023", "--unit", "101"},
      {"explain", office(), "--period", "2023", "--unit", "101"},
      {"targets", office(), "--period", "2023"},
      {"compare", office(), "--to", "2023"},
      {"units", office(), "--at", "2023-06-01"},
      {"units", office(), "--trace", "201", "--at", "2024-06-01"},
      {"check", office()},
  };
  for (const auto& verb : verbs) {
    for (const char* format : {"table", "json", "csv"}) {
      std::vector<std::string> arguments = verb;
      arguments.insert(arguments.end(), {"--format", format});
      const Said said = run_exemplar(arguments);
      EXPECT_EQ(said.code, 0) << said.err;
      if (std::string(format) == "csv" && said.lines().size() == 1) continue;  // no row to label
      EXPECT_NE(said.out.find("số liệu mô phỏng"), std::string::npos) << verb[0] << " " << format;
      EXPECT_NE(said.out.find("tiêu chí minh họa"), std::string::npos) << verb[0] << format;
    }
  }
}

TEST(Assess, CountsByCriterionAndGroup) {
  const auto json = json_of({"assess", office(), "--period", "2023"});
  EXPECT_EQ(json.at("participants"), 5);
  EXPECT_EQ(json.at("participants_day"), "2023-12-31");
  const auto& second = row(json, "criteria", "criterion", "2");
  EXPECT_EQ(second.at("met"), 3);
  EXPECT_EQ(second.at("not_met"), 1);
  EXPECT_EQ(second.at("unknown"), 1);
  EXPECT_EQ(row(json, "groups", "group", "North").at("meets_all"), 2);
  EXPECT_EQ(row(json, "groups", "group", "South").at("undetermined"), 1);
  EXPECT_EQ(row(json, "flow", "flow", "lost").at("code"), "103");
  EXPECT_EQ(row(json, "flow", "flow", "lost").at("criteria"), "1");
}

TEST(Assess, CsvIsTheListOfParticipantsWithAColumnForEachCriterion) {
  const Said said = run_exemplar({"assess", office(), "--period", "2023", "--format", "csv"});
  const auto lines = said.lines();
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_EQ(lines[0],
            "label,code,unit,unit_full,group,standing,met,not_met,unknown,not_applicable,"
            "criterion_1,criterion_2");
  EXPECT_EQ(lines[1],
            "số liệu mô phỏng · tiêu chí minh họa,102,Phố 2,\"Phố 2, Khu Bắc\",Khu Bắc,meets_all,2,"
            "0,0,0,met,met");
}

// All indicators of this office are collected by the year.
TEST(Span, WhatHasNoValuesForThePeriodIsSaidFirst) {
  const std::vector<std::vector<std::string>> lines = {
      {"assess", office(), "--period", "2023-Q1"},
      {"assess", office(), "--period", "2023-Q1", "--unit", "101"},
      {"explain", office(), "--period", "2023-03", "--unit", "101"},
      {"overview", office(), "--period", "2023-H1"},
      {"targets", office(), "--period", "2023-Q1"},
      {"compare", office(), "--to", "2023-Q1"},
  };
  for (std::vector<std::string> line : lines) {
    const auto json = json_of(line);
    const auto& span = json.at("no_values_for_span");
    EXPECT_EQ(span.at("period_with_values"), "2023") << line[0];
    EXPECT_EQ(span.at("indicators_without_values").as_array().size(),
              static_cast<size_t>(span.at("indicators_used").as_int64()));
    line.insert(line.end(), {"--lang", "en"});
    const Said said = run_exemplar(line);
    EXPECT_EQ(said.code, 0);
    const size_t at = said.out.find("have no values for this span, being collected by the year");
    EXPECT_LT(at, 300u) << said.out;
    EXPECT_NE(said.out.find("Cases due; Cases done in time; Area"), std::string::npos) << said.out;
    EXPECT_NE(said.out.find("for year 2023: --"), std::string::npos) << said.out;
  }
}

TEST(Span, NothingIsSaidOfAPeriodThatIsCollected) {
  for (const char* verb : {"assess", "overview", "targets"}) {
    const auto json = json_of({verb, office(), "--period", "2023"});
    EXPECT_FALSE(json.as_object().contains("no_values_for_span")) << verb;
  }
  // Two years are a union of years, and the counts add up over them.
  const auto two = json_of({"compare", office(), "--to", "2022-01-01/P2Y"});
  EXPECT_FALSE(two.as_object().contains("no_values_for_span"));
}

TEST(Assess, StatusIsAFloor) {
  // Street 202 was reported in 2023 and never verified.
  const auto json = json_of({"assess", office(), "--period", "2023", "--status", "verified"});
  EXPECT_EQ(row(json, "units", "code", "202").at("standing"), "undetermined");
  EXPECT_EQ(row(json, "units", "code", "202").at("unknown"), 2);
}

TEST(Assess, AUnitOutsideAnswersAndIsMarked) {
  const auto json = json_of({"assess", office(), "--period", "2023", "--unit", "901"});
  EXPECT_EQ(json.at("takes_part"), false);
  EXPECT_EQ(json.at("standing"), "near");
  const Said said = run_exemplar({"assess", office(), "--period", "2023", "--unit", "901"});
  EXPECT_NE(said.out.find("không tham gia"), std::string::npos) << said.out;
}

TEST(Assess, RestatesIntoTheUnitsOfADay) {
  const auto json = json_of({"assess", office(), "--period", "2023", "--geography", "2024-06-01"});
  EXPECT_EQ(json.at("participants"), 4);
  // 45 of 50 in time: the two merged streets together.
  EXPECT_EQ(row(json, "units", "code", "201").at("criterion_1"), "met");
}

TEST(Explain, TheTreeReachesTheValueAndItsDates) {
  const auto json =
      json_of({"explain", office(), "--period", "2023", "--unit", "103", "--criterion", "1"});
  const auto& criterion = json.at("criteria").at(0);
  EXPECT_EQ(criterion.at("answer"), "not_met");
  EXPECT_EQ(criterion.at("tree").at("kind"), "comparison");
  const Said csv = run_exemplar({"explain", office(), "--period", "2023", "--unit", "103",
                                 "--criterion", "1", "--format", "csv"});
  EXPECT_NE(csv.out.find("indicator,done,done,met,150,verified,true,,2024-01-05,2024-01-15"),
            std::string::npos)
      << csv.out;
  const Said text =
      run_exemplar({"explain", office(), "--period", "2023", "--unit", "103", "--lang", "en"});
  EXPECT_NE(text.out.find("150 / 200"), std::string::npos) << text.out;
}

TEST(Targets, ReadingsThatDifferAreShown) {
  const auto json = json_of({"targets", office(), "--period", "2023"});
  const auto& first = row(json, "targets", "version", "t1");
  EXPECT_EQ(first.at("asked"), 4);
  EXPECT_EQ(first.at("reached"), 1);
  EXPECT_EQ(first.at("missing"), 3);
  EXPECT_EQ(first.at("title_ever"), 2);
  EXPECT_EQ(first.at("meets_all"), 2);
  int readings = 0;
  for (const auto& one : json.at("readings").as_array()) {
    if (one.at("version") != "t1") continue;
    ++readings;
    EXPECT_EQ(one.at("asked"), one.at("strictly_more").as_bool() ? 4 : 3);
  }
  EXPECT_EQ(readings, 2);
}

TEST(Targets, PeopleReadTheNameAndProgramsTheIdBesideIt) {
  const Said said = run_exemplar({"targets", office(), "--period", "2023"});
  EXPECT_NE(said.out.find("■ Lần 1 · "), std::string::npos) << said.out;
  EXPECT_EQ(said.out.find("t1"), std::string::npos) << said.out;
  EXPECT_NE(said.out.find("■ t2 · "), std::string::npos) << "a version without a name is its id";
  const Said overview = run_exemplar({"overview", office(), "--period", "2023", "--lang", "en"});
  EXPECT_NE(overview.out.find("  1st version  "), std::string::npos) << overview.out;
  for (const char* verb : {"targets", "overview"}) {
    const auto json = json_of({verb, office(), "--period", "2023"});
    EXPECT_EQ(row(json, "targets", "version", "t1").at("name"), "1st version") << verb;
    EXPECT_EQ(row(json, "targets", "version", "t2").at("name"), "t2") << verb;
  }
}

TEST(Targets, EveryWayOfCountingIsGivenForEveryGroup) {
  struct Expected {
    const char *version, *group;
    int units, reached, meets_all, of_year, in_force, ever, undetermined;
  };
  const std::vector<Expected> groups = {
      {"t1", "North", 3, 1, 2, 0, 1, 2, 0},
      {"t1", "South", 2, 0, 0, 0, 0, 0, 1},
      {"t2", "North", 3, 2, 2, 0, 1, 2, 0},
      {"t2", "South", 2, 0, 0, 0, 0, 0, 1},
  };
  const auto json = json_of({"targets", office(), "--period", "2023"});
  ASSERT_EQ(json.at("groups").as_array().size(), groups.size());
  const Said said =
      run_exemplar({"targets", office(), "--period", "2023", "--format", "csv", "--lang", "en"});
  for (size_t i = 0; i < groups.size(); ++i) {
    const Expected& wanted = groups[i];
    const auto& one = json.at("groups").at(i);
    EXPECT_EQ(one.at("version"), wanted.version);
    EXPECT_EQ(one.at("group"), wanted.group);
    EXPECT_EQ(one.at("units"), wanted.units);
    EXPECT_EQ(one.at("reached"), wanted.reached);
    EXPECT_EQ(one.at("meets_all"), wanted.meets_all);
    EXPECT_EQ(one.at("title_of_year"), wanted.of_year);
    EXPECT_EQ(one.at("title_in_force"), wanted.in_force);
    EXPECT_EQ(one.at("title_ever"), wanted.ever);
    EXPECT_EQ(one.at("undetermined"), wanted.undetermined);
    // The line of the group in CSV: its units, nothing asked, what is reached, each way, the open.
    const std::string numbers =
        fmt::format(",{},,{},,{},{},{},{},{},", wanted.units, wanted.reached, wanted.meets_all,
                    wanted.of_year, wanted.in_force, wanted.ever, wanted.undetermined);
    bool found = false;
    for (const std::string& line : said.lines()) {
      found = found || (line.find(fmt::format(",{},", wanted.version)) != std::string::npos &&
                        line.find(fmt::format(",{},", wanted.group)) != std::string::npos &&
                        line.find(numbers) != std::string::npos);
    }
    EXPECT_TRUE(found) << wanted.version << wanted.group << numbers << "\n" << said.out;
  }
}

// Titles of the year count nobody and the declared ways count some: all four stand side by side.
TEST(Targets, TheTableOfGroupsShowsEachWayThatDiffers) {
  const Said said = run_exemplar({"targets", office(), "--period", "2023", "--lang", "en"});
  std::vector<std::string> cells;
  for (const std::string& line : said.lines()) {
    if (!line.starts_with("  North")) continue;
    std::istringstream words(line);
    for (std::string word; words >> word;) cells.push_back(word);
  }
  // units; meets all, undetermined, of the year, in force, ever; the group's shares of the gaps
  EXPECT_EQ(cells, (std::vector<std::string>{"North", "3", "2", "0", "0", "1", "2", "2", "1"}))
      << said.out;
}

TEST(Targets, AnEndedListIsFrozen) {
  const Said said =
      run_exemplar({"targets", office(), "--period", "2024", "--at", "2024-06-01", "--lang", "en"});
  EXPECT_NE(said.out.find("frozen on 31 Dec 2023: the list of 5 units has ended, 2 of them"),
            std::string::npos)
      << said.out;
  EXPECT_NE(said.out.find("read with the units existing on the day: more than 60\u00a0% of 4 = 3"),
            std::string::npos)
      << said.out;
}

TEST(Targets, DecisionsAreKnownFromTheirDateOn) {
  const auto json = json_of(
      {"targets", office(), "--period", "2022", "--at", "2023-06-01", "--known-on", "2023-04-30"});
  EXPECT_EQ(row(json, "targets", "version", "t1").at("title_ever"), 0);
  const auto later = json_of({"targets", office(), "--period", "2022", "--at", "2023-06-01"});
  EXPECT_EQ(row(later, "targets", "version", "t1").at("title_in_force"), 2);
}

TEST(Units, ListsInNaturalOrderBelowAUnit) {
  const Said said =
      run_exemplar({"units", office(), "--at", "2023-06-01", "--under", "10", "--format", "csv"});
  const auto lines = said.lines();
  ASSERT_EQ(lines.size(), 4u) << said.out;
  EXPECT_NE(lines[1].find(",102,Phố 2,\"Phố 2, Khu Bắc\","), std::string::npos) << lines[1];
  EXPECT_NE(lines[2].find(",101,Phố 10,"), std::string::npos) << lines[2];
}

TEST(Units, AHierarchyListsThoseWithAPlaceInItByTheirDistrict) {
  const auto json = json_of({"units", office(), "--at", "2023-06-01", "--hierarchy", "line"});
  for (const auto& one : json.at("units").as_array()) EXPECT_NE(one.at("kind"), "district");
  EXPECT_EQ(row(json, "units", "code", "101").at("unit_full"), "Street 10, North");
  const auto all = json_of({"units", office(), "--at", "2023-06-01"});
  EXPECT_EQ(row(all, "units", "code", "10").at("kind"), "district");
}

TEST(Units, AnotherHierarchyHasOtherParents) {
  const auto json = json_of({"units", office(), "--at", "2023-06-01", "--hierarchy", "line"});
  EXPECT_EQ(row(json, "units", "code", "101").at("parent_code"), "01");
}

TEST(Units, TraceGoesBothWaysWithShares) {
  const auto back = json_of({"units", office(), "--trace", "201", "--at", "2024-06-01"});
  ASSERT_EQ(back.at("steps").as_array().size(), 2u);
  EXPECT_EQ(back.at("steps").at(0).at("direction"), "ancestor");
  EXPECT_EQ(back.at("steps").at(0).at("event"), "merge");
  EXPECT_EQ(back.at("steps").at(0).at("share_held"), "3/5");
  // The same code, a day earlier, is another unit.
  const auto forth = json_of({"units", office(), "--trace", "201", "--at", "2023-12-31"});
  EXPECT_EQ(forth.at("steps").at(0).at("direction"), "successor");
  EXPECT_EQ(forth.at("unit"), "s4");
}

// The small office, but of Street 2, which met all, nobody says what became of it after 2023.
class FateUnknown : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / fmt::format("exemplar-fate-{}", getpid());
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(office(), folder_, std::filesystem::copy_options::recursive);
    std::ifstream in(folder_ / "units.csv");
    std::string text{std::istreambuf_iterator<char>(in), {}};
    in.close();
    const std::string old = "s2,102,Phố 2,Street 2,street,,";
    const size_t at = text.find(old);
    ASSERT_NE(at, std::string::npos);
    text.insert(at + old.size(), "2023-12-31");
    std::ofstream(folder_ / "units.csv") << text;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  boost::json::value codes(std::vector<std::string> line) const {
    line.insert(line.begin() + 1, folder_.string());
    const auto json = json_of(line);
    const auto* fact = json.as_object().if_contains("fate_unknown");
    if (fact == nullptr) return nullptr;
    return fact->is_array() ? fact->at(0).at("codes") : fact->at("codes");
  }

  std::filesystem::path folder_;
};

// Those that went on elsewhere are accounted for; so is everybody where all are still there.
TEST_F(FateUnknown, OnlyThoseWithoutAnEventAreNamed) {
  const boost::json::value street = {"102"};
  EXPECT_EQ(codes({"assess", "--period", "2023", "--geography", "2024-06-01"}), street);
  EXPECT_EQ(codes({"targets", "--period", "2023", "--geography", "2024-06-01"}), street);
  EXPECT_EQ(codes({"compare", "--to", "2023", "--geography", "2024-06-01"}), street);
  EXPECT_EQ(codes({"assess", "--period", "2023", "--geography", "2023-12-31"}), nullptr);
  EXPECT_EQ(codes({"assess", "--period", "2023"}), nullptr);
  // Of one unit only those that its value is made of.
  EXPECT_EQ(codes({"compare", "--to", "2023", "--unit", "10", "--geography", "2024-06-01"}),
            street);
  EXPECT_EQ(codes({"compare", "--to", "2023", "--unit", "20", "--geography", "2024-06-01"}),
            nullptr);
  // Nothing that is told of this street is one among others.
  EXPECT_EQ(codes({"explain", "--period", "2023", "--unit", "101", "--geography", "2024-06-01"}),
            nullptr);
}

TEST_F(FateUnknown, TheFlowSaysHowManyOfThemMetAll) {
  const auto json =
      json_of({"assess", folder_.string(), "--period", "2023", "--geography", "2024-06-01"});
  EXPECT_EQ(json.at("flow_fate_unknown").at("met_all_before"), 0);
  EXPECT_EQ(json.at("flow_fate_unknown").at("met_all_now"), 1);
  const Said said = run_exemplar({"assess", folder_.string(), "--period", "2024", "--lang", "en"});
  EXPECT_NE(said.out.find("nothing is said of them, of 1 of them the fate is unknown"),
            std::string::npos)
      << said.out;
}

TEST(Compare, TotalsAddUpAndSharesAreComputedAgain) {
  const auto json = json_of({"compare", office(), "--to", "2023"});
  const auto& done = row(json, "comparison", "indicator", "done");
  EXPECT_EQ(done.at("value"), 336);
  EXPECT_EQ(done.at("base"), 370);
  EXPECT_EQ(done.at("change"), -34);
  EXPECT_EQ(done.at("change_percent").as_double(), -9.19);
  EXPECT_EQ(row(json, "comparison", "indicator", "on_time").at("value").as_double(), 84.00);
}

TEST(Compare, AChangedDefinitionIsNotCompared) {
  const auto json = json_of({"compare", office(), "--to", "2023"});
  const auto& calls = row(json, "comparison", "indicator", "calls");
  EXPECT_EQ(calls.at("value"), 420);
  EXPECT_TRUE(calls.at("change").is_null());
  EXPECT_NE(std::string(calls.at("remark").as_string()).find("Missed calls count too"),
            std::string::npos);
}

TEST(Compare, TheYearBeforeIsShownBesideAnotherBase) {
  const auto json = json_of({"compare", office(), "--to", "2023"});
  std::vector<std::string> bases;
  for (const auto& one : json.at("comparison").as_array()) {
    if (one.at("indicator") == "incidents") {
      bases.emplace_back(one.at("base_period").as_string());
    }
  }
  EXPECT_EQ(bases, (std::vector<std::string>{"2021", "2022"}));
  const Said said = run_exemplar({"compare", office(), "--to", "2023", "--lang", "en"});
  EXPECT_NE(said.out.find("2023 against 2021; Document 5"), std::string::npos) << said.out;
}

TEST(Compare, AMissingValueSaysHowManyAreKnown) {
  const Said said = run_exemplar({"compare", office(), "--to", "2023"});
  EXPECT_NE(said.out.find("190,0 từ 4 trên 5 đơn vị"), std::string::npos) << said.out;
}

TEST(Compare, AUnitOutsideIsMarked) {
  const auto outside = json_of({"compare", office(), "--to", "2023", "--unit", "901"});
  EXPECT_EQ(outside.at("takes_part"), false);
  const Said csv =
      run_exemplar({"compare", office(), "--to", "2023", "--unit", "901", "--format", "csv"});
  EXPECT_NE(csv.out.find("không tham gia"), std::string::npos) << csv.out;
  const auto inside = json_of({"compare", office(), "--to", "2023", "--unit", "101"});
  EXPECT_EQ(inside.at("takes_part"), true);
}

TEST(Compare, IntervalsAreNumbers) {
  const auto json = json_of({"compare", office(), "--to", "2023"});
  const auto& done = row(json, "comparison", "indicator", "done");
  EXPECT_EQ(done.at("interval_low").to_number<double>(), -21.65);
  EXPECT_EQ(done.at("interval_high").to_number<double>(), 5.25);
  const auto& share = row(json, "comparison", "indicator", "on_time");
  EXPECT_LT(share.at("value_low").to_number<double>(), 84.0);
  EXPECT_GT(share.at("value_high").to_number<double>(), 84.0);
}

TEST(Compare, AZeroBaseGivesNone) {
  const Said said = run_exemplar({"compare", office(), "--to", "2023", "--unit", "102"});
  EXPECT_EQ(said.out.find("inf"), std::string::npos);
  EXPECT_NE(said.out.find("không có gốc"), std::string::npos) << said.out;
}

TEST(Compare, NumbersOfPeopleAreToldFromTheLevelAboveUp) {
  const auto one = json_of({"compare", office(), "--to", "2023", "--unit", "101"});
  EXPECT_TRUE(row(one, "comparison", "indicator", "helped").at("value").is_null());
  const auto district = json_of({"compare", office(), "--to", "2023", "--unit", "10"});
  EXPECT_EQ(row(district, "comparison", "indicator", "helped").at("value"), 11);
}

TEST(Functions, DescribeTheLanguage) {
  const auto json = json_of({"functions"});
  EXPECT_GT(json.at("functions").as_array().size(), 30u);
}

TEST(Functions, OneIsDescribedByItsName) {
  const auto json = json_of({"functions", "steps"});
  ASSERT_EQ(json.at("functions").as_array().size(), 1u);
  EXPECT_EQ(json.at("functions").at(0).at("options"), "part = ignored, counts");
  const Said said = run_exemplar({"functions", "at_most", "--lang", "en"});
  EXPECT_EQ(said.code, 0);
  EXPECT_NE(said.out.find("in a workbook: as a value, marked"), std::string::npos) << said.out;
}

TEST(Functions, AMisspeltNameIsToldTheNearest) {
  const Said vietnamese = run_exemplar({"functions", "stps"});
  EXPECT_EQ(vietnamese.code, 1);
  EXPECT_EQ(vietnamese.err, "exemplar: không có hàm “stps”; có phải là steps?\n");
  const Said english = run_exemplar({"functions", "stps", "--lang", "en"});
  EXPECT_EQ(english.err, "exemplar: there is no function 'stps'; did you mean steps?\n");
  const Said far = run_exemplar({"functions", "xyzzyxyzzy", "--lang", "en"});
  EXPECT_NE(far.err.find("lists them all"), std::string::npos) << far.err;
}

TEST(Functions, ThePageOnDiskIsWhatTheBinaryPrints) {
  std::ifstream file(root("docs/functions.md"));
  std::ostringstream page;
  page << file.rdbuf();
  const Said said = run_exemplar({"functions", "--format", "markdown", "--lang", "en"});
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.out, page.str())
      << "write it again: exemplar functions --format markdown --lang en > docs/functions.md";
}

TEST(Workbook, IsWrittenWhole) {
  const std::string out = fmt::format("/tmp/exemplar-workbook-{}.xlsx", getpid());
  const auto json = json_of({"workbook", office(), "--period", "2023", "--out", out});
  EXPECT_GT(json.at("units").as_int64(), 0);
  EXPECT_GT(json.at("formulas").as_int64(), 0);
  std::ifstream file(out, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  EXPECT_EQ(bytes.str().substr(0, 2), "PK");
  EXPECT_EQ(static_cast<int64_t>(bytes.str().size()), json.at("bytes").as_int64());
  unlink(out.c_str());
}

TEST(Workbook, RefusalsSayWhatWouldBeRight) {
  const std::string out = fmt::format("/tmp/exemplar-workbook-{}.xlsx", getpid());
  const Said nobody = run_exemplar(
      {"workbook", office(), "--period", "2023", "--under", "99999", "--out", out, "--lang", "en"});
  EXPECT_EQ(nobody.code, 1);
  EXPECT_NE(nobody.err.find("99999"), std::string::npos) << nobody.err;
  EXPECT_NE(access(out.c_str(), F_OK), 0) << "a refused workbook leaves a file";
  const Said nowhere = run_exemplar(
      {"workbook", office(), "--period", "2023", "--out", "/nowhere/at/all.xlsx", "--lang", "en"});
  EXPECT_EQ(nowhere.code, 1);
  EXPECT_NE(nowhere.err.find("/nowhere/at"), std::string::npos) << nowhere.err;
}

TEST(Check, WarningsAloneEndWithZero) {
  const Said said = run_exemplar({"check", office(), "--lang", "en"});
  EXPECT_EQ(said.code, 0) << said.out;
  EXPECT_NE(said.out.find("0 errors, "), std::string::npos) << said.out;
}

}  // namespace exemplar::tests
