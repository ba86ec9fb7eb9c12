// A copy of a whole office in one file, taken while others write; and an office made of one.
//
// The file is a SQLite database with the same tables, whichever database the office is in: what was
// kept in one can be restored into the other.
#pragma once

#include <functional>

#include "store/ledger.hpp"

namespace exemplar::programme {

// All rows of all tables as of one moment. `to`: an empty database whose tables are made.
// `at_the_end`: done with them in the same transaction.
void copy_office(store::Connection& from, store::Connection& to,
                 const std::function<void(store::Connection&)>& at_the_end = {});

}  // namespace exemplar::programme
