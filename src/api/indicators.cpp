// What is reported, and what is computed of it.
#include "api/route.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

std::string_view word_of(IndicatorKind kind) {
  switch (kind) {
    case IndicatorKind::Truth:
      return "truth";
    case IndicatorKind::Date:
      return "date";
    case IndicatorKind::Text:
      return "text";
    default:
      return "number";
  }
}

Json number_or_null(const std::optional<Decimal>& number) {
  return number ? Json::literal(plain(*number)) : Json();
}

Json indicator_json(const Call& call, const Indicator& indicator) {
  Json json = Json::object();
  json.add("id", Json::string(indicator.id));
  json.add("name", Json::string(call.say(indicator.name)));
  json.add("value", Json::string(word_of(indicator.kind)));
  json.add("unit", Json::string(indicator.unit));
  json.add("digits", Json::integer(indicator.digits));
  json.add("at_least", number_or_null(indicator.at_least));
  json.add("at_most", number_or_null(indicator.at_most));
  json.add("computed", Json::truth(indicator.derived()));
  json.add("collected", Json::string(to_string(indicator.collected)));
  Json categories = Json::array();
  for (const std::string& one : indicator.categories) categories.add(Json::string(one));
  json.add("categories", std::move(categories));
  json.add("may_be_not_applicable", Json::truth(indicator.may_be_not_applicable));
  json.add("note", Json::string(call.say(indicator.note)));
  return json;
}

http::Response list_indicators(Call& call) {
  Json list = Json::array();
  for (const Indicator& one : call.office().definitions.indicators) {
    list.add(indicator_json(call, one));
  }
  Json json = Json::object();
  json.add("indicators", std::move(list));
  return json_response(json);
}

}  // namespace

std::vector<ApiRoute> indicator_routes() {
  return {{.method = "GET",
           .pattern = "/indicators",
           .id = "list_indicators",
           .summary = "Indicators, reported and computed",
           .about = About::Somewhere,
           .needs = Power::ReadDefinitions,
           .reads_state = true,
           .handler = list_indicators}};
}

}  // namespace exemplar::api
