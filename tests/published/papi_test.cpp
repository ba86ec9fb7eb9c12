// PAPI of Viet Nam, 2011–2016: six dimensions, each the sum of its sub-dimensions, and their sum.
#include "published.hpp"

namespace exemplar::programme::published {
namespace {

constexpr int kFirstYear = 2011;
constexpr int kLastYear = 2016;
constexpr int kDigits = 13;
constexpr double kTolerance = 1e-5;
// Of the published sheets: the first record numbers the columns, two records name them in English
// and Vietnamese, and the last one is the highest value of each column.
constexpr size_t kEnglish = 0;
constexpr size_t kVietnamese = 1;
constexpr size_t kFirstProvince = 2;
constexpr size_t kFirstDimension = 3;
const std::string kHighest = "999";

bool names_column(const Text& name, const tables::Table& table, size_t column) {
  return name.en == table.rows[kEnglish][column] || name.vi == table.rows[kVietnamese][column];
}

class Governance : public testing::Test {
 protected:
  void SetUp() override {
    const fs::path folder = data_folder("papi_vietnam");
    if (!fs::exists(folder)) GTEST_SKIP() << "the published tables are not beside the project";
    PackCopy copy(pack_for_tests("papi"));
    const PackReading empty = read_pack(copy.folder());
    ASSERT_EQ(told(empty.problems), "");
    for (int year = kFirstYear; year <= kLastYear; ++year) {
      tables_[year] = read_published(folder / fmt::format("papi_{}.csv", year));
      ASSERT_GT(tables_[year].rows.size(), kFirstProvince) << year;
      copy.add_values(fmt::format("{}.csv", year), values_of(year, empty.office.definitions));
    }
    reading_ = read_pack(copy.folder());
    ASSERT_EQ(told(reading_.problems), "");
  }

  // Provinces of a sheet: their code and row.
  std::map<std::string, const tables::TableRow*> provinces(int year) const {
    std::map<std::string, const tables::TableRow*> result;
    const auto& rows = tables_.at(year).rows;
    for (size_t i = kFirstProvince; i < rows.size(); ++i) {
      if (rows[i][0] == kHighest) continue;
      result[fmt::format("{:0>2}", rows[i][0])] = &rows[i];
    }
    return result;
  }

  std::string values_of(int year, const Definitions& definitions) const {
    const tables::Table& table = tables_.at(year);
    std::string text = "period,unit,reported_on,source";
    std::vector<size_t> columns;
    for (size_t column = 0; column < table.header->names.size(); ++column) {
      for (const Indicator& indicator : definitions.indicators) {
        if (!names_column(indicator.name, table, column)) continue;
        text += "," + indicator.id;
        columns.push_back(column);
      }
    }
    EXPECT_EQ(columns.size(), 22U) << year;
    for (const auto& [code, row] : provinces(year)) {
      text += fmt::format("\n{},{},{}-12-31,undp", year, code, year);
      for (const size_t column : columns) text += "," + with_at_most((*row)[column], kDigits);
    }
    return text + "\n";
  }

  std::map<int, tables::Table> tables_;
  PackReading reading_;
};

TEST_F(Governance, EveryPublishedDimensionAndTotal) {
  Comparison dimensions;
  Comparison totals;
  for (int year = kFirstYear; year <= kLastYear; ++year) {
    const auto run = assess(reading_.office, "papi", year);
    ASSERT_NE(run, nullptr);
    EXPECT_EQ(run->result().set->id, year == 2016 ? "2016" : "2011");
    EXPECT_EQ(run->result().participants.size(), 63U);
    const tables::Table& table = tables_.at(year);
    int measures_found = 0;
    int unknown = 0;
    for (const Measure& measure : run->result().set->measures) {
      const engine::CellVector* computed = column_of(*run, measure.id);
      ASSERT_NE(computed, nullptr);
      const engine::ValueType type = run->rules().graph[run->rules().measure(measure.id)].type;
      for (size_t column = 0; column < table.header->names.size(); ++column) {
        if (!names_column(measure.name, table, column)) continue;
        ++measures_found;
        for (const auto& [code, row] : provinces(year)) {
          const auto unit = reading_.office.definitions.units.resolve(code, run->result().day);
          ASSERT_TRUE(unit) << code;
          const engine::Cell& cell = (*computed)[unit->index()];
          const std::string& published = (*row)[column];
          if ((*row)[kFirstDimension].empty()) {  // the total is then written as 0
            EXPECT_EQ(cell.answer, engine::Answer::Unknown) << code << " " << year;
            ++unknown;
            continue;
          }
          Comparison& comparison = measure.id == "papi" ? totals : dimensions;
          comparison.take(fmt::format("{} {} {}", measure.id, (*row)[1], year), cell, type,
                          published, kTolerance);
        }
      }
    }
    EXPECT_EQ(measures_found, 7) << year;
    EXPECT_EQ(unknown, year == 2014 ? 2 * 7 : 0) << year;
  }
  fmt::print(
      "PAPI: {} province-years compared, {} mismatches, largest difference {:.2g}; {} "
      "dimensions, {} mismatches, largest difference {:.2g}\n",
      totals.compared, totals.mismatches, totals.largest, dimensions.compared,
      dimensions.mismatches, dimensions.largest);
  EXPECT_EQ(totals.compared, 376);
  EXPECT_EQ(totals.mismatches, 0) << totals.first;
  EXPECT_EQ(dimensions.compared, 6 * 376);
  EXPECT_EQ(dimensions.mismatches, 0) << dimensions.first;
}

}  // namespace
}  // namespace exemplar::programme::published
