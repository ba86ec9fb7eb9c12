// What one has to know of the office before asking for anything else.
#include "api/listing.hpp"
#include "api/route.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

// Periods: those that have values and are judged, newest first.
Json programme_json(const Call& call, const Office& office, const Programme& programme) {
  Json json = Json::object();
  json.add("id", Json::string(programme.id));
  json.add("name", Json::string(call.say(programme.name)));
  json.add("hierarchy", Json::string(programme.hierarchy));
  Json periods = Json::array();
  const Calendar* const named = office.definitions.calendar(programme.calendar);
  for (const Period& one : judged_years(office, programme, nullptr)) {
    periods.add(Json::string(to_string(one, named != nullptr ? *named : civil_calendar())));
  }
  json.add("periods", std::move(periods));
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

// What the years that are judged are found by.
Office with_values(const Call& call) {
  Office office;
  office.sources = call.office().sources;
  office.definitions.programmes = call.office().definitions.programmes;
  office.definitions.calendars = call.office().definitions.calendars;
  office.definitions.indicators = call.office().definitions.indicators;
  office.decisions = call.office().decisions;
  office.facts = Facts(call.now->facts().values(), call.now->facts().sources());
  return office;
}

http::Response read_office(Call& call) {
  const Definitions& definitions = call.office().definitions;
  const Office office = with_values(call);
  Json json = Json::object();
  json.add("id", Json::string(definitions.office_id));
  json.add("name", Json::string(call.say(definitions.office_name)));
  json.add("zone", Json::string(definitions.zone));
  json.add("today", Json::string(iso(call.today)));
  json.add("revision", Json::integer(call.now->revision()));
  json.add("labels", labels_json(call));
  Json programmes = Json::array();
  for (const Programme& one : definitions.programmes) {
    programmes.add(programme_json(call, office, one));
  }
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
