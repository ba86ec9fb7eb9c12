// What whoever has just signed in is answered, whichever way they came.
#pragma once

#include "api/call.hpp"
#include "programme/user/sign_in_service.hpp"

namespace exemplar::api {

// 201, who it is and what they may, the page's own token, the cookie.
http::Response signed_in(Call& call, const programme::SignedIn& done);

}  // namespace exemplar::api
