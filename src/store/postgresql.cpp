// PostgreSQL by libpq (https://www.postgresql.org/docs/15/libpq.html): statements prepared once, rows
// one at a time, COPY for many.
#include <libpq-fe.h>

#include <charconv>
#include <unordered_map>

#include "store/connection.hpp"

namespace exemplar::store {

namespace {

constexpr Oid kBytea = 17;
constexpr Oid kBigint = 20;
constexpr Oid kSmallint = 21;
constexpr Oid kInteger = 23;
constexpr Oid kText = 25;
constexpr Oid kVarchar = 1043;

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result_ = std::unique_ptr<PGresult, ClearResult>;

// https://www.postgresql.org/docs/15/errcodes-appendix.html
Failure::Kind kind_of(std::string_view state) {
  if (state == "40001" || state == "40P01" || state == "55P03") return Failure::Kind::Busy;
  if (state == "25006" || state == "42501") return Failure::Kind::ReadOnly;
  if (state == "53100") return Failure::Kind::Full;
  if (state.starts_with("23")) return Failure::Kind::Constraint;
  if (state.starts_with("08") || state.starts_with("57P")) return Failure::Kind::Lost;
  if (state.starts_with("XX001") || state.starts_with("XX002")) return Failure::Kind::Damaged;
  return Failure::Kind::Other;
}

std::string first_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

[[noreturn]] void fail(PGconn* connection, const PGresult* result) {
  if (PQstatus(connection) != CONNECTION_OK) {
    throw Failure(Failure::Kind::Lost, first_line(PQerrorMessage(connection)));
  }
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  throw Failure(
      state == nullptr ? Failure::Kind::Other : kind_of(state),
      first_line(result == nullptr ? PQerrorMessage(connection) : PQresultErrorMessage(result)));
}

int digit_of(char c) {
  return c <= '9' ? c - '0' : c - 'a' + 10;
}

class PostgresqlRow final : public Row {
 public:
  explicit PostgresqlRow(const PGresult* result) : result_(result) {}

  bool is_null(int column) const override { return PQgetisnull(result_, 0, column) != 0; }
  int64_t number(int column) const override {
    const Oid type = PQftype(result_, column);
    expect(column, type == kBigint || type == kInteger || type == kSmallint);
    const std::string_view text = raw(column);
    int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }
  std::string_view text(int column) const override {
    const Oid type = PQftype(result_, column);
    expect(column, type == kText || type == kVarchar);
    return raw(column);
  }
  std::string_view bytes(int column) const override {
    expect(column, PQftype(result_, column) == kBytea);
    const std::string_view text = raw(column);  // \x and two digits a byte
    std::string& bytes = bytes_[column];
    bytes.clear();
    for (size_t i = 2; i + 1 < text.size(); i += 2) {
      bytes += static_cast<char>(digit_of(text[i]) * 16 + digit_of(text[i + 1]));
    }
    return bytes;
  }
  Value value(int column) const override {
    if (is_null(column)) return {};
    switch (PQftype(result_, column)) {
      case kBytea:
        return Bytes{std::string(bytes(column))};
      case kText:
      case kVarchar:
        return text(column);
      default:
        return number(column);
    }
  }

 private:
  std::string_view raw(int column) const {
    return {PQgetvalue(result_, 0, column), static_cast<size_t>(PQgetlength(result_, 0, column))};
  }
  void expect(int column, bool right) const {
    if (right && !is_null(column)) return;
    throw std::logic_error(std::string("another kind of value stands in column ") +
                           PQfname(result_, column));
  }

