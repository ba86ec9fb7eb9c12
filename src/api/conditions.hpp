// What a client asks of the write that its request makes.
//
//   Idempotency-Key: 0b9f…   a request that is sent again is not done again: it is answered as before
//   If-Match: "r42-…"        nothing that it changes may have been changed since that was read
#pragma once

#include "api/route.hpp"
#include "programme/user/idempotency_store.hpp"

namespace exemplar::api {

// Thrown within a write whose key somebody else has claimed meanwhile.
struct Repeated {};

// None where the client gave no key, or the request is none that could be done twice.
std::optional<programme::KeyedRequest> keyed_request(const ApiRoute& route, const Call& call);
// Adds the claim to the call's condition.
void claim_with_write(Call& call, const programme::KeyedRequest& request);
// What the request was answered before; refused where the key was another request's (422), or the
// answer was not kept (409: it was done).
std::optional<http::Response> answered_before(const Call& call,
                                              const programme::KeyedRequest& request);
void keep_for_repetition(const Call& call, const programme::KeyedRequest& request,
                         const http::Response& response);

// The tag of a state of the office, as whoever asks sees it.
std::string state_tag(const Call& call, int64_t revision);
// The revision of the state that the client has seen, by If-Match; none: it does not say. Refused
// (412) where it names none that could be.
std::optional<int64_t> seen_revision(const Call& call);
// Adds to the call's condition that nobody has changed what the route changes since it was seen, as
// far as the client says what it has seen. Sessions, signing in and reading change nothing of it.
void match_with_write(const ApiRoute& route, Call& call);

}  // namespace exemplar::api
