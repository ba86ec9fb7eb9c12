// The Human Development Index as UNDP published it in 2024, from the pack that is shipped and the
// tool that imports the published table.
#include "published.hpp"

namespace exemplar::programme::published {
namespace {

const fs::path kTable =
    data_folder("undp_hdi") / "hdr2023_24_composite_indices_complete_time_series.csv";
constexpr int kFirstYear = 1990;
constexpr int kLastYear = 2022;
constexpr size_t kCountries = 193;

class HumanDevelopment : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kTable)) GTEST_SKIP() << "the published table is not beside the project";
    const fs::path root(EXEMPLAR_ROOT);
    copy_ = std::make_unique<PackCopy>(root / "packs" / "human-development");
    const fs::path values = copy_->values_file("1990-2022.csv");
    const std::string command =
        fmt::format("'{}' '{}' '{}' '{}' > /dev/null", EXEMPLAR_PYTHON,
                    (root / "tools" / "import_hdi").string(), kTable.string(), values.string());
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }

  std::unique_ptr<PackCopy> copy_;
};

TEST_F(HumanDevelopment, EveryPublishedValueAndPlace) {
  const PackReading reading = read_pack(copy_->folder());
  ASSERT_EQ(told(reading.problems), "");
  const Office& office = reading.office;
  const tables::Table table = read_published(kTable);
  ASSERT_FALSE(table.rows.empty());

  Comparison values;
  Comparison places;
  std::set<std::string> without_published;
  for (int year = kFirstYear; year <= kLastYear; ++year) {
    const auto run = assess(office, "human-development", year);
    ASSERT_NE(run, nullptr);
    EXPECT_EQ(run->result().participants.size(), kCountries);
    const engine::CellVector* hdi = column_of(*run, "hdi");
    const engine::CellVector* place = column_of(*run, "place");
    ASSERT_TRUE(hdi != nullptr && place != nullptr);
    const auto& graph = run->rules().graph;
    const engine::ValueType type = graph[run->rules().measure("hdi")].type;
    const engine::ValueType place_type = graph[run->rules().measure("place")].type;
    for (const tables::TableRow& row : table.rows) {
      const auto unit = office.definitions.units.resolve(row["iso3"], run->result().day);
      if (!unit) continue;  // regional aggregates
      const engine::Cell& cell = (*hdi)[unit->index()];
      const std::string where = fmt::format("{} {}", row["iso3"], year);
      const std::string& published = row[fmt::format("hdi_{}", year)];
      if (!published.empty()) {
        values.take(where, cell, type, published, 1e-12);
      } else if (cell.answer == engine::kKnown) {
        without_published.insert(where);
      }
      if (year == kLastYear) {
        const std::string& rank = row["hdi_rank_2022"];
        if (!rank.empty()) places.take(where, (*place)[unit->index()], place_type, rank, 0);
      }
    }
  }
  fmt::print(
      "HDI: {} country-years compared, {} mismatches; places of {}: {} compared, {} "
      "mismatches\n",
      values.compared, values.mismatches, kLastYear, places.compared, places.mismatches);
  EXPECT_EQ(values.compared, 5808);
  EXPECT_EQ(values.mismatches, 0) << values.first;
  EXPECT_EQ(places.compared, static_cast<int>(kCountries));
  EXPECT_EQ(places.mismatches, 0) << places.first;
  // UNDP publishes the four inputs of these years and no index.
  EXPECT_EQ(without_published,
            (std::set<std::string>{"RWA 1990", "RWA 1991", "RWA 1992", "RWA 1993", "RWA 1994"}));
}

}  // namespace
}  // namespace exemplar::programme::published
