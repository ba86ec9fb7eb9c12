// An office goes into a database and comes out the same; loading is a difference; what was known at a
// revision stays what it was; nothing that is still used can be taken away.
#include "programme/office_store/office_store.hpp"

#include <fstream>

#include "programme/office_store/backup_store.hpp"
#include "programme/office_store/small_office.hpp"
#include "programme/office_store/tables_store.hpp"
#include "store/new_database.hpp"

namespace exemplar::programme {
namespace {

using store::Engine;

std::string shown(const Problems& problems) {
  std::string text;
  for (const Problem& one : problems) {
    if (one.severity == Severity::Error) text += to_string(one, Language::English) + "\n";
  }
  return text;
}

class StoredOffice : public store::NewDatabase {
 protected:
  void SetUp() override {
    NewDatabase::SetUp();
    if (IsSkipped()) return;
    connection_ = open();
    store::migrate(*connection_, office_steps(), 1);
  }
  void TearDown() override {
    connection_.reset();
    NewDatabase::TearDown();
  }

  std::optional<Loaded> load_content(PackFiles::Content content, LoadRun run = LoadRun::Keep) {
    problems_ = {};
    return load(*connection_, PackFiles::in_memory(std::move(content)), by(++now_), run, problems_);
  }
  Office office(std::optional<int64_t> revision = {}) {
    PackReading reading =
        read_office(connection_, revision.value_or(store::newest_revision(*connection_)));
    EXPECT_EQ(shown(reading.problems), "");
    return std::move(reading.office);
  }

  static WriteBy by(store::Instant now) {
    return {now, "system", [](std::span<uint8_t> to) { std::fill(to.begin(), to.end(), 7); }};
  }
  void empty_all() {
    for (const char* table :
         {"fact", "definition_file", "word", "audit_payload", "audit_entry", "ledger"}) {
      connection_->script(std::string("DELETE FROM ") + table);
    }
  }
  int64_t newest() const { return store::newest_revision(*connection_); }

