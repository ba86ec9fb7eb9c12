// Work shared among threads: numbers 0 … count − 1, each taken once, in no particular order.
#pragma once

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace exemplar {

// How many this machine runs at once.
inline unsigned processors() {
  return std::max(1U, std::thread::hardware_concurrency());
}

// `make` gives what one thread calls with each number it takes; the caller's thread is one of them.
template <typename Make>
void on_threads(unsigned threads, size_t count, Make make) {
  std::atomic<size_t> next{0};
  const auto take = [&] {
    auto work = make();
    for (size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> others;
  const size_t wanted = std::min<size_t>(threads, count);
  for (size_t i = 1; i < wanted; ++i) others.emplace_back(take);
  take();
  for (std::thread& one : others) one.join();
}

}  // namespace exemplar
