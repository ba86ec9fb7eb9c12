#include "api/listing.hpp"

#include "http/accept.hpp"

namespace exemplar::api {

using namespace programme;

ListFormat list_format(const std::string& accept) {
  const auto chosen = http::choose_media_type(accept, kListTypes);
  if (!chosen) {
    refuse(406, "not_acceptable", msg("this list is not given as '{}'", accept),
           msg("ask for one of: {}", "application/json, text/csv, " + std::string(kXlsxType)));
  }
  return static_cast<ListFormat>(*chosen);
}

std::vector<std::string> labels(const Call& call) {
  std::vector<std::string> texts;
  if (call.now == nullptr) return texts;
  for (const Message& one : labels_of(call.office(), call.now->facts().sources())) {
    texts.push_back(call.say(one));
  }
  return texts;
}

Json labels_json(const Call& call) {
  Json list = Json::array();
  for (const std::string& one : labels(call)) list.add(Json::string(one));
  return list;
}

http::Response list_response(const Call& call, List list, int status) {
  list.rows.name = list.name;
  list.rows.labels = list.labels ? *std::move(list.labels) : labels(call);
  http::Response response;
  if (call.format == ListFormat::Json) {
    Json json = std::move(list.head);
    Json said = Json::array();
    for (const std::string& one : list.rows.labels) said.add(Json::string(one));
    json.add("labels", std::move(said));
    json.add(list.name, list.json_rows ? *std::move(list.json_rows) : json_of(list.rows));
    if (list.paged) {
      json.add("next", list.next ? Json::integer(static_cast<int64_t>(*list.next)) : Json());
    }
    return json_response(json, status);
  }
  std::string end = "csv";
  if (call.format == ListFormat::Csv) {
    response =
        http::response_of(status, "text/csv; charset=utf-8; header=present", csv_of(list.rows));
  } else {
    auto bytes = xlsx_of(list.rows);
    if (!bytes) refuse(422, "not_a_workbook", bytes.refusal());
    response = http::response_of(status, std::string(kXlsxType), bytes.take());
    end = "xlsx";
  }
  response.headers.set("Content-Disposition",
                       fmt::format("attachment; filename=\"{}.{}\"", list.name, end));
  if (list.next) response.headers.set("X-Next", std::to_string(*list.next));
  return response;
}

tables::ListCell number_cell(const std::optional<Decimal>& number) {
  if (!number) return {};
  return {tables::ListCell::Kind::Number, plain(*number)};
}

tables::ListCell day_cell(const std::optional<Date>& day) {
  if (!day) return {};
  return iso(*day);
}

}  // namespace exemplar::api
