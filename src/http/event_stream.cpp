#include "http/event_stream.hpp"

#include <utility>

namespace exemplar::http {

namespace {

void append_field(std::string& to, std::string_view name, std::string_view value) {
  to.append(name).append(": ");
  for (const char c : value) to += c == '\n' || c == '\r' || c == '\0' ? ' ' : c;
  to += '\n';
}

}  // namespace

std::string to_text(const StreamEvent& event) {
  std::string text;
  if (!event.id.empty()) append_field(text, "id", event.id);
  if (!event.name.empty()) append_field(text, "event", event.name);
  std::string_view data = event.data;
  while (true) {
    const size_t end = data.find_first_of("\r\n");
    append_field(text, "data", data.substr(0, end));
    if (end == std::string_view::npos) break;
    data.remove_prefix(end + (data.substr(end, 2) == "\r\n" ? 2 : 1));
  }
  return text + "\n";
}

bool EventStream::push(std::string_view text) {
  std::unique_lock lock(mutex_);
  if (state_ != State::Open) return false;
  if (queue_.size() + text.size() > queue_bytes_max_) {
    leave(lock, State::Cut);
    return false;
  }
  const bool was_empty = queue_.empty();
  queue_ += text;
  if (was_empty && wake_) wake_();
  return true;
}

void EventStream::close() {
  const std::unique_lock lock(mutex_);
  if (state_ != State::Open) return;
  state_ = State::Closed;
  if (wake_) wake_();
}

bool EventStream::open() const {
  const std::unique_lock lock(mutex_);
  return state_ == State::Open;
}

void EventStream::on_gone(std::function<void()> call) {
  std::unique_lock lock(mutex_);
  if (state_ == State::Cut || state_ == State::Gone) {
    lock.unlock();
    call();
  } else {
    on_gone_ = std::move(call);
  }
}

void EventStream::attach(std::function<void()> wake) {
  const std::unique_lock lock(mutex_);
  wake_ = std::move(wake);
  if (wake_ && (state_ != State::Open || !queue_.empty())) wake_();
}

EventStream::Taken EventStream::take() {
  const std::unique_lock lock(mutex_);
  return {std::exchange(queue_, {}), state_ != State::Open};
}

bool EventStream::cut() const {
  const std::unique_lock lock(mutex_);
  return state_ == State::Cut;
}

void EventStream::mark_gone() {
  std::unique_lock lock(mutex_);
  if (state_ == State::Gone) return;
  leave(lock, State::Gone);
}

// The callback runs without the lock, because it may take locks of its owner under which that
// owner pushes.
void EventStream::leave(std::unique_lock<std::mutex>& lock, State state) {
  state_ = state;
  queue_.clear();
  if (state == State::Cut && wake_) wake_();
  if (state == State::Gone) wake_ = nullptr;
  const auto call = std::exchange(on_gone_, nullptr);
  lock.unlock();
  if (call) call();
}

}  // namespace exemplar::http
