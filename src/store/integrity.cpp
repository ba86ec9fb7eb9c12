#include "store/integrity.hpp"

namespace exemplar::store {

namespace {

void faults_in_sqlite(Connection& connection, std::vector<std::string>& faults) {
  connection.each("PRAGMA integrity_check", [&](const Row& row) {
    if (row.text(0) != "ok") faults.emplace_back(row.text(0));
  });
  connection.each("PRAGMA foreign_key_check", [&](const Row& row) {
    faults.push_back("a row of " + std::string(row.text(0)) + " names one of " +
                     std::string(row.text(2)) + " that is not there");
  });
}

void faults_in_postgresql(Connection& connection, std::vector<std::string>& faults) {
  std::vector<std::string> tables;
  connection.each(
      "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY "
      "tablename",
      [&](const Row& row) { tables.emplace_back(row.text(0)); });
  for (const std::string& table : tables) {
    try {
      connection.number("SELECT sum(length(t::text)) FROM " + table + " t");
    } catch (const Failure& failure) {
      faults.push_back(table + ": " + failure.what());
      return;  // nothing more can be asked in this transaction
    }
  }
}

}  // namespace

std::vector<std::string> faults_in(Connection& connection, size_t most) {
  std::vector<std::string> faults;
  try {
    if (connection.engine() == Engine::Sqlite) {
      faults_in_sqlite(connection, faults);
    } else {
      faults_in_postgresql(connection, faults);
    }
  } catch (const Failure& failure) {
    faults.emplace_back(failure.what());
  }
  if (faults.size() > most) faults.resize(most);
  return faults;
}

}  // namespace exemplar::store
