// An HTTP/1.1 server around one function: Request → Response.
//
//                 ┌ I/O threads ────────────────────────────────┐      ┌ workers ────────┐
//   client ──────>│ head ── body ──> Request ───────────────────┼─────>│ handler         │
//          <──────│ <── head + body, or a stream of events <────┼──────│      → Response │
//                 └ limits and deadlines at every arrow ────────┘      └─────────────────┘
//
// No client can hold up another: an I/O thread never waits, a handler never runs on one, and every
// wait for a client has a deadline. What is refused before the handler is asked (limits, malformed
// requests, overload) is answered here with a problem document.
#pragma once

#include <chrono>
#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/message.hpp"
#include "base/result.hpp"
#include "http/head.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace exemplar::http {

using Milliseconds = std::chrono::milliseconds;

struct ServerOptions {
  std::string address = "127.0.0.1";  // an IPv4 or IPv6 address; no name
  uint16_t port = 0;                  // 0: any free one
  size_t io_threads = 2;
  size_t workers = 8;
  size_t queue_max = 256;          // requests that wait for a worker; beyond: 503
  size_t connections_max = 4'096;  // beyond: 503 and closed

  HeadLimits head;
  uint64_t body_bytes_max = 1 << 20;  // 413
  // Another limit for some requests, by their head; on an I/O thread, so quick.
  std::function<uint64_t(const Head&)> body_bytes_max_of;
  uint64_t bodies_bytes_max = 512 << 20;  // of all requests at once; beyond: 503

  Milliseconds head_time{10'000};  // from a head's first byte (or the connection) to its end
  Milliseconds idle_time{60'000};  // between requests of a connection
  Milliseconds body_time{10'000};  // for a body of no bytes; each byte adds to it:
  uint64_t body_bytes_per_second = 8 << 10;
  Milliseconds write_time{10'000};  // for a response of no bytes; each byte adds to it:
  uint64_t write_bytes_per_second = 8 << 10;
  Milliseconds queue_time{10'000};      // a request that waited longer for a worker: 503
  Milliseconds heartbeat_time{15'000};  // a stream that is silent for so long sends a comment
  // After a refusal the rest of what the client sends is read and dropped within these bounds, so
  // that it sees the answer instead of a reset.
  Milliseconds drain_time{5'000};
  uint64_t drain_bytes_max = 64 << 20;

  Headers default_headers;                   // of every response that does not set them itself
  Language language = Language::Vietnamese;  // of refusals to clients that do not ask for one
  // Every connection comes from a front end on which the clients' TLS ends.
  bool behind_tls = false;
  // The clock of the Date header; the system's where empty.
  std::function<std::time_t()> now;
  // Told what a handler threw or why its response could not be sent; the client gets a plain 500.
  std::function<void(const Request&, std::string_view what)> on_failure;
};

// What a server has seen and holds, for metrics.
struct ServerCounts {
  uint64_t connections_total = 0;
  uint64_t connections_open = 0;
  uint64_t requests_total = 0;    // given to the handler
  uint64_t refused_total = 0;     // answered here, malformed or over a limit
  uint64_t overloaded_total = 0;  // answered 503 here
  uint64_t timed_out_total = 0;   // cut, or answered 408, at a deadline
  uint64_t streams_open = 0;
  uint64_t streams_cut_total = 0;  // clients that did not read
};

class Server {
 public:
  // Called by many threads at once; may take from the request what it needs. What it refers to must
  // outlive the server.
  using Handle = std::function<Response(Request&)>;

  // Listens when it returns. Refused: an address that is none or that is not this machine's, a
  // port that is taken or not permitted.
  static Result<std::unique_ptr<Server>> start(ServerOptions options, Handle handle);
  // As stop() without a term.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  uint16_t port() const;
  ServerCounts counts() const;

  // Takes no new connection, closes idle ones, ends streams, answers what is under way, and cuts
  // what is left after the term. Returns when no handler runs any more: a handler that never
  // returns keeps it. Any thread but a handler's; a second call does nothing.
  void stop(Milliseconds term);

 private:
  class Implementation;
  explicit Server(std::unique_ptr<Implementation> implementation);

  std::unique_ptr<Implementation> implementation_;
};

}  // namespace exemplar::http
