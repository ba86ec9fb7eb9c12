// What the reader takes, and where it stops: encodings, links, floods of problems, places.
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.hpp"
#include "engine/formula/parser.hpp"
#include "programme/pack/pack.hpp"
#include "programme/pack/toml_document.hpp"

namespace exemplar::programme {
namespace {

namespace fs = std::filesystem;

const fs::path kRich = EXEMPLAR_ROOT "/tests/programme/pack/rich";

PackFiles::Content rich() {
  Problems problems;
  const PackFiles files = PackFiles::in_folder(kRich, problems);
  PackFiles::Content content;
  for (const std::string& name : files.names()) content[name] = *files.text(name);
  return content;
}

std::string told(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += to_string(problem, Language::English) + "\n";
  return text;
}

// Vietnamese letters taken apart, as macOS writes them.
std::string decomposed(std::string text) {
  const std::pair<std::string_view, std::string_view> letters[] = {
      {"ườ", "u\xCC\x9Bo\xCC\x9B\xCC\x80"}, {"ố", "o\xCC\x82\xCC\x81"}, {"á", "a\xCC\x81"}};
  for (const auto& [from, to] : letters) {
    for (size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
  }
  return text;
}

TEST(Reading, ByteOrderMarksCrlfAndDecomposedLettersChangeNothing) {
  const PackReading plain = read_pack(kRich);
  PackFiles::Content content = rich();
  for (auto& [name, text] : content) {
    std::string other = "\xEF\xBB\xBF";
    for (const char c : decomposed(text)) other += c == '\n' ? "\r\n" : std::string(1, c);
    EXPECT_TRUE(name.ends_with(".md") || other.size() > text.size() + 3) << name;
    text = other;
  }
  // Line ends inside texts over several lines are the author's own.
  for (const char* name : {"indicators.toml", "unit_events.csv"}) {
    content[name] = decomposed(rich()[name]);
  }
  const PackReading reading = read_pack(PackFiles::in_memory(content));
  EXPECT_EQ(told(reading.problems), "");
  EXPECT_TRUE(same_office(plain.office, reading.office));
}

TEST(Reading, AFloodOfProblemsEndsWithALineThatSaysSo) {
  PackFiles::Content content = rich();
  std::string& values = content["values/2023.csv"];
  for (int i = 0; i < 5000; ++i) values += "ratio,2023,w3,,x,,,,generator,,\n";
  const PackReading reading = read_pack(PackFiles::in_memory(content));
  EXPECT_EQ(reading.problems.size(), 1001U);
  EXPECT_EQ(to_string(reading.problems.list().back(), Language::English),
            "values/2023.csv:1015:16: more than 1000 problems in this file; from here on they are "
            "not shown; correct those before first");
}

TEST(Reading, WarningsDoNotHideErrors) {
  PackFiles::Content content = rich();
  std::string& values = content["values/2023.csv"];
  for (int i = 0; i < 3000; ++i) values += "ratio,2023,w3,,1,,,,generator,,\n";
  values += "ratio,2023,w3,,2,,,,generator,,\n";
  const PackReading reading = read_pack(PackFiles::in_memory(content));
  EXPECT_EQ(reading.problems.size(), 1002U);
  EXPECT_TRUE(reading.problems.has_errors());
}

TEST(Reading, AFolderThatIsNotThereIsAProblem) {
  EXPECT_EQ(told(read_pack(fs::path("no such folder")).problems),
            "no such folder: there is no such folder; name the folder that holds office.toml\n");
  EXPECT_EQ(told(read_pack(kRich / "office.toml").problems),
            (kRich / "office.toml").string() +
                ": this is no folder; name the folder that holds office.toml\n");
  EXPECT_TRUE(read_pack(PackFiles::in_memory({})).problems.has_errors());
}

// A copy of the rich pack that may be spoilt.
class Copy {
 public:
  Copy() {
    std::string pattern = (fs::temp_directory_path() / "exemplar-pack-XXXXXX").string();
    folder_ = fs::path(mkdtemp(pattern.data())) / "pack";
    fs::copy(kRich, folder_, fs::copy_options::recursive);
  }
  ~Copy() {
    if (!barred_.empty()) fs::permissions(barred_, fs::perms::owner_all);
    fs::remove_all(folder_.parent_path());
  }
  fs::path operator/(const std::string& name) const { return folder_ / name; }
  // False where the user may read all the same.
  bool bar(const std::string& name) {
    barred_ = folder_ / name;
    fs::permissions(barred_, fs::perms::none);
    return ::geteuid() != 0;
  }
  // What is told of that file or folder.
  std::string told_of(const std::string& name) const {
    std::string text;
    const PackReading reading = read_pack(folder_);
    for (const Problem& problem : reading.problems) {
      if (problem.place.file == name) text += to_string(problem, Language::English) + "\n";
    }
    return text;
  }

 private:
  fs::path folder_;
  fs::path barred_;
};

TEST(Reading, AFolderInPlaceOfAFileIsCalledOne) {
  for (const std::string name : {"office.toml", "units.csv", "hierarchies.csv", "values/2023.csv",
                                 "programmes/wards/criteria/z.toml"}) {
    Copy copy;
    fs::remove(copy / name);
    fs::create_directory(copy / name);
    EXPECT_EQ(copy.told_of(name), name +
                                      ": this is a folder, not a file; put the file of this name "
                                      "here instead\n");
  }
}

TEST(Reading, APipeInPlaceOfAFileIsNotWaitedFor) {
  Copy copy;
  fs::remove(copy / "units.csv");
  ASSERT_EQ(::mkfifo((copy / "units.csv").c_str(), 0600), 0);
  EXPECT_EQ(copy.told_of("units.csv"),
            "units.csv: this is neither a file nor a folder; put the file of this name here "
            "instead\n");
}

TEST(Reading, ALinkInPlaceOfARequiredFileIsAnError) {
  Copy copy;
  fs::remove(copy / "units.csv");
  fs::create_symlink(kRich / "units.csv", copy / "units.csv");
  EXPECT_EQ(copy.told_of("units.csv"),
            "units.csv: a symbolic link is not followed; put the file itself into the pack\n");
  EXPECT_TRUE(read_pack(copy / "").problems.has_errors());
}

TEST(Reading, WhatMayNotBeReadIsTold) {
  Copy file;
  Copy folder;
  if (!file.bar("office.toml") || !folder.bar("values")) GTEST_SKIP() << "the user may read all";
  EXPECT_EQ(
      file.told_of("office.toml"),
      "office.toml: this file may not be read; give the current user permission to read it\n");
  EXPECT_EQ(folder.told_of("values"),
            "values: this folder cannot be read (Permission denied); give the current user "
            "permission to read it\n");
}

TEST(Reading, SymbolicLinksAreNotFollowed) {
  std::string pattern = (fs::temp_directory_path() / "exemplar-pack-XXXXXX").string();
  const fs::path folder = fs::path(mkdtemp(pattern.data())) / "pack";
  fs::copy(kRich, folder, fs::copy_options::recursive);
  fs::create_directory_symlink(folder, folder / "values" / "again");
  fs::create_symlink(folder / "units.csv", folder / "values" / "9.csv");
  std::ofstream(folder / ".hidden") << "x";
  const PackReading reading = read_pack(folder);
  fs::remove_all(folder.parent_path());
  ASSERT_EQ(reading.problems.size(), 2U) << told(reading.problems);
  for (const Problem& problem : reading.problems) {
    EXPECT_EQ(problem.code, "symbolic_link");
    EXPECT_EQ(problem.severity, Severity::Warning);
  }
}

TEST(Reading, MissingBoundsOfCountsAmountsSharesAndMarksStartAtZero) {
  const PackReading reading = read_pack(kRich);
  const Definitions& definitions = reading.office.definitions;
  const auto starts_at_zero = [&](std::string_view id) {
    return definitions[*definitions.indicator(id)].at_least == Decimal{0, 0};
  };
  for (const std::string_view id : {"area_audited", "offences", "conduct", "ratio"}) {
    EXPECT_TRUE(starts_at_zero(id)) << id;
  }
  EXPECT_FALSE(starts_at_zero("plan_issued"));
  EXPECT_FALSE(starts_at_zero("area_share"));
}

// The place of a character of a formula, in every way of writing texts.
TEST(Places, OfFormulasInAllQuotes) {
  struct Case {
    const char* toml;
    int line;  // of the formula
    int column;
    Place expected;
  };
  const Case cases[] = {
      {"f = 'a + b'", 1, 5, {"t", 1, 10}},
      {"f = \"a + b\"", 1, 5, {"t", 1, 10}},
      {"f = '''a + b'''", 1, 5, {"t", 1, 12}},
      {"f = '''\na + b'''", 1, 5, {"t", 2, 5}},
      {"f = '''\r\na + b'''", 1, 5, {"t", 2, 5}},
      {"f = \"\"\"\na +\n  b\"\"\"", 2, 3, {"t", 3, 3}},
      {"# é\nf = \"é + b\"", 1, 5, {"t", 2, 10}},
      {"f = '''a +\n  b'''", 2, 3, {"t", 2, 3}},
      // An escape is more characters in the file than in the text that it means.
      {R"(f = "k = \"ward\" and x")", 1, 4, {"t", 1, 9}},
      {R"(f = "k = \"ward\" and x")", 1, 5, {"t", 1, 10}},
      {R"(f = "k = \"ward\" and x")", 1, 6, {"t", 1, 12}},
      {R"(f = "k = \"ward\" and x")", 1, 16, {"t", 1, 23}},
      {R"(f = "1 m\u00B2 + x")", 1, 7, {"t", 1, 17}},
      {R"(f = "1 m\U000000B2 + x")", 1, 7, {"t", 1, 21}},
      {R"(f = "a\t+ é + x")", 1, 8, {"t", 1, 14}},
      {R"(f = "a +\n x")", 2, 2, {"t", 1, 12}},
      {R"(f = "a +\u000A x")", 2, 2, {"t", 1, 16}},
      {"f = \"\"\"a\\t +\n  x\"\"\"", 2, 3, {"t", 2, 3}},
      {"f = \"\"\"a + \\\n   x + y\"\"\"", 1, 5, {"t", 2, 4}},
      {"f = \"\"\"a + \\\n   x + y\"\"\"", 1, 9, {"t", 2, 8}},
      {"f = \"\"\"\na = \\\"b\\\" + c\"\"\"", 1, 11, {"t", 2, 13}},
      {R"(f = 'a \" + x')", 1, 8, {"t", 1, 13}},
  };
  for (const Case& c : cases) {
    Problems problems;
    const auto node = parse_toml(c.toml, "t", problems);
    ASSERT_TRUE(node) << c.toml;
    const TomlNode& text = node->find("f")->node;
    EXPECT_EQ(inside(FormulaText{text.text, text.content, text.jumps}, c.line, c.column),
              c.expected)
        << c.toml;
  }
}

TEST(Places, OfAFormulaThatIsNowhere) {
  EXPECT_EQ(inside(FormulaText{"a", {"file", 0, 0}}, 1, 5), (Place{"file", 0, 0}));
}

}  // namespace
}  // namespace exemplar::programme
