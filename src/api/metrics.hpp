// Counts of what was served, in the text format that Prometheus reads
// (https://prometheus.io/docs/instrumenting/exposition_formats/).
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "http/server.hpp"
#include "programme/live_office/office_jobs.hpp"

namespace exemplar::api {

class Metrics {
 public:
  void count(const std::string& route, int status, std::chrono::microseconds took);
  // `revision`: of the office as this node shows it.
  std::string text(const http::ServerCounts& server, int64_t revision) const;

 private:
  // Upper bounds in seconds; the last takes the rest.
  static constexpr std::array<double, 9> kBounds = {0.001, 0.0025, 0.005, 0.01, 0.025,
                                                    0.05,  0.1,    0.5,   2.5};
  struct OfRoute {
    std::array<uint64_t, kBounds.size() + 1> within{};
    double seconds = 0;
    uint64_t count = 0;
  };

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, uint64_t> answers_;  // by route and status
  std::map<std::string, OfRoute> routes_;
};

// Of what the office does by itself, in the same format.
std::string metrics_of(const programme::OfficeJobCounts& counts);

}  // namespace exemplar::api
