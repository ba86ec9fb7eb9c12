// Who runs the jobs of an office, and which days are done, in rows that all its nodes share.
//
//   lease   name  holder   fence  until          a node takes it, renews it, gives it back, or is
//           jobs  node-a   7      10:00:30       gone: after 10:00:30 another takes it as number 8
//
// A node that slept past its lease does not know. So nothing is written on its word: within the write,
// where nobody else can write, the row still has to say its number. A lease is no change of the office
// and has no revision; a day done has that of the write that did it.
#pragma once

#include <optional>

#include "base/date.hpp"
#include "programme/audit/audit_store.hpp"

namespace exemplar::programme {

// The statements of the migration that makes the tables.
std::string_view job_tables_sql();

struct Lease {
  std::string name;
  std::string holder;  // a node; no two have one name
  int64_t fence = 0;   // 1, 2, 3 …: a higher one with each change of the holder
  InstantUs until = 0;
};

// For so long from now on; where the holder has it already, renewed under the same number. Nothing
// where it is somebody else's and has not run out.
std::optional<Lease> take_lease(store::Connection& connection, const std::string& name,
                                const std::string& holder, InstantUs now, InstantUs term);
// Ends it at `now`, so that nobody has to wait for it to run out. Another holder's stays.
void give_back(store::Connection& connection, const Lease& lease, InstantUs now);
// Whether nobody has taken it since. To be relied on within a write alone.
bool still_held(store::Connection& connection, const Lease& lease);

struct DayDone {
  std::string job;
  Date day;
  int64_t fence = 0;
  int64_t revision = 0;

  bool operator==(const DayDone&) const = default;
};
std::optional<Date> last_day_done(store::Connection& connection, const std::string& job);
void keep_day_done(store::Write& write, const std::string& job, Date day, int64_t fence);
// In the order in which they were done.
std::vector<DayDone> days_done(store::Connection& connection);

}  // namespace exemplar::programme
