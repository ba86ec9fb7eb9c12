// Rows under named columns: what is wrong with a header or a row is said with its remedy.
#include "tables/table.hpp"

#include <gtest/gtest.h>

namespace exemplar::tables {
namespace {

const TableFormat kFormat{.required = {"code", "name"}, .optional = {"valid_from"}};

std::vector<std::string> problems_of(std::string_view text, TableFormat format = kFormat) {
  Problems problems;
  read_table_text(text, "t.csv", format, problems);
  std::vector<std::string> lines;
  for (const Problem& problem : problems) lines.push_back(to_string(problem, Language::English));
  return lines;
}

TEST(Table, ReadsByColumnNameInAnyOrder) {
  Problems problems;
  const Table table = read_table_text("name,code\nPhường 1,00026734\n\"Phường\n2\",X02\n", "t.csv",
                                      kFormat, problems);
  EXPECT_TRUE(problems.empty());
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0]["code"], "00026734");
  EXPECT_EQ(table.rows[1]["name"], "Phường\n2");
  EXPECT_EQ(to_string(table.rows[1].place("code")), "t.csv:4:4");
  EXPECT_EQ(to_string(table.rows[1].place()), "t.csv:3:1");
  EXPECT_FALSE(table.has("valid_from"));
  EXPECT_EQ(table.rows[0]["valid_from"], "");
  EXPECT_EQ(to_string(table.rows[0].place("valid_from")), "t.csv:2:1");
}

TEST(Table, RefusesWithTheRemedy) {
  struct Case {
    const char* what;
    std::string text;
    std::vector<std::string> problems;
  };
  const std::vector<Case> table = {
      {"empty file", "", {"t.csv:1:1: the file is empty; begin it with the line: code, name"}},
      {"missing",
       "name,valid_from\n",
       {"t.csv:1:16: missing column 'code'; the header has: name, valid_from"}},
      {"misspelt",
       "cdoe,name\n",
       {"t.csv:1:10: missing column 'code'; the header has: cdoe, name; did you mean 'cdoe'?",
        "t.csv:1:1: unknown column 'cdoe'; did you mean 'code'?"}},
      {"misspelt optional",
       "code,name,Valid-From\n",
       {"t.csv:1:11: unknown column 'Valid-From'; did you mean 'valid_from'?"}},
      {"unknown",
       "code,name,colour\n1,2,red\n",
       {"t.csv:1:11: unknown column 'colour'; this table knows: code, name, valid_from"}},
      {"twice",
       "code,name,code\n",
       {"t.csv:1:11: column 'code' occurs twice; rename or remove one of them"}},
      {"no name",
       "code,,name\n",
       {"t.csv:1:6: column 2 has no name; name it, or remove the column"}},
      {"too few",
       "code,name\n1\n2,b\n",
       {"t.csv:2:2: 1 fields, but the header has 2 columns; add what is missing; an empty field "
        "still "
        "needs its separator"}},
      {"too many",
       "code,name\n1,a,b\n2,b\n",
       {"t.csv:2:5: 3 fields, but the header has 2 columns; remove the excess, or put a field that "
        "holds the separator in quotes"}},
  };
  for (const Case& each : table) {
    SCOPED_TRACE(each.what);
    EXPECT_EQ(problems_of(each.text), each.problems);
  }
}

TEST(Table, RowsOfAnotherWidthAreLeftOutAndTheOthersRead) {
  Problems problems;
  const Table table =
      read_table_text("code,name\n1\n2,b\n3,c,d\n4,e\n", "t.csv", kFormat, problems);
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0]["code"], "2");
  EXPECT_EQ(table.rows[1]["code"], "4");
  EXPECT_EQ(problems.size(), 2u);
}

// The cells under the other columns can still be looked at.
TEST(Table, ReadsTheCellsUnderAFaultyHeaderOnRequest) {
  TableFormat format = kFormat;
  format.faulty = FaultyHeader::ReadCells;
  Problems problems;
  const Table lacking = read_table_text("name\na\nb\n", "t.csv", format, problems);
  ASSERT_EQ(lacking.rows.size(), 2u);
  EXPECT_EQ(lacking.rows[1]["name"], "b");
  EXPECT_EQ(lacking.rows[1]["code"], "");
  EXPECT_EQ(lacking.header->lacking, std::vector<std::string>{"code"});
  const Table twice = read_table_text("code,name,name,\n1,a,b,\n", "t.csv", format, problems);
  ASSERT_EQ(twice.rows.size(), 1u);
  EXPECT_EQ(twice.header->lacking, std::vector<std::string>{"name"});
  EXPECT_EQ(problems.size(), 3u);
  EXPECT_TRUE(read_table_text("name\na\n", "t.csv", kFormat, problems).rows.empty());
  // A header of which nothing is certain.
  EXPECT_TRUE(read_table_text("co\xFF,name\n1,a\n", "t.csv", format, problems).rows.empty());
}

// Behind quotes, over lines, after a byte order mark and Vietnamese letters.
TEST(Table, AMissingColumnIsToldBehindTheLast) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"name\r\n", "t.csv:1:5"},
      {"\xEF\xBB\xBFname,tên", "t.csv:1:9"},
      {"\"name\",\"x\ny\"\n", "t.csv:2:3"},
  };
  TableFormat format = kFormat;
  format.others = OtherColumns::Keep;
  for (const auto& [text, place] : cases) {
    Problems problems;
    read_table_text(text, "t.csv", format, problems);
    ASSERT_EQ(problems.size(), 1u) << text;
    EXPECT_EQ(to_string(problems.list()[0].place), place) << text;
  }
}

TEST(Table, KeepsOtherColumnsOnRequest) {
  TableFormat format = kFormat;
  format.others = OtherColumns::Keep;
  Problems problems;
  const Table table =
      read_table_text("code;name;office_area\n1;a;21,4\n", "t.csv", format, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(table.header->names[2], "office_area");
  EXPECT_EQ(table.rows[0][2], "21,4");
}

TEST(Table, AMissingFileIsAProblemNotAFailure) {
  Problems problems;
  const Table table = read_table("/nowhere/units.csv", "units.csv", kFormat, problems);
  EXPECT_TRUE(table.rows.empty());
  EXPECT_FALSE(table.has("code"));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(to_string(problems.list()[0], Language::English),
            "units.csv: there is no such file; check the path");
}

}  // namespace
}  // namespace exemplar::tables
