#include "api/serve.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include "programme/demonstration/demonstration_store.hpp"
#include "programme/live_office/office_jobs.hpp"
#include "programme/office_store/office_keys.hpp"
#include "programme/single_sign_on/curl_fetch.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

constexpr http::Milliseconds kTermToFinish{10'000};
// Most of those who save wait for the disk, and hinder nobody who reads.
constexpr size_t kWorkers = 24;

http::Headers headers_of_all(bool secure) {
  http::Headers headers;
  headers.add("X-Content-Type-Options", "nosniff");
  headers.add("X-Frame-Options", "DENY");
  headers.add("Referrer-Policy", "no-referrer");
  headers.add("Cross-Origin-Resource-Policy", "same-origin");
  headers.add("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  if (secure) headers.add("Strict-Transport-Security", "max-age=31536000");
  return headers;
}

// Each client holds a descriptor: as many as this process may have.
void allow_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  (void)setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

std::optional<Refusal> serve(const ServeOptions& options,
                             const std::function<void(const Serving&)>& ready,
                             const std::function<void()>& wait) {
  const std::string keys = options.keys.empty() ? options.address.folder : options.keys;
  if (keys.empty()) {
    return Refusal{
        msg("it is not said where the office's keys lie"),
        msg("name a folder on this machine: --keys DIR, the same content on every node")};
  }
  allow_descriptors();
  auto there = open_office(options.address, Access::Use);
  if (!there) return there.refusal();
  OfficeClock clock(demonstration_clock(**there), options.now);
  const auto now = [&clock] { return clock.now(); };
  auto office = LiveOffice::open({options.address, options.random, now});
  if (!office) return office.refusal();
  auto key = sealing_key(keys, options.random);
  if (!key) return key.refusal();
  auto signing = checkpoint_key(keys, options.random);
  if (!signing) return signing.refusal();
  auto jobs =
      OfficeJobs::start(**office, {options.address, options.random, now, options.now, *signing,
                                   options.checkpoints, std::chrono::seconds(1), options.told});
  if (!jobs) return jobs.refusal();
  auto single_sign_on = sign_on_settings(options.single_sign_on);
  if (!single_sign_on) return single_sign_on.refusal();
  if (*single_sign_on && clock.demonstration()) {
    return Refusal{msg("a demonstration has no provider of identities: its clock is its own"),
                   msg("leave --oidc-issuer out")};
  }

  std::unique_ptr<http::Server> server;
  Api::Options of_api;
  of_api.address = options.address;
  of_api.now = now;
  of_api.clock = &clock;
  of_api.random = options.random;
  of_api.language = options.language;
  of_api.secure = options.behind_tls;
  of_api.sealing_key = *key;
  of_api.checkpoint_key = *signing;
  of_api.job_counts = [&jobs] { return (*jobs)->counts(); };
  of_api.on_day = [&jobs](InstantUs instant) { (*jobs)->run_due(instant); };
  of_api.single_sign_on = single_sign_on.take();
  of_api.fetch = curl_fetch();
  of_api.account_rate = options.account_rate;
  of_api.hosts = options.hosts;
  of_api.hosts.insert(of_api.hosts.end(), {"localhost", "127.0.0.1", "[::1]"});
  of_api.server_counts = [&server] { return server ? server->counts() : http::ServerCounts{}; };
  // Another node may have moved the clock.
  store::Pool pool(location_of(options.address));
  const int64_t following = (*office)->listen([&](const OfficeEvent&) {
    if (clock.demonstration()) clock.follow(demonstration_clock(*pool.borrow()).value_or(0));
  });
  Api api(**office, std::move(of_api));

  http::ServerOptions of_server;
  of_server.address = options.listen;
  of_server.port = options.port;
  of_server.default_headers = headers_of_all(options.behind_tls);
  of_server.language = options.language;
  of_server.workers = kWorkers;
  of_server.body_bytes_max_of = [&api, most = of_server.body_bytes_max](const http::Head& head) {
    return api.body_bytes_max(head, most);
  };
  of_server.behind_tls = options.behind_tls;
  auto started = http::Server::start(
      std::move(of_server), [&api](http::Request& request) { return api.handle(request); });
  if (!started) return started.refusal();
  server = started.take();
  const bool six = options.listen.find(':') != std::string::npos;
  ready({fmt::format("http://{}:{}", six ? "[" + options.listen + "]" : options.listen,
                     server->port()),
         (*office)->now()->revision(), clock.demonstration()});
  wait();
  api.stop();
  server->stop(kTermToFinish);
  (*office)->forget(following);
  return std::nullopt;
}

}  // namespace exemplar::api
