#include "programme/user/throttle_store.hpp"

namespace exemplar::programme {

FailureCount failures_of(store::Connection& connection, std::string_view subject) {
  FailureCount count;
  connection.each("SELECT failures, first_at, last_at FROM sign_in_failure WHERE subject = $1",
                  {subject}, [&](const store::Row& row) {
                    count = {row.number(0), row.number(1), row.number(2)};
                  });
  return count;
}

void keep_failures(store::Connection& connection, std::string_view subject,
                   const FailureCount& count) {
  connection.run(
      "INSERT INTO sign_in_failure (subject, failures, first_at, last_at) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, "
      "first_at = excluded.first_at, last_at = excluded.last_at",
      {subject, count.failures, count.first_at, count.last_at});
}

void forget_failures(store::Connection& connection, std::string_view subject) {
  connection.run("DELETE FROM sign_in_failure WHERE subject = $1", {subject});
}

void take_failure_back(store::Connection& connection, std::string_view subject) {
  connection.run(
      "UPDATE sign_in_failure SET failures = failures - 1 WHERE subject = $1 AND failures > 0",
      {subject});
}

int64_t forget_old_failures(store::Connection& connection, InstantUs before) {
  return connection.run("DELETE FROM sign_in_failure WHERE last_at < $1", {before});
}

}  // namespace exemplar::programme
