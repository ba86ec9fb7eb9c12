// Server-sent events: a response that stays open, into which any thread pushes text.
//
//   programme's threads ──push──> [ queue, bounded ] ──take──> connection ──> client
//                                        │ full: the client does not read
//                                        └───────> it is cut; nobody else waits for it
//
// The handler returns a Response with a stream in it and keeps a second pointer to push to. Push
// tells when the client is gone; on_gone is called once then.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace exemplar::http {

struct StreamEvent {
  std::string id;    // empty: none
  std::string name;  // empty: "message"
  std::string data;  // may have several lines
};

// As it goes over the wire (HTML Living Standard, "Server-sent events"). Line ends and NULs in the
// id or the name, which would begin another field, become blanks.
std::string to_text(const StreamEvent& event);

class EventStream {
 public:
  explicit EventStream(size_t queue_bytes_max = 256 << 10) : queue_bytes_max_(queue_bytes_max) {}

  // Queues text that is already in the format of server-sent events. False: the client is gone, or
  // is cut now because it left too much unread, or the stream was closed.
  bool push(std::string_view text);
  bool push(const StreamEvent& event) { return push(to_text(event)); }
  // Ends the stream after what is queued.
  void close();
  bool open() const;
  // Called once, on any thread, when the client is gone or cut; at once where it already is. Must
  // not push to this stream.
  void on_gone(std::function<void()> call);

  // For the server. `wake` is called, under the stream's lock, when there is something to do.
  void attach(std::function<void()> wake);
  struct Taken {
    std::string text;
    bool closed = false;  // nothing will follow
  };
  Taken take();
  bool cut() const;  // the queue ran over
  void mark_gone();

 private:
  enum class State { Open, Closed, Cut, Gone };

  void leave(std::unique_lock<std::mutex>& lock, State state);

  const size_t queue_bytes_max_;
  mutable std::mutex mutex_;
  State state_ = State::Open;
  std::string queue_;
  std::function<void()> wake_;
  std::function<void()> on_gone_;
};

}  // namespace exemplar::http
