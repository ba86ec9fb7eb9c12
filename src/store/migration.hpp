// The shape of the tables in numbered steps, forward only: a database knows which it has had, and a
// program which it brings.
#pragma once

#include <span>

#include "store/ledger.hpp"

namespace exemplar::store {

struct Migration {
  int version = 0;  // 1, 2, 3 … without gaps
  std::string_view name;
  // Statements for both databases. "{clustered}" at the end of a table keeps its rows in the order of
  // its key where the database can.
  std::string_view sql;
};

// 0: none of ours yet. A fault where the tables are those of another program.
int64_t schema_version(Connection& connection);
// Makes those steps that are still to be made, each in one transaction with its number; how many.
// Refused (Failure::Unsupported) where the database has had more steps than these: a newer program
// wrote it.
int migrate(Connection& connection, std::span<const Migration> steps, Instant now);
// Throws Failure::Unsupported unless the database has had exactly these steps.
void expect_schema(Connection& connection, std::span<const Migration> steps);

}  // namespace exemplar::store
