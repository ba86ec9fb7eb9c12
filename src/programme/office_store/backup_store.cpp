#include "programme/office_store/backup_store.hpp"

#include "programme/office_store/tables_store.hpp"

namespace exemplar::programme {

namespace {

std::vector<std::string> columns_of(store::Connection& connection, const std::string& table) {
  const std::string_view sql =
      connection.engine() == store::Engine::Sqlite
          ? "SELECT name FROM pragma_table_info($1) ORDER BY cid"
          : "SELECT column_name::text FROM information_schema.columns WHERE table_name = $1 AND "
            "table_schema = ANY (current_schemas(false)) ORDER BY ordinal_position";
  std::vector<std::string> columns;
  connection.each(sql, {table}, [&](const store::Row& row) { columns.emplace_back(row.text(0)); });
  return columns;
}

void copy_table(store::Connection& from, store::Connection& to, const std::string& table) {
  const std::vector<std::string> columns = columns_of(from, table);
  std::string list;
  for (const std::string& column : columns) list += (list.empty() ? "" : ", ") + column;
  const auto bulk = to.bulk_insert(table, columns);
  std::vector<store::Value> values(columns.size());
  from.each("SELECT " + list + " FROM " + table, [&](const store::Row& row) {
    for (size_t i = 0; i < values.size(); ++i) values[i] = row.value(static_cast<int>(i));
    bulk->add(values);
  });
  bulk->finish();
}

}  // namespace

void copy_office(store::Connection& from, store::Connection& to,
                 const std::function<void(store::Connection&)>& at_the_end) {
  store::Transaction reading(from, store::Transaction::Kind::Read);
  store::expect_schema(from, office_steps());
  store::migrate(to, office_steps(), 0);
  store::Transaction writing(to, store::Transaction::Kind::Write);
  to.run("DELETE FROM schema_step");
  for (const std::string_view table : office_tables()) copy_table(from, to, std::string(table));
  if (at_the_end) at_the_end(to);
  writing.commit();
}

}  // namespace exemplar::programme
