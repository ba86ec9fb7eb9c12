// Packs with faults: each folder of bad/ holds the files that differ from the rich pack (an empty
// file: left out) and the exact list of what is said about them.
//
// EXEMPLAR_UPDATE_EXPECTED=1 writes the lists anew; read the difference before keeping it.
#include <regex>

#include "folder_content.hpp"
#include "programme/pack/pack.hpp"

namespace exemplar::programme {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = EXEMPLAR_ROOT "/tests/programme/pack";

std::string told(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    text += (problem.severity == Severity::Warning ? "warning " : "error   ") +
            to_string(problem, Language::English) + "\n";
  }
  return text;
}

std::vector<std::string> names() {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(kFolder / "bad")) {
    found.push_back(entry.path().filename().string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

class BadPack : public testing::TestWithParam<std::string> {};

TEST_P(BadPack, IsToldExactly) {
  const fs::path folder = kFolder / "bad" / GetParam();
  PackFiles::Content content = content_of(kFolder / "rich");
  for (const auto& [name, text] : content_of(folder)) {
    if (text.empty()) content.erase(name);
    if (!text.empty() && name != "expected.txt") content[name] = text;
  }
  const std::string said = told(read_pack(PackFiles::in_memory(content)).problems);
  if (std::getenv("EXEMPLAR_UPDATE_EXPECTED") != nullptr) {
    std::ofstream(folder / "expected.txt") << said;
  }
  EXPECT_EQ(said, content_of(folder)["expected.txt"]);
  EXPECT_NE(said, "");
}

INSTANTIATE_TEST_SUITE_P(All, BadPack, testing::ValuesIn(names()),
                         [](const auto& one) { return one.param; });

// A problem in a file that is there has its line and column; those of a file as a whole are few.
TEST(BadPacks, EveryProblemHasLineAndColumn) {
  const std::regex whole_file(
      R"(.*: (this file is missing|a pack has no such file; it is not read).*)");
  const std::regex placed(R"((error  |warning) [^: ]+:[1-9][0-9]*:[1-9][0-9]*: .*)");
  size_t looked_at = 0;
  for (const std::string& name : names()) {
    std::istringstream expected(content_of(kFolder / "bad" / name)["expected.txt"]);
    for (std::string line; std::getline(expected, line); ++looked_at) {
      EXPECT_TRUE(std::regex_match(line, placed) || std::regex_match(line, whole_file)) << line;
    }
  }
  EXPECT_GT(looked_at, 150U);
}

TEST(BadPacks, ThereAreTwelveAtLeast) {
  EXPECT_GE(names().size(), 12U);
}

}  // namespace
}  // namespace exemplar::programme
