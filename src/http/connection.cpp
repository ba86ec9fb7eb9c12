#include "http/connection.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "http/accept.hpp"

namespace exemplar::http {

namespace {

constexpr size_t kReadBytes = 8 << 10;
constexpr size_t kBulkReadBytes = 64 << 10;  // for bodies beyond kReadBytes
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view kHeartbeat = ":\n\n";

std::string code_of(int status) {
  switch (status) {
    case 408:
      return "too_slow";
    case 413:
      return "body_too_large";
    case 414:
      return "address_too_long";
    case 417:
      return "unknown_expectation";
    case 431:
      return "headers_too_large";
    case 501:
      return "unknown_transfer_coding";
    case 505:
      return "unknown_version";
    default:
      return "malformed_request";
  }
}

}  // namespace

Connection::Connection(ServerState& state, Socket socket)
    : state_(state),
      socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      scanner_(state.options.head.head_bytes_max) {
  boost::system::error_code error;
  const auto endpoint = socket_.remote_endpoint(error);
  if (!error) {
    auto address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
      address = net::ip::make_address_v4(net::ip::v4_mapped, address.to_v6());
    }
    remote_address_ = address.to_string();
  }
  socket_.set_option(net::ip::tcp::no_delay(true), error);
}

Connection::~Connection() {
  release_body();
  if (stream_) {
    stream_->mark_gone();
    --state_.streams_open;
  }
  state_.leave(this);
}

void Connection::start() {
  net::dispatch(socket_.get_executor(), [self = shared_from_this()] {
    self->set_deadline(self->state_.options.head_time);
    self->read();
  });
}

void Connection::refuse_overloaded() {
  net::dispatch(socket_.get_executor(), [self = shared_from_this()] {
    self->write(self->overloaded(msg("the server has as many connections as it can serve")),
                Persistence::Close);
  });
}

void Connection::stop() {
  net::post(socket_.get_executor(), [self = shared_from_this()] {
    if (self->phase_ == Phase::Idle) self->close();
    if (self->stream_) self->stream_->close();
  });
}

void Connection::cut() {
  net::post(socket_.get_executor(), [self = shared_from_this()] { self->close(); });
}

// ── Reading ──────────────────────────────────────────────────────────────────────────────────────

void Connection::read() {
  if (begin_ == end_) begin_ = end_ = 0;
  const bool bulk = phase_ == Phase::Body &&
                    (head_.content_length.value_or(0) > kReadBytes || body_->bytes() > kReadBytes);
  const size_t wanted = bulk ? kBulkReadBytes : kReadBytes;
  if (begin_ > 0 && buffer_.size() - end_ < wanted) {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() - end_ < wanted) buffer_.resize(end_ + wanted);
  socket_.async_read_some(
      net::buffer(buffer_.data() + end_, buffer_.size() - end_),
      [self = shared_from_this()](const boost::system::error_code& error, size_t bytes) {
        self->on_read(error, bytes);
      });
}

void Connection::on_read(const boost::system::error_code& error, size_t bytes) {
  if (phase_ == Phase::Closed) return;
  if (timed_out_) {
    return refuse({408, msg("the request did not arrive in time"), msg("send it again, faster")});
  }
  if (error) return close();
  end_ += bytes;
  advance();
}

void Connection::advance() {
  if (phase_ == Phase::Idle && begin_ < end_) {
    phase_ = Phase::Head;
    set_deadline(state_.options.head_time);
  }
  if (phase_ == Phase::Head) return read_the_head();
  if (phase_ == Phase::Body) return read_the_body();
  read();
}

void Connection::read_the_head() {
  // One empty line before a request is forgiven (RFC 9112 §2.2).
  if (!skipped_empty_line_ && unread().starts_with('\r')) {
    if (unread().size() == 1) return read();
    skipped_empty_line_ = true;
    if (unread().starts_with("\r\n")) begin_ += 2;
    if (begin_ == end_) return read();
  }
  const HeadLimits& limits = state_.options.head;
  switch (scanner_.scan(unread())) {
    case HeadScanner::State::More:
      return read();
    case HeadScanner::State::Malformed:
      return refuse({400, msg("a line of the request cannot be read"),
                     msg("write every line as in RFC 9112, ended by CRLF")});
    case HeadScanner::State::TooLong:
      return refuse({431, msg("the headers are longer than {} bytes", limits.head_bytes_max),
                     msg("send fewer or shorter headers")});
    case HeadScanner::State::Complete:
      break;
  }
  auto read = read_head(unread().substr(0, scanner_.end()), limits);
  if (const Fault* const fault = std::get_if<Fault>(&read)) return refuse(*fault);
  head_ = std::get<Head>(std::move(read));
  head_read_ = true;
  request_ = Request();
  if (head_.target != "*") {
    auto target = parse_target(head_.target);
    if (!target) return refuse({400, target.refusal().what, target.refusal().remedy});
    request_.path = std::move((*target).path);
    request_.query = std::move((*target).query);
  }
  if (head_.has_body()) return begin_body();
  begin_ += scanner_.end();
  hand_over();
}

