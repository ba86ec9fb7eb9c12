// The clock of a demonstration as a row, and the accounts of its doors.
#pragma once

#include <functional>

#include "programme/demonstration/demonstration.hpp"
#include "programme/organisation_unit/organisation_unit.hpp"
#include "programme/user/change_store.hpp"

namespace exemplar::programme {

inline constexpr std::string_view kDemonstrationTablesSql = R"(
CREATE TABLE demonstration_clock (
  one bigint NOT NULL PRIMARY KEY CHECK (one = 1),
  instant bigint NOT NULL,
  revision bigint NOT NULL REFERENCES ledger (revision)
);
)";
inline constexpr std::string_view kDemonstrationTables[] = {"demonstration_clock"};

// Where it stands; none: the office is no demonstration.
std::optional<InstantUs> demonstration_clock(store::Connection& connection);

// The clock where there is none yet, and for each door that has none an account, without a password.
// Nothing is written where all is there. Refused: an office that is none and has accounts already;
// a door whose role cannot be held so.
Result<int64_t> set_up_demonstration(store::Connection& connection,
                                     const Demonstration& demonstration, const UnitRegister& units,
                                     Date today, const WriteBy& by);

enum class ClockRefusal {
  NoDemonstration,  // its clock is that of the world
  NotForward,       // what was recorded stays recorded
  TooFar,           // more than kClockDaysMost at once
  NoEvent,          // nothing more is dated
  MovedMeanwhile,   // by somebody else
};
std::string_view name_of(ClockRefusal refusal);
Message message_of(ClockRefusal refusal);

inline constexpr int kClockDaysMost = 800;

// Moves the clock to that day, day by day in their order, each with its revision and its entry in the
// audit log; `after` is called when a day has come, for what happens on it. Open sessions come along:
// whoever is signed in stays so. `by.now` is where the clock stands.
std::optional<ClockRefusal> move_clock(store::Connection& connection, const Zone& zone, int hour,
                                       Date to, const WriteBy& by,
                                       const std::function<void(InstantUs)>& after);

}  // namespace exemplar::programme
