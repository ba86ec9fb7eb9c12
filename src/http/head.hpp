// The head of a request, read strictly from its bytes.
//
//   POST /api/v1/values HTTP/1.1 CRLF      method SP target SP version
//   Host: exemplar CRLF                    name ":" value
//   CRLF                                   the empty line: here the head ends
//
// Whatever two readers in a row (a front end and this server) could understand differently is
// refused, because the difference is what request smuggling lives on (RFC 9112 §11.2): lines that
// end in a bare LF, folded lines, blanks before a colon, Content-Length beside Transfer-Encoding or
// twice, any coding but "chunked", more than one Host. No connection and no library behind this.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/message.hpp"
#include "http/headers.hpp"

namespace exemplar::http {

struct HeadLimits {
  size_t head_bytes_max = 16 << 10;   // 431
  size_t target_bytes_max = 8 << 10;  // 414
  size_t fields_max = 100;            // 431
};

struct Head {
  std::string method;
  std::string target;  // as sent
  bool version_1_1 = true;
  Headers headers;
  std::optional<uint64_t> content_length;
  bool chunked = false;
  bool expects_continue = false;
  bool keep_alive = true;

  bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

// Why a request is refused before anybody handles it.
struct Fault {
  int status = 400;
  Message what;
  Message remedy;
};

// The head from its first byte to behind its empty line.
std::variant<Head, Fault> read_head(std::string_view bytes, const HeadLimits& limits);

// Finds the end of a head in bytes that arrive in pieces, looking at each byte once.
class HeadScanner {
 public:
  enum class State {
    More,       // the empty line has not come yet
    Complete,   // end() is behind it
    Malformed,  // this can never become a head
    TooLong,    // the limit is reached and no empty line has come
  };

  explicit HeadScanner(size_t bytes_max) : bytes_max_(bytes_max) {}
  // `bytes` is everything received since the head's first byte.
  State scan(std::string_view bytes);
  size_t end() const { return end_; }

 private:
  size_t bytes_max_;
  size_t seen_ = 0;
  size_t line_begin_ = 0;
  size_t end_ = 0;
};

}  // namespace exemplar::http
