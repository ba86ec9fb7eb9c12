// Checkpoints as rows, and on their way to the file elsewhere.
#include "programme/audit/checkpoint_store.hpp"

#include <fstream>
#include <sstream>

#include "programme/audit/checkpoint_witness.hpp"
#include "small_log.hpp"
#include "store/new_database.hpp"

namespace exemplar::programme {
namespace {

using store::Engine;

class KeptCheckpoints : public store::NewDatabase {
 protected:
  void SetUp() override {
    NewDatabase::SetUp();
    if (IsSkipped()) return;
    std::string pattern =
        (std::filesystem::temp_directory_path() / "exemplar-witness-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    elsewhere_ = pattern;
    file_ = elsewhere_ / "checkpoints.jsonl";
    connection_ = open();
    const store::Migration steps[] = {{1, "audit", audit_tables_sql()},
                                      {2, "checkpoints", checkpoint_tables_sql()}};
    store::migrate(*connection_, steps, 1);
  }
  void TearDown() override {
    connection_.reset();
    std::error_code ignored;
    if (!elsewhere_.empty()) std::filesystem::remove_all(elsewhere_, ignored);
    NewDatabase::TearDown();
  }

  void enter(const std::string& subject) {
    store::Write write(*connection_, ++clock_);
    append_audit(write, {"anna", "value.saved", subject, "{}"}, random_);
    write.commit();
  }
  KeptCheckpoint make(uint8_t seed = 1) {
    auto made =
        make_checkpoint_now(*connection_, tests::test_key(seed), {++clock_, "keeper", random_});
    EXPECT_TRUE(bool(made));
    return made.take();
  }
  CheckpointWitness witness() const {
    auto opened = CheckpointWitness::open(file_);
    EXPECT_TRUE(bool(opened));
    return opened.take();
  }
  std::string held() const {
    std::ifstream in(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void hold(const std::string& text) const {
    std::ofstream(file_, std::ios::binary | std::ios::trunc) << text;
  }
  static std::string line(const KeptCheckpoint& one) { return line_of(one.checkpoint) + "\n"; }

  std::filesystem::path elsewhere_, file_;
  FillRandom random_ = tests::counting_random();
  InstantUs clock_ = 1'000;
  std::unique_ptr<store::Connection> connection_;
};

TEST_P(KeptCheckpoints, AreOfTheEntryBeforeThemAndAreEntriesThemselves) {
  EXPECT_FALSE(bool(make_checkpoint_now(*connection_, tests::test_key(), {1, "keeper", random_})));
  EXPECT_EQ(store::newest_revision(*connection_), 0);
  enter("unit/w1");
  const KeptCheckpoint first = make();
  EXPECT_EQ(first.checkpoint.number, 1U);
  EXPECT_EQ(first.revision, 2);
  EXPECT_TRUE(signature_holds(first.checkpoint));
  const KeptCheckpoint second = make();
  EXPECT_EQ(second.checkpoint.number, 2U);
  EXPECT_EQ(newest_checkpoints(*connection_, {}, 9), (std::vector{second, first}));
  EXPECT_EQ(newest_checkpoints(*connection_, 3, 9), (std::vector{first}));
  EXPECT_EQ(newest_checkpoints(*connection_, {}, 1), (std::vector{second}));
  EXPECT_EQ(checkpoints_after(*connection_, 2), (std::vector{second}));
  const auto entries = find_audit(*connection_, {.action = "checkpoint.made"});
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].entry.subject, "checkpoint/3");
  const AuditVerdict verdict = verify_audit(
      *connection_, AuditVerifier({first.checkpoint, second.checkpoint}, {first.checkpoint.key}));
  EXPECT_TRUE(verdict.clean());
  EXPECT_EQ(verdict.covered_to, 2U);
}

TEST_P(KeptCheckpoints, ReachTheFileElsewhereOnceAndInTheirOrder) {
  enter("unit/w1");
  CheckpointWitness early = witness();
  EXPECT_EQ(*early.catch_up(*connection_), 0U);
  const KeptCheckpoint a = make(), b = make(2);
  EXPECT_EQ(*early.catch_up(*connection_), 2U);
  EXPECT_EQ(*early.catch_up(*connection_), 0U);
  EXPECT_EQ(held(), line(a) + line(b));
  // Another process, later: only what the file lacks.
  const KeptCheckpoint c = make();
  EXPECT_EQ(*witness().catch_up(*connection_), 1U);
  EXPECT_EQ(held(), line(a) + line(b) + line(c));
  EXPECT_TRUE(parse_checkpoints(held(), "c").problems.empty());
}

// The machine stopped while a line was written, at each of its bytes.
TEST_P(KeptCheckpoints, ALineThatWasCutOffIsFinished) {
  enter("unit/w1");
  const KeptCheckpoint a = make(), b = make();
  const std::string whole = line(a) + line(b);
  for (size_t cut = 0; cut < whole.size(); ++cut) {
    hold(whole.substr(0, cut));
    ASSERT_TRUE(bool(witness().catch_up(*connection_)));
    ASSERT_EQ(held(), whole) << cut;
  }
  hold("somebody's note");
  ASSERT_TRUE(bool(witness().catch_up(*connection_)));
  EXPECT_EQ(held(), "somebody's note\n" + whole);
}

TEST_P(KeptCheckpoints, AFileThatTakesNothingIsToldAndTriedAgain) {
  EXPECT_FALSE(bool(CheckpointWitness::open(elsewhere_ / "nowhere" / "c.jsonl")));
  hold("{\"format\":\"exemplar-audit\"}\n");
  EXPECT_FALSE(bool(CheckpointWitness::open(file_)));
  hold("");
  enter("unit/w1");
  CheckpointWitness one = witness();
  const KeptCheckpoint a = make();
  ASSERT_EQ(*one.catch_up(*connection_), 1U);
  // The share goes away, and a folder stands where the file was.
  std::filesystem::rename(file_, elsewhere_ / "kept");
  std::filesystem::create_directory(file_);
  const KeptCheckpoint b = make();
  EXPECT_FALSE(bool(one.catch_up(*connection_)));
  EXPECT_FALSE(bool(one.catch_up(*connection_)));
  std::filesystem::remove(file_);
  std::filesystem::rename(elsewhere_ / "kept", file_);
  EXPECT_EQ(*one.catch_up(*connection_), 1U);
  EXPECT_EQ(held(), line(a) + line(b));
}

INSTANTIATE_TEST_SUITE_P(Both, KeptCheckpoints,
                         ::testing::Values(Engine::Sqlite, Engine::Postgresql), store::engine_name);

}  // namespace
}  // namespace exemplar::programme
