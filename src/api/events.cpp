// What changes, told while it happens: one stream of server-sent events for each page that is open.
//
//   event: changed   id: 42   {"revision": 42, "definitions_changed": false,
//                              "moved": [{"unit": "w26734", "from": "near", "to": "meets_all", …}],
//                              "values": [{"unit": "w26734", "indicator": "motorbikes", …}]}
//
// Each is told of the units alone whose standings and values its caller may see.
#include <algorithm>

#include "api/api.hpp"
#include "base/zone.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

Json moved_json(const Office& office, const OfficeEvent::Moved& moved) {
  Json json = Json::object();
  json.add("unit", Json::string(office.definitions.units.id_of(moved.unit)));
  json.add("programme", Json::string(moved.programme));
  json.add("criteria_set", Json::string(moved.criteria_set));
  json.add("period", Json::string(to_string(moved.period)));
  json.add("status", Json::string(name_of(moved.floor)));
  json.add("from", Json::string(name_of(moved.from)));
  json.add("to", Json::string(name_of(moved.to)));
  return json;
}

Json value_json(const Office& office, const ReportedValues::At& at) {
  Json json = Json::object();
  json.add("unit", Json::string(office.definitions.units.id_of(at.unit)));
  json.add("indicator", Json::string(office.definitions[at.key.indicator].id));
  json.add("period", Json::string(to_string(at.key.period)));
  json.add("category", Json::string(at.key.category));
  return json;
}

std::string told_to(const Powers& powers, const Office& office, const OfficeEvent& event,
                    Date today) {
  const UnitRegister& units = office.definitions.units;
  Json moved = Json::array();
  for (const OfficeEvent::Moved& one : event.moved) {
    if (may(powers, Power::ReadStandings, one.unit, units, today)) {
      moved.add(moved_json(office, one));
    }
  }
  Json values = Json::array();
  for (const ReportedValues::At& one : event.values) {
    if (may(powers, Power::ReadValues, one.unit, units, today)) values.add(value_json(office, one));
  }
  Json json = Json::object();
  json.add("revision", Json::integer(event.revision));
  json.add("definitions_changed", Json::truth(event.definitions_changed));
  json.add("much_changed", Json::truth(event.much_changed));
  json.add("moved", std::move(moved));
  json.add("values", std::move(values));
  return to_text(http::StreamEvent{std::to_string(event.revision), "changed", json.compact()});
}

}  // namespace

void Api::start_streams() {
  streams_.listener = office_.listen([this](const OfficeEvent& event) {
    const std::shared_ptr<const OfficeNow> now = office_.now();
    const auto zone = Zone::named(now->office().definitions.zone);
    const Date today = zone ? zone->day_of(options_.now()) : Date{};
    const std::lock_guard lock(streams_.mutex);
    std::erase_if(streams_.open, [&](const Streams::One& one) {
      const auto stream = one.stream.lock();
      return !stream || !stream->push(told_to(one.powers, now->office(), event, today));
    });
  });
}

Api::~Api() {
  office_.forget(streams_.listener);
}

void Api::stop() {
  const std::lock_guard lock(streams_.mutex);
  streams_.stopped = true;
  for (const Streams::One& one : streams_.open) {
    if (const auto stream = one.stream.lock()) stream->close();
  }
  streams_.open.clear();
}

std::shared_ptr<http::EventStream> Api::stream_for(const Call& call) {
  auto stream = std::make_shared<http::EventStream>();
  const std::lock_guard lock(streams_.mutex);
  if (streams_.stopped) refuse(503, "stopping", msg("the server is being stopped"));
  streams_.open.push_back({stream, call.caller.powers});
  // Whoever comes back may have missed something: it is told how far the office is.
  const std::string revision = std::to_string(office_.now()->revision());
  stream->push(http::StreamEvent{revision, "now", "{\"revision\":" + revision + "}"});
  return stream;
}

namespace {

http::Response open_events(Call& call) {
  http::Response response = http::response_of(200, "text/event-stream", "");
  response.headers.set("X-Accel-Buffering", "no");
  response.stream = call.api.stream_for(call);
  return response;
}

}  // namespace

std::vector<ApiRoute> event_routes() {
  return {{.method = "GET",
           .pattern = "/events",
           .id = "open_events",
           .summary = "A stream of what changes",
           .about = About::Somewhere,
           .needs = Power::ReadStandings,
           .handler = open_events}};
}

}  // namespace exemplar::api
