// What was acknowledged is on the disk: the power is lost at a random moment, what was not synced is
// kept, lost or torn, and the office is opened again. The same without syncing loses something, which
// shows that the test can see it.
#include <cstdlib>

#include "random/seed.hpp"
#include "store/migration.hpp"
#include "store/new_database.hpp"
#include "store/torn_disk.hpp"

namespace exemplar::store {
namespace {

constexpr Migration kSteps[] = {
    {1, "entries",
     "CREATE TABLE entry (revision bigint NOT NULL, part bigint NOT NULL, "
     "text text NOT NULL, PRIMARY KEY (revision, part)) {clustered};"}};

// What was found after the power came back.
struct Outcome {
  int64_t acknowledged = 0;
  int64_t there = 0;
  std::string damage;  // empty: none
};

// Parts of a write: so many, and each that long, follow from its revision.
int parts_of(int64_t revision) {
  return 1 + static_cast<int>(revision * 7 % 5);
}

class PowerLoss {
 public:
  PowerLoss(uint64_t seed, bool durable) : random_(seed), disk_("torn"), durable_(durable) {}

  Outcome run() {
    migrate(*open(), kSteps, 1);
    disk_.settle();
    Outcome outcome;
    for (int life = 0; life < 3 && outcome.damage.empty(); ++life) {
      disk_.lose_power_at(1 + random_() % 120);
      outcome.acknowledged = std::max(outcome.acknowledged, write_until_the_power_goes());
      disk_.restart(random_);
      examine(outcome);
      if (outcome.there < outcome.acknowledged) break;
      outcome.acknowledged = outcome.there;
    }
    return outcome;
  }

 private:
  std::unique_ptr<Connection> open() {
    OpenOptions options;
    options.create = true;
    options.vfs = disk_.name();
    options.durable = durable_;
    auto connection = open_sqlite("office.db", options);
    // The log is copied back often, so that power is also lost on the way.
    connection->each("PRAGMA wal_autocheckpoint = 6", [](const Row&) {});
    return connection;
  }

  int64_t write_until_the_power_goes() {
    int64_t acknowledged = 0;
    try {
      const auto connection = open();
      while (!disk_.lost_power()) {
        Write write(*connection, 1);
        for (int part = 0; part < parts_of(write.revision()); ++part) {
          connection->run("INSERT INTO entry (revision, part, text) VALUES ($1, $2, $3)",
                          {write.revision(), part, std::string(random_() % 3'000, 'x')});
        }
        write.commit();
        acknowledged = write.revision();
      }
    } catch (const Failure&) {
      // The power is gone.
    }
    return acknowledged;
  }

  void examine(Outcome& outcome) {
    try {
      const auto connection = open();
      const std::string integrity = connection->text("PRAGMA integrity_check").value_or("none");
      if (integrity != "ok") outcome.damage = integrity;
      outcome.there = newest_revision(*connection);
      connection->each(
          "SELECT l.revision, count(e.part) FROM ledger l LEFT JOIN entry e ON e.revision = "
          "l.revision GROUP BY l.revision",
          [&](const Row& row) {
            if (row.number(1) != parts_of(row.number(0))) outcome.damage = "half a write";
          });
      if (connection->number("SELECT count(*) FROM ledger") != outcome.there) {
        outcome.damage = "a write in the middle is gone";
      }
    } catch (const std::exception& fault) {  // also a value of another kind than was written
      outcome.damage = fault.what();
    }
  }

  std::mt19937_64 random_;
  TornDisk disk_;
  bool durable_;
};

TEST(Durability, NothingAcknowledgedIsLostWithThePower) {
  int64_t acknowledged = 0;
  for (uint64_t seed = 1; seed <= 1'000; ++seed) {
    const Outcome outcome = PowerLoss(tests::moved_seed(seed), true).run();
    ASSERT_EQ(outcome.damage, "") << "seed " << seed;
    ASSERT_GE(outcome.there, outcome.acknowledged) << "seed " << seed;
    acknowledged += outcome.acknowledged;
  }
  tests::say_proof("store: 1000 disks, {} acknowledged writes, none lost", acknowledged);
  EXPECT_GT(acknowledged, 1'000);
}

TEST(Durability, WithoutSyncingSomethingIs) {
  int lost = 0;
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    const Outcome outcome = PowerLoss(tests::moved_seed(seed), false).run();
    lost += !outcome.damage.empty() || outcome.there < outcome.acknowledged ? 1 : 0;
  }
  tests::say_proof("store: 200 disks without syncing, {} lost something", lost);
  EXPECT_GT(lost, 50);
}

}  // namespace
}  // namespace exemplar::store
