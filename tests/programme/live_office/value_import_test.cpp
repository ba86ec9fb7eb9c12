// Values from files: what becomes of each cell; written as one, or not at all; on both databases.
#include "programme/live_office/value_import.hpp"

#include <xlsxwriter.h>

#include "programme/live_office/live_office.hpp"
#include "programme/office_store/office_at.hpp"

namespace exemplar::programme {
namespace {

using store::Engine;
using Mode = ImportOptions::Mode;

std::string english(const Message& message) {
  return render(message, Language::English);
}

constexpr const char* kHeader = "indicator,period,unit,value,source,note,version\n";

class Imports : public OfficeAt {
 protected:
  void SetUp() override {
    OfficeAt::SetUp();
    if (IsSkipped()) return;
    ASSERT_TRUE(bool(load(small_pack(), kDay)));
    connection_ = open_office(address_, Access::Use).take();
    reading_ = read_office(address_, {.reading = Reading::Outline}, std::nullopt).take();
    first_ = newest();
  }
  void TearDown() override {
    connection_.reset();
    OfficeAt::TearDown();
  }

  int64_t newest() const { return store::newest_revision(*connection_); }
  ImportOptions options() const {
    ImportOptions one;
    one.today = *make_date(2024, 1, 16);
    one.by = "Nguyễn Thị Chi";
    return one;
  }
  Result<ImportReport> take(const ImportFile& file, const ImportOptions& how,
                            const ImportPermitted& permitted) {
    return import_values(*connection_, reading_.office, first_, file, how, permitted,
                         {20 * kDay, "chi", system_random()});
  }
  ImportReport import(
      const std::string& csv, const ImportOptions& how,
      const ImportPermitted& permitted = [](OrganisationUnitId) { return true; }) {
    const auto report = take({"t.csv", csv}, how, permitted);
    EXPECT_TRUE(bool(report)) << english(report.refusal().what);
    return report ? *report : ImportReport{};
  }
  ImportReport import(const std::string& csv) { return import(csv, options()); }
  // "3 value refused: what; remedy" and so on.
  static std::vector<std::string> told(const ImportReport& report) {
    std::vector<std::string> lines;
    for (const ImportedCell& cell : report.cells) {
      std::string line = fmt::format("{} {} {}", cell.row, cell.column, name_of(cell.outcome));
      if (!cell.what.pattern.empty()) {
        line += ": " + english(cell.what) + "; " + english(cell.remedy);
      }
      lines.push_back(line);
    }
    return lines;
  }
  // "7 verified 2" and so on, oldest first; the revision last.
  std::vector<std::string> history(const std::string& unit) {
    std::vector<std::string> values;
    connection_->each(
        "SELECT number, digits, reporter, revision, reported_on FROM fact WHERE indicator = "
        "(SELECT "
        "id FROM word WHERE text = 'motorbikes') AND first_day = 18993 AND unit = (SELECT id FROM "
        "word WHERE text = $1) "
        "ORDER BY revision, position",
        {unit}, [&](const store::Row& row) {
          values.push_back(fmt::format("{} {} {}", row.number(0), row.text(2), row.number(3)));
        });
    return values;
  }

