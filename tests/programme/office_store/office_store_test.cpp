// An office goes into a database and comes out the same; loading is a difference; what was known at a
// revision stays what it was; nothing that is still used can be taken away.
#include "programme/office_store/office_store.hpp"

#include <fstream>

#include "programme/office_store/backup_store.hpp"
#include "programme/office_store/tables_store.hpp"
#include "store/new_database.hpp"

namespace exemplar::programme {
namespace {

using store::Engine;

PackFiles::Content content_of(const std::string& pack) {
  Problems problems;
  const PackFiles files =
      PackFiles::in_folder(std::filesystem::path(EXEMPLAR_ROOT) / "packs" / pack, problems);
  PackFiles::Content content;
  for (const std::string& name : files.names()) content[name] = files.text(name).take();
  return content;
}

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
    return load(*connection_, PackFiles::in_memory(std::move(content)), ++now_, run, problems_);
  }
  Office office(std::optional<int64_t> revision = {}) {
    PackReading reading = read_office(*connection_, revision);
    EXPECT_EQ(shown(reading.problems), "");
    return std::move(reading.office);
  }

  std::unique_ptr<store::Connection> connection_;
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
    const auto again = office_content(*connection_, {});
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
    for (const char* table : {"fact", "definition_file", "word", "ledger"}) {
      connection_->script(std::string("DELETE FROM ") + table);
    }
  }
}

// A small office, so that its changes can be read.
PackFiles::Content small() {
  PackFiles::Content content = content_of("hcmc-ward-police");
  content["values/2023.csv"] = content["values/2023.csv"].substr(
      0, content["values/2023.csv"].find('\n', content["values/2023.csv"].find("w26740")) + 1);
  for (const char* name : {"2021", "2022", "2021-districts", "2022-districts", "2023-districts",
                           "2021-monthly", "2022-monthly", "2023-monthly", "2023-single"}) {
    content.erase(std::string("values/") + name + ".csv");
  }
  content.erase("quotas.csv");
  return content;
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
  EXPECT_EQ(office_content(*connection_, {}).take().count("extra/notes.txt"), 0U);
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
    const auto file = store::open({Engine::Sqlite, pattern + "/copy.db"}, create);
    copy_office(*connection_, *file);
    EXPECT_EQ(store::newest_revision(*file), 2);
    EXPECT_TRUE(same_office(read_office(*file, 1).office, first));
    EXPECT_TRUE(same_office(read_office(*file, {}).office, second));
    for (const char* table : {"fact", "definition_file", "word", "ledger"}) {
      connection_->script(std::string("DELETE FROM ") + table);
    }
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

// Whichever statement fails, everything is as it was, and the same load then does.
TEST_P(StoredOffice, AFailedStatementLeavesNothingBehind) {
  const PackFiles::Content content = small();
  int failed = 0;
  for (int nth = 1;; nth += nth < 60 ? 1 : 7) {
    int statements = 0;
    connection_->watch([&](std::string_view) {
      if (++statements == nth) throw store::Failure(store::Failure::Kind::Full, "no room");
    });
    bool done = false;
    try {
      done = load_content(content).has_value();
    } catch (const store::Failure&) {
      ++failed;
    }
    connection_->watch({});
    if (done) break;
    for (const char* table : {"ledger", "word", "definition_file", "fact"}) {
      ASSERT_EQ(connection_->number(std::string("SELECT count(*) FROM ") + table), 0)
          << table << " after statement " << nth;
    }
  }
  EXPECT_GT(failed, 20);
  EXPECT_TRUE(same_office(office(), read_pack(PackFiles::in_memory(content)).office));
}

INSTANTIATE_TEST_SUITE_P(Both, StoredOffice, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
