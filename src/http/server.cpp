#include "http/server.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <thread>

#include "http/accept.hpp"
#include "http/connection.hpp"

namespace exemplar::http {

Response failure_response(Language language) {
  return problem_response({500, "internal_error", msg("the server could not answer"),
                           msg("try again; if it stays so, tell the administrator")},
                          language);
}

// ── What the connections share ───────────────────────────────────────────────────────────────────

void ServerState::enter(const std::shared_ptr<Connection>& connection) {
  const std::lock_guard lock(mutex_);
  connections_.emplace(connection.get(), connection);
}

void ServerState::leave(Connection* connection) {
  const std::lock_guard lock(mutex_);
  connections_.erase(connection);
  if (connections_.empty()) left_.notify_all();
}

size_t ServerState::connections_open() {
  const std::lock_guard lock(mutex_);
  return connections_.size();
}

std::vector<std::shared_ptr<Connection>> ServerState::connections() {
  std::vector<std::shared_ptr<Connection>> list;
  const std::lock_guard lock(mutex_);
  list.reserve(connections_.size());
  for (const auto& [key, weak] : connections_) {
    if (auto connection = weak.lock()) list.push_back(std::move(connection));
  }
  return list;
}

bool ServerState::wait_until_empty(Milliseconds time) {
  std::unique_lock lock(mutex_);
  return left_.wait_for(lock, time, [&] { return connections_.empty(); });
}

Response ServerState::respond(Request& request) const {
  std::string what;
  try {
    return handle(request);
  } catch (const std::exception& failure) {
    what = failure.what();
  } catch (...) {
    what = "an exception of an unknown type";
  }
  if (options.on_failure) options.on_failure(request, what);
  return failure_response(
      choose_language(request.headers.joined("Accept-Language"), options.language));
}

std::string ServerState::date() const {
  thread_local std::time_t second = -1;
  thread_local std::string text;
  const std::time_t now = options.now ? options.now() : std::time(nullptr);
  if (now != second) {
    second = now;
    text = http_date(now);
  }
  return text;
}

// ── The server ───────────────────────────────────────────────────────────────────────────────────

class Server::Implementation {
 public:
  Implementation(ServerOptions options, Server::Handle handle)
      : state_(std::move(options), std::move(handle)),
        io_(static_cast<int>(std::max<size_t>(state_.options.io_threads, 1))),
        acceptor_(net::make_strand(io_)),
        retry_(acceptor_.get_executor()),
        guard_(io_.get_executor()) {}

  boost::system::error_code listen(const net::ip::tcp::endpoint& endpoint) {
    boost::system::error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(net::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(net::socket_base::max_listen_connections, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
    return error;
  }

  void run() {
    net::post(acceptor_.get_executor(), [this] { accept(); });
    for (size_t i = 0; i < std::max<size_t>(state_.options.io_threads, 1); ++i) {
      threads_.emplace_back([this] { io_.run(); });
    }
  }

  void stop(Milliseconds term);
  uint16_t port() const { return port_; }
  ServerCounts counts();

 private:
  void accept();
  void take(Socket socket);

  // Connections outlive nothing of this: state_ goes last, io_ with what it still holds before it.
  ServerState state_;
  net::io_context io_;
  net::basic_socket_acceptor<net::ip::tcp, Executor> acceptor_;
  Timer retry_;
  net::executor_work_guard<net::io_context::executor_type> guard_;
  std::vector<std::thread> threads_;
  uint16_t port_ = 0;
  std::mutex stop_mutex_;
  bool stopped_ = false;
};

void Server::Implementation::accept() {
  acceptor_.async_accept(net::make_strand(io_),
                         [this](const boost::system::error_code& error, Socket socket) {
                           if (state_.stopping) return;
                           if (!error) {
                             take(std::move(socket));
                             return accept();
                           }
                           // Out of descriptors, or a client that left at once: not for ever.
                           retry_.expires_after(std::chrono::milliseconds(20));
                           retry_.async_wait([this](const boost::system::error_code& cancelled) {
                             if (!cancelled && !state_.stopping) accept();
                           });
                         });
}

void Server::Implementation::take(Socket socket) {
  // So many more are told that there is no room; beyond them a connection is closed without a word.
  constexpr size_t kToldMax = 64;
  ++state_.connections_total;
  const size_t open = state_.connections_open();
  if (open >= state_.options.connections_max + kToldMax) return;
  const auto connection = std::make_shared<Connection>(state_, std::move(socket));
  state_.enter(connection);
  if (state_.stopping) return;
  if (open >= state_.options.connections_max) {
    connection->refuse_overloaded();
  } else {
    connection->start();
  }
}

void Server::Implementation::stop(Milliseconds term) {
  const std::lock_guard lock(stop_mutex_);
  if (stopped_) return;
  stopped_ = true;
  state_.stopping = true;
  net::post(acceptor_.get_executor(), [this] {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    retry_.cancel();
  });
  for (const auto& each : state_.connections()) each->stop();
  state_.wait_until_empty(term);
  state_.ended = true;
  for (const auto& each : state_.connections()) each->cut();
  state_.pool.stop();
  guard_.reset();
  if (!state_.wait_until_empty(Milliseconds(1'000))) io_.stop();
  for (std::thread& each : threads_) each.join();
}

ServerCounts Server::Implementation::counts() {
  ServerCounts counts;
  counts.connections_total = state_.connections_total;
  counts.connections_open = state_.connections_open();
  counts.requests_total = state_.requests_total;
  counts.refused_total = state_.refused_total;
  counts.overloaded_total = state_.overloaded_total;
  counts.timed_out_total = state_.timed_out_total;
  counts.streams_open = state_.streams_open;
  counts.streams_cut_total = state_.streams_cut_total;
  return counts;
}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Handle handle) {
  boost::system::error_code error;
  const auto address = net::ip::make_address(options.address, error);
  if (error) {
    return Refusal{msg("'{}' is no address to listen on", options.address),
                   msg("write an address like 127.0.0.1 or ::1")};
  }
  const net::ip::tcp::endpoint endpoint(address, options.port);
  const std::string text = options.address;
  auto implementation = std::make_unique<Implementation>(std::move(options), std::move(handle));
  error = implementation->listen(endpoint);
  if (error) {
    return Refusal{msg("cannot listen on {} port {}: {}", text, endpoint.port(), error.message()),
                   msg("choose another port, or end what uses this one")};
  }
  implementation->run();
  return std::unique_ptr<Server>(new Server(std::move(implementation)));
}

Server::Server(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}

Server::~Server() {
  stop(Milliseconds(0));
}

uint16_t Server::port() const {
  return implementation_->port();
}

ServerCounts Server::counts() const {
  return implementation_->counts();
}

void Server::stop(Milliseconds term) {
  implementation_->stop(term);
}

}  // namespace exemplar::http
