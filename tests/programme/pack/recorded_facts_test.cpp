// Facts that stayed in their files are the facts that a pack read with them has; and an outline with
// each fact in turn takes the same small memory however many there are.
#include <unistd.h>

#include "folder_content.hpp"
#include "programme/pack/pack.hpp"
#include "random/seed.hpp"
#include "random_office.hpp"

namespace exemplar::programme {
namespace {

namespace fs = std::filesystem;

const PackFiles::Content& rich() {
  static const PackFiles::Content content = content_of(EXEMPLAR_ROOT "/tests/programme/pack/rich");
  return content;
}

using Cell = std::tuple<size_t, Date, Date, std::string>;

std::set<Cell> columns_of(const ReportedValues& values) {
  std::set<Cell> columns;
  for (const ColumnKey& key : values.keys()) {
    columns.emplace(key.indicator.index(), first_day(key.period), last_day(key.period),
                    key.category);
  }
  return columns;
}

std::string told_but_repeated(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    if (problem.code != "repeated_value") text += to_string(problem, Language::English) + "\n";
  }
  return text;
}

void expect_same_facts(const std::vector<Fact>& a, const std::vector<Fact>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    ASSERT_TRUE(same_fact(a[i], b[i])) << to_string(a[i].place);
    ASSERT_EQ(a[i].place, b[i].place);
  }
}

// The outline, every fact in turn, and those of every other cell.
void expect_recorded(const PackFiles& files) {
  const PackReading whole = read_pack(files);
  for (const size_t piece : {size_t{50}, size_t{2} << 20}) {
    const PackReading outline =
        read_pack(files, {.reading = Reading::Outline, .threads = 2, .piece_bytes = piece});
    ASSERT_EQ(told_but_repeated(whole.problems), told_but_repeated(outline.problems));
    const ReportedValues& values = outline.office.facts.values();
    EXPECT_EQ(columns_of(values), columns_of(whole.office.facts.values()));
    EXPECT_EQ(values.size(), values.keys().size());
    EXPECT_EQ(outline.office.facts.sources(), whole.office.facts.sources());
    if (outline.recorded == nullptr) continue;
    const UnitRegister& units = outline.office.definitions.units;
    std::vector<Fact> each;
    const auto refusal =
        outline.recorded->each(units, [&](const Fact& fact) { each.push_back(fact); });
    EXPECT_FALSE(refusal && !whole.problems.has_errors());
    ASSERT_NO_FATAL_FAILURE(expect_same_facts(each, whole.office.facts.all()));
    for (size_t i = 0; i < each.size(); ++i) ASSERT_EQ(each[i].revision, i + 1);

    std::vector<ReportedValues::At> wanted;
    std::vector<Fact> of_wanted;
    for (const Fact& fact : each) {
      if (fact.unit.index() % 2 != 0) continue;
      wanted.push_back({{fact.indicator, fact.period, fact.category}, fact.unit});
      of_wanted.push_back(fact);
    }
    expect_same_facts(outline.recorded->of(units, wanted), of_wanted);
  }
}

TEST(RecordedFacts, AreThoseOfTheShippedPack) {
  Problems problems;
  expect_recorded(PackFiles::in_folder(EXEMPLAR_ROOT "/packs/hcmc-ward-police", problems));
}

TEST(RecordedFacts, AreThoseOfARichPack) {
  expect_recorded(PackFiles::in_memory(rich()));
}

TEST(RecordedFacts, AreThoseOfRandomOffices) {
  for (size_t seed = 0; seed < 30 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    Chance chance(tests::moved_seed(8'000'000 + seed));
    expect_recorded(PackFiles::in_memory(random_office(chance)));
  }
  tests::say_proof("office: the recorded facts of 30 random offices");
}

// A folder with the rich pack's definitions and many values.
class ManyValues : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "exemplar-pack-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    for (const auto& [name, text] : rich()) {
      if (kind_of_file(name) == PackFileKind::Values || name == "quotas.csv") continue;
      fs::create_directories((folder_ / name).parent_path());
      std::ofstream(folder_ / name, std::ios::binary) << text;
    }
    fs::create_directories(folder_ / "values");
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  std::ofstream values() const { return std::ofstream(folder_ / "values" / "many.csv"); }

  fs::path folder_;
};

// The most memory that the process held since it was last asked to forget that; 0: it is not told.
size_t peak_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::strtoull(line.c_str() + 6, nullptr, 10);
  }
  return 0;
}
bool forget_peak() {
  std::ofstream file("/proc/self/clear_refs");
  return static_cast<bool>(file << "5" << std::flush);
}

TEST_F(ManyValues, AreReadOneByOneInBoundedMemory) {
  constexpr size_t kLines = 300'000;
  {
    std::ofstream file = values();
    file << "indicator,period,unit,value,reported_on,source\n";
    for (size_t i = 0; i < kLines; ++i) {
      file << "office_area,2023,w1," << 1 + i % 100 << ",2022-01-05,register\n";
    }
  }
  if (!forget_peak() || peak_kib() == 0) GTEST_SKIP() << "the system does not say";
  const size_t before = peak_kib();
  const PackReading reading = read_pack(
      folder_,
      {.reading = Reading::Outline, .threads = 1, .memory_max = 1, .piece_bytes = 1 << 20});
  ASSERT_FALSE(reading.problems.has_errors()) << told_but_repeated(reading.problems);
  size_t count = 0;
  EXPECT_FALSE(
      reading.recorded->each(reading.office.definitions.units, [&](const Fact&) { ++count; }));
  EXPECT_EQ(count, kLines);
  EXPECT_LT(peak_kib() - before, 8 * 1024U);
}

TEST_F(ManyValues, ThatChangedSinceAreRefused) {
  const std::string header = "indicator,period,unit,value,reported_on,source\n";
  values() << header << "office_area,2023,w1,7,2022-01-05,register\n";
  const PackReading reading = read_pack(folder_, {.reading = Reading::Outline});
  ASSERT_FALSE(reading.problems.has_errors()) << told_but_repeated(reading.problems);
  values() << header << "office_area,2023,w1,seven,2022-01-05,register\n";
  const auto refusal = reading.recorded->each(reading.office.definitions.units, [](const Fact&) {});
  ASSERT_TRUE(refusal);
  EXPECT_EQ(render(refusal->what, Language::English),
            "the files of values changed while they were read");
}

}  // namespace
}  // namespace exemplar::programme
