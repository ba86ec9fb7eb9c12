// The cookie of a session.
#pragma once

#include <chrono>

#include "api/call.hpp"

namespace exemplar::api {

// Without a term it lasts until the browser ends; 0 takes it away.
void set_cookie(const Call& call, http::Response& response, std::string value,
                std::optional<std::chrono::seconds> max_age = {});

}  // namespace exemplar::api
