// A demonstration: its doors, and the clock that whoever is inside may move forward.
#include "api/api.hpp"
#include "api/session_answer.hpp"
#include "programme/demonstration/demonstration_store.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

// Outside a demonstration there are no doors and no clock to set.
OfficeClock& clock_of(const Call& call) {
  OfficeClock* clock = call.api.options().clock;
  if (clock != nullptr && clock->demonstration()) return *clock;
  refuse(404, std::string(name_of(ClockRefusal::NoDemonstration)),
         message_of(ClockRefusal::NoDemonstration));
}

const Demonstration& demonstration_of(const Call& call) {
  return call.office().demonstration;
}

Zone zone_of(const Call& call) {
  auto zone = Zone::named(call.office().definitions.zone);
  if (!zone) refuse(500, "unknown_zone", zone.refusal());
  return zone.take();
}

std::string clock_text(const Zone& zone, InstantUs instant) {
  const int minute = zone.minute_of_day(instant);
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

Json event_json(const Call& call) {
  const auto event = next_event(dated_events(call.office()), call.today);
  if (!event) return Json();
  Json json = Json::object();
  json.add("day", Json::string(iso(event->day)));
  json.add("what", Json::string(call.say(event->what)));
  json.add("about", Json::string(call.say(event->about)));
  return json;
}

Json door_json(const Call& call, const DemonstrationDoor& door) {
  Json json = Json::object();
  json.add("id", Json::string(door.id));
  json.add("role", Json::string(door.role));
  json.add("person", Json::string(call.say(door.person)));
  json.add("post", Json::string(call.say(door.post)));
  json.add("task", Json::string(call.say(door.task)));
  json.add("unit", door.unit.empty() ? Json() : Json::string(door.unit));
  return json;
}

Json demonstration_json(const Call& call) {
  const Zone zone = zone_of(call);
  Json json = Json::object();
  json.add("day", Json::string(iso(call.today)));
  json.add("time", Json::string(clock_text(zone, call.instant)));
  json.add("next_event", event_json(call));
  Json jumps = Json::array();
  for (const Demonstration::Jump& jump : demonstration_of(call).jumps) {
    if (jump.day <= call.today) continue;
    Json one = Json::object();
    one.add("day", Json::string(iso(jump.day)));
    one.add("name", Json::string(call.say(jump.name)));
    jumps.add(std::move(one));
  }
  json.add("jumps", std::move(jumps));
  Json doors = Json::array();
  for (const DemonstrationDoor& door : demonstration_of(call).doors) {
    doors.add(door_json(call, door));
  }
  json.add("doors", std::move(doors));
  return json;
}

http::Response read_demonstration(Call& call) {
  clock_of(call);
  return json_response(demonstration_json(call));
}

http::Response enter(Call& call) {
  clock_of(call);
  const std::string_view id = call.request.path_value("door");
  const DemonstrationDoor* door = demonstration_of(call).door(id);
  const auto connection = call.connection();
  const auto account = door == nullptr ? std::nullopt : find_account_by_login(*connection, id);
  if (!account) {
    refuse(404, "unknown_door", msg("there is no door '{}'", id),
           msg("take one of those that GET /api/v1/demonstration lists"));
  }
  const auto done = call.api.sign_in().vouched(
      *connection, account->id,
      {"door", call.request.remote_address, call.request.headers.joined("User-Agent")},
      call.caller.session_token, call.instant);
  if (!done) refuse(403, "door_closed", msg("this door's account is disabled"));
  return signed_in(call, *done);
}

Date day_asked(const Call& call) {
  const std::string to = call.body.text("to");
  if (to == "next_day") return call.today + 1;
  if (to == "next_event") {
    const auto event = next_event(dated_events(call.office()), call.today);
    if (event) return event->day;
    refuse(409, std::string(name_of(ClockRefusal::NoEvent)), message_of(ClockRefusal::NoEvent));
  }
  // To no other day than those that the pack names: what happens on the way is then known.
  for (const Demonstration::Jump& jump : demonstration_of(call).jumps) {
    if (iso(jump.day) == to) return jump.day;
  }
  refuse(422, "unknown_step", msg("the clock cannot be moved to '{}'", to),
         msg("take next_day, next_event, or a day that GET /api/v1/demonstration lists"));
}

http::Response move(Call& call) {
  OfficeClock& clock = clock_of(call);
  const Date to = day_asked(call);
  const auto connection = call.connection();
  const auto refused =
      move_clock(*connection, zone_of(call), demonstration_of(call).hour, to,
                 {call.instant, call.caller.powers.account, call.api.options().random},
                 [&](InstantUs instant) {
                   clock.follow(instant);
                   if (call.api.options().on_day) call.api.options().on_day(instant);
                 });
  if (refused) refuse(409, std::string(name_of(*refused)), message_of(*refused));
  (void)call.api.office().catch_up();
  call.now = call.api.office().now();
  call.instant = clock.now();
  call.today = to;
  return json_response(demonstration_json(call), 201);
}

}  // namespace

std::vector<ApiRoute> demonstration_routes() {
  return {{.method = "GET",
           .pattern = "/demonstration",
           .id = "read_demonstration",
           .summary = "Of a demonstration: what day it is there, and its doors",
           .about = About::Anybody,
           .handler = read_demonstration},
          {.method = "POST",
           .pattern = "/demonstration/doors/{door}",
           .id = "enter_door",
           .summary = "Of a demonstration: enters by a door, without a password",
           .about = About::Anybody,
           .answers_secrets = true,
           .handler = enter},
          {.method = "POST",
           .pattern = "/demonstration/clock",
           .id = "move_clock",
           .summary = "Of a demonstration: moves its clock forward; what happens on the days "
                      "passed happens in order",
           .about = About::Somewhere,
           .needs = Power::ReadDefinitions,
           .body = {{.name = "to",
                     .least = 1,
                     .meaning = "next_day, next_event, or one of the days that it offers"}},
           .handler = move}};
}

}  // namespace exemplar::api
