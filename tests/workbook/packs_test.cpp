// The shipped packs as workbooks: LibreOffice, given wrong results, comes to the engine's; a value
// that is changed changes the answer as it does for the engine; and what is shipped carries the
// right results already.
#include "base/text.hpp"
#include "cli/workbook.hpp"
#include "programme/explanation/explanation.hpp"
#include "workbook/pack_copy.hpp"
#include "workbook/recalculated.hpp"

namespace exemplar::tests {
namespace {

using cli::MadeWorkbook;
using dialect::Cell;
using dialect::Sheet;
using dialect::Workbook;
using programme::AssessmentRun;
using programme::Office;

std::unique_ptr<AssessmentRun> run_of(const Office& office, int year) {
  const programme::Period period{*make_date(year, 1, 1), {1, programme::Length::Unit::Years}};
  auto run = AssessmentRun::make(office.definitions, office.facts,
                                 {office.definitions.programmes.front().id, period, {}, {}});
  EXPECT_TRUE(run) << render(run.refusal().what, Language::English);
  return run.take();
}

std::string told(const Differences& found) {
  std::string text;
  for (size_t i = 0; i < found.lines.size() && i < 8; ++i) text += found.lines[i] + "\n";
  return text;
}

const Sheet& sheet_named(const Workbook& workbook, const std::string& name) {
  for (const Sheet& sheet : workbook.sheets) {
    if (sheet.name == name) return sheet;
  }
  ADD_FAILURE() << "no sheet " << name;
  return workbook.sheets.front();
}

// The values of one line of a values file, by the column's name.
void set_value(std::string& csv, const std::string& unit, const std::string& column,
               const std::string& value) {
  std::vector<std::string> lines;
  for (const std::string_view line : split(csv, '\n')) lines.emplace_back(line);
  const auto names = split(lines.front(), ',');
  const auto at = std::find(names.begin(), names.end(), column) - names.begin();
  bool found = false;
  for (std::string& line : lines) {
    std::vector<std::string> fields;
    for (const std::string_view field : split(line, ',')) fields.emplace_back(field);
    if (fields.size() < 2 || fields[1] != unit) continue;
    ASSERT_LT(static_cast<size_t>(at), fields.size());
    fields[static_cast<size_t>(at)] = value;
    line.clear();
    for (const std::string& field : fields) line += (line.empty() ? "" : ",") + field;
    found = true;
  }
  EXPECT_TRUE(found) << unit;
  csv.clear();
  for (size_t i = 0; i < lines.size(); ++i) csv += (i == 0 ? "" : "\n") + lines[i];
}

// Each workbook with wrong results comes out of LibreOffice as the engine has it.
void expect_recalculated(const std::vector<Workbook>& expected, const std::vector<Workbook>& given,
                         long at_least) {
  const auto read = read_by_office(given, CachedValues::Recalculate);
  if (!read) GTEST_SKIP() << "LibreOffice Calc is not installed: tools/setup office";
  for (size_t i = 0; i < expected.size(); ++i) {
    const Differences found = differences(expected[i], (*read)[i]);
    EXPECT_TRUE(found.lines.empty()) << found.lines.size() << " different\n" << told(found);
    EXPECT_GT(found.compared, at_least);
    std::printf("%ld cells compared\n", found.compared);
  }
}

TEST(ReferencePack, LibreOfficeGivesWhatTheEngineGives) {
  const PackCopy pack("hcmc-ward-police");
  const Office office = pack.office();
  const auto run = run_of(office, 2023);
  const MadeWorkbook made = cli::workbook_of(office, *run, {}, Language::Vietnamese);
  EXPECT_EQ(made.units, run->result().participants.size());
  expect_recalculated({made.workbook}, {with_wrong_results(made.workbook)}, 50'000);
}

// What a person types in one workbook is what was reported in the other.
TEST(ReferencePack, AChangedValueChangesTheAnswer) {
  PackCopy pack("hcmc-ward-police");
  const Office before = pack.office();
  std::string csv = pack.text("values/2023.csv");
  set_value(csv, "w26734", "office_area", "279.0");   // not met → met
  set_value(csv, "w26734", "survey_answers", "400");  // unknown → not met
  set_value(csv, "w26734", "survey_satisfied", "100");
  set_value(csv, "w26737", "areas_recognised", "30");  // below 70 % of 44
  set_value(csv, "w26740", "motorbikes", "");          // missing
  set_value(csv, "w26743", "steering_committee_in_force", "false");
  set_value(csv, "w26746", "resolution_on", "2023-04-01");
  pack.write("values/2023.csv", csv);
  const Office after = pack.office();
  const auto district = before.definitions.units.resolve("760", *make_date(2023, 12, 31));
  ASSERT_TRUE(district);
  const auto run_before = run_of(before, 2023);
  const auto run_after = run_of(after, 2023);
  Workbook typed = cli::workbook_of(before, *run_before, *district, Language::Vietnamese).workbook;
  const Workbook expected =
      cli::workbook_of(after, *run_after, *district, Language::Vietnamese).workbook;
  ASSERT_EQ(typed.sheets.size(), expected.sheets.size());
  // Only entries are typed; a formula of one is that of the other.
  int changed = 0;
  int different_results = 0;
  for (size_t i = 0; i < typed.sheets.size(); ++i) {
    Sheet& sheet = typed.sheets[i];
    ASSERT_EQ(sheet.name, expected.sheets[i].name);
    for (auto& [where, cell] : sheet.cells) {
      const Cell& other = expected.sheets[i].cells.at(where);
      if (cell.kind == Cell::Kind::Formula) {
        EXPECT_EQ(cell.text, other.text);
        different_results += cell.number != other.number || cell.result != other.result ? 1 : 0;
      } else if (sheet.name == "Số liệu" && where.first >= 7 &&
                 (cell.text != other.text || cell.number != other.number)) {
        ++changed;
        cell = other;
      }
    }
  }
  EXPECT_EQ(changed, 7);
  EXPECT_GT(different_results, 20);
  expect_recalculated({expected}, {with_wrong_results(typed)}, 2'000);
}

TEST(ReferencePack, WhatIsShippedCarriesTheRightResults) {
  const PackCopy pack("hcmc-ward-police");
  const Office office = pack.office();
  const auto run = run_of(office, 2023);
  const MadeWorkbook made = cli::workbook_of(office, *run, {}, Language::Vietnamese);
  const auto read =
      read_by_office({made.workbook, with_wrong_results(made.workbook)}, CachedValues::Trust);
  if (!read) GTEST_SKIP() << "LibreOffice Calc is not installed: tools/setup office";
  const Differences found = differences(made.workbook, read->front());
  EXPECT_TRUE(found.lines.empty()) << told(found);
  // What is trusted is not computed: wrong results are read as wrong.
  const Differences wrong = differences(made.workbook, read->back());
  EXPECT_EQ(static_cast<long>(wrong.lines.size()), wrong.compared);
  // And these are the assessment's own: a row a unit, the answers in the last columns.
  const Sheet& results = sheet_named(made.workbook, "Kết quả");
  const auto& set = *run->result().set;
  const auto last = static_cast<uint16_t>(results.widths.rbegin()->first);
  const auto first = static_cast<uint16_t>(last + 1 - set.criteria.size());
  int compared = 0;
  for (uint32_t row = 7; row < 7 + made.units; ++row) {
    const std::string code = results.cells.at({row, 0}).text;
    const auto unit = office.definitions.units.resolve(code, run->result().day);
    ASSERT_TRUE(unit) << code;
    const programme::UnitAssessment& own = *run->result().of(*unit);
    for (size_t c = 0; c < set.criteria.size(); ++c, ++compared) {
      const auto column = static_cast<uint16_t>(first + c);
      EXPECT_EQ(cell_of(read->front(), "Kết quả", {row, column}).number,
                static_cast<double>(own.criteria[c].answer))
          << code << " criterion " << set.criteria[c].id;
    }
    EXPECT_EQ(cell_of(read->front(), "Kết quả", {row, 3}).text,
              render(programme::words_for(run->result().standing(own)), Language::Vietnamese))
        << code;
  }
  EXPECT_EQ(compared, 249 * 22);
}

// Numbers of people are nowhere in the file: not as values, not in formulas, words or notes.
TEST(ReferencePack, WhatIsWithheldIsNotInTheFile) {
  PackCopy pack("hcmc-ward-police");
  std::string csv = pack.text("values/2023.csv");
  set_value(csv, "w26734", "treatment_offers_due", "7771");
  set_value(csv, "w26734", "treatment_offers_in_time", "7771");
  pack.write("values/2023.csv", csv);
  const Office office = pack.office();
  const auto run = run_of(office, 2023);
  const MadeWorkbook made = cli::workbook_of(office, *run, {}, Language::Vietnamese);
  for (const Sheet& sheet : made.workbook.sheets) {
    for (const auto& [where, cell] : sheet.cells) {
      const bool told_it = cell.number == 7771 || cell.text.find("7771") != std::string::npos ||
                           cell.text.find("7.771") != std::string::npos ||
                           cell.note.find("7.771") != std::string::npos;
      EXPECT_FALSE(told_it) << sheet.name << " " << where.first << " " << where.second << " "
                            << cell.text;
    }
  }
}

// Simulated figures of the world's countries: the pack ships the rules without values.
TEST(HumanDevelopment, LibreOfficeGivesWhatTheEngineGives) {
  PackCopy pack("human-development");
  std::string csv =
      "period,unit,reported_on,source,life_expectancy,expected_schooling,mean_schooling,gni_per_"
      "capita\n";
  const Office empty = pack.office();
  int country = 0;
  for (size_t i = 0; i < empty.definitions.units.size(); ++i) {
    const programme::OrganisationUnitId unit(i);
    if (empty.definitions.units.version_near(unit, *make_date(2022, 12, 31)).kind != "country") {
      continue;
    }
    ++country;
    // Every seventh lacks a value; some share theirs and so their place.
    const int shape = country % 5 == 0 ? country / 10 : country;
    csv += fmt::format("2022,{},2023-01-01,undp,{}.{:03},{}.{:09},{}.{:09},{}\n",
                       empty.definitions.units.id_of(unit), 50 + shape % 37, shape * 7 % 1000,
                       6 + shape % 14, shape * 123457, 2 + shape % 12, shape * 4654321,
                       country % 7 == 0 ? "" : fmt::format("{}.{:07}", 600 + shape * 431, shape));
  }
  pack.write("values/2022.csv", csv);
  const Office office = pack.office();
  const auto run = run_of(office, 2022);
  const MadeWorkbook made = cli::workbook_of(office, *run, {}, Language::English);
  EXPECT_TRUE(made.as_values.empty());
  expect_recalculated({made.workbook}, {with_wrong_results(made.workbook)}, 3'000);
}

}  // namespace
}  // namespace exemplar::tests
