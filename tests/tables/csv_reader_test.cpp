// Reading CSV: what is accepted, and for everything refused its place and words.
#include <gtest/gtest.h>

#include <sstream>

#include "tables/csv.hpp"

namespace exemplar::tables {
namespace {

struct Read {
  std::vector<std::vector<std::string>> records;
  std::vector<std::string> places;  // "line:column" of each field
  std::vector<std::string> problems;
};

Read read(std::string_view text, CsvFormat format = {}) {
  Problems problems;
  CsvReader reader(bytes_of_text(text), "t.csv", format, problems);
  Record record;
  Read result;
  while (reader.next(record)) {
    result.records.emplace_back();
    for (const Field& field : record.fields) {
      result.records.back().emplace_back(field.text);
      result.places.push_back(std::to_string(field.line) + ":" + std::to_string(field.column));
    }
  }
  for (const Problem& problem : problems) {
    result.problems.push_back(to_string(problem, Language::English));
  }
  return result;
}

using Records = std::vector<std::vector<std::string>>;
using Lines = std::vector<std::string>;

struct Accepted {
  const char* what;
  std::string text;
  Records records;
};

TEST(CsvReader, Accepts) {
  const std::vector<Accepted> table = {
      {"plain", "a,b\n1,2\n", {{"a", "b"}, {"1", "2"}}},
      {"no line end at the end", "a,b\n1,2", {{"a", "b"}, {"1", "2"}}},
      {"CRLF", "a,b\r\n1,2\r\n", {{"a", "b"}, {"1", "2"}}},
      {"CR", "a,b\r1,2\r", {{"a", "b"}, {"1", "2"}}},
      {"byte order mark",
       "\xEF\xBB\xBF"
       "a,b\n",
       {{"a", "b"}}},
      {"semicolons", "a;b\n1,5;2\n", {{"a", "b"}, {"1,5", "2"}}},
      {"tabs", "a\tb\n1;5\t2\n", {{"a", "b"}, {"1;5", "2"}}},
      {"the header alone decides", "a;b\n1,2,3,4;5\n", {{"a", "b"}, {"1,2,3,4", "5"}}},
      {"separators in quotes do not count", "\"a,,,\";b\n", {{"a,,,", "b"}}},
      {"quotes", "\"a\"\"b\",\"c,d\"\n", {{"a\"b", "c,d"}}},
      {"line end in quotes", "\"a\nb\",c\n", {{"a\nb", "c"}}},
      {"CRLF in quotes is kept", "\"a\r\nb\",c\r\n", {{"a\r\nb", "c"}}},
      {"empty fields", ",\n,\n", {{"", ""}, {"", ""}}},
      {"empty lines are passed over", "\n\na,b\n\n1,2\n\n", {{"a", "b"}, {"1", "2"}}},
      {"an empty field alone, in quotes", "a\n\"\"\n", {{"a"}, {""}}},
      {"spaces are text", " a , b \n", {{" a ", " b "}}},
      {"Vietnamese",
       "Tên;Mã\nPhường Tân Định;26734\n",
       {{"Tên", "Mã"}, {"Phường Tân Định", "26734"}}},
      {"nothing", "", {}},
      {"only empty lines", "\n\r\n\r", {}},
  };
  for (const Accepted& each : table) {
    SCOPED_TRACE(each.what);
    const Read got = read(each.text);
    EXPECT_EQ(got.records, each.records);
    EXPECT_EQ(got.problems, Lines{});
  }
}

TEST(CsvReader, PlacesCountPhysicalLinesAndCharacters) {
  const Read got = read("Đường,b\n\"x\ny\",\"z\"\n1,2\n");
  EXPECT_EQ(got.places, (Lines{"1:1", "1:7", "2:1", "3:4", "4:1", "4:3"}));
}

TEST(CsvReader, DeclaredSeparatorWinsOverTheHeader) {
  CsvFormat format;
  format.separator = ';';
  EXPECT_EQ(read("a,b,c;d\n", format).records, (Records{{"a,b,c", "d"}}));
}

struct Refused {
  const char* what;
  std::string text;
  Lines problems;
  Records records;
};

TEST(CsvReader, RefusesWithThePlace) {
  const std::string utf8 =
      "save the table as CSV in UTF-8; exemplar convert shows what a file in TCVN3, VNI or "
      "Windows-1258 would become";
  const std::string nul = "save the table as CSV in UTF-8";
  const std::vector<Refused> table = {
      {"a byte of another encoding",
       "a,b\nc,Ph\xAD\xEDng\n",
       {"t.csv:2:5: not UTF-8: byte 0xAD; " + utf8},
       {{"a", "b"}, {"c", "Ph\uFFFD\uFFFDng"}}},
      {"the column counts characters before the byte",
       "Đường,\xFF\n",
       {"t.csv:1:7: not UTF-8: byte 0xFF; " + utf8},
       {{"Đường", "\uFFFD"}}},
      {"inside quotes, after a line end",
       "a,\"b\nĐ\xFF\"\n",
       {"t.csv:2:2: not UTF-8: byte 0xFF; " + utf8},
       {{"a", "b\nĐ\uFFFD"}}},
      {"overlong form",
       "\xC0\xAF\n",
       {"t.csv:1:1: not UTF-8: byte 0xC0; " + utf8},
       {{"\uFFFD\uFFFD"}}},
      {"surrogate",
       "\xED\xA0\x80\n",
       {"t.csv:1:1: not UTF-8: byte 0xED; " + utf8},
       {{"\uFFFD\uFFFD\uFFFD"}}},
      {"character cut off at the end",
       "a\xE1\xBB",
       {"t.csv:1:2: not UTF-8: byte 0xE1; " + utf8},
       {{"a\uFFFD\uFFFD"}}},
      {"NUL",
       std::string("a,b\n1\0,2\n", 9),
       {"t.csv:2:2: a NUL byte: this is not a text in UTF-8; " + nul},
       {{"a", "b"}, {"1", "2"}}},
      {"quote never closed",
       "a,b\n1,\"two\n3,4\n",
       {"t.csv:2:3: the quote opened here is never closed; close it, and write quotes inside the "
        "field twice"},
       {{"a", "b"}, {"1", "two\n3,4\n"}}},
      {"quote inside an unquoted field",
       "a,b\n1,5\" pipe\n",
       {"t.csv:2:4: a quote inside a field that does not begin with one; put the whole field in "
        "quotes and write its inner quotes twice"},
       {{"a", "b"}, {"1", "5\" pipe"}}},
      {"text after a closing quote",
       "\"a\"b,c\n",
       {"t.csv:1:4: text after the closing quote; put a separator here, or write quotes inside the "
        "field twice"},
       {{"ab", "c"}}},
  };
  for (const Refused& each : table) {
    SCOPED_TRACE(each.what);
    const Read got = read(each.text);
    EXPECT_EQ(got.problems, each.problems);
    EXPECT_EQ(got.records, each.records);
  }
}

TEST(CsvReader, BoundsFieldsRecordsAndProblems) {
  CsvFormat format;
  format.field_bytes_max = 4;
  Read got = read("abcd,abcde,x\n", format);
  EXPECT_EQ(got.records, (Records{{"abcd", "", "x"}}));
  ASSERT_EQ(got.problems.size(), 1u);
  EXPECT_EQ(got.problems[0].substr(0, 40), "t.csv:1:6: a field of more than 4 bytes ");

  format = {};
  format.record_fields_max = 2;
  got = read("a,b,c,d\n1,2\n", format);
  EXPECT_EQ(got.records, (Records{{"a", "b"}, {"1", "2"}}));
  ASSERT_EQ(got.problems.size(), 1u);
  EXPECT_EQ(got.problems[0].substr(0, 43), "t.csv:1:5: more than 2 fields in one row; c");

  format = {};
  format.problems_max = 3;
  got = read("a\n\xFF\n\xFF\n\xFF\n\xFF\nb\n", format);
  EXPECT_EQ(got.problems.size(), 4u);
  EXPECT_NE(got.problems.back().find("the rest was not read"), std::string::npos);
  EXPECT_EQ(got.records.size(), 4u);
}

TEST(CsvReader, AnUnclosedQuoteInAHugeFileIsReadInBoundedMemory) {
  const std::string text = "a,b\n1,\"" + std::string(3 << 20, 'x');
  const Read got = read(text);
  ASSERT_EQ(got.problems.size(), 2u);
  EXPECT_EQ(got.problems[0].substr(0, 50), "t.csv:2:3: a field of more than 1048576 bytes begi");
  EXPECT_LE(got.records[1][1].size(), size_t{1} << 20);
}

// The same whatever the pieces in which the bytes arrive.
TEST(CsvReader, PiecesOfAnySizeGiveTheSame) {
  const std::string text = "\xEF\xBB\xBFTên;b\r\n\"Phường\r\n\"\"1\"\"\";\xFF\r\nĐ;\"x\"y\r";
  const Read whole = read(text);
  for (size_t piece = 1; piece < 9; ++piece) {
    Problems problems;
    std::string_view rest = text;
    const ByteSource source = [&](char* to, size_t most) {
      const size_t count = std::min({piece, most, rest.size()});
      std::copy_n(rest.data(), count, to);
      rest.remove_prefix(count);
      return count;
    };
    CsvReader reader(source, "t.csv", {}, problems);
    Record record;
    Records records;
    while (reader.next(record)) {
      records.emplace_back();
      for (const Field& field : record.fields) records.back().emplace_back(field.text);
    }
    EXPECT_EQ(records, whole.records) << "pieces of " << piece;
    EXPECT_EQ(problems.size(), whole.problems.size());
  }
}

TEST(CsvReader, AFileThatFailsOnTheWayIsReported) {
  Problems problems;
  bool first = true;
  const ByteSource source = [&](char* to, size_t) -> size_t {
    if (!first) return kReadFailed;
    first = false;
    std::copy_n("a,b\n", 4, to);
    return 4;
  };
  CsvReader reader(source, "t.csv", {}, problems);
  Record record;
  EXPECT_TRUE(reader.next(record));
  EXPECT_FALSE(reader.next(record));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems.list()[0].what.pattern, "the file could not be read to its end");
}

TEST(CsvReader, NormalisesToNfcUnlessAsWritten) {
  const std::string decomposed = "Hoa\u0300";
  EXPECT_EQ(read(decomposed + ",b").records, (Records{{"Ho\u00E0", "b"}}));
  CsvFormat format;
  format.normalisation = Normalisation::AsWritten;
  EXPECT_EQ(read(decomposed + ",b", format).records, (Records{{decomposed, "b"}}));
}

TEST(ByteSource, SaysWhyAFileCannotBeRead) {
  EXPECT_EQ(bytes_of_file("/nowhere/at/all.csv").refusal().what.pattern, "there is no such file");
  EXPECT_EQ(bytes_of_file("/").refusal().what.pattern, "this is a folder, not a file");
}

}  // namespace
}  // namespace exemplar::tables
