// Writing CSV: reading what was written gives the same, and a file appears whole or not at all.
#include "tables/csv_writer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tables/csv.hpp"

namespace exemplar::tables {
namespace {

namespace fs = std::filesystem;
using Fields = std::vector<std::string>;

std::string written(const std::vector<Fields>& records, char separator) {
  std::string text;
  for (const Fields& fields : records) {
    append_csv_record(text, fields, separator,
                      text.empty() ? RecordPosition::First : RecordPosition::Later);
  }
  return text;
}

TEST(CsvWriter, QuotesOnlyWhereNeeded) {
  EXPECT_EQ(written({{"a", "b c", ""}, {"1,5", "x;y", "\"q\""}, {"l\nm", " ", "é"}}, ','),
            "a,b c,\n\"1,5\",x;y,\"\"\"q\"\"\"\n\"l\nm\", ,é\n");
  EXPECT_EQ(written({{"x;y", "b"}, {"x;y", "b"}}, ','), "\"x;y\",b\nx;y,b\n");
  EXPECT_EQ(written({{""}}, ','), "\"\"\n");
}

// Texts made of what could be misread.
rc::Gen<std::string> gen_field() {
  const auto piece =
      rc::gen::element<std::string>("a", "1", ",", ";", "\t", "\"", "\n", "\r", "\r\n", " ", "ư",
                                    "\u0300", "\xEF\xBB\xBF", "😀", "=");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const auto& pieces) {
    std::string text;
    for (const std::string& each : pieces) text += each;
    return text;
  });
}

RC_GTEST_PROP(CsvWriter, ReadingWhatWasWrittenIsTheIdentity, ()) {
  const size_t width = *rc::gen::inRange<size_t>(1, 5);
  const char separator = *rc::gen::element(',', ';', '\t');
  const auto records =
      *rc::gen::container<std::vector<Fields>>(rc::gen::container<Fields>(width, gen_field()));
  const std::string text = written(records, separator);
  CsvFormat format;
  format.normalisation = Normalisation::AsWritten;
  Problems problems;
  CsvReader reader(bytes_of_text(text), "t.csv", format, problems);
  Record record;
  std::vector<Fields> read_back;
  while (reader.next(record)) {
    read_back.emplace_back();
    for (const Field& field : record.fields) read_back.back().emplace_back(field.text);
  }
  RC_ASSERT(read_back == records);
  RC_ASSERT(problems.empty());
}

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "exemplar-tables-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path_); }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  size_t files() const {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(CsvWriter, AFileAppearsAtCommitAndReplacesTheOldOneWhole) {
  const Folder folder;
  std::ofstream(folder / "t.csv") << "old\n";
  {
    auto writer = CsvWriter::create(folder / "t.csv");
    ASSERT_TRUE(writer);
    (*writer).record({"code", "name"});
    EXPECT_EQ(content_of(folder / "t.csv"), "old\n");
    EXPECT_EQ((*writer).commit(), std::nullopt);
  }
  EXPECT_EQ(content_of(folder / "t.csv"), "code,name\n");
  EXPECT_EQ(folder.files(), 1u);
}

TEST(CsvWriter, WithoutCommitNothingIsLeft) {
  const Folder folder;
  {
    auto writer = CsvWriter::create(folder / "t.csv");
    ASSERT_TRUE(writer);
    for (int i = 0; i < 100'000; ++i) (*writer).record({"code", "name"});
  }
  EXPECT_EQ(folder.files(), 0u);
}

TEST(CsvWriter, SaysWhyAPlaceCannotBeWritten) {
  const Folder folder;
  EXPECT_EQ(CsvWriter::create(folder / "no/t.csv").refusal().what.pattern,
            "cannot write {}: its folder does not exist");
  EXPECT_EQ(CsvWriter::create(folder / "").refusal().what.pattern,
            "cannot write {}: it is a folder");
}

TEST(AtomicFile, AFailureIsToldAtCommitAndLeavesNothing) {
  const Folder folder;
  // The folder is taken away under the open file: the rename fails, as on a lost disk.
  fs::create_directory(folder / "gone");
  auto file = AtomicFile::create(folder / "gone/t.csv");
  ASSERT_TRUE(file);
  (*file).write("x");
  fs::remove_all(folder / "gone");
  EXPECT_TRUE((*file).commit().has_value());
  EXPECT_EQ(folder.files(), 0u);
}

}  // namespace
}  // namespace exemplar::tables
