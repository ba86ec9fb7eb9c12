#include "store/migration.hpp"

namespace exemplar::store {

namespace {

constexpr std::string_view kOwnTables = R"(
CREATE TABLE IF NOT EXISTS schema_step (
  version bigint NOT NULL PRIMARY KEY,
  name text NOT NULL,
  at bigint NOT NULL
);
CREATE TABLE IF NOT EXISTS ledger (
  revision bigint NOT NULL PRIMARY KEY,
  at bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS ledger_at ON ledger (at);
)";

bool has_own_tables(Connection& connection) {
  const std::string_view sql =
      connection.engine() == Engine::Sqlite
          ? "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_step'"
          : "SELECT count(*) FROM pg_tables WHERE schemaname = ANY (current_schemas(false)) AND "
            "tablename = 'schema_step'";
  return connection.number(sql) == 1;
}

std::string for_engine(std::string_view sql, Engine engine) {
  constexpr std::string_view kMark = "{clustered}";
  std::string text(sql);
  const std::string by = engine == Engine::Sqlite ? "WITHOUT ROWID" : "";
  for (size_t at = text.find(kMark); at != std::string::npos; at = text.find(kMark, at)) {
    text.replace(at, kMark.size(), by);
  }
  return text;
}

[[noreturn]] void refuse_newer(int64_t has, size_t known) {
  throw Failure(Failure::Kind::Unsupported, "the data were written by a newer version: step " +
                                                std::to_string(has) + ", this one knows " +
                                                std::to_string(known));
}

}  // namespace

int64_t schema_version(Connection& connection) {
  if (!has_own_tables(connection)) return 0;
  return connection.number("SELECT max(version) FROM schema_step").value_or(0);
}

int migrate(Connection& connection, std::span<const Migration> steps, Instant now) {
  int made = 0;
  for (;;) {
    // Another program may be at it as well: what is left to do is asked for each step anew.
    Transaction transaction(connection, Transaction::Kind::Write);
    connection.script(std::string(kOwnTables));
    const int64_t has = schema_version(connection);
    if (has > static_cast<int64_t>(steps.size())) refuse_newer(has, steps.size());
    if (has == static_cast<int64_t>(steps.size())) {
      transaction.commit();
      return made;
    }
    const Migration& next = steps[static_cast<size_t>(has)];
    connection.script(for_engine(next.sql, connection.engine()));
    connection.run("INSERT INTO schema_step (version, name, at) VALUES ($1, $2, $3)",
                   {next.version, next.name, now});
    transaction.commit();
    ++made;
  }
}

void expect_schema(Connection& connection, std::span<const Migration> steps) {
  const int64_t has = schema_version(connection);
  if (has > static_cast<int64_t>(steps.size())) refuse_newer(has, steps.size());
  if (has == static_cast<int64_t>(steps.size())) return;
  throw Failure(Failure::Kind::Unsupported,
                has == 0 ? "there is no office in it yet"
                         : "the data were written by an older version: run exemplar migrate");
}

}  // namespace exemplar::store
