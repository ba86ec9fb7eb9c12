#include "http/head.hpp"

#include <algorithm>
#include <array>

namespace exemplar::http {

namespace {

Fault malformed_line() {
  return {400, msg("a line of the request cannot be read"),
          msg("write every line as in RFC 9112, ended by CRLF")};
}

// Fields of which a second one would change what the request means.
constexpr std::array<std::string_view, 6> kOnce = {
    "Host", "Content-Length", "Transfer-Encoding", "Authorization", "Content-Type", "Expect"};

std::optional<Fault> read_request_line(std::string_view line, const HeadLimits& limits,
                                       Head& head) {
  const size_t first = line.find(' ');
  const size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return malformed_line();
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!is_token(method)) return malformed_line();
  if (target.empty() ||
      !std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7F; })) {
    return Fault{400, msg("the address of the request holds a character that must be escaped"),
                 msg("write it as %XX, byte by byte of its UTF-8 form")};
  }
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (version.size() != 8 || !version.starts_with("HTTP/") || !digit(version[5]) ||
      version[6] != '.' || !digit(version[7])) {
    return malformed_line();
  }
  if (version[5] != '1' || version[7] > '1') {
    return Fault{505, msg("this server speaks HTTP/1.1"), msg("ask with HTTP/1.1")};
  }
  if (target.size() > limits.target_bytes_max) {
    return Fault{414, msg("the address is longer than {} bytes", limits.target_bytes_max),
                 msg("shorten the query, or send it as the body of a POST")};
  }
  head.method = method;
  head.target = target;
  head.version_1_1 = version[7] == '1';
  // Origin form only, and "*" for OPTIONS: this is no proxy (RFC 9112 §3.2).
  if (target[0] != '/' && !(target == "*" && method == "OPTIONS")) {
    return Fault{400, msg("the request names no path on this server"),
                 msg("ask for a path that begins with '/'")};
  }
  return std::nullopt;
}

std::optional<Fault> read_field(std::string_view line, Head& head) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return malformed_line();
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (!is_field_value(value)) return malformed_line();
  head.headers.add(std::string(line.substr(0, colon)), std::string(value));
  return std::nullopt;
}

std::optional<Fault> read_framing(Head& head) {
  const auto length = head.headers.find("Content-Length");
  const auto coding = head.headers.find("Transfer-Encoding");
  if (length && coding) {
    return Fault{400, msg("Content-Length and Transfer-Encoding in one request"),
                 msg("send one of them")};
  }
  if (coding) {
    if (!head.version_1_1) {
      return Fault{400, msg("Transfer-Encoding in a request of HTTP/1.0"),
                   msg("ask with HTTP/1.1")};
    }
    if (!equal_ignoring_case(*coding, "chunked")) {
      return Fault{501, msg("a Transfer-Encoding that is not 'chunked'"),
                   msg("send the body chunked or with its Content-Length")};
    }
    head.chunked = true;
  }
  if (length) {
    const bool digits =
        !length->empty() && length->size() <= 18 &&
        std::all_of(length->begin(), length->end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) {
      return Fault{400, msg("the Content-Length is no number"), msg("write the body's bytes")};
    }
    head.content_length = std::stoull(std::string(*length));
  }
  return std::nullopt;
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 255 && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == ':' || c == '[' || c == ']';
  });
}

bool has_element(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    const size_t end = list.find(',');
    if (equal_ignoring_case(trimmed(list.substr(0, end)), wanted)) return true;
    list = end == std::string_view::npos ? std::string_view() : list.substr(end + 1);
  }
  return false;
}

std::optional<Fault> read_meaning(Head& head) {
  for (const std::string_view name : kOnce) {
    if (head.headers.count(name) > 1) {
      return Fault{400, msg("the header {} comes more than once", name), msg("send it once")};
    }
  }
  const auto host = head.headers.find("Host");
  if (host ? !is_host(*host) : head.version_1_1) {
    return Fault{400, msg("the header Host is missing or no host name"),
                 msg("send the name of the server in Host")};
  }
  if (auto fault = read_framing(head)) return fault;
  if (const auto expect = head.headers.find("Expect"); expect && head.version_1_1) {
    if (!equal_ignoring_case(*expect, "100-continue")) {
      return Fault{417, msg("an expectation that is not '100-continue'"), msg("leave Expect out")};
    }
    head.expects_continue = true;
  }
  head.keep_alive = head.version_1_1 && !has_element(head.headers.joined("Connection"), "close");
  return std::nullopt;
}

}  // namespace

std::variant<Head, Fault> read_head(std::string_view bytes, const HeadLimits& limits) {
  Head head;
  bool first = true;
  while (true) {
    const size_t end = bytes.find('\n');
    if (end == std::string_view::npos || end == 0 || bytes[end - 1] != '\r') {
      return malformed_line();
    }
    const std::string_view line = bytes.substr(0, end - 1);
    bytes.remove_prefix(end + 1);
    if (line.empty()) break;
    if (!first && head.headers.size() == limits.fields_max) {
      return Fault{431, msg("more than {} headers", limits.fields_max), msg("send fewer headers")};
    }
    // A line that begins with a blank continues the one before (obs-fold): no token, so refused.
    if (auto fault = first ? read_request_line(line, limits, head) : read_field(line, head)) {
      return *fault;
    }
    first = false;
  }
  if (first || !bytes.empty()) return malformed_line();
  if (auto fault = read_meaning(head)) return *fault;
  return head;
}

HeadScanner::State HeadScanner::scan(std::string_view bytes) {
  // Nothing but a method begins a head: a TLS greeting or noise is not waited for.
  if (seen_ == 0 && !bytes.empty() && !is_token_character(bytes[0])) return State::Malformed;
  const size_t most = std::min(bytes.size(), bytes_max_);
  while (seen_ < most) {
    const size_t line_end = bytes.find('\n', seen_);
    if (line_end == std::string_view::npos || line_end >= most) break;
    if (line_end == line_begin_ || bytes[line_end - 1] != '\r') return State::Malformed;
    seen_ = line_end + 1;
    if (line_end == line_begin_ + 1) {
      end_ = seen_;
      return State::Complete;
    }
    line_begin_ = seen_;
  }
  seen_ = most;
  return bytes.size() >= bytes_max_ ? State::TooLong : State::More;
}

}  // namespace exemplar::http
