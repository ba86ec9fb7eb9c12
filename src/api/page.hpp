// The first page: doors of a demonstration, or a password, to come in by.
#pragma once

#include <optional>

#include "http/request.hpp"
#include "http/response.hpp"

namespace exemplar::api {

// `/`, `/page.css` and `/page.js`; none for any other request. The page runs its own script alone and
// asks nobody but this server.
std::optional<http::Response> page_response(const http::Request& request);

}  // namespace exemplar::api
