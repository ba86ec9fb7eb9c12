// Connections that are lent, and what becomes of them when the database is gone for a while.
#include "store/pool.hpp"

#include "store/new_database.hpp"

namespace exemplar::store {
namespace {

class Pools : public NewDatabase {
 protected:
  Pool pool() const {
    OpenOptions options;
    options.create = true;
    return Pool({GetParam(), name_}, options);
  }
};

class PoolsOfAServer : public Pools {};  // a file's connections are not lost

TEST_P(Pools, LendOneAgainThatCameBack) {
  Pool pool = this->pool();
  const Connection* first = pool.borrow().get();
  EXPECT_EQ(pool.borrow().get(), first);
  const auto held = pool.borrow();
  EXPECT_NE(pool.borrow().get(), held.get());
  Pool copy = pool;
  EXPECT_NE(copy.borrow().get(), held.get());
}

TEST_P(Pools, DoNotTakeBackWhatWasLeftWithinATransaction) {
  Pool pool = this->pool();
  {
    const auto left = pool.borrow();
    left->script("BEGIN");
  }
  EXPECT_TRUE(pool.borrow()->usable());
}

// All that wait are lost with the server: the first fault is the last.
TEST_P(PoolsOfAServer, OneThatWasLostTakesTheWaitingOnesWithIt) {
  Pool pool = this->pool();
  std::vector<std::shared_ptr<Connection>> lent;
  for (int i = 0; i < 5; ++i) {
    lent.push_back(pool.borrow());
    lent.back()->script("SET application_name = 'exemplar pool test'");
  }
  lent.clear();
  const auto other = open();
  other->each(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'exemplar "
      "pool test'",
      [](const Row&) {});
  EXPECT_THROW(pool.borrow()->number("SELECT 1"), Failure);
  for (int i = 0; i < 5; ++i) {
    lent.push_back(pool.borrow());
    EXPECT_EQ(lent.back()->number("SELECT 1"), 1);
  }
}

INSTANTIATE_TEST_SUITE_P(Both, Pools, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         engine_name);

INSTANTIATE_TEST_SUITE_P(One, PoolsOfAServer, ::testing::Values(Engine::Postgresql), engine_name);

}  // namespace
}  // namespace exemplar::store