void Connection::begin_body() {
  const ServerOptions& options = state_.options;
  body_bytes_max_ =
      options.body_bytes_max_of ? options.body_bytes_max_of(head_) : options.body_bytes_max;
  body_ = std::make_unique<BodyReader>(head_, body_bytes_max_);
  begin_ += scanner_.end();
  phase_ = Phase::Body;
  body_since_ = Clock::now();
  body_wire_bytes_ = 0;
  set_deadline(options.body_time);
  const bool fits = head_.content_length.value_or(0) <= body_bytes_max_;
  if (!head_.expects_continue || begin_ < end_ || !fits) return read_the_body();
  net::async_write(socket_, net::buffer(kContinue),
                   [self = shared_from_this()](const boost::system::error_code& error, size_t) {
                     if (self->phase_ == Phase::Closed) return;
                     if (error) return self->close();
                     self->read();
                   });
}

void Connection::read_the_body() {
  const ServerOptions& options = state_.options;
  const BodyReader::Fed fed = body_->feed(unread());
  begin_ += fed.consumed;
  body_wire_bytes_ += fed.consumed;
  const uint64_t bytes = body_->bytes();
  state_.bodies_bytes += bytes - body_bytes_counted_;
  body_bytes_counted_ = bytes;
  if (state_.bodies_bytes > options.bodies_bytes_max) {
    return write(overloaded(msg("the server holds as many uploads as it can")), Persistence::Close);
  }
  // What chunks add may be as much as the body, but not without end.
  const bool padded = body_wire_bytes_ > 2 * body_bytes_max_ + kBulkReadBytes;
  if (fed.state == BodyReader::State::TooLarge || padded) {
    return refuse(
        {413, msg("the body is larger than {} bytes", body_bytes_max_), msg("send less at once")});
  }
  if (fed.state == BodyReader::State::Done) {
    request_.body = body_->take();
    body_.reset();
    return hand_over();
  }
  if (fed.state == BodyReader::State::Malformed) {
    return refuse({400, msg("the body cannot be read"),
                   msg("send it with its Content-Length, or chunked as in RFC 9112")});
  }
  const auto whole = time_for(options.body_time, bytes, options.body_bytes_per_second);
  set_deadline(whole - std::chrono::duration_cast<Milliseconds>(Clock::now() - body_since_));
  read();
}

// ── Handling ─────────────────────────────────────────────────────────────────────────────────────

void Connection::hand_over() {
  phase_ = Phase::Handling;
  clear_deadline();
  request_.method = head_.method;
  request_.target = head_.target;
  request_.headers = head_.headers;
  for (const Header& each : head_.headers) {
    if (!equal_ignoring_case(each.name, "Cookie")) continue;
    for (Cookie& cookie : parse_cookies(each.value)) request_.cookies.push_back(std::move(cookie));
  }
  request_.remote_address = remote_address_;
  request_.tls = state_.options.behind_tls;
  const auto queued = Clock::now();
  if (!state_.pool.submit([self = shared_from_this(), queued] { self->work(queued); })) {
    deliver(overloaded(msg("the server has more to do than it can")));
  }
}

void Connection::work(Clock::time_point queued) {
  if (state_.ended) return cut();
  Response response;
  if (Clock::now() - queued > state_.options.queue_time) {
    response = overloaded(msg("the server has more to do than it can"));
  } else {
    ++state_.requests_total;
    response = state_.respond(request_);
  }
  net::post(socket_.get_executor(),
            [self = shared_from_this(), response = std::move(response)]() mutable {
              self->deliver(std::move(response));
            });
}