  std::shared_ptr<store::Connection> connection_;
  Problems problems_;
  store::Instant now_ = 0;
};

TEST_P(StoredOffice, ComesOutAsItWentIn) {
  for (const char* pack : {"hcmc-ward-police", "human-development"}) {
    const PackFiles::Content content = content_of(pack);
    const Office as_text = read_pack(PackFiles::in_memory(content)).office;
    const auto loaded = load_content(content);
    ASSERT_TRUE(loaded) << shown(problems_);
    EXPECT_EQ(loaded->difference.facts_added, as_text.facts.all().size());
    EXPECT_TRUE(same_office(office(), as_text)) << pack;
    const auto again = office_content(*connection_, newest());
    ASSERT_TRUE(bool(again));
    for (const auto& [path, text] : content) {
      if (path.starts_with("values/") || path == "quotas.csv") continue;
      EXPECT_EQ(again->at(path), text) << path;
    }
    EXPECT_TRUE(same_office(read_pack(PackFiles::in_memory(*again)).office, as_text)) << pack;
    // The same once more is nothing new, and takes no revision.
    const auto repeated = load_content(*again);
    ASSERT_TRUE(repeated) << shown(problems_);
    EXPECT_TRUE(repeated->difference.empty());
    EXPECT_EQ(store::newest_revision(*connection_), loaded->revision);
    // The next pack of the loop comes into an empty office.
    empty_all();
  }
}

constexpr const char* kHeader =
    "indicator,period,unit,category,value,reported_on,verified_on,decided_on,source,by,note\n";

TEST_P(StoredOffice, ALaterLoadAppendsAndEarlierRevisionsStay) {
  PackFiles::Content content = small();
  const auto first = load_content(content);
  ASSERT_TRUE(first) << shown(problems_);
  const Office before = office();
  content["values/later.csv"] =
      std::string(kHeader) + "motorbikes,2023,w26734,,7,2024-02-01,,,generator,ca,corrected\n";
  content["README.md"] = "Another word.\n";
  content["extra/notes.txt"] = "Kept, though of no known kind.\n";
  const auto second = load_content(content);
  ASSERT_TRUE(second) << shown(problems_);
  EXPECT_EQ(second->revision, first->revision + 1);
  EXPECT_EQ(second->difference.facts_added, 1U);
  EXPECT_EQ(second->difference.facts_kept, 0U);
  EXPECT_EQ(second->difference.changed, std::vector<std::string>{"README.md"});
  EXPECT_EQ(second->difference.added, std::vector<std::string>{"extra/notes.txt"});
  const Office after = office();
  EXPECT_EQ(after.facts.all().size(), before.facts.all().size() + 1);
  EXPECT_EQ(after.facts.all().back().note, "corrected");
  EXPECT_TRUE(same_office(office(first->revision), before));
  // A pack without a value takes nothing away.
  content.erase("values/later.csv");
  content.erase("extra/notes.txt");
  const auto third = load_content(content);
  ASSERT_TRUE(third) << shown(problems_);
  EXPECT_EQ(third->difference.facts_kept, 1U);
  EXPECT_EQ(third->difference.ended, std::vector<std::string>{"extra/notes.txt"});
  EXPECT_TRUE(same_office(office(), after));
  EXPECT_EQ(office_content(*connection_, second->revision).take().count("extra/notes.txt"), 1U);
  EXPECT_EQ(office_content(*connection_, newest()).take().count("extra/notes.txt"), 0U);
}

TEST_P(StoredOffice, ATrialWritesNothing) {
  const auto tried = load_content(small(), LoadRun::Try);
  ASSERT_TRUE(tried) << shown(problems_);
  EXPECT_GT(tried->difference.facts_added, 20U);
  EXPECT_EQ(tried->revision, 0);
  EXPECT_EQ(store::newest_revision(*connection_), 0);
  EXPECT_EQ(connection_->number("SELECT count(*) FROM fact"), 0);
}

TEST_P(StoredOffice, APackWithErrorsChangesNothing) {
  PackFiles::Content content = small();
  ASSERT_TRUE(load_content(content));
  const Office before = office();
  content["values/later.csv"] =
      std::string(kHeader) + "motorbikes,2023,nowhere,,7,2024-02-01,,,generator,ca,\n";
  EXPECT_FALSE(load_content(content));
  EXPECT_NE(shown(problems_).find("values/later.csv:2:"), std::string::npos) << shown(problems_);
  EXPECT_EQ(store::newest_revision(*connection_), 1);
  EXPECT_TRUE(same_office(office(), before));
}

TEST_P(StoredOffice, WhatIsStillUsedCannotBeTakenAway) {
  PackFiles::Content content = small();
  content["values/later.csv"] =
      std::string(kHeader) + "motorbikes,2023,w26734,,7,2024-02-01,,,hearsay,ca,\n";
  std::string& office_file = content["office.toml"];
  office_file += "\n[[source]]\nid = \"hearsay\"\nname = { vi = \"Nghe nói\", en = \"Hearsay\" }\n";
  ASSERT_TRUE(load_content(content)) << shown(problems_);
  PackFiles::Content without = small();
  EXPECT_FALSE(load_content(without));
  EXPECT_NE(shown(problems_).find("values from the source 'hearsay' are kept"), std::string::npos)
      << shown(problems_);
  EXPECT_EQ(store::newest_revision(*connection_), 1);
}

// From either database into a file, and from the file into either.
TEST_P(StoredOffice, ACopyIsTheSameOfficeWithItsHistory) {
  PackFiles::Content content = small();
  ASSERT_TRUE(load_content(content)) << shown(problems_);
  const Office first = office();
  content["values/later.csv"] =
      std::string(kHeader) + "motorbikes,2023,w26734,,7,2024-02-01,,,generator,ca,\n";
  ASSERT_TRUE(load_content(content)) << shown(problems_);
  const Office second = office();

  std::string pattern = (std::filesystem::temp_directory_path() / "exemplar-copy-XXXXXX").string();
  ASSERT_NE(mkdtemp(pattern.data()), nullptr);
  store::OpenOptions create;
  create.create = true;
  {
    const std::shared_ptr<store::Connection> file =
        store::open({Engine::Sqlite, pattern + "/copy.db"}, create);
    copy_office(*connection_, *file);
    EXPECT_EQ(store::newest_revision(*file), 2);
    EXPECT_TRUE(same_office(read_office(file, 1).office, first));
    EXPECT_TRUE(same_office(read_office(file, 2).office, second));
    empty_all();
    copy_office(*file, *connection_);
  }
  std::filesystem::remove_all(pattern);
  EXPECT_TRUE(same_office(office(1), first));
  EXPECT_TRUE(same_office(office(), second));
  content["README.md"] = "It goes on.\n";
  const auto third = load_content(content);
  ASSERT_TRUE(third) << shown(problems_);
  EXPECT_EQ(third->revision, 3);
}

// Each load is one entry, which says what it did; what writes nothing leaves none.
TEST_P(StoredOffice, ALoadLeavesOneEntry) {
  PackFiles::Content content = small();
  ASSERT_TRUE(load_content(content, LoadRun::Try));
  EXPECT_EQ(newest_audit(*connection_).number, 0U);
  ASSERT_TRUE(load_content(content));
  ASSERT_TRUE(load_content(content));
  content["README.md"] = "Another word.\n";
  ASSERT_TRUE(load_content(content));
  const std::vector<KeptAudit> entries = find_audit(*connection_, {});
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].entry.revision, 2U);
  EXPECT_EQ(entries[0].entry.action, "office.loaded");
  EXPECT_EQ(entries[0].payload->text,
            R"({"added":[],"changed":["README.md"],"ended":[],"facts_added":0})");
  EXPECT_TRUE(verify_audit(*connection_, AuditVerifier()).clean());
}

