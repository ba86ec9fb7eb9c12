// The verbs sql and export on the command line: what they write, and what they refuse.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace exemplar {
namespace {

namespace fs = std::filesystem;

struct Ran {
  int code = 0;
  std::string said;  // both outputs
};

Ran exemplar(const std::string& arguments, const std::string& environment = {}) {
  const std::string command =
      environment + "'" + EXEMPLAR_BINARY + "' " + arguments + " --lang en 2>&1";
  Ran ran;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> bytes{};
  size_t read = 0;
  while ((read = fread(bytes.data(), 1, bytes.size(), pipe)) > 0)
    ran.said.append(bytes.data(), read);
  const int status = pclose(pipe);
  ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

std::string office() {
  return (fs::path(EXEMPLAR_ROOT) / "tests" / "dialect" / "sql" / "office").string();
}

bool says(const Ran& ran, const std::string& text) {
  return ran.said.find(text) != std::string::npos;
}

TEST(SqlVerb, WritesTheNewestYearWithValues) {
  const Ran ran = exemplar("sql " + office() + " --dialect postgresql");
  EXPECT_EQ(ran.code, 0) << ran.said;
  EXPECT_TRUE(says(ran, "-- simulated values\n")) << ran.said.substr(0, 400);
  EXPECT_TRUE(says(ran, "SELECT CAST('2024-01-01/2024-12-31' AS text) AS period;"));
  EXPECT_TRUE(says(ran, "-- 1. Criterion 1\n"));
  EXPECT_TRUE(says(ran, "ELSE 'not applicable' END")) << ran.said.substr(ran.said.size() - 500);
}

TEST(SqlVerb, TheStatusFloorStandsInTheScript) {
  EXPECT_TRUE(says(exemplar("sql " + office() + " --dialect duckdb"), "status >= 1"));
  EXPECT_TRUE(
      says(exemplar("sql " + office() + " --dialect duckdb --status verified"), "status >= 2"));
}

TEST(SqlVerb, RefusesWhatItCannotSay) {
  const std::string sql = "sql " + office() + " --dialect postgresql ";
  const Ran restated = exemplar(sql + "--geography 2024-01-01");
  EXPECT_EQ(restated.code, 1);
  EXPECT_TRUE(says(restated, "restated along merges and splits cannot be written in SQL"))
      << restated.said;
  const Ran no_set = exemplar(sql + "--criteria-set z");
  EXPECT_EQ(no_set.code, 1);
  EXPECT_TRUE(says(no_set, "there is no criteria set 'z'; the programme has: a")) << no_set.said;
  const Ran unjudged = exemplar(sql + "--period 2020");
  EXPECT_EQ(unjudged.code, 1);
  EXPECT_TRUE(says(unjudged, "no criteria set judges this period")) << unjudged.said;
}

// The city's pack with another set valid from another day.
class SqlOfSets : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "exemplar-sets-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    fs::copy(fs::path(EXEMPLAR_ROOT) / "packs" / "hcmc-ward-police", folder_ / "pack",
             fs::copy_options::recursive);
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  std::string pack() const { return (folder_ / "pack").string(); }
  void replace(const std::string& from, const std::string& to) {
    const fs::path file =
        folder_ / "pack" / "programmes" / "exemplary-ward-police" / "criteria" / "2024.toml";
    std::ifstream in(file);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    std::ofstream(file) << text.replace(at, from.size(), to);
  }

  fs::path folder_;
};

TEST_F(SqlOfSets, TakeTheNewestOfThoseThatJudgeTheYear) {
  replace("from = 2024-01-01", "from = 2021-06-01");
  const Ran ran = exemplar("sql " + pack() + " --dialect duckdb");
  EXPECT_EQ(ran.code, 0) << ran.said.substr(0, 400);
  EXPECT_TRUE(says(ran, "-- 20 illustrative criteria from 2024")) << ran.said.substr(0, 1200);
  const Ran older = exemplar("sql " + pack() + " --dialect duckdb --criteria-set 2023");
  EXPECT_FALSE(says(older, "-- 20 illustrative criteria from 2024"));
}

TEST_F(SqlOfSets, RefuseASetThatJudgesNoYearWithValues) {
  const Ran ran = exemplar("sql " + pack() + " --dialect duckdb --criteria-set 2024");
  EXPECT_EQ(ran.code, 1) << ran.said.substr(0, 400);
  EXPECT_TRUE(
      says(ran, "the pack holds no values of a year that '2024' judges; name one: --period"))
      << ran.said.substr(0, 400);
  EXPECT_EQ(exemplar("sql " + pack() + " --dialect duckdb --criteria-set 2024 --period 2023").code,
            0);
}

TEST(SqlVerb, AnUnknownDialectIsWrongUsage) {
  EXPECT_EQ(exemplar("sql " + office()).code, 2);
  EXPECT_EQ(exemplar("sql " + office() + " --dialect oracle").code, 2);
}