void Connection::deliver(Response response) {
  release_body();
  if (phase_ == Phase::Closed) {
    if (response.stream) response.stream->mark_gone();
    return;
  }
  const bool keep = head_.keep_alive && !state_.stopping && !response.stream;
  write(std::move(response), keep ? Persistence::KeepAlive : Persistence::Close);
}

Response Connection::overloaded(Message what) {
  ++state_.overloaded_total;
  Response response = problem_response(
      {503, "overloaded", std::move(what), msg("try again in a moment")}, language());
  response.headers.add("Retry-After", "1");
  return response;
}

void Connection::refuse(const Fault& fault, std::string code) {
  ++state_.refused_total;
  if (code.empty()) code = code_of(fault.status);
  write(problem_response({fault.status, std::move(code), fault.what, fault.remedy}, language()),
        Persistence::Close);
}

Language Connection::language() const {
  if (!head_read_) return state_.options.language;
  return choose_language(head_.headers.joined("Accept-Language"), state_.options.language);
}

void Connection::release_body() {
  state_.bodies_bytes -= body_bytes_counted_;
  body_bytes_counted_ = 0;
  body_.reset();
}

// ── Writing ──────────────────────────────────────────────────────────────────────────────────────

void Connection::write(Response response, Persistence persistence) {
  const ServerOptions& options = state_.options;
  phase_ = Phase::Write;
  timed_out_ = false;
  persistence_ = persistence;
  auto head = response_head(response, options.default_headers, state_.date(), persistence);
  if (!head) {
    if (options.on_failure) options.on_failure(request_, "a response that cannot be written");
    if (response.stream) response.stream->mark_gone();
    response = failure_response(language());
    head = response_head(response, options.default_headers, state_.date(), persistence);
    if (!head) return close();
  }
  out_head_ = *std::move(head);
  const bool headless = head_read_ && head_.method == "HEAD";
  if (headless || response.stream || !status_has_body(response.status)) {
    out_body_.clear();
  } else {
    out_body_ = std::move(response.body);
  }
  if (response.stream && headless) {
    response.stream->mark_gone();
  } else if (response.stream) {
    stream_ = std::move(response.stream);
    ++state_.streams_open;
  }
  set_deadline(time_for(options.write_time, out_head_.size() + out_body_.size(),
                        options.write_bytes_per_second));
  net::async_write(socket_, std::array{net::buffer(out_head_), net::buffer(out_body_)},
                   [self = shared_from_this()](const boost::system::error_code& error, size_t) {
                     self->on_written(error);
                   });
}

void Connection::on_written(const boost::system::error_code& error) {
  if (phase_ == Phase::Closed) return;
  if (error) return close();
  out_body_ = {};
  if (stream_) return begin_stream();
  if (persistence_ == Persistence::Close) return drain();
  next_request();
}

void Connection::next_request() {
  phase_ = Phase::Idle;
  head_read_ = false;
  skipped_empty_line_ = false;
  request_ = Request();
  scanner_ = HeadScanner(state_.options.head.head_bytes_max);
  if (begin_ == end_ && buffer_.size() > kReadBytes) {  // an idle connection is a small one
    buffer_ = {};
    begin_ = end_ = 0;
  }
  if (begin_ < end_) return advance();
  if (state_.stopping) return close();
  set_deadline(state_.options.idle_time);
  read();
}

// ── Streams ──────────────────────────────────────────────────────────────────────────────────────

void Connection::begin_stream() {
  phase_ = Phase::Stream;
  begin_ = end_ = 0;
  buffer_.resize(std::max(buffer_.size(), kReadBytes));
  watch_the_client();
  stream_->attach([weak = weak_from_this(), executor = socket_.get_executor()] {
    net::post(executor, [weak] {
      if (const auto self = weak.lock()) self->flush_stream();
    });
  });
  set_deadline(state_.options.heartbeat_time);
  if (state_.stopping) stream_->close();
  flush_stream();
}

// Reads to learn that the client has gone; what it sends means nothing.
void Connection::watch_the_client() {
  socket_.async_read_some(
      net::buffer(buffer_),
      [self = shared_from_this()](const boost::system::error_code& error, size_t) {
        if (self->phase_ != Phase::Stream) return;
        if (error) return self->close();
        self->watch_the_client();
      });
}

