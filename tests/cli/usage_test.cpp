// Wrong lines, wrong packs, help: exit codes and the one clear line.
#include "cli/run_exemplar.hpp"

namespace exemplar::tests {

namespace {

struct Wrong {
  std::vector<std::string> line;
  int code;
  std::string says;  // part of the standard error output
};

}  // namespace

TEST(Usage, WrongLinesEndWithTwoAndOneLine) {
  const std::vector<Wrong> lines = {
      {{}, 2, "no verb is given"},
      {{"asses", office()}, 2, "there is no verb 'asses'; did you mean assess?"},
      {{"assess", office()}, 2, "--period is missing; see " EXEMPLAR_BINARY " assess --help"},
      {{"assess", "--period", "2023"}, 2, "PACK is missing"},
      {{"assess", office(), "--period", "2023", "--what"}, 2, "'--what' is not understood"},
      {{"assess", office(), "--period", "2023", "--format", "xml"}, 2, "--format: 'xml' is not"},
      {{"check", office(), "--format", "xml"}, 2, "table, json, csv"},
      {{"assess", office(), "--period", "soon"}, 2, "--period: 'soon' is not a period; write 2023"},
      {{"overview", office(), "--period", "2023-13"}, 2, "a year has no month 13"},
      {{"assess", office(), "--period", "2023", "--geography", "then"}, 2, "as-was, as-is"},
      {{"targets", office(), "--period", "2023", "--at", "never"}, 2, "'never' is not a day"},
      {{"targets", office(), "--period", "2023", "--known-on", "x"}, 2, "'x' is not a day"},
      {{"units", office(), "--at", "2025-02-30"}, 2, "'2025-02-30' is not a day"},
      {{"compare", office(), "--to", "2023", "--from", "x"}, 2, "--from: 'x' is not a period"},
      {{"explain", office(), "--period", "2023"}, 2, "--unit is missing"},
      {{"assess", office(), "--period", "2023", "--status", "rumoured"}, 2, "--status"},
  };
  for (Wrong wrong : lines) {
    wrong.line.insert(wrong.line.end(), {"--lang", "en"});
    const Said said = run_exemplar(wrong.line);
    EXPECT_EQ(said.code, wrong.code) << wrong.says;
    EXPECT_EQ(said.out, "") << wrong.says;
    EXPECT_NE(said.err.find(wrong.says), std::string::npos) << said.err;
    EXPECT_EQ(std::count(said.err.begin(), said.err.end(), '\n'), 1) << said.err;
  }
}

TEST(Usage, RefusalsEndWithOneAndSayWhatWouldBeRight) {
  const std::vector<Wrong> lines = {
      {{"assess", office(), "--period", "2023", "--unit", "999"}, 1, "'999'"},
      {{"assess", office(), "--period", "2023", "--unit", "Phố 2"}, 1, ""},
      {{"assess", office(), "--period", "2023", "--criteria-set", "b"}, 1, "the programme has: a"},
      {{"assess", office(), "--period", "2023", "--programme", "x"}, 1, "the office has: streets"},
      {{"assess", office(), "--period", "2020"}, 1, "judges"},
      {{"assess", office(), "--period", "2024", "--unit", "202"}, 1, ""},
      {{"explain", office(), "--period", "2023", "--unit", "101", "--criterion", "9"}, 1, "9"},
      {{"assess", office(), "--period", "2023", "--unit", "10"}, 1, "are not judged"},
      {{"explain", office(), "--period", "2023", "--unit", "10"}, 1, "a unit under it"},
      {{"explain", office(), "--period", "2023", "--unit", "01"}, 1, "of the kind town"},
      {{"units", office(), "--hierarchy", "church"}, 1, "the office has: line, territory"},
      {{"compare", office(), "--to", "2023", "--from", "2023"}, 1, "overlap"},
      {{"compare", office(), "--to", "2023", "--from", "2022-Q1"}, 1, "not of one length"},
      {{"compare", office(), "--to", "2023", "--from", "2024"}, 1, "write --from 2023 --to 2024"},
      {{"compare", office(), "--to", "2022", "--from", "2022-12-15/P1Y"}, 1, "overlap"},
      {{"assess", office(), "--period", "2023", "--geography", "2019-12-31"}, 1, "2020-01-01"},
      {{"compare", office(), "--to", "2023", "--geography", "1900-01-01"}, 1, "2020-01-01"},
      {{"targets", office(), "--period", "2023", "--geography", "1900-01-01"}, 1, "2020-01-01"},
      {{"explain", office(), "--period", "2023", "--unit", "101", "--geography", "1900-01-01"},
       1,
       "2020-01-01"},
  };
  for (Wrong wrong : lines) {
    wrong.line.insert(wrong.line.end(), {"--lang", "en"});
    const Said said = run_exemplar(wrong.line);
    EXPECT_EQ(said.code, 1) << wrong.line[0] << " " << wrong.says << said.out;
    EXPECT_EQ(said.out, "");
    EXPECT_NE(said.err.find(wrong.says), std::string::npos) << said.err;
  }
}

// The first day of the records is known; only what lies before it is refused.
TEST(Usage, TheFirstDayOfTheRecordsIsAGeography) {
  const Said said =
      run_exemplar({"assess", office(), "--period", "2023", "--geography", "2020-01-01"});
  EXPECT_EQ(said.code, 0) << said.err;
}

TEST(Usage, AMalformedValueIsSaidInVietnameseByDefault) {
  const Said said = run_exemplar({"units", office(), "--at", "2025-02-30"});
  EXPECT_EQ(said.code, 2);
  EXPECT_NE(said.err.find("hãy ghi"), std::string::npos) << said.err;
}

TEST(Usage, TheVersionIsOneLine) {
  const Said said = run_exemplar({"--version"});
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.out.substr(0, 9), "exemplar ");
  EXPECT_EQ(said.lines().size(), 1u);
}

