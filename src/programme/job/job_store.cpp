#include "programme/job/job_store.hpp"

namespace exemplar::programme {

std::string_view job_tables_sql() {
  return R"(
CREATE TABLE job_lease (
  name text NOT NULL PRIMARY KEY,
  holder text NOT NULL,
  fence bigint NOT NULL,
  until bigint NOT NULL
);
CREATE TABLE job_day (
  job text NOT NULL,
  day bigint NOT NULL,
  fence bigint NOT NULL,
  revision bigint NOT NULL REFERENCES ledger (revision),
  PRIMARY KEY (job, day)
);
)";
}

std::optional<Lease> take_lease(store::Connection& connection, const std::string& name,
                                const std::string& holder, InstantUs now, InstantUs term) {
  store::Transaction taking(connection, store::Transaction::Kind::Write);
  Lease lease{name, holder, 1, now + term};
  bool free = true;
  connection.each("SELECT holder, fence, until FROM job_lease WHERE name = $1", {name},
                  [&](const store::Row& row) {
                    const bool own = row.text(0) == holder;
                    free = own || row.number(2) <= now;
                    lease.fence = own ? row.number(1) : row.number(1) + 1;
                  });
  if (!free) return std::nullopt;
  connection.run(
      "INSERT INTO job_lease (name, holder, fence, until) VALUES ($1, $2, $3, $4) ON CONFLICT "
      "(name) "
      "DO UPDATE SET holder = excluded.holder, fence = excluded.fence, until = excluded.until",
      {name, holder, lease.fence, lease.until});
  taking.commit();
  return lease;
}

void give_back(store::Connection& connection, const Lease& lease, InstantUs now) {
  store::Transaction giving(connection, store::Transaction::Kind::Write);
  connection.run("UPDATE job_lease SET until = $3 WHERE name = $1 AND fence = $2",
                 {lease.name, lease.fence, now});
  giving.commit();
}

bool still_held(store::Connection& connection, const Lease& lease) {
  return connection.number(
             "SELECT count(*) FROM job_lease WHERE name = $1 AND holder = $2 AND fence = $3",
             {lease.name, lease.holder, lease.fence}) == 1;
}

std::optional<Date> last_day_done(store::Connection& connection, const std::string& job) {
  const auto day = connection.number("SELECT max(day) FROM job_day WHERE job = $1", {job});
  if (!day) return std::nullopt;
  return Date{static_cast<int32_t>(*day)};
}

void keep_day_done(store::Write& write, const std::string& job, Date day, int64_t fence) {
  write.connection().run("INSERT INTO job_day (job, day, fence, revision) VALUES ($1, $2, $3, $4)",
                         {job, int64_t{day.days}, fence, write.revision()});
}

std::vector<DayDone> days_done(store::Connection& connection) {
  std::vector<DayDone> done;
  connection.each(
      "SELECT job, day, fence, revision FROM job_day ORDER BY revision, job, day",
      [&](const store::Row& row) {
        done.push_back({std::string(row.text(0)), Date{static_cast<int32_t>(row.number(1))},
                        row.number(2), row.number(3)});
      });
  return done;
}

}  // namespace exemplar::programme