void Connection::flush_stream() {
  if (phase_ != Phase::Stream) return;
  if (stream_->cut()) {  // most likely while a write waits for the client
    reset();
    ++state_.streams_cut_total;  // told when it is so
    return;
  }
  if (stream_writing_) return;
  EventStream::Taken taken = stream_->take();
  if (taken.text.empty()) {
    if (taken.closed) end_stream();
    return;
  }
  stream_writing_ = true;
  out_body_ = std::move(taken.text);
  set_deadline(
      time_for(state_.options.write_time, out_body_.size(), state_.options.write_bytes_per_second));
  net::async_write(socket_, net::buffer(out_body_),
                   [self = shared_from_this()](const boost::system::error_code& error, size_t) {
                     self->stream_writing_ = false;
                     if (self->phase_ != Phase::Stream) return;
                     if (error) return self->close();
                     self->set_deadline(self->state_.options.heartbeat_time);
                     self->flush_stream();
                   });
}

void Connection::end_stream() {
  // The read that watches the client is still there: its end is the connection's.
  stream_->mark_gone();
  boost::system::error_code ignored;
  socket_.shutdown(net::ip::tcp::socket::shutdown_send, ignored);
  set_deadline(state_.options.drain_time);
}

// ── Ending ───────────────────────────────────────────────────────────────────────────────────────

// Closing a socket with unread bytes resets the connection, and the client may lose the answer
// that it was sent. So the sending side is closed first and the rest read, within bounds.
void Connection::drain() {
  if (phase_ != Phase::Drain) {
    phase_ = Phase::Drain;
    release_body();
    boost::system::error_code ignored;
    socket_.shutdown(net::ip::tcp::socket::shutdown_send, ignored);
    set_deadline(state_.options.drain_time);
    begin_ = end_ = 0;
    buffer_.resize(std::max(buffer_.size(), kReadBytes));
  }
  socket_.async_read_some(
      net::buffer(buffer_),
      [self = shared_from_this()](const boost::system::error_code& error, size_t bytes) {
        if (self->phase_ == Phase::Closed) return;
        self->drained_bytes_ += bytes;
        if (error || self->drained_bytes_ > self->state_.options.drain_bytes_max) {
          return self->close();
        }
        self->drain();
      });
}

// For a client that does not read: what was not sent is not kept for it.
void Connection::reset() {
  boost::system::error_code ignored;
  socket_.set_option(net::socket_base::linger(true, 0), ignored);
  close();
}

void Connection::close() {
  if (phase_ == Phase::Closed) return;
  phase_ = Phase::Closed;
  if (stream_) stream_->mark_gone();
  boost::system::error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
}

// ── Deadlines ────────────────────────────────────────────────────────────────────────────────────

Milliseconds Connection::time_for(Milliseconds base, uint64_t bytes,
                                  uint64_t bytes_per_second) const {
  return base + Milliseconds(bytes * 1000 / std::max<uint64_t>(bytes_per_second, 1));
}

void Connection::set_deadline(Milliseconds from_now) {
  deadline_ = Clock::now() + std::max(from_now, Milliseconds(0));
  if (deadline_ < timer_at_) wait_for_deadline();
}

void Connection::wait_for_deadline() {
  timer_at_ = deadline_;
  timer_.expires_at(timer_at_);
  timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (error || !self || self->phase_ == Phase::Closed) return;
    self->timer_at_ = Clock::time_point::max();
    if (self->deadline_ == Clock::time_point::max()) return;
    if (Clock::now() < self->deadline_) return self->wait_for_deadline();
    self->on_deadline();
  });
}

void Connection::on_deadline() {
  clear_deadline();
  boost::system::error_code ignored;
  switch (phase_) {
    case Phase::Head:
    case Phase::Body:
      ++state_.timed_out_total;
      timed_out_ = true;
      socket_.cancel(ignored);  // on_read answers
      return;
    case Phase::Stream:
      if (stream_writing_) {
        reset();
        ++state_.streams_cut_total;
        return;
      }
      if (!stream_->open()) return close();
      stream_->push(kHeartbeat);
      return;
    case Phase::Write:  // a stream's head that is not taken is a stream cut
      reset();
      ++(stream_ ? state_.streams_cut_total : state_.timed_out_total);
      return;
    case Phase::Idle:
    case Phase::Drain:
      return close();
    case Phase::Handling:
    case Phase::Closed:
      return;
  }
}

}  // namespace exemplar::http
