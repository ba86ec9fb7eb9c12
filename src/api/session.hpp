// What routes about one's own session share.
#pragma once

#include "api/api.hpp"

namespace exemplar::api {

// Of the person who asks; 403 where a token does.
const programme::Session& own_session(const Call& call);

// The session as it stands after a change of its token, and its cookie.
Json session_json(const Call& call, const programme::SignedIn& done);
void set_session_cookie(const Call& call, http::Response& response,
                        const programme::SignedIn& done);
http::Response signed_in(const Call& call, const programme::SignedIn& done);

[[noreturn]] void refuse_sign_in(const programme::SignInRefused& refused);

// A field of a body that holds a password or a code.
Field secret_field(std::string name, bool required = true);

}  // namespace exemplar::api
