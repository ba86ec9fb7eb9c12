// All rows of all the tables that are named, as one text: two are the same where nothing was changed.
#pragma once

#include <map>

#include "store/connection.hpp"

namespace exemplar::store {

inline std::string shown(const Value& value) {
  if (value.number() != nullptr) return std::to_string(*value.number());
  if (value.text() != nullptr) return *value.text();
  return value.bytes() != nullptr ? value.bytes()->bytes : "NULL";
}

class EveryRow {
 public:
  EveryRow(Engine engine, std::vector<std::string_view> tables)
      : engine_(engine), tables_(std::move(tables)) {}

  std::string of(Connection& connection) {
    std::string all;
    for (const std::string_view table : tables_) {
      const std::vector<std::string>& columns = columns_of(connection, table);
      std::string list;
      for (const std::string& column : columns) list += (list.empty() ? "" : ", ") + column;
      connection.each("SELECT " + list + " FROM " + std::string(table) + " ORDER BY " + list,
                      [&](const Row& row) {
                        all += std::string(table);
                        for (size_t i = 0; i < columns.size(); ++i) {
                          all += "|" + shown(row.value(static_cast<int>(i)));
                        }
                      });
    }
    return all;
  }

 private:
  const std::vector<std::string>& columns_of(Connection& connection, std::string_view table) {
    std::vector<std::string>& columns = columns_[std::string(table)];
    if (!columns.empty()) return columns;
    const std::string_view sql =
        engine_ == Engine::Sqlite
            ? "SELECT name FROM pragma_table_info($1) ORDER BY cid"
            : "SELECT column_name::text FROM information_schema.columns WHERE table_name = $1 AND "
              "table_schema = ANY (current_schemas(false)) ORDER BY ordinal_position";
    connection.each(sql, {table}, [&](const Row& row) { columns.emplace_back(row.text(0)); });
    return columns;
  }

  Engine engine_;
  std::vector<std::string_view> tables_;
  std::map<std::string, std::vector<std::string>> columns_;
};

}  // namespace exemplar::store
