// The Provincial Competitiveness Index of Viet Nam, 2006–2016: one sum under three weight vectors,
// each a criteria set that judges its own years.
#include "published.hpp"

namespace exemplar::programme::published {
namespace {

// 2011 is no reference: its table does not follow from its own sub-indices.
constexpr int kYears[] = {2006, 2007, 2008, 2009, 2010, 2012, 2013, 2014, 2015, 2016};
constexpr int kDigits = 13;
constexpr double kTolerance = 1e-5;
const std::string kIndicators[] = {"entry", "land",      "transparency", "time",  "informal",
                                   "bias",  "proactive", "support",      "labor", "legal"};

std::string set_of(int year) {
  return year <= 2008 ? "2006" : year <= 2012 ? "2009" : "2013";
}

class Competitiveness : public testing::Test {
 protected:
  void SetUp() override {
    const fs::path folder = data_folder("pci_vietnam");
    if (!fs::exists(folder)) GTEST_SKIP() << "the published tables are not beside the project";
    PackCopy copy(pack_for_tests("pci"));
    const PackReading empty = read_pack(copy.folder());
    ASSERT_EQ(told(empty.problems), "");
    const ProvinceNames names(empty.office.definitions.units);
    for (const int year : kYears) {
      tables_[year] = read_published(folder / fmt::format("pci_{}.csv", year));
      copy.add_values(fmt::format("{}.csv", year), values_of(year, names));
    }
    reading_ = read_pack(copy.folder());
    ASSERT_EQ(told(reading_.problems), "");
  }

  std::string values_of(int year, const ProvinceNames& names) {
    const tables::Table& table = tables_[year];
    std::string text = "period,unit,reported_on,source";
    for (const std::string& id : kIndicators) {
      if (table.has(id)) text += "," + id;
    }
    for (const tables::TableRow& row : table.rows) {
      const std::string code = names.code(row["province"]);
      EXPECT_NE(code, "") << year << ": " << row["province"];
      EXPECT_TRUE(rows_[year].emplace(code, &row).second) << year << ": " << code << " twice";
      text += fmt::format("\n{},{},{}-12-31,vcci", year, code, year);
      for (const std::string& id : kIndicators) {
        if (table.has(id)) text += "," + with_at_most(row[id], kDigits);
      }
    }
    return text + "\n";
  }

  // The index of that year against the table, where the table has one.
  Comparison compared(AssessmentRun& run, int year) {
    Comparison result;
    const engine::CellVector* pci = column_of(run, "pci");
    if (pci == nullptr) return result;
    const engine::ValueType type = run.rules().graph[run.rules().measure("pci")].type;
    for (const auto& [code, row] : rows_[year]) {
      const auto unit = reading_.office.definitions.units.resolve(code, run.result().day);
      EXPECT_TRUE(unit) << year << ": " << code;
      const std::string& published = (*row)["weighted"];
      if (!unit || published.empty()) continue;
      result.take(fmt::format("{} {}", (*row)["province"], year), (*pci)[unit->index()], type,
                  published, kTolerance);
    }
    return result;
  }

  std::map<int, tables::Table> tables_;
  std::map<int, std::map<std::string, const tables::TableRow*>> rows_;  // by year and code
  PackReading reading_;
};

TEST_F(Competitiveness, EveryPublishedValue) {
  int all = 0;
  int mismatches = 0;
  double largest = 0;
  for (const int year : kYears) {
    const auto run = assess(reading_.office, "pci", year);
    ASSERT_NE(run, nullptr);
    EXPECT_EQ(run->result().set->id, set_of(year));
    EXPECT_EQ(run->result().participants.size(), tables_[year].rows.size()) << year;
    const Comparison of_year = compared(*run, year);
    EXPECT_EQ(of_year.mismatches, 0) << of_year.first;
    all += of_year.compared;
    mismatches += of_year.mismatches;
    largest = std::max(largest, of_year.largest);
  }
  fmt::print("PCI: {} province-years compared, {} mismatches, largest difference {:.2g}\n", all,
             mismatches, largest);
  // 64 provinces to 2008, then 63; two of 2014 have no published index.
  EXPECT_EQ(all, 3 * 64 + 7 * 63 - 2);
}

TEST_F(Competitiveness, AnotherYearsWeightsGiveAnotherResultUnderTheirName) {
  const auto own = assess(reading_.office, "pci", 2008);
  const auto other = assess(reading_.office, "pci", 2008, "2013");
  ASSERT_TRUE(own != nullptr && other != nullptr);
  EXPECT_EQ(own->result().set->id, "2006");
  EXPECT_EQ(other->result().set->id, "2013");
  EXPECT_EQ(compared(*own, 2008).mismatches, 0);
  const Comparison with_other = compared(*other, 2008);
  fmt::print("PCI 2008 with the weights of 2013: {} of {} provinces differ, by up to {:.2f}\n",
             with_other.mismatches, with_other.compared, with_other.largest);
  EXPECT_EQ(with_other.compared, 64);
  EXPECT_EQ(with_other.mismatches, 64);
  EXPECT_GT(with_other.largest, 1);
}

// From 2009 to 2012 the freedom from policy bias was not measured.
TEST_F(Competitiveness, WeightsThatNeedWhatWasNotMeasuredGiveUnknown) {
  const auto run = assess(reading_.office, "pci", 2010, "2006");
  ASSERT_NE(run, nullptr);
  const engine::CellVector* pci = column_of(*run, "pci");
  ASSERT_NE(pci, nullptr);
  EXPECT_EQ(run->result().participants.size(), 63U);
  for (const uint32_t index : run->result().participants) {
    const engine::Cell& cell = (*pci)[run->result().units[index].unit.index()];
    EXPECT_EQ(cell.answer, engine::Answer::Unknown);
  }
  EXPECT_EQ(run->result().count(Standing::Undetermined), 63);
}

TEST_F(Competitiveness, AYearWithoutASetIsRefused) {
  const Calendar& calendar = *reading_.office.definitions.calendar("civil");
  for (const char* year : {"2005", "2017"}) {
    const AssessmentRequest request{"pci", *parse_period(year, calendar), {}, {}};
    EXPECT_FALSE(AssessmentRun::make(reading_.office.definitions, reading_.office.facts, request))
        << year;
  }
}

}  // namespace
}  // namespace exemplar::programme::published
