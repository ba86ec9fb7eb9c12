#include "store/ledger.hpp"

#include <algorithm>

namespace exemplar::store {

Write::Write(Connection& connection, Instant now)
    : transaction_(connection, Transaction::Kind::Write), at_(now) {
  connection.each("SELECT revision, at FROM ledger ORDER BY revision DESC LIMIT 1",
                  [&](const Row& row) {
                    revision_ = row.number(0);
                    at_ = std::max(at_, row.number(1));
                  });
  ++revision_;
  connection.run("INSERT INTO ledger (revision, at) VALUES ($1, $2)", {revision_, at_});
  if (const Condition condition = connection.take_condition()) condition(*this);
}

int64_t newest_revision(Connection& connection) {
  return connection.number("SELECT max(revision) FROM ledger").value_or(0);
}

int64_t revision_at(Connection& connection, Instant instant) {
  return connection.number("SELECT max(revision) FROM ledger WHERE at <= $1", {instant})
      .value_or(0);
}

}  // namespace exemplar::store