TEST(Usage, EveryVerbHelpsInBothLanguages) {
  for (const char* verb : {"check", "overview", "assess", "explain", "targets", "compare", "units",
                           "functions", "workbook", "audit"}) {
    const Said vietnamese = run_exemplar({verb, "--help"});
    const Said english = run_exemplar({verb, "--help", "--lang", "en"});
    EXPECT_EQ(vietnamese.code, 0);
    EXPECT_EQ(english.code, 0);
    EXPECT_NE(vietnamese.out.find("Cách dùng"), std::string::npos) << vietnamese.out;
    EXPECT_NE(english.out.find("Usage"), std::string::npos) << english.out;
    EXPECT_NE(english.out.find("--format"), std::string::npos) << english.out;
  }
}

TEST(Usage, VietnameseIsTheDefault) {
  const Said said = run_exemplar({"assess", office(), "--period", "2023"});
  EXPECT_NE(said.out.find("đơn vị tham gia"), std::string::npos) << said.out;
}

// The parser's English reaches nobody: each fault is said in both languages.
TEST(Usage, WhatTheParserFindsIsSaidInTheReadersLanguage) {
  struct Fault {
    std::vector<std::string> line;
    std::string vietnamese, english;
  };
  const std::vector<std::string> assess = {"assess", office(), "--period", "2023"};
  const auto with = [&](std::vector<std::string> more) {
    std::vector<std::string> line = assess;
    line.insert(line.end(), more.begin(), more.end());
    return line;
  };
  const std::vector<Fault> faults = {
      {{"assess"}, "thiếu PACK", "PACK is missing"},
      {{"assess", office()}, "thiếu --period", "--period is missing"},
      {{"assess", office(), "--period"}, "--period cần có giá trị", "--period needs a value"},
      {with({"--format"}), "--format cần có giá trị", "--format needs a value"},
      {with({"--period", "2022"}), "--period được nêu nhiều lần", "--period is given more than"},
      {with({"--units=maybe"}), "--units không nhận giá trị", "--units takes no value"},
      {with({"--what"}), "không hiểu “--what”", "'--what' is not understood"},
      {with({"--unitt", "1"}), "có phải là --unit không?", "did you mean --unit?"},
      {{"assess", office(), "--periodd", "2023"}, "--period không?", "did you mean --period?"},
      {{"check", office(), "more"}, "không hiểu “more”", "'more' is not understood"},
      {{"convert"}, "thiếu FILE", "FILE is missing"},
      {{}, "chưa nêu lệnh", "no verb is given"},
      {{"chek", office()}, "không có lệnh “chek”", "there is no verb 'chek'"},
  };
  for (const Fault& fault : faults) {
    for (const bool english : {false, true}) {
      std::vector<std::string> line = fault.line;
      // Before an option that lacks its value, so that it is not taken for it.
      if (english) line.insert(line.begin() + (line.empty() ? 0 : 1), "--lang=en");
      const Said said = run_exemplar(line);
      EXPECT_EQ(said.code, 2);
      EXPECT_NE(said.err.find(english ? fault.english : fault.vietnamese), std::string::npos)
          << said.err;
      EXPECT_EQ(said.err.find("required"), std::string::npos) << said.err;
    }
  }
}

class WrongPack : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / fmt::format("exemplar-wrong-pack-{}", getpid());
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(office(), folder_, std::filesystem::copy_options::recursive);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void replace(const std::string& file, const std::string& old, const std::string& with) {
    std::ifstream in(folder_ / file);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    in.close();
    const size_t at = text.find(old);
    ASSERT_NE(at, std::string::npos) << file << ": " << old;
    text.replace(at, old.size(), with);
    std::ofstream(folder_ / file) << text;
  }

  std::filesystem::path folder_;
};

TEST_F(WrongPack, CheckPlacesTheErrorAndEndsWithOne) {
  replace("programmes/streets/criteria/a.toml", "done / due >=", "dome / due >=");
  const Said said = run_exemplar({"check", folder_.string(), "--lang", "en"});
  EXPECT_EQ(said.code, 1);
  EXPECT_NE(said.out.find("programmes/streets/criteria/a.toml:11:8: "), std::string::npos)
      << said.out;
  EXPECT_NE(said.out.find("done"), std::string::npos) << said.out;
}

TEST_F(WrongPack, OtherVerbsRefuseItAndNameCheck) {
  replace("indicators.toml", "kind = \"count\"", "kind = \"cuont\"");
  for (const char* verb : {"assess", "targets", "explain"}) {
    std::vector<std::string> line = {verb, folder_.string(), "--period", "2023", "--lang", "en"};
    if (std::string(verb) == "explain") line.insert(line.end(), {"--unit", "101"});
    const Said said = run_exemplar(line);
    EXPECT_EQ(said.code, 1);
    EXPECT_EQ(said.out, "");
    EXPECT_NE(said.err.find("indicators.toml:4:"), std::string::npos) << said.err;
    EXPECT_NE(said.err.find("run " EXEMPLAR_BINARY " check " + folder_.string()), std::string::npos)
        << said.err;
  }
}

TEST_F(WrongPack, AFolderThatIsNotThereIsRefused) {
  const Said said = run_exemplar({"check", (folder_ / "nothing").string(), "--lang", "en"});
  EXPECT_EQ(said.code, 1);
}

}  // namespace exemplar::tests