class ExportVerb : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "exemplar-export-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  std::string file(const std::string& name) const {
    std::ifstream in(folder_ / "out" / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::string facts_of(const std::string& pack) const {
    EXPECT_EQ(exemplar("export " + pack + " --out " + (folder_ / "few").string()).code, 0);
    std::ifstream in(folder_ / "few" / "fact.csv");
    return {std::istreambuf_iterator<char>(in), {}};
  }
  // Lines that no file of the pack has.
  static size_t months_active_in(const std::string& facts) {
    size_t count = 0;
    for (size_t at = facts.find("\n#"); at != facts.npos; at = facts.find("\n#", at + 1)) ++count;
    return count;
  }

  fs::path folder_;
};

TEST_F(ExportVerb, WritesOneFileATable) {
  const Ran ran = exemplar("export " + office() + " --out " + (folder_ / "out").string());
  ASSERT_EQ(ran.code, 0) << ran.said;
  EXPECT_EQ(file("unit.csv").substr(0, 42), "id,code,name,kind,valid_from,valid_until\nt");
  EXPECT_NE(file("unit.csv").find("s4,201,Phố 2,street,0001-01-01,2023-12-31\n"),
            std::string::npos);
  EXPECT_NE(file("unit_link.csv").find("line,s6,town,2024-01-01,"), std::string::npos)
      << file("unit_link.csv");
  EXPECT_NE(
      file("period.csv")
          .find("2023-01-01/2023-12-31,last year,1,2022-01-01/2022-12-31,2022-01-01,2022-12-31\n"),
      std::string::npos);
  // A draft stays a draft, with a later revision than what it corrects.
  EXPECT_NE(file("fact.csv").find(",0,number,777,1,\n"), std::string::npos);
  EXPECT_NE(file("fact.csv").find("not applicable,0,0,nghỉ\n"), std::string::npos);
  EXPECT_NE(file("load_duckdb.sql").find("COPY fact FROM 'fact.csv'"), std::string::npos);
}

// More values than may be held: what needs them says so, and what takes them one by one does not.
TEST_F(ExportVerb, APackTooLargeForMemoryIsExportedAllTheSame) {
  constexpr size_t kLines = 300'000;
  const fs::path pack = folder_ / "pack";
  fs::copy(office(), pack, fs::copy_options::recursive);
  {
    std::ofstream many(pack / "values" / "zz-many.csv");
    many << "period,unit,reported_on,source,mark\n";
    for (size_t i = 0; i < kLines; ++i) {
      many << "2023,s1,2024-02-01,generator," << i % 100 << ".5\n";
    }
  }
  const std::string limit = "EXEMPLAR_MEMORY_MB=65 ";
  const Ran assessed = exemplar("assess " + pack.string() + " --period 2023", limit);
  EXPECT_EQ(assessed.code, 1);
  EXPECT_EQ(assessed.said,
            "exemplar: about 301000 values do not fit: they need about 71 MB of memory, and 65 MB "
            "can be had; assess them inside a database: exemplar export writes them as tables and "
            "exemplar sql the assessment, whatever their number (docs/scale-out.md)\n");
  const Ran ran =
      exemplar("export " + pack.string() + " --out " + (folder_ / "out").string(), limit);
  ASSERT_EQ(ran.code, 0) << ran.said;
  const std::string few = facts_of(office());
  const std::string facts = file("fact.csv");
  // The last line of the many is the newest; behind it stands what follows from the units.
  EXPECT_EQ(std::count(facts.begin(), facts.end(), '\n'),
            std::count(few.begin(), few.end(), '\n') + static_cast<std::ptrdiff_t>(kLines));
  const size_t before = std::count(few.begin(), few.end(), '\n') - 1 - months_active_in(few);
  EXPECT_NE(facts.find("mark,2023-01-01/2023-12-31,s1,," + std::to_string(before + kLines) +
                       ",1,number,995,1,\n"),
            std::string::npos);
  EXPECT_EQ(exemplar("sql " + pack.string() + " --dialect duckdb", limit).said,
            exemplar("sql " + office() + " --dialect duckdb").said);
  EXPECT_EQ(exemplar("units " + pack.string() + " --at 2023-12-31", limit).code, 0);
}

// What is wrong in a line is told as every verb tells it, and nothing is written.
TEST_F(ExportVerb, AWrongValueIsToldAndNothingIsWritten) {
  const fs::path pack = folder_ / "pack";
  fs::copy(office(), pack, fs::copy_options::recursive);
  std::ofstream(pack / "values" / "zz.csv") << "period,unit,source,mark\n2023,s1,generator,x\n";
  const Ran ran = exemplar("export " + pack.string() + " --out " + (folder_ / "out").string());
  EXPECT_EQ(ran.code, 1);
  EXPECT_TRUE(says(ran, "values/zz.csv:2:19: ")) << ran.said;
  EXPECT_TRUE(says(ran, "the pack has 1 errors and cannot be used; run ")) << ran.said;
  EXPECT_FALSE(fs::exists(folder_ / "out"));
}

TEST_F(ExportVerb, AFolderThatCannotBeMadeIsRefused) {
  std::ofstream(folder_ / "file") << "x";
  const Ran ran = exemplar("export " + office() + " --out " + (folder_ / "file" / "out").string());
  EXPECT_EQ(ran.code, 1);
  EXPECT_TRUE(says(ran, "cannot be made; name a folder that can be written to")) << ran.said;
}

}  // namespace
}  // namespace exemplar
