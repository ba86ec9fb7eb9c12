// What both databases must do alike.
#include "store/connection.hpp"

#include <limits>
#include <thread>

#include "store/new_database.hpp"

namespace exemplar::store {
namespace {

class Connections : public NewDatabase {
 protected:
  void SetUp() override {
    NewDatabase::SetUp();
    if (IsSkipped()) return;
    connection_ = open();
    connection_->script(
        "CREATE TABLE thing (id bigint NOT NULL PRIMARY KEY, name text, number bigint, held "
        "bytea)");
  }
  void TearDown() override {
    connection_.reset();
    NewDatabase::TearDown();
  }

  int64_t count() const { return *connection_->number("SELECT count(*) FROM thing"); }
  Failure::Kind failure_of(const std::function<void()>& work) const {
    try {
      work();
    } catch (const Failure& failure) {
      return failure.kind();
    }
    ADD_FAILURE() << "nothing failed";
    return Failure::Kind::Other;
  }

  std::unique_ptr<Connection> connection_;
};

constexpr std::string_view kInsert =
    "INSERT INTO thing (id, name, number, held) VALUES ($1, $2, $3, $4)";

TEST_P(Connections, GiveBackWhatTheyWereGiven) {
  std::string all_bytes;
  for (int byte = 0; byte < 256; ++byte) all_bytes += static_cast<char>(byte);
  const int64_t most = std::numeric_limits<int64_t>::max();
  const int64_t least = std::numeric_limits<int64_t>::min();
  EXPECT_EQ(connection_->run(kInsert, {1, "Phường Bến Nghé", most, Bytes{all_bytes}}), 1);
  EXPECT_EQ(connection_->run(kInsert, {2, "", least, Bytes{}}), 1);
  EXPECT_EQ(connection_->run(kInsert, {3, {}, {}, {}}), 1);
  EXPECT_EQ(connection_->run(kInsert, {4, "it's \\ \"one\"\n\ttwo $1", 0, {}}), 1);
  int rows = 0;
  connection_->each("SELECT id, name, number, held FROM thing ORDER BY id", [&](const Row& row) {
    switch (++rows) {
      case 1:
        EXPECT_EQ(row.text(1), "Phường Bến Nghé");
        EXPECT_EQ(row.number(2), most);
        EXPECT_EQ(row.bytes(3), all_bytes);
        break;
      case 2:
        EXPECT_EQ(row.text(1), "");
        EXPECT_EQ(row.number(2), least);
        EXPECT_EQ(row.bytes(3), "");
        EXPECT_FALSE(row.is_null(3));
        break;
      case 3:
        EXPECT_TRUE(row.is_null(1) && row.is_null(2) && row.is_null(3));
        EXPECT_EQ(row.number_if_any(2), std::nullopt);
        break;
      default:
        EXPECT_EQ(row.text(1), "it's \\ \"one\"\n\ttwo $1");
    }
  });
  EXPECT_EQ(rows, 4);
}

TEST_P(Connections, RefuseAColumnReadAsAnotherKind) {
  connection_->run(kInsert, {1, "x", 5, Bytes{"b"}});
  const auto read = [&](const std::function<void(const Row&)>& take) {
    connection_->each("SELECT name, number, held, NULL FROM thing", take);
  };
  EXPECT_THROW(read([](const Row& row) { row.number(0); }), std::logic_error);
  EXPECT_THROW(read([](const Row& row) { row.text(1); }), std::logic_error);
  EXPECT_THROW(read([](const Row& row) { row.text(2); }), std::logic_error);
  EXPECT_THROW(read([](const Row& row) { row.bytes(3); }), std::logic_error);
  EXPECT_EQ(count(), 1);  // and goes on
}

TEST_P(Connections, TakeAParameterWhereverItStands) {
  connection_->run("INSERT INTO thing (number, id, name) VALUES ($2, $1, $3)", {7, 70, "a"});
  EXPECT_EQ(connection_->number("SELECT number FROM thing WHERE id = $1 AND $1 < 10", {7}), 70);
  EXPECT_EQ(connection_->run("UPDATE thing SET name = $2 WHERE id = $1", {7, "b"}), 1);
  EXPECT_EQ(connection_->run("UPDATE thing SET name = $2 WHERE id = $1", {8, "b"}), 0);
  EXPECT_EQ(connection_->text("SELECT name FROM thing WHERE id = $1", {7}), "b");
  EXPECT_EQ(connection_->number("SELECT number FROM thing WHERE id = $1", {8}), std::nullopt);
}

TEST_P(Connections, TellWhatFailed) {
  connection_->run(kInsert, {1, "x", 5, {}});
  EXPECT_EQ(failure_of([&] {
              connection_->run(kInsert, {1, "y", 6, {}});
            }),
            Failure::Kind::Constraint);
  EXPECT_EQ(failure_of([&] {
              connection_->run(kInsert, {{}, "y", 6, {}});
            }),
            Failure::Kind::Constraint);
  EXPECT_EQ(failure_of([&] { connection_->run("SELECT nonsense FROM thing"); }),
            Failure::Kind::Other);
  EXPECT_EQ(failure_of([&] { connection_->script("CREATE TABLE thing (id bigint)"); }),
            Failure::Kind::Other);
  EXPECT_EQ(count(), 1);
}

TEST_P(Connections, GoOnAfterAReaderStopped) {
  for (int i = 0; i < 50; ++i) connection_->run(kInsert, {i, "x", i, {}});
  EXPECT_THROW(connection_->each("SELECT id FROM thing",
                                 [](const Row& row) {
                                   if (row.number(0) == 3) throw std::runtime_error("enough");
                                 }),
               std::runtime_error);
  EXPECT_EQ(count(), 50);
}

TEST_P(Connections, UndoWhatWasNotCommitted) {
  {
    Transaction transaction(*connection_, Transaction::Kind::Write);
    connection_->run(kInsert, {1, "x", 5, {}});
    EXPECT_EQ(count(), 1);
  }
  EXPECT_EQ(count(), 0);
  {
    Transaction transaction(*connection_, Transaction::Kind::Write);
    connection_->run(kInsert, {1, "x", 5, {}});
    transaction.commit();
  }
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(*open()->number("SELECT count(*) FROM thing"), 1);
}

TEST_P(Connections, CommitNothingOfATransactionWithAFailedStatement) {
  bool committed = true;
  {
    Transaction transaction(*connection_, Transaction::Kind::Write);
    connection_->run(kInsert, {1, "x", 5, {}});
    EXPECT_THROW(connection_->run(kInsert, {1, "y", 5, {}}), Failure);
    try {
      transaction.commit();
    } catch (const Failure&) {
      committed = false;
    }
  }
  // SQLite undoes the statement alone, PostgreSQL all: either way what is said is so.
  EXPECT_EQ(count(), committed ? 1 : 0);
  EXPECT_EQ(committed, GetParam() == Engine::Sqlite);
}

TEST_P(Connections, ReadOneStateWhileOthersWrite) {
  connection_->run(kInsert, {1, "x", 5, {}});
  const auto other = open();
  Transaction reading(*connection_, Transaction::Kind::Read);
  EXPECT_EQ(count(), 1);
  {
    Transaction writing(*other, Transaction::Kind::Write);
    other->run(kInsert, {2, "y", 6, {}});
    writing.commit();
  }
  EXPECT_EQ(count(), 1);
  reading.commit();
  EXPECT_EQ(count(), 2);
}

TEST_P(Connections, LetOneWriterInAtATime) {
  OpenOptions impatient;
  impatient.wait_ms = 50;
  const auto other = open(impatient);
  {
    Transaction first(*connection_, Transaction::Kind::Write);
    EXPECT_EQ(failure_of([&] { Transaction(*other, Transaction::Kind::Write); }),
              Failure::Kind::Busy);
    first.commit();
  }
  Transaction second(*other, Transaction::Kind::Write);
  other->run(kInsert, {1, "x", 5, {}});
  second.commit();
  EXPECT_EQ(count(), 1);
}

TEST_P(Connections, InsertManyRowsAtOnce) {
  for (const int rows : {0, 1, 499, 500, 501, 2'345}) {
    Transaction transaction(*connection_, Transaction::Kind::Write);
    const auto bulk = connection_->bulk_insert("thing", {"id", "name", "number", "held"});
    for (int i = 0; i < rows; ++i) {
      const Value row[] = {i, "tab\tline\nback\\slash\r", i % 3 == 0 ? Value() : Value(i),
                           Bytes{std::string("\0\xFF\\", 3)}};
      bulk->add(row);
    }
    bulk->finish();
    EXPECT_EQ(count(), rows);
    EXPECT_EQ(*connection_->number("SELECT count(*) FROM thing WHERE name = $1 AND "
                                   "(number IS NULL) = (id % 3 = 0)",
                                   {"tab\tline\nback\\slash\r"}),
              rows);
    connection_->each("SELECT held FROM thing LIMIT 1", [](const Row& row) {
      EXPECT_EQ(row.bytes(0), std::string_view("\0\xFF\\", 3));
    });
  }
}

TEST_P(Connections, InsertNoneOfManyWhereOneIsWrong) {
  connection_->run(kInsert, {700, "x", 5, {}});
  {
    Transaction transaction(*connection_, Transaction::Kind::Write);
    EXPECT_EQ(failure_of([&] {
                const auto bulk = connection_->bulk_insert("thing", {"id", "name"});
                for (int i = 0; i < 1'000; ++i) {
                  const Value row[] = {i, "x"};
                  bulk->add(row);
                }
                bulk->finish();
              }),
              Failure::Kind::Constraint);
  }
  EXPECT_EQ(count(), 1);
  EXPECT_THROW(
      {
        const auto bulk = connection_->bulk_insert("thing", {"id", "name"});
        const Value narrow[] = {1};
        bulk->add(narrow);
      },
      std::logic_error);
  EXPECT_EQ(count(), 1);
}

TEST_P(Connections, AreWatchedStatementByStatement) {
  int statements = 0;
  connection_->watch([&](std::string_view) {
    if (++statements == 3) throw Failure(Failure::Kind::Full, "no room");
  });
  {
    Transaction transaction(*connection_, Transaction::Kind::Write);  // 1; on PostgreSQL 1 and 2
    EXPECT_THROW(
        {
          connection_->run(kInsert, {1, "x", 5, {}});
          connection_->run(kInsert, {2, "x", 5, {}});
        },
        Failure);
  }
  connection_->watch({});
  EXPECT_EQ(count(), 0);
}

// Run beside a server with one setting off (CMakeLists.txt), which EXEMPLAR_UNSAFE names.
TEST(UnsafeServer, IsRefusedAndTheSettingNamed) {
  const char* address = std::getenv("EXEMPLAR_POSTGRESQL");
  const char* setting = std::getenv("EXEMPLAR_UNSAFE");
  ASSERT_NE(address, nullptr);
  ASSERT_NE(setting, nullptr);
  try {
    open({Engine::Postgresql, address});
    ADD_FAILURE() << "it is served";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), Failure::Kind::Unsupported);
    EXPECT_EQ(failure.what(), std::string("the server has ") + setting +
                                  " = off: what it acknowledges may be lost; set it to on");
  }
}

INSTANTIATE_TEST_SUITE_P(Both, Connections, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         engine_name);

}  // namespace
}  // namespace exemplar::store
