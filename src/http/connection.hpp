// One connection of the server. For server.cpp and connection.cpp alone: it shows Asio.
//
//   Idle ──byte──> Head ──> Body ──> Handling ──> Write ──> Idle
//                    │        │      (worker)       ├─────> Stream ──┐
//                    └────────┴──refusal──> Write ──┴─────> Drain <──┘──> Closed
//
// Everything runs on the connection's strand, so one after the other; while a worker handles the
// request, it alone touches request_. One timer serves all deadlines: it is moved only to fire
// earlier, and when it fires early it is set again.
#pragma once

#include <atomic>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "http/body_reader.hpp"
#include "http/problem.hpp"
#include "http/server.hpp"
#include "http/worker_pool.hpp"

namespace exemplar::http {

namespace net = boost::asio;
using Executor = net::strand<net::io_context::executor_type>;
using Socket = net::basic_stream_socket<net::ip::tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = net::basic_waitable_timer<Clock, net::wait_traits<Clock>, Executor>;

class Connection;

// What a client is told when a handler failed: nothing of the failure.
Response failure_response(Language language);

// What the connections of a server share.
struct ServerState {
  ServerState(ServerOptions its_options, Server::Handle its_handle)
      : options(std::move(its_options)),
        handle(std::move(its_handle)),
        pool(options.workers, options.queue_max) {}

  const ServerOptions options;
  const Server::Handle handle;
  WorkerPool pool;

  std::atomic<bool> stopping{false};  // connections end after their response
  std::atomic<bool> ended{false};     // handlers that have not begun are not begun
  std::atomic<uint64_t> connections_total{0}, requests_total{0}, refused_total{0},
      overloaded_total{0}, timed_out_total{0}, streams_open{0}, streams_cut_total{0};
  std::atomic<uint64_t> bodies_bytes{0};  // of all requests that are held

  void enter(const std::shared_ptr<Connection>& connection);
  void leave(Connection* connection);
  size_t connections_open();
  std::vector<std::shared_ptr<Connection>> connections();
  // Whether all connections ended within the time.
  bool wait_until_empty(Milliseconds time);

  // The handler's response, or 500 where it throws.
  Response respond(Request& request) const;
  std::string date() const;

 private:
  std::mutex mutex_;
  std::condition_variable left_;
  std::unordered_map<Connection*, std::weak_ptr<Connection>> connections_;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(ServerState& state, Socket socket);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Each may be called from any thread.
  void start();
  void refuse_overloaded();  // in place of start
  void stop();               // after what is under way
  void cut();                // now

 private:
  enum class Phase { Idle, Head, Body, Handling, Write, Stream, Drain, Closed };

  void read();
  void on_read(const boost::system::error_code& error, size_t bytes);
  void advance();
  void read_the_head();
  void begin_body();
  void read_the_body();
  void hand_over();
  void work(Clock::time_point queued);
  void deliver(Response response);
  void refuse(const Fault& fault, std::string code = {});
  Response overloaded(Message what);
  void write(Response response, Persistence persistence);
  void on_written(const boost::system::error_code& error);
  void next_request();

  void begin_stream();
  void watch_the_client();
  void flush_stream();
  void end_stream();

  void drain();
  void reset();
  void close();
  void set_deadline(Milliseconds from_now);
  void clear_deadline() { deadline_ = Clock::time_point::max(); }
  void wait_for_deadline();
  void on_deadline();
  Milliseconds time_for(Milliseconds base, uint64_t bytes, uint64_t bytes_per_second) const;
  Language language() const;
  std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
  void release_body();

  ServerState& state_;
  Socket socket_;
  Timer timer_;
  std::string remote_address_;
  Phase phase_ = Phase::Idle;
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::time_point timer_at_ = Clock::time_point::max();
  bool timed_out_ = false;

  std::vector<char> buffer_;  // what has arrived and is not used: [begin_, end_)
  size_t begin_ = 0, end_ = 0;
  bool skipped_empty_line_ = false;
  HeadScanner scanner_;
  Head head_;
  bool head_read_ = false;
  std::unique_ptr<BodyReader> body_;
  Clock::time_point body_since_;
  uint64_t body_bytes_counted_ = 0;
  uint64_t body_wire_bytes_ = 0, body_bytes_max_ = 0;
  Request request_;

  std::string out_head_, out_body_;
  Persistence persistence_ = Persistence::KeepAlive;
  std::shared_ptr<EventStream> stream_;
  bool stream_writing_ = false;
  uint64_t drained_bytes_ = 0;
};

}  // namespace exemplar::http
