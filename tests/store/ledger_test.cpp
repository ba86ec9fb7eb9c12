// Revisions, and the steps that make the tables.
#include "store/ledger.hpp"

#include <thread>

#include "store/migration.hpp"
#include "store/new_database.hpp"

namespace exemplar::store {
namespace {

constexpr Migration kSteps[] = {
    {1, "things",
     "CREATE TABLE thing (revision bigint NOT NULL, part bigint NOT NULL, "
     "PRIMARY KEY (revision, part)) {clustered};"},
    {2, "names",
     "CREATE TABLE name (id bigint NOT NULL PRIMARY KEY); INSERT INTO name VALUES (1);"},
};

class Ledger : public NewDatabase {
 protected:
  std::string refusal_of(const std::function<void()>& work) const {
    try {
      work();
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.kind(), Failure::Kind::Unsupported);
      return failure.what();
    }
    return "";
  }
};

TEST_P(Ledger, StepsAreMadeOnceInTheirOrder) {
  const auto connection = open();
  EXPECT_EQ(schema_version(*connection), 0);
  EXPECT_EQ(refusal_of([&] { expect_schema(*connection, kSteps); }),
            "there is no office in it yet");
  EXPECT_EQ(migrate(*connection, std::span(kSteps).first(1), 5), 1);
  EXPECT_EQ(schema_version(*connection), 1);
  EXPECT_EQ(refusal_of([&] { expect_schema(*connection, kSteps); }),
            "the data were written by an older version: run exemplar migrate");
  EXPECT_EQ(migrate(*connection, kSteps, 6), 1);
  EXPECT_EQ(migrate(*connection, kSteps, 7), 0);
  EXPECT_EQ(schema_version(*connection), 2);
  EXPECT_EQ(connection->number("SELECT count(*) FROM name"), 1);
  EXPECT_EQ(connection->number("SELECT at FROM schema_step WHERE version = 2"), 6);
  const std::string newer = "the data were written by a newer version: step 2, this one knows 1";
  EXPECT_EQ(refusal_of([&] { expect_schema(*connection, std::span(kSteps).first(1)); }), newer);
  EXPECT_EQ(refusal_of([&] { migrate(*connection, std::span(kSteps).first(1), 8); }), newer);
}

TEST_P(Ledger, AStepIsMadeWhollyOrNotAtAll) {
  constexpr Migration kBroken[] = {
      kSteps[0], {2, "broken", "CREATE TABLE name (id bigint); INSERT INTO nowhere VALUES (1);"}};
  const auto connection = open();
  EXPECT_THROW(migrate(*connection, kBroken, 5), Failure);
  EXPECT_EQ(schema_version(*connection), 1);
  EXPECT_EQ(migrate(*connection, kSteps, 6), 1);
}

TEST_P(Ledger, ManyProgramsMakeEachStepOnce) {
  std::vector<std::thread> programs;
  std::atomic<int> made = 0;
  for (int i = 0; i < 4; ++i) {
    programs.emplace_back([&] { made += migrate(*open(), kSteps, 5); });
  }
  for (std::thread& one : programs) one.join();
  EXPECT_EQ(made, 2);
}

TEST_P(Ledger, EveryCommittedWriteTakesTheNextNumber) {
  const auto connection = open();
  migrate(*connection, kSteps, 1);
  EXPECT_EQ(newest_revision(*connection), 0);
  {
    Write first(*connection, 100);
    EXPECT_EQ(first.revision(), 1);
    first.commit();
  }
  {
    Write undone(*connection, 200);
    EXPECT_EQ(undone.revision(), 2);
  }
  EXPECT_EQ(newest_revision(*connection), 1);
  {
    Write second(*connection, 300);
    EXPECT_EQ(second.revision(), 2);
    second.commit();
  }
  EXPECT_EQ(newest_revision(*connection), 2);
}

// A clock that goes back changes nothing of what was known by an instant.
TEST_P(Ledger, WhatWasKnownByAnInstantStays) {
  const auto connection = open();
  migrate(*connection, kSteps, 1);
  for (const Instant now : {100, 300, 200, 400}) Write(*connection, now).commit();
  EXPECT_EQ(revision_at(*connection, 99), 0);
  EXPECT_EQ(revision_at(*connection, 100), 1);
  EXPECT_EQ(revision_at(*connection, 299), 1);
  EXPECT_EQ(revision_at(*connection, 300), 3);
  EXPECT_EQ(revision_at(*connection, 400), 4);
}

// Readers never see a number before a smaller one, however slow its writer is.
TEST_P(Ledger, NumbersBecomeVisibleInTheirOrder) {
  migrate(*open(), kSteps, 1);
  constexpr int kWriters = 4;
  constexpr int kEach = 25;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([this, writer] {
      const auto connection = open();
      for (int i = 0; i < kEach; ++i) {
        Write write(*connection, i);
        for (int part = 0; part <= writer * 3; ++part) {
          connection->run("INSERT INTO thing (revision, part) VALUES ($1, $2)",
                          {write.revision(), part});
        }
        if (i % 5 != 4) write.commit();
      }
    });
  }
  const auto reader = open();
  int64_t seen = 0;
  while (seen < kWriters * kEach * 4 / 5) {
    Transaction reading(*reader, Transaction::Kind::Read);
    const int64_t newest = newest_revision(*reader);
    ASSERT_GE(newest, seen);
    ASSERT_EQ(reader->number("SELECT count(*) FROM ledger"), newest);
    ASSERT_EQ(reader->number("SELECT count(DISTINCT revision) FROM thing"), newest);
    seen = newest;
  }
  for (std::thread& one : writers) one.join();
}

INSTANTIATE_TEST_SUITE_P(Both, Ledger, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         engine_name);

}  // namespace
}  // namespace exemplar::store
