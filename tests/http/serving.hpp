// A server for tests: on port 0, with a handler that shows what it was given.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "http/server.hpp"

namespace exemplar::http {

// "POST /a/b?q=1&r=2 [X-Test] {body}"
inline Response show(Request& request) {
  std::string text = request.method + " ";
  for (const std::string& each : request.path) text += "/" + each;
  for (size_t i = 0; i < request.query.size(); ++i) {
    text += (i == 0 ? "?" : "&") + request.query[i].name + "=" + request.query[i].value;
  }
  text += " [" + request.headers.joined("X-Test") + "] {" + request.body + "}";
  return response_of(200, "text/plain; charset=utf-8", text);
}

inline std::unique_ptr<Server> serve(ServerOptions options, Server::Handle handle = show) {
  options.language = Language::English;
  auto server = Server::start(std::move(options), std::move(handle));
  if (!server) throw std::runtime_error(render(server.refusal().what, Language::English));
  return server.take();
}

// Opened once; whoever waits goes on then.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  // False where it did not open in ten seconds.
  bool wait() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

// Whether the condition comes true within ten seconds.
template <typename Condition>
bool comes_true(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace exemplar::http
