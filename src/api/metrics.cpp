#include "api/metrics.hpp"

#include <fmt/format.h>

namespace exemplar::api {

void Metrics::count(const std::string& route, int status, std::chrono::microseconds took) {
  const double seconds = std::chrono::duration<double>(took).count();
  size_t bound = 0;
  while (bound < kBounds.size() && seconds > kBounds[bound]) ++bound;
  const std::lock_guard lock(mutex_);
  ++answers_[{route, status}];
  OfRoute& of = routes_[route];
  ++of.within[bound];
  of.seconds += seconds;
  ++of.count;
}

std::string Metrics::text(const http::ServerCounts& server, int64_t revision) const {
  std::string text;
  const auto one = [&](std::string_view name, std::string_view type, uint64_t value) {
    text += fmt::format("# TYPE {0} {1}\n{0} {2}\n", name, type, value);
  };
  one("exemplar_revision", "gauge", static_cast<uint64_t>(revision));
  one("exemplar_connections_open", "gauge", server.connections_open);
  one("exemplar_streams_open", "gauge", server.streams_open);
  one("exemplar_connections_total", "counter", server.connections_total);
  one("exemplar_requests_refused_total", "counter", server.refused_total);
  one("exemplar_requests_overloaded_total", "counter", server.overloaded_total);
  one("exemplar_requests_timed_out_total", "counter", server.timed_out_total);
  one("exemplar_streams_cut_total", "counter", server.streams_cut_total);
  const std::lock_guard lock(mutex_);
  text += "# TYPE exemplar_requests_total counter\n";
  for (const auto& [key, count] : answers_) {
    text += fmt::format("exemplar_requests_total{{route=\"{}\",status=\"{}\"}} {}\n", key.first,
                        key.second, count);
  }
  text += "# TYPE exemplar_request_seconds histogram\n";
  for (const auto& [route, of] : routes_) {
    uint64_t within = 0;
    for (size_t i = 0; i < of.within.size(); ++i) {
      within += of.within[i];
      const std::string bound = i < kBounds.size() ? fmt::format("{}", kBounds[i]) : "+Inf";
      text += fmt::format("exemplar_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", route,
                          bound, within);
    }
    text += fmt::format("exemplar_request_seconds_sum{{route=\"{}\"}} {}\n", route, of.seconds);
    text += fmt::format("exemplar_request_seconds_count{{route=\"{}\"}} {}\n", route, of.count);
  }
  return text;
}

std::string metrics_of(const programme::OfficeJobCounts& counts) {
  std::string text;
  const auto of_jobs = [&](std::string_view name, std::string_view type, const auto& value) {
    text += fmt::format("# TYPE {} {}\n", name, type);
    for (const programme::JobCount& job : counts.jobs) {
      text += fmt::format("{}{{job=\"{}\"}} {}\n", name, job.name, value(job));
    }
  };
  of_jobs("exemplar_job_days_done_total", "counter", [](const auto& job) { return job.done; });
  of_jobs("exemplar_job_failures_total", "counter", [](const auto& job) { return job.failed; });
  // Above 0: it is failing now.
  of_jobs("exemplar_job_failures_in_a_row", "gauge",
          [](const auto& job) { return job.failures_in_a_row; });
  if (!counts.witnessed) return text;
  const auto one = [&](std::string_view name, std::string_view type, uint64_t value) {
    text += fmt::format("# TYPE {0} {1}\n{0} {2}\n", name, type, value);
  };
  one("exemplar_checkpoints_appended_total", "counter", counts.witness_appended);
  one("exemplar_checkpoint_append_failures_total", "counter", counts.witness_failures);
  one("exemplar_checkpoint_file_behind", "gauge", counts.witness_is_behind ? 1 : 0);
  return text;
}

}  // namespace exemplar::api