  const PGresult* result_;
  mutable std::unordered_map<int, std::string> bytes_;
};

std::string hexadecimal(const std::string& bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text = "\\x";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

// As PostgreSQL reads it from text; none: NULL.
std::optional<std::string> as_text(const Value& value) {
  if (const int64_t* number = value.number()) return std::to_string(*number);
  if (const std::string* text = value.text()) return *text;
  if (const Bytes* bytes = value.bytes()) return hexadecimal(bytes->bytes);
  return std::nullopt;
}

class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(const std::string& uri, const OpenOptions& options)
      : connection_(PQconnectdb(uri.c_str())) {
    try {
      if (PQstatus(connection_) != CONNECTION_OK) fail(connection_, nullptr);
      PQsetNoticeProcessor(
          connection_, [](void*, const char*) {}, nullptr);
      set_up(options);
    } catch (...) {
      PQfinish(connection_);
      throw;
    }
  }
  ~PostgresqlConnection() override { PQfinish(connection_); }

  Engine engine() const override { return Engine::Postgresql; }
  bool usable() const override {
    return PQstatus(connection_) == CONNECTION_OK &&
           PQtransactionStatus(connection_) == PQTRANS_IDLE;
  }

 protected:
  void run_script(const std::string& sql) override {
    const Result_ result(PQexec(connection_, sql.c_str()));
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(connection_, result.get());
    // What was to be committed after a failed statement is undone, and said to be.
    if (sql == "COMMIT" && std::string_view(PQcmdStatus(result.get())) == "ROLLBACK") {
      throw Failure(Failure::Kind::Other, "a statement of the transaction had failed");
    }
  }

  int64_t run_one(std::string_view sql, Values values, const Take* take) override {
    const std::string& name = prepared(sql);
    std::vector<std::optional<std::string>> texts;
    std::vector<const char*> given;
    texts.reserve(values.size());
    for (const Value& value : values) {
      texts.push_back(as_text(value));
      given.push_back(texts.back() ? texts.back()->c_str() : nullptr);
    }
    if (PQsendQueryPrepared(connection_, name.c_str(), static_cast<int>(given.size()), given.data(),
                            nullptr, nullptr, 0) == 0) {
      fail(connection_, nullptr);
    }
    PQsetSingleRowMode(connection_);
    const Drain drain{connection_};
    int64_t changed = 0;
    while (Result_ result{PQgetResult(connection_)}) {
      switch (PQresultStatus(result.get())) {
        case PGRES_SINGLE_TUPLE:
          if (take != nullptr) (*take)(PostgresqlRow(result.get()));
          break;
        case PGRES_TUPLES_OK:
        case PGRES_COMMAND_OK: {
          const std::string_view count = PQcmdTuples(result.get());
          std::from_chars(count.data(), count.data() + count.size(), changed);
          break;
        }
        default:
          fail(connection_, result.get());
      }
    }
    return changed;
  }

  std::unique_ptr<BulkInsert> start_bulk(std::string_view table,
                                         const std::vector<std::string>& columns) override;

 private:
  // Whatever of the statement's answer was not asked for.
  struct Drain {
    PGconn* connection;
    ~Drain() {
      while (const Result_ rest{PQgetResult(connection)}) {
      }
    }
  };

  void set_up(const OpenOptions& options) {
    if (PQserverVersion(connection_) < 150'000) {
      throw Failure(Failure::Kind::Unsupported, "the server is older than PostgreSQL 15");
    }
    for (const char* name : {"fsync", "full_page_writes", "synchronous_commit"}) {
      const std::string value = text(std::string("SHOW ") + name).value_or("");
      if (value == "on" || (value == "remote_apply" && name[0] == 's')) continue;
      throw Failure(Failure::Kind::Unsupported,
                    std::string("the server has ") + name + " = " + value +
                        ": what it acknowledges may be lost; set it to on");
    }
    run_script("SET lock_timeout = " + std::to_string(options.wait_ms));
    run_script("SET client_encoding = 'UTF8'; SET standard_conforming_strings = on");
  }

  const std::string& prepared(std::string_view sql) {
    const auto [found, added] =
        statements_.try_emplace(std::string(sql), "s" + std::to_string(statements_.size()));
    if (!added) return found->second;
    const Result_ result(
        PQprepare(connection_, found->second.c_str(), found->first.c_str(), 0, nullptr));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
      statements_.erase(found);
      fail(connection_, result.get());
    }
    return found->second;
  }

  PGconn* connection_;
  std::unordered_map<std::string, std::string> statements_;  // names by text
};

class PostgresqlBulk final : public BulkInsert {
 public:
  PostgresqlBulk(PGconn* connection, std::string_view table,
                 const std::vector<std::string>& columns)
      : connection_(connection), width_(columns.size()) {
    std::string sql = "COPY " + std::string(table) + " (";
    for (size_t i = 0; i < columns.size(); ++i) sql += (i > 0 ? ", " : "") + columns[i];
    const Result_ result(PQexec(connection, (sql + ") FROM STDIN").c_str()));
    if (PQresultStatus(result.get()) != PGRES_COPY_IN) fail(connection, result.get());
    open_ = true;
  }
  ~PostgresqlBulk() override {
    if (!open_) return;
    PQputCopyEnd(connection_, "not finished");
    while (const Result_ rest{PQgetResult(connection_)}) {
    }
  }

  void add(Values row) override {
    if (row.size() != width_) throw std::logic_error("a row of another width");
    for (size_t i = 0; i < row.size(); ++i) {
      if (i > 0) waiting_ += '\t';
      const auto text = as_text(row[i]);
      if (text) {
        escape(*text);
      } else {
        waiting_ += "\\N";
      }
    }
    waiting_ += '\n';
    if (waiting_.size() > kPiece) send();
  }

  void finish() override {
    send();
    open_ = false;
    if (PQputCopyEnd(connection_, nullptr) != 1) fail(connection_, nullptr);
    std::unique_ptr<Failure> failure;
    while (const Result_ result{PQgetResult(connection_)}) {
      if (PQresultStatus(result.get()) == PGRES_COMMAND_OK || failure) continue;
      try {
        fail(connection_, result.get());
      } catch (const Failure& one) {
        failure = std::make_unique<Failure>(one);
      }
    }
    if (failure) throw Failure(*failure);
  }

 private:
  static constexpr size_t kPiece = 256 << 10;

  void escape(const std::string& text) {
    for (const char c : text) {
      switch (c) {
        case '\\':
          waiting_ += "\\\\";
          break;
        case '\t':
          waiting_ += "\\t";
          break;
        case '\n':
          waiting_ += "\\n";
          break;
        case '\r':
          waiting_ += "\\r";
          break;
        default:
          waiting_ += c;
      }
    }
  }

  void send() {
    if (waiting_.empty()) return;
    if (PQputCopyData(connection_, waiting_.data(), static_cast<int>(waiting_.size())) != 1) {
      fail(connection_, nullptr);
    }
    waiting_.clear();
  }

  PGconn* connection_;
  size_t width_;
  bool open_ = false;
  std::string waiting_;
};

std::unique_ptr<BulkInsert> PostgresqlConnection::start_bulk(
    std::string_view table, const std::vector<std::string>& columns) {
  return std::make_unique<PostgresqlBulk>(connection_, table, columns);
}

}  // namespace

std::unique_ptr<Connection> open_postgresql(const std::string& uri, const OpenOptions& options) {
  return std::make_unique<PostgresqlConnection>(uri, options);
}

}  // namespace exemplar::store
