// A copy of a whole office in one file, taken while others write; and an office made of one.
//
// The file is a SQLite database with the same tables, whichever database the office is in: what was
// kept in one can be restored into the other.
#pragma once

#include "store/ledger.hpp"

namespace exemplar::programme {

// All rows of all tables as of one moment. `to`: an empty database whose tables are made.
void copy_office(store::Connection& from, store::Connection& to);

}  // namespace exemplar::programme
