// What one has to know of the office before asking for anything else.
#include "api/listing.hpp"
#include "api/route.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

Json programme_json(const Call& call, const Programme& programme) {
  Json json = Json::object();
  json.add("id", Json::string(programme.id));
  json.add("name", Json::string(call.say(programme.name)));
  json.add("hierarchy", Json::string(programme.hierarchy));
  Json sets = Json::array();
  for (const CriteriaSet& set : programme.sets) {
    Json one = Json::object();
    one.add("id", Json::string(set.id));
    one.add("name", Json::string(call.say(set.name)));
    one.add("from", Json::string(iso(set.valid.from)));
    one.add("illustrative", Json::truth(set.illustrative));
    one.add("criteria", Json::integer(static_cast<int64_t>(set.criteria.size())));
    sets.add(std::move(one));
  }
  json.add("criteria_sets", std::move(sets));
  return json;
}

http::Response read_office(Call& call) {
  const Definitions& definitions = call.office().definitions;
  Json json = Json::object();
  json.add("id", Json::string(definitions.office_id));
  json.add("name", Json::string(call.say(definitions.office_name)));
  json.add("zone", Json::string(definitions.zone));
  json.add("today", Json::string(iso(call.today)));
  json.add("revision", Json::integer(call.now->revision()));
  json.add("labels", labels_json(call));
  Json programmes = Json::array();
  for (const Programme& one : definitions.programmes) programmes.add(programme_json(call, one));
  json.add("programmes", std::move(programmes));
  return json_response(json);
}

}  // namespace

std::vector<ApiRoute> office_routes() {
  return {{.method = "GET",
           .pattern = "/office",
           .id = "read_office",
           .summary = "The office, its programmes and criteria sets",
           .about = About::Somewhere,
           .needs = Power::ReadDefinitions,
           .reads_state = true,
           .handler = read_office}};
}

}  // namespace exemplar::api