// Values alone, and who reported them fetched for some cells, are what a pack gives.
TEST_P(StoredOffice, ValuesAndTheirFactsAreThoseOfThePack) {
  PackFiles::Content content = small();
  ASSERT_TRUE(load_content(content)) << shown(problems_);
  // The same days as another length, and a correction: the order of the table is not that of time.
  content["values/later.csv"] = std::string(kHeader) +
                                "motorbikes,2023,w26734,,7,2024-02-01,,,generator,ca,\n"
                                "motorbikes,2023-01-01/P12M,w26734,,8,2024-02-02,,,generator,ca,\n"
                                "motorbikes,2023,w26734,,9,2024-02-03,,,generator,ca,\n";
  ASSERT_TRUE(load_content(content)) << shown(problems_);
  const PackReading pack =
      read_pack(PackFiles::in_memory(content), {.reading = Reading::ValuesAlone});
  const PackReading office =
      read_office(connection_, newest(), {.reading = Reading::ValuesAlone, .threads = 2});
  EXPECT_EQ(shown(office.problems), "");
  const ReportedValues& expected = pack.office.facts.values();
  const ReportedValues& found = office.office.facts.values();
  EXPECT_EQ(found.size(), expected.size());
  std::vector<ReportedValues::At> cells;
  for (const ColumnKey& key : expected.keys()) {
    for (const Status floor :
         {Status::Draft, Status::Reported, Status::Verified, Status::Decided}) {
      const engine::Column* a = expected.column(key, floor);
      const engine::Column* b = found.column(key, floor);
      ASSERT_EQ(a == nullptr, b == nullptr);
      if (a == nullptr) continue;
      EXPECT_EQ(a->size(), b->size());
      EXPECT_TRUE(engine::differing(*a, *b).empty());
    }
    for (size_t u = 0; u < pack.office.definitions.units.size(); u += 3) {
      cells.push_back({key, OrganisationUnitId(u)});
    }
  }
  const UnitRegister& units = pack.office.definitions.units;
  const auto same = [](const std::vector<Fact>& a, const std::vector<Fact>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_fact);
  };
  const std::vector<Fact> some = office.recorded->of(units, cells);
  EXPECT_GT(some.size(), 5U);
  EXPECT_TRUE(same(some, pack.recorded->of(units, cells)));
  std::vector<Fact> all;
  std::vector<Fact> expected_all;
  ASSERT_FALSE(office.recorded->each(units, [&](const Fact& fact) { all.push_back(fact); }));
  ASSERT_FALSE(pack.recorded->each(units, [&](const Fact& fact) { expected_all.push_back(fact); }));
  EXPECT_TRUE(same(all, expected_all));
  // An outline tells which columns there are, and no more.
  const PackReading outline = read_office(connection_, newest(), {.reading = Reading::Outline});
  EXPECT_TRUE(outline.office.facts.values().is_outline());
  EXPECT_EQ(outline.office.facts.values().keys().size(), expected.keys().size());
}

TEST_P(StoredOffice, TooManyValuesAreRefusedBeforeTheyAreRead) {
  ASSERT_TRUE(load_content(content_of("hcmc-ward-police")));
  const PackReading reading = read_office(
      connection_, newest(), {.reading = Reading::ValuesAlone, .memory_max = 65'000'000});
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems.begin()->code, kTooLargeCode);
}

INSTANTIATE_TEST_SUITE_P(Both, StoredOffice, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
