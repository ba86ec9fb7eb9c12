// What a database finds wrong with its own data.
#pragma once

#include "store/connection.hpp"

namespace exemplar::store {

// In its words, at most so many; none where nothing is wrong. SQLite looks at every page, index and
// reference; PostgreSQL has no such statement: there each row of each table is read, which fails
// where a page is damaged.
std::vector<std::string> faults_in(Connection& connection, size_t most);

}  // namespace exemplar::store
