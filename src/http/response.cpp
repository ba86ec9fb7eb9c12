#include "http/response.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace exemplar::http {

namespace {

struct Phrase {
  int status;
  std::string_view text;
};

constexpr std::array<Phrase, 35> kPhrases = {{
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
}};

bool written_by_the_server(std::string_view name) {
  return equal_ignoring_case(name, "Date") || equal_ignoring_case(name, "Content-Length") ||
         equal_ignoring_case(name, "Connection") || equal_ignoring_case(name, "Transfer-Encoding");
}

bool append(std::string& to, const Header& header) {
  if (!is_token(header.name) || !is_field_value(header.value)) return false;
  to.append(header.name).append(": ").append(header.value).append("\r\n");
  return true;
}

}  // namespace

Response response_of(int status, std::string content_type, std::string body) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", std::move(content_type));
  response.body = std::move(body);
  return response;
}

std::string_view reason_phrase(int status) {
  if (status == 505) return "HTTP Version Not Supported";
  const auto* const found = std::find_if(kPhrases.begin(), kPhrases.end(),
                                         [&](const Phrase& each) { return each.status == status; });
  return found == kPhrases.end() ? "Status" : found->text;
}

std::string http_date(std::time_t seconds) {
  static constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                            "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                     kDays[static_cast<size_t>(utc.tm_wday)], utc.tm_mday,
                     kMonths[static_cast<size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                     utc.tm_min, utc.tm_sec);
}

bool status_has_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

std::optional<std::string> response_head(const Response& response, const Headers& defaults,
                                         std::string_view date, Persistence persistence) {
  if (response.status < 200 || response.status > 599) return std::nullopt;
  std::string head;
  head.reserve(512);
  head += fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  head.append("Date: ").append(date).append("\r\n");
  for (const Header& each : response.headers) {
    if (!written_by_the_server(each.name) && !append(head, each)) return std::nullopt;
  }
  for (const Header& each : defaults) {
    if (response.headers.has(each.name) || written_by_the_server(each.name)) continue;
    if (!append(head, each)) return std::nullopt;
  }
  if (!response.stream && status_has_body(response.status)) {
    head += fmt::format("Content-Length: {}\r\n", response.body.size());
  }
  if (persistence == Persistence::Close) head += "Connection: close\r\n";
  return head + "\r\n";
}

}  // namespace exemplar::http
