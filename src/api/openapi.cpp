// The description of the API, made of the routes that serve it.
#include <map>

#include "api/api.hpp"
#include "api/listing.hpp"

namespace exemplar::api {

namespace {

Json parameter(const std::string& name, const std::string& where, const std::string& meaning,
               bool required) {
  Json json = Json::object();
  json.add("name", Json::string(name));
  json.add("in", Json::string(where));
  if (!meaning.empty()) json.add("description", Json::string(meaning));
  json.add("required", Json::truth(required));
  Json schema = Json::object();
  schema.add("type", Json::string("string"));
  json.add("schema", std::move(schema));
  return json;
}

Json parameters_of(const ApiRoute& route) {
  Json list = Json::array();
  for (size_t at = 0; (at = route.pattern.find('{', at)) != std::string::npos; ++at) {
    const size_t end = route.pattern.find('}', at);
    list.add(parameter(route.pattern.substr(at + 1, end - at - 1), "path", "", true));
  }
  for (const QueryParameter& one : route.query) {
    list.add(parameter(one.name, "query", one.meaning, false));
  }
  if (route.method == "POST" && route.about != About::Anybody) {
    list.add(parameter("Idempotency-Key", "header",
                       "1 to 200 visible characters, another for each request: one that is sent "
                       "again within a day is not done again",
                       false));
  }
  if (route.id == "save_values" || !route.changes.empty()) {
    list.add(parameter("If-Match", "header",
                       "the ETag of what was read: refused (412) where it was changed since",
                       false));
  }
  return list;
}

Json content(std::string_view type, Json schema) {
  Json of_type = Json::object();
  of_type.add("schema", std::move(schema));
  Json json = Json::object();
  json.add(type, std::move(of_type));
  return json;
}

Json answer(const std::string& description, std::string_view type = {}) {
  Json json = Json::object();
  json.add("description", Json::string(description));
  if (!type.empty()) {
    Json schema = Json::object();
    schema.add("type", Json::string("object"));
    json.add("content", content(type, std::move(schema)));
  }
  return json;
}

template <typename Types>
Json answer_of_types(const std::string& description, const Types& of) {
  Json types = Json::object();
  for (const std::string_view type : of) {
    Json schema = Json::object();
    schema.add("type", Json::string(type == "application/json" ? "object" : "string"));
    Json of_type = Json::object();
    of_type.add("schema", std::move(schema));
    types.add(type, std::move(of_type));
  }
  Json json = Json::object();
  json.add("description", Json::string(description));
  json.add("content", std::move(types));
  return json;
}

Json answers_of(const ApiRoute& route) {
  Json json = Json::object();
  const bool stream = route.id == "open_events";
  const int status = route.answers != 0         ? route.answers
                     : route.method == "POST"   ? 201
                     : route.method == "DELETE" ? 204
                                                : 200;
  json.add(std::to_string(status),
           stream          ? answer("a stream of events", "text/event-stream")
           : status == 204 ? answer("done")
           : route.lists   ? answer_of_types("the list, as Accept asks for it", kListTypes)
                           : answer_of_types("done", route.gives));
  if (!route.changes.empty() || route.id == "save_values") {
    json.add("412", answer("it was changed since it was read", "application/problem+json"));
  }
  if (route.reads_state) json.add("304", answer("you have it already"));
  if (route.about != About::Anybody) {
    json.add("401", answer("nobody is signed in", "application/problem+json"));
    json.add("403", answer("the caller may not", "application/problem+json"));
  }
  json.add("429", answer("too many requests; Retry-After says when", "application/problem+json"));
  json.add("default", answer("what is wrong, and what would be right", "application/problem+json"));
  return json;
}

Json operation(const ApiRoute& route) {
  Json json = Json::object();
  json.add("operationId", Json::string(route.id));
  json.add("summary", Json::string(route.summary));
  if (route.needs) {
    json.add("description", Json::string("Needs the power " +
                                         std::string(programme::name_of(*route.needs)) + "."));
  }
  if (Json list = parameters_of(route); !route.query.empty() || list.compact() != "[]") {
    json.add("parameters", std::move(list));
  }
  if (!route.takes.empty()) {
    Json types = Json::object();
    for (const std::string& type : route.takes) {
      Json schema = Json::object();
      schema.add("type", Json::string(type == kFormType ? "object" : "string"));
      Json of_type = Json::object();
      of_type.add("schema", std::move(schema));
      types.add(type, std::move(of_type));
    }
    Json body = Json::object();
    body.add("required", Json::truth(true));
    body.add("content", std::move(types));
    json.add("requestBody", std::move(body));
  }
  if (!route.body.empty()) {
    Json body = Json::object();
    body.add("required", Json::truth(true));
    body.add("content", content("application/json", schema_of(route.body)));
    json.add("requestBody", std::move(body));
  }
  json.add("responses", answers_of(route));
  if (route.about == About::Anybody) json.add("security", Json::array());
  return json;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

Json security_schemes() {
  Json cookie = Json::object();
  cookie.add("type", Json::string("apiKey"));
  cookie.add("in", Json::string("cookie"));
  cookie.add("name", Json::string(cookie_name(true)));
  Json token = Json::object();
  token.add("type", Json::string("http"));
  token.add("scheme", Json::string("bearer"));
  Json schemes = Json::object();
  schemes.add("session", std::move(cookie));
  schemes.add("token", std::move(token));
  Json components = Json::object();
  components.add("securitySchemes", std::move(schemes));
  return components;
}

}  // namespace

Json openapi(const std::vector<ApiRoute>& routes) {
  std::map<std::string, Json> by_path;
  for (const ApiRoute& route : routes) {
    by_path.try_emplace(route.pattern, Json::object())
        .first->second.add(lower(route.method), operation(route));
  }
  Json paths = Json::object();
  for (auto& [path, operations] : by_path) paths.add(path, std::move(operations));
  Json info = Json::object();
  info.add("title", Json::string("Exemplar"));
  info.add("version", Json::string("1"));
  Json server = Json::object();
  server.add("url", Json::string("/api/v1"));
  Json either = Json::array();
  for (const char* name : {"session", "token"}) {
    Json one = Json::object();
    one.add(name, Json::array());
    either.add(std::move(one));
  }
  Json json = Json::object();
  json.add("openapi", Json::string("3.1.0"));
  json.add("info", std::move(info));
  json.add("servers", Json::array().add(std::move(server)));
  json.add("security", std::move(either));
  json.add("paths", std::move(paths));
  json.add("components", security_schemes());
  return json;
}

}  // namespace exemplar::api
