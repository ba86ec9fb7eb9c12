#include "store/connection.hpp"

#include <chrono>

namespace exemplar::store {

void Connection::script(const std::string& sql) {
  told(sql);
  run_script(sql);
}

int64_t Connection::run(std::string_view sql, Values values) {
  told(sql);
  return run_one(sql, values, nullptr);
}

int64_t Connection::run(std::string_view sql, std::initializer_list<Value> values) {
  return run(sql, Values(values.begin(), values.size()));
}

void Connection::each(std::string_view sql, std::initializer_list<Value> values, const Take& take) {
  each(sql, Values(values.begin(), values.size()), take);
}

void Connection::each(std::string_view sql, Values values, const Take& take) {
  told(sql);
  run_one(sql, values, &take);
}

std::optional<int64_t> Connection::number(std::string_view sql,
                                          std::initializer_list<Value> values) {
  std::optional<int64_t> found;
  each(sql, values, [&](const Row& row) { found = row.number_if_any(0); });
  return found;
}

std::optional<std::string> Connection::text(std::string_view sql,
                                            std::initializer_list<Value> values) {
  std::optional<std::string> found;
  each(sql, values, [&](const Row& row) {
    if (!row.is_null(0)) found = std::string(row.text(0));
  });
  return found;
}

std::unique_lock<std::timed_mutex> Connection::turn() const {
  if (!turn_) return {};
  std::unique_lock lock(*turn_, std::chrono::milliseconds(turn_wait_ms_));
  if (!lock) throw Failure(Failure::Kind::Busy, "others have been writing for too long");
  return lock;
}

std::unique_ptr<BulkInsert> Connection::bulk_insert(std::string_view table,
                                                    const std::vector<std::string>& columns) {
  told(table);
  return start_bulk(table, columns);
}

std::unique_ptr<Connection> open(const Location& location, const OpenOptions& options) {
  return location.engine == Engine::Sqlite ? open_sqlite(location.name, options)
                                           : open_postgresql(location.name, options);
}

namespace {

// Writers of one database wait for each other here: "exemplar" as a number.
constexpr std::string_view kWriteLock = "SELECT pg_advisory_xact_lock(7309459487311618418)";

}  // namespace

Transaction::Transaction(Connection& connection, Kind kind) : connection_(connection) {
  if (kind == Kind::Write) turn_ = connection.turn();
  if (connection.engine() == Engine::Sqlite) {
    connection.script(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN");
    return;
  }
  if (kind == Kind::Read) {
    connection.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return;
  }
  connection.script("BEGIN");
  try {
    connection.each(kWriteLock, [](const Row&) {});
  } catch (...) {
    connection.run_script("ROLLBACK");
    throw;
  }
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    connection_.run_script("ROLLBACK");
  } catch (const Failure&) {
    // A lost connection and a full disk have undone it already.
  }
}

void Transaction::commit() {
  connection_.script("COMMIT");
  open_ = false;
  if (turn_) turn_.unlock();
}

}  // namespace exemplar::store