  std::shared_ptr<store::Connection> connection_;
  PackReading reading_;
  int64_t first_ = 0;
};

TEST_P(Imports, ARowIsNewThenThereThenCorrected) {
  const std::string rows = std::string(kHeader) +
                           "motorbikes,2022,w26734,7,generator,,\n"
                           "motorbikes,2022,Phường Võ Thị Sáu,3,generator,,\n";
  const ImportReport report = import(rows);
  EXPECT_TRUE(report.written);
  EXPECT_EQ(report.revision, first_ + 1);
  EXPECT_EQ(told(report), (std::vector<std::string>{"2 value accepted", "3 value accepted"}));
  EXPECT_EQ(history("w26734").back(), fmt::format("7 Nguyễn Thị Chi {}", first_ + 1));
  // The same file again writes nothing.
  const ImportReport again = import(rows);
  EXPECT_FALSE(again.written);
  EXPECT_EQ(again.count(StagedOutcome::Unchanged), 2U);
  EXPECT_EQ(newest(), first_ + 1);
  // Another value: told, unless its version is named or corrections overwrite.
  const std::string other = std::string(kHeader) + "motorbikes,2022,w26734,8,generator,,\n";
  const ImportReport conflict = import(other);
  EXPECT_FALSE(conflict.written);
  EXPECT_EQ(told(conflict),
            (std::vector<std::string>{fmt::format(
                "2 value conflict: another value is there, of version {}; look at it, then write "
                "that version into 'version', or have corrections overwrite",
                first_ + 1)}));
  const ImportReport old = import(std::string(kHeader) + "motorbikes,2022,w26734,8,generator,,1\n");
  EXPECT_EQ(old.count(StagedOutcome::Conflict), 1U);
  const ImportReport named =
      import(fmt::format("{}motorbikes,2022,w26734,8,generator,,{}\n", kHeader, first_ + 1));
  EXPECT_TRUE(named.written);
  EXPECT_EQ(told(named), (std::vector<std::string>{"2 value changed"}));
  ImportOptions over = options();
  over.overwrite = true;
  EXPECT_TRUE(
      import(std::string(kHeader) + "motorbikes,2022,w26734,9,generator,,\n", over).written);
  EXPECT_EQ(history("w26734").back(), fmt::format("9 Nguyễn Thị Chi {}", first_ + 3));
  // A version of what nobody has reported.
  const ImportReport none =
      import(std::string(kHeader) + "motorbikes,2022,w26740,8,generator,,5\n");
  EXPECT_EQ(told(none)[0],
            "2 value conflict: nobody has reported this value yet; leave 'version' empty");
  EXPECT_TRUE(verdict().clean());
}

TEST_P(Imports, EveryFaultIsToldAtItsCell) {
  const std::string rows = std::string(kHeader) +
                           "motorbikes,2022,w26734,seven,generator,,\n"
                           "motorbike,2022,w26734,7,generator,,\n"
                           "motorbike,2022,w26740,7,generator,,\n"
                           "motorbikes,2022,nowhere,7,generator,,\n"
                           "motorbikes,2022,nowhere,7,generator,,\n"
                           "motorbikes,2022,w26740,7,,,\n"
                           "motorbikes,2022,w26740\n"
                           "motorbikes,2022,w26743,4,generator,,x\n"
                           "motorbikes,2022,w27139,4,generator,,\n"
                           "motorbikes,2022,w27139,5,generator,,\n";
  const ImportReport report = import(rows);
  EXPECT_FALSE(report.written);
  std::vector<std::string> places;
  for (const ImportedCell& cell : report.cells) {
    places.push_back(fmt::format("{} {} {}", cell.row, cell.column, name_of(cell.outcome)));
    if (cell.outcome == StagedOutcome::Refused) {
      EXPECT_NE(english(cell.what), "") << cell.row;
      EXPECT_NE(english(cell.remedy), "") << cell.row;
    }
  }
  EXPECT_EQ(places, (std::vector<std::string>{
                        "2 value refused", "3 indicator refused", "4 indicator refused",
                        "5 unit refused", "6 unit refused", "7 source refused", "8  refused",
                        "9 version refused", "10 value accepted", "11 value refused"}));
  EXPECT_EQ(english(report.cells.back().what), "the value of this cell stands in row 10 already");
  EXPECT_EQ(newest(), first_);
  // What is right of it.
  ImportOptions right = options();
  right.mode = Mode::WhatIsRight;
  right.dry_run = true;
  EXPECT_EQ(told(import(rows, right)), told(report));
  EXPECT_EQ(newest(), first_);
  right.dry_run = false;
  const ImportReport written = import(rows, right);
  EXPECT_TRUE(written.written);
  EXPECT_EQ(history("w27139").size(), 1U);
  EXPECT_EQ(history("w26740").size(), 0U);
  EXPECT_TRUE(verdict().clean());
}

TEST_P(Imports, AWrongHeaderKeepsAllOfItOut) {
  ImportOptions right = options();
  right.mode = Mode::WhatIsRight;
  for (const char* header :
       {"indicator,period,unit,vaule,source\n", "indicator,period,value,source\n", "",
        "period,unit,source\n", "period,unit,source,motorbike\n",
        "indicator,period,unit,value,source,source\n"}) {
    const ImportReport report =
        import(std::string(header) + "motorbikes,2022,w26734,7,generator\n", right);
    EXPECT_TRUE(report.file_refused) << header;
    EXPECT_FALSE(report.written);
    EXPECT_FALSE(report.cells.empty()) << header;
  }
  // So many faults that the rest is not read.
  std::string rows = kHeader;
  rows += "motorbikes,2022,w26734,7,generator,,\n";
  for (int i = 0; i < 2'000; ++i) rows += "one\n";
  const ImportReport report = import(rows, right);
  EXPECT_TRUE(report.file_refused);
  EXPECT_EQ(newest(), first_);
}

TEST_P(Imports, OnlyUnitsOfOnesOwnAreEntered) {
  const OrganisationUnitId own =
      *reading_.office.definitions.units.resolve("w26734", *make_date(2024, 1, 16));
  const auto mine = [&](OrganisationUnitId unit) { return unit == own; };
  const std::string rows = std::string(kHeader) +
                           "motorbikes,2022,w26734,7,generator,,\n"
                           "motorbikes,2022,w27139,3,generator,,5\n";
  const ImportReport none = import(rows, options(), mine);
  EXPECT_EQ(none.not_permitted, 1U);
  EXPECT_FALSE(none.written);
  EXPECT_EQ(english(none.cells[1].what), "values of this unit are not yours to enter");
  ImportOptions right = options();
  right.mode = Mode::WhatIsRight;
  EXPECT_TRUE(import(rows, right, mine).written);
  EXPECT_EQ(history("w26734").size(), 1U);
  EXPECT_EQ(history("w27139").size(), 0U);
}

// Who imports reports; nobody verifies by a file, but whoever has the machine.
TEST_P(Imports, TheDaysOfTheFileCountForTheOfficeItselfAlone) {
  const std::string rows =
      "indicator,period,unit,value,reported_on,verified_on,source,by\n"
      "motorbikes,2022,w26734,7,2024-01-02,2024-01-03,generator,An\n";
  const auto status = [&] {
    return connection_->number(
        "SELECT verified_on FROM fact WHERE revision = (SELECT max(revision) FROM fact)");
  };
  const ImportReport passed = import(rows);
  EXPECT_EQ(passed.columns_passed_over,
            (std::vector<std::string>{"reported_on", "verified_on", "by"}));
  EXPECT_EQ(status(), std::nullopt);
  EXPECT_EQ(history("w26734").back(), fmt::format("7 Nguyễn Thị Chi {}", first_ + 1));
  ImportOptions told = options();
  told.days_as_told = true;
  told.overwrite = true;
  EXPECT_EQ(import(rows, told).count(StagedOutcome::Changed), 1U);
  EXPECT_EQ(status(), make_date(2024, 1, 3)->days);
  EXPECT_FALSE(import(rows, told).written);
}

TEST_P(Imports, OneEntryTellsOfTheFile) {
  const std::string rows = std::string(kHeader) + "motorbikes,2022,w26734,7,generator,,\n" +
                           "motorbikes,2022,w27139,x,generator,,\n";
  ImportOptions right = options();
  right.mode = Mode::WhatIsRight;
  ASSERT_TRUE(import(rows, right).written);
  const auto entries = find_audit(*connection_, {.action = "values.imported"});
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].entry.actor, "chi");
  EXPECT_EQ(static_cast<int64_t>(entries[0].entry.revision), newest());
  EXPECT_EQ(
      entries[0].payload->text,
      fmt::format(R"({{"file":{{"name":"t.csv","format":"csv","bytes":{},"blake2b_256":"{}"}},)"
                  R"("mode":"what_is_right","overwrite":false,"rows":2,"refused":1,)"
                  R"("accepted":1,"changed":0,"unchanged":0,"conflict":0}})",
                  rows.size(), hex(blake2b_256({}, rows))));
}

TEST_P(Imports, WideTablesAndHeldTextsAreRead) {
  const ImportReport report = import(
      "period,unit,source,motorbikes,office_area,note\n"
      "2022,w26734,generator,7,120.5,'=một\n"
      "2022,w27139,generator,,x,\n");
  EXPECT_EQ(told(report).size(), 3U);
  EXPECT_EQ(told(report)[0], "2 motorbikes accepted");
  EXPECT_EQ(report.cells[2].column, "office_area");
  EXPECT_EQ(report.cells[2].outcome, StagedOutcome::Refused);
  ASSERT_TRUE(
      import("period,unit,source,motorbikes,note\n2022,w26734,generator,7,'=một\n").written);
  EXPECT_EQ(connection_->text("SELECT note FROM fact ORDER BY revision DESC LIMIT 1"), "=một");
}

// A decomposed name is the same name.
TEST_P(Imports, NamesAreReadHoweverAccentsAreStored) {
  EXPECT_TRUE(import(std::string(kHeader) +
                     "motorbikes,2022,Phu\xcc\x9bo\xcc\x9b\xcc\x80ng Vo\xcc\x83 Thi\xcc\xa3 "
                     "Sa\xcc\x81u,3,generator,,\n")
                  .written);
  EXPECT_EQ(history("w27139").size(), 1U);
}

TEST_P(Imports, WhatIsNoTextIsRefusedWithAWayOn) {
  const auto report = take({"t.csv", "indicator,\xff\n"}, options(), {});
  ASSERT_FALSE(bool(report));
  EXPECT_EQ(english(report.refusal().remedy),
            "look at what it would become first: exemplar convert FILE");
  const auto workbook = take({"t.xlsx", "no zip", ImportFile::Kind::Workbook}, options(), {});
  ASSERT_FALSE(bool(workbook));
}

TEST_P(Imports, AWorkbookIsReadAsItsCsv) {
  const std::string path = file("t.xlsx");
  std::filesystem::create_directories(own_);
  lxw_workbook* book = workbook_new(path.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, "Nhập");
  const char* names[] = {"indicator", "period", "unit", "value", "source"};
  for (uint16_t i = 0; i < 5; ++i) worksheet_write_string(sheet, 0, i, names[i], nullptr);
  const char* texts[] = {"office_area", "2023", "w26734", "", "generator"};
  for (uint16_t i = 0; i < 5; ++i) worksheet_write_string(sheet, 1, i, texts[i], nullptr);
  worksheet_write_number(sheet, 1, 1, 2023, nullptr);
  worksheet_write_number(sheet, 1, 3, 120.7, nullptr);
  ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
  std::ifstream in(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  ImportOptions over = options();
  over.overwrite = true;
  const auto report =
      take({"t.xlsx", bytes, ImportFile::Kind::Workbook}, over, [](auto) { return true; });
  ASSERT_TRUE(bool(report)) << english(report.refusal().what);
  EXPECT_TRUE(report->written) << told(*report)[0];
  const ImportReport again =
      import("indicator,period,unit,value,source\noffice_area,2023,w26734,120.7,generator\n");
  EXPECT_EQ(again.count(StagedOutcome::Unchanged), 1U);
}

// Others write while it is prepared: what they changed of its cells is looked at again.
TEST_P(Imports, WhatOthersChangeMeanwhileIsLookedAtAgain) {
  bool once = false;
  const auto other = open_office(address_, Access::Use).take();
  connection_->watch([&](std::string_view sql) {
    if (once || sql.find("INSERT INTO ledger") == std::string_view::npos) return;
    once = true;
  });
  // Between the reading of the file and the write: at the first question for a unit.
  bool written = false;
  const auto meanwhile = [&](OrganisationUnitId) {
    if (!written) {
      written = true;
      const auto report = import_values(
          *other, reading_.office, first_,
          {"o.csv", "indicator,period,unit,value,source\nmotorbikes,2022,w26734,5,generator\n"},
          options(), [](auto) { return true; }, {20 * kDay, "an", system_random()});
      EXPECT_TRUE(bool(report) && report->written);
    }
    return true;
  };
  const ImportReport report =
      import(std::string(kHeader) + "motorbikes,2022,w26734,7,generator,,\n", options(), meanwhile);
  EXPECT_EQ(report.count(StagedOutcome::Conflict), 1U);
  EXPECT_FALSE(report.written);
  EXPECT_EQ(history("w26734").size(), 1U);
}

TEST_P(Imports, ARunningOfficeShowsItAtOnce) {
  LiveOffice::Options of_office{address_, system_random(), [] { return 30 * kDay; },
                                std::chrono::milliseconds(0)};
  const auto office = LiveOffice::open(std::move(of_office)).take();
  const auto report =
      office->import_file({"t.csv", std::string_view("indicator,period,unit,value,source\n"
                                                     "motorbikes,2022,w26734,7,generator\n")},
                          options(), "chi", [](auto) { return true; });
  ASSERT_TRUE(bool(report));
  EXPECT_EQ(office->now()->revision(), report->revision);
}

INSTANTIATE_TEST_SUITE_P(Both, Imports, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
