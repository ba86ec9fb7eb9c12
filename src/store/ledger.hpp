// Every committed write takes the next number of one ledger: its revision. What has to agree on
// "when" speaks in revisions; no clock and no database sequence orders anything.
//
//   Write(connection, now) ── alone until it ends ─▶ rows that carry revision() ─▶ commit
//                                                    └─ not committed: the number is taken by the next
//
// Writers wait for each other before they take a number, so that numbers become visible in their
// order (docs/decisions/0011).
#pragma once

#include "store/connection.hpp"

namespace exemplar::store {

// Microseconds since 1970-01-01 00:00 UTC.
using Instant = int64_t;

class Write {
 public:
  // `now` is kept beside the number: never less than that of the revision before, so that what was
  // known by an instant stays what it was. What the connection was told to do before its next write
  // is done here, and may throw.
  Write(Connection& connection, Instant now);

  int64_t revision() const { return revision_; }
  Instant at() const { return at_; }
  Connection& connection() { return transaction_.connection(); }
  void commit() { transaction_.commit(); }

 private:
  Transaction transaction_;
  int64_t revision_ = 0;
  Instant at_ = 0;
};

// 0 before the first.
int64_t newest_revision(Connection& connection);
// The last revision made by then; 0: none was.
int64_t revision_at(Connection& connection, Instant instant);

}  // namespace exemplar::store
