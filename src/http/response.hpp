// What a handler answers, and how its head is written.
#pragma once

#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/event_stream.hpp"
#include "http/headers.hpp"

namespace exemplar::http {

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  std::shared_ptr<EventStream> stream;  // where there is one, it is the body
};

Response response_of(int status, std::string content_type, std::string body);

// The registered phrase of a status (RFC 9110 §15); "Status" for others.
std::string_view reason_phrase(int status);

// "Tue, 16 Jan 2024 01:00:00 GMT" (IMF-fixdate, RFC 9110 §5.6.7).
std::string http_date(std::time_t seconds);

enum class Persistence { KeepAlive, Close };

// The bytes of a response's head with its empty line. A header of the response takes the place of
// a default of the same name; Date, Content-Length and Connection are written here and nowhere
// else. None where the response cannot be sent as it is: a status out of range, or a header that
// holds what would end it and begin another (response splitting).
std::optional<std::string> response_head(const Response& response, const Headers& defaults,
                                         std::string_view date, Persistence persistence);

// Whether a response of that status has a body at all (RFC 9110 §6.4.1).
bool status_has_body(int status);

}  // namespace exemplar::http
