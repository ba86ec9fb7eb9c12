#include "api/session_cookie.hpp"

#include "api/api.hpp"

namespace exemplar::api {

void set_cookie(const Call& call, http::Response& response, std::string value,
                std::optional<std::chrono::seconds> max_age) {
  http::SetCookie cookie;
  cookie.secure = call.api.options().secure;
  cookie.name = cookie_name(cookie.secure);
  cookie.value = std::move(value);
  cookie.max_age = max_age;
  if (const auto header = to_header(cookie)) response.headers.add("Set-Cookie", *header);
}

}  // namespace exemplar::api
