// A connection to the database that an office is kept in: SQLite, one file, or PostgreSQL.
//
//   Location ─▶ open ─▶ Connection ─▶ Transaction ─▶ run, each, BulkInsert ─▶ commit
//
// One SQL for both: bigint, text and bytea columns, parameters $1, $2 …, ON CONFLICT DO UPDATE,
// RETURNING, recursive WITH, window functions, FILTER. Where a fault has to be told, Failure is
// thrown. A connection is used by one thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "store/failure.hpp"
#include "store/value.hpp"

namespace exemplar::store {

enum class Engine { Sqlite, Postgresql };

struct Location {
  Engine engine = Engine::Sqlite;
  std::string name;  // the file, or postgresql://…
};

// Rows for one table, many at a time, by the quickest way that the database has.
class BulkInsert {
 public:
  virtual ~BulkInsert() = default;
  // As many values as there are columns.
  virtual void add(Values row) = 0;
  // Nothing is promised to stand before; without it nothing may.
  virtual void finish() = 0;
};

class Write;
// What has to hold, or to be written too, with a write: called within it, before anything else is
// written. What it throws undoes the write.
using Condition = std::function<void(Write&)>;

class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  virtual Engine engine() const = 0;
  // False once it is lost, or left within a transaction.
  virtual bool usable() const = 0;

  // Statements one after the other, without values.
  void script(const std::string& sql);
  // One statement; how many rows it changed. Prepared once for each text.
  int64_t run(std::string_view sql, std::initializer_list<Value> values = {});
  int64_t run(std::string_view sql, Values values);
  // One statement's rows in their order. Nothing else may be done on the connection meanwhile.
  using Take = std::function<void(const Row&)>;
  void each(std::string_view sql, std::initializer_list<Value> values, const Take& take);
  void each(std::string_view sql, Values values, const Take& take);
  void each(std::string_view sql, const Take& take) { each(sql, Values(), take); }
  // The first column of the only row; none where there is no row or NULL stands there.
  std::optional<int64_t> number(std::string_view sql, std::initializer_list<Value> values = {});
  std::optional<std::string> text(std::string_view sql, std::initializer_list<Value> values = {});

  std::unique_ptr<BulkInsert> bulk_insert(std::string_view table,
                                          const std::vector<std::string>& columns);

  // Called with each statement before it runs; what it throws is thrown. For tests that let the nth
  // statement fail.
  using Watch = std::function<void(std::string_view sql)>;
  void watch(Watch watch) { watch_ = std::move(watch); }

  // Of the next Write on this connection, whoever makes it, and of no other.
  void before_next_write(Condition condition) { condition_ = std::move(condition); }
  Condition take_condition() { return std::exchange(condition_, {}); }

  // Whoever writes on this connection waits here first, behind others of this process: SQLite itself
  // knows no queue, its writers sleep and try again.
  void take_turns(std::shared_ptr<std::timed_mutex> turn, int wait_ms) {
    turn_ = std::move(turn);
    turn_wait_ms_ = wait_ms;
  }

 protected:
  virtual void run_script(const std::string& sql) = 0;
  virtual int64_t run_one(std::string_view sql, Values values, const Take* take) = 0;
  virtual std::unique_ptr<BulkInsert> start_bulk(std::string_view table,
                                                 const std::vector<std::string>& columns) = 0;
  void told(std::string_view sql) const {
    if (watch_) watch_(sql);
  }

 private:
  friend class Transaction;
  // Throws Failure (Busy) where it takes too long.
  std::unique_lock<std::timed_mutex> turn() const;

  Watch watch_;
  Condition condition_;
  std::shared_ptr<std::timed_mutex> turn_;
  int turn_wait_ms_ = 0;
};

struct OpenOptions {
  bool create = false;       // SQLite: make the file where there is none
  bool read_only = false;    // SQLite: never written to
  int wait_ms = 10'000;      // for another writer to be done
  std::string vfs = {};      // SQLite: of another name than the usual one (tests)
  bool single_file = false;  // SQLite: no write-ahead log beside the file: a copy to carry away
  bool durable = true;       // SQLite: false only in the test that shows what it is good for
};

// Throws Failure. PostgreSQL is refused unless fsync, full_page_writes and synchronous_commit are
// on: what was acknowledged has to be on disk.
std::unique_ptr<Connection> open(const Location& location, const OpenOptions& options = {});
std::unique_ptr<Connection> open_sqlite(const std::string& file, const OpenOptions& options);
std::unique_ptr<Connection> open_postgresql(const std::string& uri, const OpenOptions& options);

// All or nothing: what was not committed when it ends is undone.
class Transaction {
 public:
  enum class Kind {
    Read,   // one state of the data, whatever others commit meanwhile
    Write,  // alone: the next writer waits until this one has ended
  };
  Transaction(Connection& connection, Kind kind);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  // After it what was written stands, also when the machine stops at once. Throws where it does not.
  void commit();

  Connection& connection() { return connection_; }

 private:
  Connection& connection_;
  std::unique_lock<std::timed_mutex> turn_;
  bool open_ = true;
};

}  // namespace exemplar::store
