// What went wrong on the way to a provider and back: a page for browsers, at which a person looks, and
// a problem document for programs.
#pragma once

#include "api/call.hpp"
#include "programme/single_sign_on/sign_on_refusal.hpp"

namespace exemplar::api {

http::ProblemDocument sign_on_problem(const programme::SignOnRefused& refused);
http::Response sign_on_refused(const Call& call, const programme::SignOnRefused& refused);

}  // namespace exemplar::api
