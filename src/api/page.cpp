#include "api/page.hpp"

namespace exemplar::api {

// Embedded when the program is built.
namespace page_files {
extern const char* const kIndexHtml;
extern const char* const kPageCss;
extern const char* const kPageJs;
}  // namespace page_files

namespace {

constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

http::Response file(const char* type, const char* content) {
  http::Response response = http::response_of(200, type, content);
  response.headers.set("Content-Security-Policy", kPolicy);
  response.headers.set("Cache-Control", "no-cache");
  return response;
}

}  // namespace

std::optional<http::Response> page_response(const http::Request& request) {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  const bool root = request.path.empty() || (request.path.size() == 1 && request.path[0].empty());
  if (root) return file("text/html; charset=utf-8", page_files::kIndexHtml);
  if (request.path.size() != 1) return std::nullopt;
  if (request.path[0] == "page.css") return file("text/css; charset=utf-8", page_files::kPageCss);
  if (request.path[0] == "page.js") {
    return file("text/javascript; charset=utf-8", page_files::kPageJs);
  }
  return std::nullopt;
}

}  // namespace exemplar::api
