// What is reported, and what is computed of it.
#include "api/listing.hpp"
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

std::vector<tables::ListCell> indicator_row(const Call& call, const Indicator& indicator) {
  return {indicator.id,
          call.say(indicator.name),
          word_of(indicator.kind),
          indicator.unit,
          indicator.digits,
          number_cell(indicator.at_least),
          number_cell(indicator.at_most),
          indicator.derived(),
          to_string(indicator.collected),
          indicator.categories,
          indicator.may_be_not_applicable,
          call.say(indicator.note)};
}

http::Response list_indicators(Call& call) {
  List list{
      .name = "indicators",
      .rows = {.columns = {"id", "name", "value", "unit", "digits", "at_least", "at_most",
                           "computed", "collected", "categories", "may_be_not_applicable", "note"}},
      .paged = false};
  for (const Indicator& one : call.office().definitions.indicators) {
    list.rows.rows.push_back(indicator_row(call, one));
  }
  return list_response(call, std::move(list));
}

}  // namespace

std::vector<ApiRoute> indicator_routes() {
  return {{.method = "GET",
           .pattern = "/indicators",
           .id = "list_indicators",
           .summary = "Indicators, reported and computed",
           .about = About::Somewhere,
           .needs = Power::ReadDefinitions,
           .lists = true,
           .reads_state = true,
           .handler = list_indicators}};
}

}  // namespace exemplar::api
