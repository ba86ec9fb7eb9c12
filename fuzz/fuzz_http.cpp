// Any bytes are read as a request's head and what lies in it, and as the body behind it in whole and in
// pieces, without a crash; what is understood is written and understood again.
#include <cstdint>
#include <cstdlib>

#include "http/accept.hpp"
#include "http/body_reader.hpp"
#include "http/cookie.hpp"
#include "http/etag.hpp"
#include "http/head.hpp"
#include "http/target.hpp"

using namespace exemplar;
using namespace exemplar::http;

namespace {

void read_target(std::string_view text) {
  const auto target = parse_target(text);
  if (!target) return;
  std::string written;
  for (const std::string& segment : target->path) {
    if (segment == "." || segment == "..") std::abort();
    written += "/" + percent_encoded(segment);
  }
  const auto again = parse_target(written.empty() ? "/" : written);
  if (!again || again->path != target->path) std::abort();
}

void read_fields(const Headers& headers) {
  for (const Header& header : headers) {
    if (!is_token(header.name) || !is_field_value(header.value)) std::abort();
  }
  for (const Cookie& cookie : parse_cookies(headers.joined("Cookie"))) {
    SetCookie set;
    set.name = cookie.name;
    set.value = cookie.value;
    if (const auto header = to_header(set)) {
      if (!is_field_value(*header)) std::abort();
    }
  }
  const auto tags = parse_etags(headers.joined("If-None-Match"));
  if (tags) {
    for (const ETag& tag : tags->tags) {
      const auto again = parse_etags(to_string(tag));
      if (!again || again->tags.size() != 1 || !(again->tags[0] == tag)) std::abort();
    }
  }
  constexpr std::string_view kTypes[] = {"application/json", "text/csv"};
  const auto chosen = choose_media_type(headers.joined("Accept"), kTypes);
  if (chosen && *chosen >= std::size(kTypes)) std::abort();
  choose_language(headers.joined("Accept-Language"), Language::Vietnamese);
}

// The same whether it comes at once or byte by byte.
void read_body(const Head& head, std::string_view bytes) {
  constexpr uint64_t kMost = 1'000;
  BodyReader whole(head, kMost);
  const BodyReader::Fed at_once = whole.feed(bytes);
  BodyReader pieces(head, kMost);
  BodyReader::Fed fed;
  size_t consumed = 0;
  for (const char& byte : bytes) {
    fed = pieces.feed({&byte, 1});
    consumed += fed.consumed;
    if (fed.state != BodyReader::State::More) break;
  }
  if (whole.bytes() > kMost) std::abort();
  if (bytes.empty() || at_once.state == BodyReader::State::Malformed ||
      at_once.state == BodyReader::State::TooLarge) {
    return;
  }
  if (fed.state != at_once.state || consumed != at_once.consumed) std::abort();
  if (whole.take() != pieces.take()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_target(text.substr(0, text.find('\n')));
  const HeadLimits limits;
  HeadScanner scanner(4'096);
  if (scanner.scan(text) != HeadScanner::State::Complete) return 0;
  const auto read = read_head(text.substr(0, scanner.end()), limits);
  const Head* head = std::get_if<Head>(&read);
  if (head == nullptr) return 0;
  read_target(head->target);
  read_fields(head->headers);
  if (head->has_body()) read_body(*head, text.substr(scanner.end()));
  return 0;
}
