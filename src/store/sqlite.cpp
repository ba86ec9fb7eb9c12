// SQLite: one file in WAL mode, synchronous FULL, so that a commit has reached the disk when it
// returns (https://www.sqlite.org/pragma.html#pragma_synchronous).
#include <sqlite3.h>

#include <cstring>
#include <unordered_map>

#include "store/connection.hpp"

namespace exemplar::store {

namespace {

constexpr int64_t kApplication = 0x4578656D;  // "Exem": what file(1) and we know our files by

Failure::Kind kind_of(int code) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Failure::Kind::Busy;
    case SQLITE_CONSTRAINT:
      return Failure::Kind::Constraint;
    case SQLITE_FULL:
      return Failure::Kind::Full;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return Failure::Kind::ReadOnly;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Failure::Kind::Damaged;
    default:
      return Failure::Kind::Other;
  }
}

[[noreturn]] void fail(sqlite3* database, int code) {
  const char* what = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  throw Failure(kind_of(code), what);
}

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

  bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  int64_t number(int column) const override {
    expect(column, SQLITE_INTEGER);
    return sqlite3_column_int64(statement_, column);
  }
  std::string_view text(int column) const override {
    expect(column, SQLITE_TEXT);
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {text, static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
  }
  std::string_view bytes(int column) const override {
    expect(column, SQLITE_BLOB);
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    const auto size = static_cast<size_t>(sqlite3_column_bytes(statement_, column));
    return size == 0 ? std::string_view() : std::string_view(bytes, size);
  }
  Value value(int column) const override {
    switch (sqlite3_column_type(statement_, column)) {
      case SQLITE_NULL:
        return {};
      case SQLITE_INTEGER:
        return number(column);
      case SQLITE_TEXT:
        return text(column);
      default:
        return Bytes{std::string(bytes(column))};
    }
  }

 private:
  void expect(int column, int type) const {
    if (sqlite3_column_type(statement_, column) != type) {
      throw std::logic_error(std::string("another kind of value stands in column ") +
                             sqlite3_column_name(statement_, column));
    }
  }

  sqlite3_stmt* statement_;
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const std::string& file, const OpenOptions& options) {
    const int flags = options.read_only
                          ? SQLITE_OPEN_READONLY
                          : SQLITE_OPEN_READWRITE | (options.create ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(file.c_str(), &database_, flags | SQLITE_OPEN_NOMUTEX,
                                     options.vfs.empty() ? nullptr : options.vfs.c_str());
    if (code != SQLITE_OK) {
      const Failure failure(kind_of(code), sqlite3_errmsg(database_));
      sqlite3_close_v2(database_);
      throw failure;
    }
    try {
      set_up(options);
    } catch (...) {
      close();
      throw;
    }
  }
  ~SqliteConnection() override { close(); }

  Engine engine() const override { return Engine::Sqlite; }
  bool usable() const override { return sqlite3_get_autocommit(database_) != 0; }

 protected:
  void run_script(const std::string& sql) override {
    const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(database_, sqlite3_extended_errcode(database_));
  }

  int64_t run_one(std::string_view sql, Values values, const Take* take) override {
    sqlite3_stmt* statement = prepared(sql);
    const Reset reset{statement};
    for (size_t i = 0; i < values.size(); ++i) bind(statement, static_cast<int>(i), values[i]);
    const SqliteRow row(statement);
    for (;;) {
      const int code = sqlite3_step(statement);
      if (code == SQLITE_ROW) {
        if (take != nullptr) (*take)(row);
      } else if (code == SQLITE_DONE) {
        return sqlite3_changes64(database_);
      } else {
        fail(database_, sqlite3_extended_errcode(database_));
      }
    }
  }

  std::unique_ptr<BulkInsert> start_bulk(std::string_view table,
                                         const std::vector<std::string>& columns) override;

 public:
  // A statement whose parameters are written "?", in their order: to find a name among two thousand
  // takes SQLite longer than to insert the rows.
  void run_in_order(const std::string& sql, Values values) {
    told(sql);
    sqlite3_stmt* statement = prepared(sql);
    const Reset reset{statement};
    for (size_t i = 0; i < values.size(); ++i)
      bind_at(statement, static_cast<int>(i + 1), values[i]);
    const int code = sqlite3_step(statement);
    if (code != SQLITE_DONE) fail(database_, sqlite3_extended_errcode(database_));
  }

 private:
  struct Reset {
    sqlite3_stmt* statement;
    ~Reset() {
      sqlite3_reset(statement);
      sqlite3_clear_bindings(statement);
    }
  };

  void set_up(const OpenOptions& options) {
    sqlite3_extended_result_codes(database_, 1);
    sqlite3_busy_timeout(database_, options.wait_ms);
    // In this order: whoever makes the file at the same time marks it before there are tables.
    const bool empty = number("SELECT count(*) FROM sqlite_schema") == 0;
    const auto id = number("PRAGMA application_id");
    if (id != kApplication && !empty) {
      throw Failure(Failure::Kind::Damaged, "the file is a database of another program");
    }
    if (!options.read_only) {
      if (empty && id != kApplication) {
        run_script("PRAGMA application_id = " + std::to_string(kApplication));
      }
      if (options.single_file) {
        run_script("PRAGMA journal_mode = DELETE");
      } else if (text("PRAGMA journal_mode = WAL") != "wal") {
        throw Failure(Failure::Kind::Unsupported,
                      "the file system does not allow a write-ahead log beside the file");
      }
    }
    run_script(options.durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
    // 64 MiB of pages in memory: a bulk load does not go to the disk twice.
    run_script("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -65536");
  }

  // $1, $2 … wherever they stand in the statement, as often as they do.
  void bind(sqlite3_stmt* statement, int position, const Value& value) {
    const std::string name = "$" + std::to_string(position + 1);
    // Numbered as they first occur: mostly in their own order.
    const char* there = sqlite3_bind_parameter_name(statement, position + 1);
    const int index = there != nullptr && name == there
                          ? position + 1
                          : sqlite3_bind_parameter_index(statement, name.c_str());
    if (index == 0) throw std::logic_error("the statement has no parameter " + name);
    bind_at(statement, index, value);
  }

  void bind_at(sqlite3_stmt* statement, int index, const Value& value) {
    int code = SQLITE_OK;
    if (const int64_t* number = value.number()) {
      code = sqlite3_bind_int64(statement, index, *number);
    } else if (const std::string* text = value.text()) {
      code = sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_STATIC,
                                 SQLITE_UTF8);
    } else if (const Bytes* bytes = value.bytes()) {
      code = sqlite3_bind_blob64(statement, index, bytes->bytes.data(), bytes->bytes.size(),
                                 SQLITE_STATIC);
    }
    if (code != SQLITE_OK) fail(database_, code);
  }

  sqlite3_stmt* prepared(std::string_view sql) {
    const auto found = statements_.find(std::string(sql));
    if (found != statements_.end()) return found->second;
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    if (code != SQLITE_OK) fail(database_, code);
    statements_.emplace(sql, statement);
    return statement;
  }

  void close() {
    for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    statements_.clear();
    sqlite3_close_v2(database_);
  }

  sqlite3* database_ = nullptr;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

// Many rows a statement: at most so many values as a statement may have by default since 3.32.
class SqliteBulk final : public BulkInsert {
 public:
  SqliteBulk(SqliteConnection& connection, std::string_view table,
             const std::vector<std::string>& columns)
      : connection_(connection), table_(table), columns_(columns) {
    rows_ = std::max<size_t>(1, kValues / columns.size());
    waiting_.reserve(rows_ * columns.size());
  }

  void add(Values row) override {
    if (row.size() != columns_.size()) throw std::logic_error("a row of another width");
    waiting_.insert(waiting_.end(), row.begin(), row.end());
    if (waiting_.size() == rows_ * columns_.size()) flush();
  }
  void finish() override { flush(); }

 private:
  static constexpr size_t kValues = 2'000;

  void flush() {
    const size_t width = columns_.size();
    if (waiting_.size() == rows_ * width) {
      if (many_.empty()) many_ = statement(rows_);
      connection_.run_in_order(many_, Values(waiting_));
    } else {
      const std::string one = statement(1);
      for (size_t i = 0; i < waiting_.size(); i += width) {
        connection_.run_in_order(one, Values(waiting_).subspan(i, width));
      }
    }
    waiting_.clear();
  }

  std::string statement(size_t rows) const {
    std::string sql = "INSERT INTO " + table_ + " (";
    for (size_t i = 0; i < columns_.size(); ++i) sql += (i > 0 ? ", " : "") + columns_[i];
    sql += ") VALUES ";
    for (size_t row = 0; row < rows; ++row) {
      sql += row > 0 ? ", (" : "(";
      for (size_t i = 0; i < columns_.size(); ++i) sql += i > 0 ? ", ?" : "?";
      sql += ")";
    }
    return sql;
  }

  SqliteConnection& connection_;
  std::string table_;
  std::vector<std::string> columns_;
  size_t rows_;
  std::string many_;
  std::vector<Value> waiting_;
};

std::unique_ptr<BulkInsert> SqliteConnection::start_bulk(std::string_view table,
                                                         const std::vector<std::string>& columns) {
  return std::make_unique<SqliteBulk>(*this, table, columns);
}

}  // namespace

std::unique_ptr<Connection> open_sqlite(const std::string& file, const OpenOptions& options) {
  return std::make_unique<SqliteConnection>(file, options);
}

}  // namespace exemplar::store
