#include "programme/demonstration/demonstration_store.hpp"

#include "programme/user/account_store.hpp"
#include "programme/user/grant_store.hpp"

namespace exemplar::programme {

namespace {

Reach reach_of(const DemonstrationDoor& door) {
  if (door.unit.empty()) return {Reach::Extent::Everything, {}, {}};
  if (door.hierarchy.empty()) return {Reach::Extent::Units, {}, {door.unit}};
  return {Reach::Extent::Below, door.hierarchy, {door.unit}};
}

std::optional<Refusal> add_door(const Change& change, const DemonstrationDoor& door,
                                const UnitRegister& units, Date today, Language language) {
  const auto role = role_named(door.role);
  if (!role) return Refusal{msg("there is no role '{}'", door.role), {}};
  const auto account = add_account(change, door.id, door.person.in(language));
  if (!account) return Refusal{message_of(account.why()), {}};
  const auto grant = add_grant(
      change,
      {account->id, *role, reach_of(door), {today, door.until}, "door of the demonstration"},
      nullptr, units, today);
  if (!grant) return Refusal{msg("the door {}: {}", door.id, message_of(grant.why())), {}};
  return std::nullopt;
}

}  // namespace

std::optional<InstantUs> demonstration_clock(store::Connection& connection) {
  return connection.number("SELECT instant FROM demonstration_clock");
}

Result<int64_t> set_up_demonstration(store::Connection& connection,
                                     const Demonstration& demonstration, const UnitRegister& units,
                                     Date today, const WriteBy& by) {
  store::Write write(connection, by.now);
  const Change change{write, by};
  const bool begins = !demonstration_clock(connection);
  if (begins && !all_accounts(connection).empty()) {
    return Refusal{msg("this office is no demonstration: it has accounts of people"),
                   msg("load the pack into a folder or a database without an office")};
  }
  if (begins) {
    connection.run("INSERT INTO demonstration_clock (one, instant, revision) VALUES (1, $1, $2)",
                   {write.at(), write.revision()});
    record(change, "demonstration.begun", "demonstration");
  }
  int64_t added = 0;
  for (const DemonstrationDoor& door : demonstration.doors) {
    if (find_account_by_login(connection, door.id)) continue;
    if (auto refusal = add_door(change, door, units, today, Language::Vietnamese)) return *refusal;
    ++added;
  }
  if (begins || added > 0) write.commit();
  return added;
}

std::string_view name_of(ClockRefusal refusal) {
  switch (refusal) {
    case ClockRefusal::NoDemonstration:
      return "no_demonstration";
    case ClockRefusal::NotForward:
      return "not_forward";
    case ClockRefusal::TooFar:
      return "too_far";
    case ClockRefusal::NoEvent:
      return "no_event";
    case ClockRefusal::MovedMeanwhile:
      return "moved_meanwhile";
  }
  return "";
}

Message message_of(ClockRefusal refusal) {
  switch (refusal) {
    case ClockRefusal::NoDemonstration:
      return msg("this office is no demonstration: nobody sets its clock");
    case ClockRefusal::NotForward:
      return msg("the clock goes forward only");
    case ClockRefusal::TooFar:
      return msg("this is more than {} days away", kClockDaysMost);
    case ClockRefusal::NoEvent:
      return msg("nothing more is dated");
    case ClockRefusal::MovedMeanwhile:
      return msg("somebody else has just moved the clock");
  }
  return {};
}

std::optional<ClockRefusal> move_clock(store::Connection& connection, const Zone& zone, int hour,
                                       Date to, const WriteBy& by,
                                       const std::function<void(InstantUs)>& after) {
  const auto stands = demonstration_clock(connection);
  if (!stands) return ClockRefusal::NoDemonstration;
  const Date from = zone.day_of(*stands);
  if (to <= from) return ClockRefusal::NotForward;
  if (to.days - from.days > kClockDaysMost) return ClockRefusal::TooFar;
  InstantUs expected = *stands;
  for (Date day = from + 1; day <= to; day = day + 1) {
    const InstantUs next = demonstration_instant(day, hour, zone);
    store::Write write(connection, next);
    if (demonstration_clock(connection) != expected) return ClockRefusal::MovedMeanwhile;
    connection.run("UPDATE demonstration_clock SET instant = $1, revision = $2",
                   {next, write.revision()});
    connection.run(
        "UPDATE account_session SET created = created + $1, last_used = last_used + $1, "
        "locked_at = locked_at + $1 WHERE ended_at IS NULL",
        {next - expected});
    const WriteBy then{next, by.actor, by.random};
    Json payload = Json::object();
    payload.add("day", Json::string(iso(day)));
    record({write, then}, "demonstration.day_begun", "demonstration", payload);
    write.commit();
    expected = next;
    after(next);
  }
  return std::nullopt;
}

}  // namespace exemplar::programme
