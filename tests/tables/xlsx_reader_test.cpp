// Workbooks as spreadsheet programs write them, each kind of cell, and files made to do harm.
#include "tables/xlsx_reader.hpp"

#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "small_zip.hpp"
#include "tables/table.hpp"

namespace exemplar::tables {
namespace {

namespace fs = std::filesystem;

struct ReadSheet {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> problems;
  std::string refusal;
};

std::string english(const Message& message) {
  return render(message, Language::English);
}

ReadSheet read(const std::string& bytes, const std::string& sheet = {},
               DecimalSign sign = DecimalSign::Point, const XlsxLimits& limits = {}) {
  ReadSheet result;
  const auto book = XlsxBook::open(bytes, limits);
  if (!book) return {{}, {}, english(book.refusal().what)};
  Problems problems;
  const auto records = book->sheet(sheet, "t.xlsx", sign, problems);
  if (!records) return {{}, {}, english(records.refusal().what)};
  Record record;
  while ((*records)->next(record)) {
    result.rows.emplace_back();
    for (const Field& field : record.fields) {
      EXPECT_EQ(field.line, record.line);
      result.rows.back().emplace_back(field.text);
    }
  }
  for (const Problem& problem : problems) {
    result.problems.push_back(to_string(problem, Language::English));
  }
  return result;
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "exemplar-xlsx-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { fs::remove_all(path_); }
  fs::path operator/(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_;
};

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

using Rows = std::vector<std::vector<std::string>>;

// ── What a spreadsheet program writes ────────────────────────────────────────────────────────────

TEST(XlsxReader, ReadsWhatLibxlsxwriterWrites) {
  const TemporaryFolder folder;
  const std::string path = folder / "t.xlsx";
  lxw_workbook* book = workbook_new(path.c_str());
  lxw_worksheet* first = workbook_add_worksheet(book, "Bìa");
  worksheet_write_string(first, 0, 0, "chỉ là bìa", nullptr);
  lxw_worksheet* sheet = workbook_add_worksheet(book, "Số liệu");
  lxw_format* day = workbook_add_format(book);
  format_set_num_format(day, "[$-42A]dd/mm/yyyy;@");
  lxw_format* month = workbook_add_format(book);
  format_set_num_format(month, "mmm-yy");
  worksheet_write_string(sheet, 0, 0, "indicator", nullptr);
  worksheet_write_string(sheet, 0, 1, "value", nullptr);
  worksheet_write_string(sheet, 0, 2, "day", nullptr);
  worksheet_write_string(sheet, 0, 3, "sound", nullptr);
  worksheet_write_string(sheet, 2, 0, "Phu\xcc\x9bo\xcc\x9b\xcc\x80ng", nullptr);  // decomposed
  worksheet_write_number(sheet, 2, 1, 0.07, nullptr);
  worksheet_write_number(sheet, 2, 2, 45307, day);
  worksheet_write_boolean(sheet, 2, 3, 1, nullptr);
  worksheet_write_string(sheet, 3, 0, "=1+1", nullptr);
  worksheet_write_formula_num(sheet, 3, 1, "=6*7", nullptr, 42);
  worksheet_write_number(sheet, 3, 2, 45307, month);
  ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
  const std::string bytes = content_of(path);
  EXPECT_EQ(read(bytes).rows, (Rows{{"chỉ là bìa"}}));
  const ReadSheet told = read(bytes, "Số liệu");
  EXPECT_EQ(told.rows, (Rows{{"indicator", "value", "day", "sound"},
                             {"Phường", "0.07", "2024-01-16", "true"},
                             {"=1+1", "42", "2024-01", ""}}));
  EXPECT_TRUE(told.problems.empty());
  EXPECT_EQ(read(bytes, "Số liệu", DecimalSign::Comma).rows[1][1], "0,07");
  EXPECT_EQ(read(bytes, "Không có").refusal, "the workbook has no sheet 'Không có'");
}

// The same table as CSV and as a workbook that LibreOffice made of it.
TEST(XlsxReader, GivesTheRowsOfTheSameCsv) {
  const bool office_program = std::system("command -v soffice >/dev/null 2>&1") == 0;
  if (!office_program) GTEST_SKIP() << "LibreOffice is not installed";
  const TemporaryFolder folder;
  const std::string csv =
      "indicator,period,unit,value,source,note\n"
      "motorbikes,2023,26734,7,generator,\n"
      "office_area,2023,Phường Tân Định,1234.5,generator,\"một, hai\nba\"\n"
      "office_area,2023,27139,0.07,generator,'=1+1\n";
  std::ofstream(folder / "t.csv") << csv;
  const std::string command =
      "cd '" + (folder / "").string() +
      "' && soffice -env:UserInstallation=file://$PWD/profile --headless "
      "--infilter='CSV:44,34,76,1,,1033,true,false' --convert-to xlsx t.csv >/dev/null 2>&1";
  ASSERT_EQ(std::system(command.c_str()), 0);
  Problems problems;
  CsvReader reader(bytes_of_text(csv), "t.csv", {}, problems);
  Record record;
  Rows rows;
  while (reader.next(record)) {
    rows.emplace_back();
    for (const Field& field : record.fields) rows.back().emplace_back(field.text);
  }
  const ReadSheet told = read(content_of(folder / "t.xlsx"));
  EXPECT_EQ(told.rows, rows);
  EXPECT_TRUE(told.problems.empty());
}

// ── Cells ────────────────────────────────────────────────────────────────────────────────────────

struct CellCase {
  const char* cell;  // attributes and content of <c …>
  const char* text;
  const char* problem = "";
};

TEST(XlsxReader, ReadsEachKindOfCell) {
  const std::string styles =
      "<numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\"/><numFmt numFmtId=\"165\" "
      "formatCode=\"0.0&quot;d&quot;\"/></numFmts><cellStyleXfs><xf "
      "numFmtId=\"14\"/></cellStyleXfs>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf "
      "numFmtId=\"165\"/><xf numFmtId=\"21\"/></cellXfs>";
  const std::string texts =
      "<si><t>một</t></si><si><r><t>hai </t></r><r><t>ba</t></r><rPh><t>bỏ</t></rPh></si>"
      "<si><t>a_x000A_b</t></si>";
  constexpr CellCase kCases[] = {
      {"><v>7</v>", "7"},
      {"><v>1234.50</v>", "1234.50"},
      {"><v>7.0000000000000007E-2</v>", "0.07"},
      {"><v>0.30000000000000004</v>", "0.30000000000000004"},
      {"><v>1E3</v>", "1000"},
      {"><v>-5</v>", "-5"},
      {" t=\"n\"><v>x</v>", "x",
       "t.xlsx:2:1: the cell holds 'x', which is no number; type the value in"},
      {" t=\"s\"><v>0</v>", "một"},
      {" t=\"s\"><v>1</v>", "hai ba"},
      {" t=\"s\"><v>2</v>", "a\nb"},
      {" t=\"s\"><v>3</v>", "3",
       "t.xlsx:2:1: the cell names a text that the workbook does not have; type the value in"},
      {" t=\"s\"><v>-1</v>", "-1",
       "t.xlsx:2:1: the cell names a text that the workbook does not have; type the value in"},
      {" t=\"inlineStr\"><is><t>trong ô</t></is>", "trong ô"},
      {" t=\"str\"><f>A1</f><v>kết quả</v>", "kết quả"},
      {" t=\"b\"><v>0</v>", "false"},
      {" t=\"e\"><v>#REF!</v>", "#REF!",
       "t.xlsx:2:1: the cell holds the error #REF!; type the value in"},
      {" t=\"d\"><v>2024-01-16T00:00:00</v>", "2024-01-16"},
      {" s=\"1\"><v>1</v>", "1900-01-01"},
      {" s=\"1\"><v>59</v>", "1900-02-28"},
      {" s=\"1\"><v>60</v>", "60",
       "t.xlsx:2:1: the cell holds '60', which is no day; type the value in"},
      {" s=\"1\"><v>61</v>", "1900-03-01"},
      {" s=\"1\"><v>45307</v>", "2024-01-16"},
      {" s=\"1\"><v>45307.5</v>", "45307.5",
       "t.xlsx:2:1: the cell holds '45307.5', which is no day; type the value in"},
      {" s=\"2\"><v>45307</v>", "2024"},
      {" s=\"3\"><v>45307</v>", "45307"},
      {" s=\"4\"><v>0.5</v>", "0.5"},
      {" s=\"99\"><v>5</v>", "5"},
  };
  for (const CellCase& one : kCases) {
    const std::string rows = "<row r=\"1\"><c t=\"str\"><v>a</v></c></row><row r=\"2\"><c" +
                             std::string(one.cell) + "</c></row>";
    const ReadSheet told = read(small_zip(small_workbook(rows, texts, styles)));
    ASSERT_EQ(told.rows.size(), 2U) << one.cell << told.refusal;
    EXPECT_EQ(told.rows[1][0], one.text) << one.cell;
    EXPECT_EQ(told.problems.empty() ? "" : told.problems[0], one.problem) << one.cell;
  }
}

TEST(XlsxReader, CountsDaysAsTheWorkbookDoes) {
  auto files = small_workbook("<row><c s=\"0\"><v>43845</v></c></row>", "",
                              "<cellXfs><xf numFmtId=\"14\"/></cellXfs>");
  files[1].content =
      "<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"a\" r:id=\"s\" "
      "xmlns:r=\"r\"/></sheets></workbook>";
  EXPECT_EQ(read(small_zip(files)).rows, (Rows{{"2024-01-16"}}));
}

TEST(XlsxReader, KnowsWhichFormatsShowDays) {
  using Shown = XlsxBook::Shown;
  const std::pair<const char*, Shown> cases[] = {
      {"General", Shown::Number},  {"0.00", Shown::Number},   {"dd/mm/yyyy", Shown::Day},
      {"yyyy\\-mm", Shown::Month}, {"mmm", Shown::Month},     {"YYYY", Shown::Year},
      {"hh:mm:ss", Shown::Number}, {"[h]:mm", Shown::Number}, {"#,##0 \"đồng\"", Shown::Number},
      {"0\" d\"", Shown::Number},  {"[Red]0", Shown::Number}, {"d \"tháng\" m", Shown::Day},
      {"0;\"dd\"", Shown::Number}};
  for (const auto& [code, shown] : cases) EXPECT_EQ(XlsxBook::shown_by(code), shown) << code;
}

TEST(XlsxReader, FillsRowsUpAndPassesEmptyOnesOver) {
  const std::string rows =
      "<row r=\"3\"><c r=\"A3\" t=\"str\"><v>a</v></c><c r=\"C3\" t=\"str\"><v>c</v></c></row>"
      "<row r=\"4\"/><row r=\"7\"><c r=\"B7\"><v>1</v></c></row>"
      "<row r=\"9\"><c r=\"D9\"><v>4</v></c></row>";
  const std::string bytes = small_zip(small_workbook(rows));
  EXPECT_EQ(read(bytes).rows, (Rows{{"a", "", "c"}, {"", "1", ""}, {"", "", "", "4"}}));
  const auto book = XlsxBook::open(bytes);
  Problems problems;
  TableReader table(book->sheet("", "t.xlsx", DecimalSign::Point, problems).take(),
                    {.required = {"a"}, .others = OtherColumns::Keep});
  TableRow row;
  EXPECT_FALSE(table.usable());  // column B has no name
  EXPECT_EQ(to_string(problems.list().front().place), "t.xlsx:3:2");
}

// ── Hostile ones ─────────────────────────────────────────────────────────────────────────────────

std::string with(std::vector<ZipFile> files, size_t at, const std::string& content) {
  files[at].content = content;
  return small_zip(files);
}

const std::string kRow = "<row><c><v>1</v></c></row>";

TEST(XlsxReader, RefusesWhatIsNoWorkbook) {
  EXPECT_EQ(read("a,b\n1,2\n").refusal, "this is no workbook (.xlsx)");
  EXPECT_EQ(read("").refusal, "this is no workbook (.xlsx)");
  EXPECT_EQ(read("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 und so weiter").refusal,
            "the workbook is encrypted with a password, or an .xls from before 2007");
  EXPECT_EQ(read("PK\x03\x04 and nothing else").refusal,
            "the workbook is damaged: it is not a whole ZIP archive");
  EXPECT_EQ(read(small_zip({{"a.txt", "b"}})).refusal, "the workbook lacks its part _rels/.rels");
  const std::string whole = small_zip(small_workbook(kRow));
  ASSERT_EQ(read(whole).rows.size(), 1U);
  for (size_t size = 0; size < whole.size(); size += 13) {
    EXPECT_FALSE(read(whole.substr(0, size)).refusal.empty()) << size;
  }
  auto files = small_workbook(kRow);
  files[5].flags = 1;
  EXPECT_EQ(read(small_zip(files)).refusal, "the workbook is encrypted");
  files = small_workbook(kRow);
  files.erase(files.begin() + 5);
  EXPECT_EQ(read(small_zip(files)).refusal, "the workbook lacks its part xl/sheet.xml");
}

TEST(XlsxReader, RefusesNamesThatLeadOut) {
  for (const char* name : {"../evil", "/etc/passwd", "a/../../b", "a\\b", "./a", ""}) {
    auto files = small_workbook(kRow);
    files.push_back({name, "x"});
    EXPECT_EQ(read(small_zip(files)).refusal, "the workbook has a part whose name leads out of it")
        << name;
  }
  auto files = small_workbook(kRow);
  files.push_back(files.back());
  EXPECT_EQ(read(small_zip(files)).refusal, "the workbook has two parts of one name");
  files = small_workbook(kRow);
  EXPECT_EQ(read(with(files, 2,
                      "<Relationships><Relationship Id=\"s\" Target=\"../../../etc/passwd\"/>"
                      "</Relationships>"))
                .refusal,
            "the workbook is damaged: its parts do not fit together");
}

TEST(XlsxReader, RefusesDocumentTypes) {
  const std::string bomb =
      "<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;\">]>";
  for (const size_t part : {0, 1, 2, 3, 4, 5}) {
    auto files = small_workbook(kRow);
    const ReadSheet told = read(with(files, part, bomb + files[part].content));
    const std::string said = told.refusal + (told.problems.empty() ? "" : told.problems[0]);
    EXPECT_NE(said.find("declares a document type"), std::string::npos) << part << said;
    EXPECT_TRUE(told.rows.empty());
  }
  EXPECT_NE(read(with(small_workbook(kRow), 1, "<workbook>&nbsp;</workbook>")).refusal, "");
}

TEST(XlsxReader, UnpacksNoMoreThanItIsAllowedTo) {
  XlsxLimits limits;
  limits.zip.unpacked_bytes_max = 1 << 20;
  auto files = small_workbook(kRow + std::string(4 << 20, ' '));
  files[5].deflate = true;
  ASSERT_LT(small_zip(files).size(), 20'000U);
  ReadSheet told = read(small_zip(files), "", DecimalSign::Point, limits);
  ASSERT_EQ(told.problems.size(), 1U);
  EXPECT_NE(told.problems[0].find("becomes too large when it is unpacked"), std::string::npos);
  // Whatever the directory says of its size.
  files[5].said_size = 100;
  told = read(small_zip(files), "", DecimalSign::Point, limits);
  EXPECT_TRUE(told.rows.empty());
  EXPECT_NE(told.problems[0].find("not a whole ZIP archive"), std::string::npos);
  // A checksum that is another.
  files = small_workbook(kRow);
  std::string bytes = small_zip(files);
  bytes[bytes.find("<v>1</v>") + 3] = '2';
  EXPECT_NE(read(bytes).problems.at(0).find("not a whole ZIP archive"), std::string::npos);
}

TEST(XlsxReader, KeepsToItsBounds) {
  const auto refused = [](const std::string& rows, const XlsxLimits& limits = {},
                          const std::string& texts = {}) {
    const ReadSheet told =
        read(small_zip(small_workbook(rows, texts)), "", DecimalSign::Point, limits);
    return told.refusal + (told.problems.empty() ? "" : told.problems[0]);
  };
  const auto holds = [](const std::string& said, const char* part) {
    EXPECT_NE(said.find(part), std::string::npos) << said << " | " << part;
  };
  // A1 and the last cell that there can be.
  const std::string corners =
      "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c "
      "r=\"XFD1048576\"><v>2</v></c></row>";
  holds(refused(corners), "a cell in column 16384 of the sheet; at most 10000 are read");
  holds(refused("<row r=\"1048577\"><c><v>1</v></c></row>"), "its rows are not in order");
  holds(refused("<row r=\"99999999999999\"><c><v>1</v></c></row>"), "its rows are not in order");
  holds(refused("<row r=\"2\"><c><v>1</v></c></row><row r=\"2\"/>"), "its rows are not in order");
  holds(refused("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>"), "not in order");
  holds(refused("<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"/></row>"), "not in order");
  holds(refused("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>"), "not in order");
  holds(refused("<a " + std::string(3 << 20, ' ') + "/>"), "a tag or comment of more than");
  holds(refused("<row><c><v>" + std::string(3 << 20, '1') + "</v></c></row>"),
        "holds more than 1048576 bytes");
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  holds(refused(deep), "elements within elements");
  XlsxLimits limits;
  limits.texts_max = 3;
  holds(refused(kRow, limits, "<si><t>a</t></si><si/><si/><si/>"), "holds too much: its texts");
  limits = {};
  limits.texts_bytes_max = 10;
  holds(refused(kRow, limits, "<si><t>01234567890</t></si>"), "holds too much: its texts");
  limits = {};
  limits.zip.files_max = 5;
  holds(refused(kRow, limits), "the workbook has 6 parts, more than 5");
  // One text in each of many cells takes little room in the file.
  limits = {};
  limits.record_bytes_max = 1'000;
  std::string wide = "<row>";
  for (int i = 0; i < 20; ++i) wide += "<c t=\"s\"><v>0</v></c>";
  holds(refused(wide + "</row>", limits, "<si><t>" + std::string(100, 'x') + "</t></si>"),
        "holds more than 1000 bytes");
  std::string many = "<workbook><sheets>";
  for (int i = 0; i < 2'000; ++i) many += "<sheet name=\"a\"/>";
  holds(read(with(small_workbook(kRow), 1, many + "</sheets></workbook>")).refusal,
        "holds too much: more than 1000 sheets");
}

}  // namespace
}  // namespace exemplar::tables
