// Routes as data: what is called, who may, what it takes; the server and its description are made of
// the same list.
#pragma once

#include "api/call.hpp"
#include "http/router.hpp"

namespace exemplar::api {

// How the powers of whoever calls are asked for before the handler is.
enum class About {
  Anybody,     // signed in or not
  Session,     // whoever is signed in, as far as that has come
  Somewhere,   // the power over at least one unit: the handler shows no other
  Everywhere,  // the power over the whole office
};

struct QueryParameter {
  std::string name;
  std::string meaning;
};

struct ApiRoute {
  std::string method;
  std::string pattern;  // below /api/v1
  std::string id;
  std::string summary;
  About about = About::Somewhere;
  std::optional<programme::Power> needs = {};
  std::vector<QueryParameter> query = {};
  Fields body = {};
  // A body of another kind than JSON, which the handler reads: of these types, of so many bytes.
  std::vector<std::string> takes = {};
  uint64_t body_bytes_max = 0;
  // A list: JSON, CSV or XLSX by Accept (listing.hpp).
  bool lists = false;
  // Of the state that the caller asks for by ?known_on or ?at_least; its ETag is the revision's.
  bool reads_state = false;
  // Read from the database as it stands: its ETag is that of the newest revision then, for If-Match.
  bool reads_rows = false;
  // What is changed, as the audit log names it, by the pattern's parameters: "account/{account}". A
  // request that names by If-Match what it has seen is refused where that was changed since.
  std::string changes = {};
  // Where it is another than 201 for POST, 204 for DELETE, 200.
  int answers = 0;
  // The types of what is answered.
  std::vector<std::string> gives = {"application/json"};
  // The answer holds what is shown once: it is not kept for a repeated request.
  bool answers_secrets = false;
  std::function<http::Response(Call&)> handler = {};
};

// Each concept's routes.
std::vector<ApiRoute> office_routes();
std::vector<ApiRoute> unit_routes();
std::vector<ApiRoute> indicator_routes();
std::vector<ApiRoute> value_routes();
std::vector<ApiRoute> assessment_routes();
std::vector<ApiRoute> target_routes();
std::vector<ApiRoute> import_routes();
std::vector<ApiRoute> session_routes();
std::vector<ApiRoute> single_sign_on_routes();
std::vector<ApiRoute> identity_routes();
std::vector<ApiRoute> own_session_routes();
std::vector<ApiRoute> second_factor_routes();
std::vector<ApiRoute> account_routes();
std::vector<ApiRoute> grant_routes();
std::vector<ApiRoute> delegation_routes();
std::vector<ApiRoute> hand_over_routes();
std::vector<ApiRoute> token_routes();
std::vector<ApiRoute> audit_routes();
std::vector<ApiRoute> checkpoint_routes();
std::vector<ApiRoute> event_routes();
std::vector<ApiRoute> demonstration_routes();

// OpenAPI 3.1 of all of them.
Json openapi(const std::vector<ApiRoute>& routes);

}  // namespace exemplar::api
