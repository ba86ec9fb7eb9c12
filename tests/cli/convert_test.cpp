// convert: legacy files are shown before anything is converted, and nothing is guessed.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/run_exemplar.hpp"

namespace exemplar::tests {

namespace {

class Convert : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / ("exemplar-convert-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    // "Công an phường Tân Định" in TCVN3.
    std::ofstream(path("old.txt"), std::ios::binary) << "C\xAB"
                                                        "ng an ph\xAD\xEA"
                                                        "ng T\xA9n \xA7\xDEnh\n";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string content(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  }

  std::filesystem::path folder_;
};

}  // namespace

TEST_F(Convert, ShowsWhatItLooksLikeAndWritesNothing) {
  const Said said = run_exemplar({"convert", path("old.txt"), "--lang", "en"});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_NE(said.out.find("it looks like tcvn3: 4 of 4 words"), std::string::npos) << said.out;
  EXPECT_NE(said.out.find("Định"), std::string::npos) << said.out;
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(Convert, WritesOnlyWhatAPersonHasNamed) {
  const Said guess = run_exemplar({"convert", path("old.txt"), "--out", path("new.txt")});
  EXPECT_EQ(guess.code, 1);
  EXPECT_FALSE(std::filesystem::exists(path("new.txt")));
  const Said said =
      run_exemplar({"convert", path("old.txt"), "--encoding", "tcvn3", "--out", path("new.txt")});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(content("new.txt"), "Công an phường Tân Định\n");
}

TEST_F(Convert, RefusesWithOneLine) {
  EXPECT_EQ(run_exemplar({"convert", path("nowhere.txt")}).code, 1);
  const Said said = run_exemplar({"convert", path("old.txt"), "--encoding", "abc", "--lang", "en"});
  EXPECT_EQ(said.code, 1);
  EXPECT_NE(said.err.find("there is no encoding 'abc'"), std::string::npos) << said.err;
}

}  // namespace exemplar::tests
