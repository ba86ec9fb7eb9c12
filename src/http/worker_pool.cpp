#include "http/worker_pool.hpp"

#include <utility>

namespace exemplar::http {

WorkerPool::WorkerPool(size_t threads, size_t queue_max) : queue_max_(queue_max), idle_(threads) {
  threads_.reserve(threads);
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

WorkerPool::~WorkerPool() {
  stop();
}

bool WorkerPool::submit(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (ending_ || queue_.size() >= idle_ + queue_max_) return false;
    queue_.push_back(std::move(work));
  }
  changed_.notify_one();
  return true;
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  for (std::thread& each : threads_) {
    if (each.joinable()) each.join();
  }
}

// A worker counts as idle until it has taken its work, so a fresh pool takes as much as it can run.
void WorkerPool::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return ending_ || !queue_.empty(); });
    if (queue_.empty()) return;
    auto work = std::move(queue_.front());
    queue_.pop_front();
    --idle_;
    lock.unlock();
    work();
    work = nullptr;  // what it holds is released without the lock
    lock.lock();
    ++idle_;
  }
}

}  // namespace exemplar::http
