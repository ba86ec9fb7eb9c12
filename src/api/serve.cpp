#include "api/serve.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "programme/demonstration/demonstration_store.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

constexpr http::Milliseconds kTermToFinish{10'000};
constexpr const char* kKeyFile = "sealing.key";

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

class File {
 public:
  File(const std::string& path, int flags)
      : descriptor_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  explicit operator bool() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

// Each client holds a descriptor: as many as this process may have.
void allow_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  (void)setrlimit(RLIMIT_NOFILE, &limit);
}

Refusal bad_key(const std::string& path) {
  return {msg("{} is no key of an office", path),
          msg("bring back the one that was there; without it the authenticator apps have to be set "
              "up anew")};
}

}  // namespace

Result<SealingKey> sealing_key(const std::string& folder, const FillRandom& random) {
  const std::string path = folder + "/" + kKeyFile;
  SealingKey key{};
  if (const File fresh(path, O_WRONLY | O_CREAT | O_EXCL); fresh) {
    random(key);
    const bool kept =
        write(fresh.descriptor(), key.data(), key.size()) == static_cast<ssize_t>(key.size()) &&
        fsync(fresh.descriptor()) == 0;
    if (kept) return key;
    unlink(path.c_str());
    return Refusal{msg("{} could not be written", path), msg("see that there is room and right")};
  }
  const File there(path, O_RDONLY);
  if (!there) {
    return Refusal{msg("{} cannot be read", path), msg("see whose it is, or name another folder")};
  }
  struct stat about {};
  if (fstat(there.descriptor(), &about) != 0 || (about.st_mode & 077) != 0) {
    return Refusal{msg("{} may be read by others", path), msg("let its owner alone read it: 0600")};
  }
  uint8_t more = 0;
  const bool whole =
      read(there.descriptor(), key.data(), key.size()) == static_cast<ssize_t>(key.size()) &&
      read(there.descriptor(), &more, 1) == 0;
  if (!whole) return bad_key(path);
  return key;
}

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

  std::unique_ptr<http::Server> server;
  Api::Options of_api;
  of_api.address = options.address;
  of_api.now = now;
  of_api.clock = &clock;
  of_api.random = options.random;
  of_api.language = options.language;
  of_api.secure = options.behind_tls;
  of_api.sealing_key = *key;
  of_api.account_rate = options.account_rate;
  of_api.hosts = options.hosts;
  of_api.hosts.insert(of_api.hosts.end(), {"localhost", "127.0.0.1", "[::1]"});
  of_api.server_counts = [&server] { return server ? server->counts() : http::ServerCounts{}; };
  // Another node may have moved the clock.
  const int64_t following = (*office)->listen([&](const OfficeEvent&) {
    if (clock.demonstration()) clock.follow(demonstration_clock(**there).value_or(0));
  });
  Api api(**office, std::move(of_api));

  http::ServerOptions of_server;
  of_server.address = options.listen;
  of_server.port = options.port;
  of_server.default_headers = headers_of_all(options.behind_tls);
  of_server.language = options.language;
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
