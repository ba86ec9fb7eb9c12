// Threads that run handlers, so that a slow one keeps no connection from being read.
//
//   I/O threads ──submit──> [ queue, bounded ] ──> workers
//                                 │ full: submit says so, and the request is answered 503
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace exemplar::http {

class WorkerPool {
 public:
  WorkerPool(size_t threads, size_t queue_max);
  // Runs what is queued, then ends.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False where the queue is full or the pool is ending; `work` is then untouched and never run.
  // Work must not throw.
  bool submit(std::function<void()> work);
  void stop();

 private:
  void run();

  const size_t queue_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  size_t idle_ = 0;  // workers that wait; work for them does not count as queued
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace exemplar::http
